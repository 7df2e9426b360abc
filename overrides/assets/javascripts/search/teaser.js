// What a result shows: the page, the section that answers best, some words around what was found.
(function (kb) {
  "use strict";

  const AROUND = 28; // characters before the first mark
  const SHOWN = 120;
  // how much each sign of an answer counts, found by trying on the queries of bench/search
  const WEIGHTS = {
    terms: 1.05, behind: 0.51, title: 1.21, about: 0.11, heading: 1.4, body: 0.3, exact: 0.31, inTitle: 2.88, wordsInTitle: 1.05, verbatim: 3.31,
    sectionBody: 0.27, sectionHeading: 0.29, named: 0.65, deep: 0.13, whole: 0.77, dense: 0.31, sectionDense: 0.24,
  };
  const MOST_MARKED = 5; // words, on the page that a result leads to
  // sections that name what is told elsewhere
  const LISTS = /^(?:参考|来源|相关|延伸阅读|勘误|本文要点)/;

  // One page as an answer. `top` is the best first-stage value.
  function item(query, page, texts, top) {
    const [first] = texts;
    const { best, title, isWhole } = chosen(query, texts);
    const about = kb.phrases.said(query, first.plainAbout);
    const inHeading = isWhole ? Math.max(best.inHeading, WEIGHTS.whole * title) : best.inHeading; // its heading is the title
    const named = squeezed(first.plainTitle);
    const exact = named === query.run ? WEIGHTS.exact : named.includes(query.run) ? WEIGHTS.inTitle * best.length : title > 0.9 ? WEIGHTS.wordsInTitle * title * best.length : 0;
    const score =
      WEIGHTS.terms * (page.value / top) + WEIGHTS.behind * Math.max(-2, Math.log(page.value / top)) + WEIGHTS.title * title + WEIGHTS.about * about + best.both + WEIGHTS.heading * inHeading + WEIGHTS.body * best.inBody + WEIGHTS.dense * best.dense + exact;
    return { page, url: first.url, title: first.title, label: first.label, description: first.description, ...place(query, texts), score: score * page.rank + best.verbatim };
  }

  // Where on a page the answer stands: an anchor, or none where it is the page as a whole.
  function place(query, texts) {
    const { best, isWhole, start } = chosen(query, texts);
    // nobody looks for a list of links: then the page as a whole
    if (LISTS.test(best.heading)) return { anchor: "", heading: "", text: texts[0].description || best.text };
    if (isWhole) return { anchor: "", heading: "", text: (start ?? best).text };
    return { anchor: best.anchor, heading: best.heading, text: best.text };
  }

  function chosen(query, texts) {
    const { plainTitle } = texts[0];
    const title = kb.phrases.said(query, plainTitle);
    const sections = texts.flatMap((text) => text.sections.map((section) => valued(query, section, plainTitle)));
    const best = sections.reduce((one, other) => (other.value > one.value ? other : one));
    // the page itself is the answer where its title is what was asked for
    const isWhole = title > 0.95 && best.inHeading < WEIGHTS.deep && (!best.verbatim || squeezed(plainTitle).includes(query.run));
    return { best, title, isWhole, start: sections.find(({ anchor }) => !anchor) };
  }

  // How well a section answers. `verbatim` is for the very words in the very order, the more of
  // them the less by chance.
  function valued(query, { anchor, heading, body, plainHeading, plainBody, run }, title) {
    const inHeading = kb.phrases.said(query, plainHeading);
    const inBody = kb.phrases.said(query, plainBody);
    const both = kb.phrases.said(query, `${title}\n${plainHeading}\n${plainBody}`);
    const length = Math.min(1, Math.max(0, (measure(query) - 2.5) / 5));
    const isList = LISTS.test(heading);
    const verbatim = run.includes(query.run) ? WEIGHTS.verbatim * length * (isList ? 0.3 : 1) : 0;
    const name = squeezed(plainHeading);
    // a heading that says little else
    const dense = (inHeading * Math.min(query.run.length, name.length)) / Math.max(query.run.length, name.length, 1);
    const isNamed = name.length > 1 && name !== query.run && query.run.includes(name);
    const value = (isNamed ? WEIGHTS.named : 0) + WEIGHTS.sectionDense * dense + (both + WEIGHTS.sectionBody * inBody + WEIGHTS.sectionHeading * inHeading + verbatim) * (isList ? 0.5 : 1);
    return { anchor, heading, text: body, inHeading, inBody, both, verbatim, dense, value, length };
  }

  // The length of a query in Han characters; a word of another script counts for two.
  const measure = (query) => query.runs.reduce((sum, { han, word }) => sum + (word ? 2 : [...han].length), 0);
  const squeezed = (text) => text.replace(/\s+/g, "");

  // What to mark, the longest first: the words of the query and what stands for them.
  function marks(query) {
    const found = new Set();
    for (const piece of query.pieces) for (const { value, factor } of piece.forms) if (factor > 0.7) found.add(value);
    for (const word of query.words) found.add(word.text.toLowerCase());
    return [...found].filter((word) => [...word].length > 1 || found.size === 1).sort((one, other) => other.length - one.length || (one < other ? -1 : 1));
  }

  const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  const escaped = (text) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]);

  // Text as HTML with its hits marked. The theme puts it into the page as markup: all is escaped.
  function marked(text, words) {
    const lower = text.toLowerCase();
    if (lower.length !== text.length) return escaped(text); // places would not agree
    let done = "";
    for (let at = 0, from = 0; from < text.length; ) {
      const next = nextHit(lower, words, at);
      if (!next) return done + escaped(text.slice(from));
      done += `${escaped(text.slice(from, next.at))}<mark data-md-highlight>${escaped(text.slice(next.at, next.end))}</mark>`;
      at = from = next.end;
    }
    return done;
  }

  function nextHit(lower, words, from) {
    let first = null;
    for (const word of words) {
      const at = lower.indexOf(word, from);
      if (at >= 0 && (!first || at < first.at)) first = { at, end: at + word.length };
    }
    return first;
  }

  // The words around the place with most hits.
  function around(text, words) {
    const lower = text.toLowerCase();
    let best = { value: 0, at: 0 };
    for (let hit = nextHit(lower, words, 0), seen = 0; hit && seen < 40; hit = nextHit(lower, words, hit.end), seen += 1) {
      const window = lower.slice(hit.at, hit.at + SHOWN - AROUND);
      const value = words.reduce((sum, word) => sum + (window.includes(word) ? word.length : 0), 0);
      if (value > best.value) best = { value, at: hit.at };
    }
    const start = best.at <= AROUND ? 0 : sentenceStart(text, best.at);
    const end = Math.min(text.length, start + SHOWN);
    return `${start ? "…" : ""}${text.slice(start, end).replace(/\s+/g, " ").trim()}${end < text.length ? "…" : ""}`;
  }

  // Where the sentence of a place begins, or a little before the place.
  function sentenceStart(text, at) {
    for (let back = at; back > at - AROUND; back -= 1) if ("。！？；\n".includes(text[back - 1])) return back;
    const start = at - AROUND;
    return /[\udc00-\udfff]/.test(text[start]) ? start + 1 : start; // never half a character
  }

  // A result as the theme's documents: the page, and its best section where it is not the page.
  function documents(item, words) {
    const told = `${item.title}\n${item.heading}\n${item.text}`.toLowerCase();
    const terms = Object.fromEntries(words.filter((word) => told.includes(word)).slice(0, MOST_MARKED).map((word) => [word, true]));
    const tags = item.label ? { tags: item.label.split(" · ").map(escaped) } : {};
    const teaser = marked(around(item.text || item.description, words), words);
    const page = { location: item.url, title: marked(item.title, words), text: item.anchor ? "" : teaser, terms, score: item.score, ...tags };
    if (!item.anchor) return [page];
    const section = { location: `${item.url}#${item.anchor}`, title: marked(item.heading, words), text: teaser, terms, score: item.score };
    return [page, section];
  }

  kb.teaser = { WEIGHTS, item, place, marks, marked, around, documents };
})((self.kb ??= {}));
