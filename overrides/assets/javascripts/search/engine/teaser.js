// What a result shows: some words around what was found, and the marks on what was found.
(function (kb) {
  "use strict";

  const AROUND = 28; // characters before the first mark
  const SHOWN = 120;
  const MOST_MARKED = 5; // words, on the page that a result leads to

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

  kb.teaser = { marks, marked, around, documents };
})((self.kb ??= {}));
