// Which section of a page answers a query best, and how good an answer the page is.
(function (kb) {
  "use strict";

  // How much each sign of an answer counts, found by trying on the queries of bench/search.
  const WEIGHTS = {
    // of a page: its share of the best page's terms, and how far it lies behind; what its title and
    // its description say; the best section's heading, text, and a heading that says little else
    terms: 1.05, behind: 0.51, title: 1.21, about: 0.11, heading: 1.4, body: 0.3, dense: 0.31,
    // the query as the title, in the title, and its words near each other there; the title in place of a heading
    exact: 0.31, inTitle: 2.88, wordsInTitle: 1.05, whole: 0.77,
    // the very words in the very order
    verbatim: 3.31,
    // of a section beside what it says with the page's title: its text, its heading, a heading that
    // says little else, one that is part of the query
    sectionBody: 0.27, sectionHeading: 0.29, sectionDense: 0.24, named: 0.65,
  };
  const IN_HEADING = 0.13; // from here on a section is asked for, not the page
  const IN_TITLE = 0.95; // a title that says so much is what was asked for
  // sections that name what is told elsewhere
  const LISTS = /^(?:参考|来源|相关|延伸阅读|勘误|本文要点)/;

  // A page as an answer, by the texts of some of its parts. `top` is the best first-stage value.
  function item(query, page, texts, top) {
    const [{ url, title, label, description, plainAbout }] = texts;
    const answer = chosen(query, texts);
    const share = page.value / top;
    const score =
      WEIGHTS.terms * share +
      WEIGHTS.behind * Math.max(-2, Math.log(share)) +
      WEIGHTS.title * answer.inTitle +
      WEIGHTS.about * kb.phrases.said(query, plainAbout) +
      entitled(query, answer, texts[0].plainTitle) +
      inSection(answer);
    return { page, url, title, label, description, ...placed(answer, texts), score: score * page.rank + answer.best.verbatim };
  }

  // What the best section adds to a page; of a page as a whole the title is the heading.
  function inSection({ best, isWhole, inTitle }) {
    const heading = isWhole ? Math.max(best.inHeading, WEIGHTS.whole * inTitle) : best.inHeading;
    return best.both + WEIGHTS.heading * heading + WEIGHTS.body * best.inBody + WEIGHTS.dense * best.dense;
  }

  // What it counts for that a title is the query, holds it, or holds its words.
  function entitled(query, { inTitle }, plainTitle) {
    const title = squeezed(plainTitle);
    if (title === query.run) return WEIGHTS.exact;
    if (title.includes(query.run)) return WEIGHTS.inTitle * unlikely(query);
    return inTitle > 0.9 ? WEIGHTS.wordsInTitle * inTitle * unlikely(query) : 0;
  }

  // Where on a page the answer stands: an anchor, or none where it is the page as a whole.
  const place = (query, texts) => placed(chosen(query, texts), texts);

  function placed({ best, isWhole, start }, texts) {
    // nobody looks for a list of links: then the page as a whole
    if (LISTS.test(best.heading)) return { anchor: "", heading: "", text: texts[0].description || best.text };
    if (isWhole) return { anchor: "", heading: "", text: (start ?? best).text };
    return { anchor: best.anchor, heading: best.heading, text: best.text };
  }

  // The best section, and whether it is rather the page itself that was asked for.
  function chosen(query, texts) {
    const { plainTitle } = texts[0];
    const inTitle = kb.phrases.said(query, plainTitle);
    const sections = texts.flatMap((text) => text.sections.map((section) => valued(query, section, plainTitle)));
    const best = sections.reduce((one, other) => (other.value > one.value ? other : one));
    const isWhole = inTitle > IN_TITLE && best.inHeading < IN_HEADING && (!best.verbatim || squeezed(plainTitle).includes(query.run));
    return { best, inTitle, isWhole, start: sections.find(({ anchor }) => !anchor) };
  }

  // How well a section answers.
  function valued(query, { anchor, heading, body, plainHeading, plainBody, run }, title) {
    const inHeading = kb.phrases.said(query, plainHeading);
    const inBody = kb.phrases.said(query, plainBody);
    const both = kb.phrases.said(query, `${title}\n${plainHeading}\n${plainBody}`);
    const isList = LISTS.test(heading);
    const verbatim = run.includes(query.run) ? WEIGHTS.verbatim * unlikely(query) * (isList ? 0.3 : 1) : 0;
    const name = squeezed(plainHeading);
    const dense = (inHeading * Math.min(query.run.length, name.length)) / Math.max(query.run.length, name.length, 1);
    const isNamed = name.length > 1 && name !== query.run && query.run.includes(name);
    const says = both + WEIGHTS.sectionBody * inBody + WEIGHTS.sectionHeading * inHeading + verbatim;
    const value = says * (isList ? 0.5 : 1) + WEIGHTS.sectionDense * dense + (isNamed ? WEIGHTS.named : 0);
    return { anchor, heading, text: body, inHeading, inBody, both, verbatim, dense, value };
  }

  // How little it is by chance that a text has a query word for word, 0–1: the longer, the less. A
  // word of another script counts for two Han characters.
  function unlikely({ runs }) {
    const length = runs.reduce((sum, { han, word }) => sum + (word ? 2 : [...han].length), 0);
    return Math.min(1, Math.max(0, (length - 2.5) / 5));
  }

  const squeezed = (text) => text.replace(/\s+/g, "");

  kb.answers = { WEIGHTS, item, place };
})((self.kb ??= {}));
