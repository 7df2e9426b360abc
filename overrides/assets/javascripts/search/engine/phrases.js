// What a text says of a query: its words, its phrases, words near each other, and others for the same.
(function (kb) {
  "use strict";

  // of words wherever they stand; of a character between words that belong together; of a phrase
  // without its last, half-typed word; of a word that stands for another, and for one of another
  // script; the mass of a word of one character
  const WEIGHTS = { scattered: 0.88, apart: 0.02, begun: 0.5, other: 0.85, otherScript: 0.75, single: 1.21 };
  const NEAR = 6; // characters that may stand between words that belong together
  const LONGER = 1.4; // a phrase of twice the length counts 2 ** LONGER times

  // How much of a query a text says, 0–1: long pieces of it in one place count more than the same
  // characters apart.
  function said(query, text) {
    let have = 0;
    let whole = 0;
    for (const piece of query.pieces) {
      whole += piece.mass;
      if (text) have += piece.mass * saidPiece(piece, text);
    }
    return whole ? have / whole : 0;
  }

  function saidPiece(piece, text) {
    let best = 0;
    for (const { value, latin, factor, words, masses } of piece.forms) {
      if (best >= factor) continue;
      const share = latin ? saidWord(value, text) : Math.max(saidRun(value, text), words ? near(words, text) : 0, words ? saidWords(words, masses, text) : 0);
      best = Math.max(best, factor * share);
    }
    return best;
  }

  function saidWord(word, text) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const before = /[\p{L}\p{N}]/u.test(text[at - 1] ?? "") && !kb.text.isHan(text[at - 1]);
      const after = /[\p{L}\p{N}]/u.test(text[at + word.length] ?? "") && !kb.text.isHan(text[at + word.length]);
      if (!before && !after) return 1;
    }
    if (text.includes(word)) return 0.8;
    return text.replace(/[-_.\s]/g, "").includes(word.replace(/[-_.]/g, "")) ? 0.75 : 0;
  }

  // Some of the words, wherever they stand.
  function saidWords(words, masses, text) {
    const have = words.reduce((done, word, nth) => done + (text.includes(word) ? masses[nth] : 0), 0);
    return (WEIGHTS.scattered * have) / sum(masses);
  }

  // Words that follow one another in a query, near each other in a text: 浏览器录音, 在浏览器里录音.
  function near(words, text) {
    if (words.length < 2) return 0;
    const length = sum(words.map((word) => word.length));
    const most = length + NEAR;
    const hits = [];
    for (let nth = 0; nth < words.length; nth += 1) {
      let at = text.indexOf(words[nth]);
      if (at < 0) return 0;
      for (let seen = 0; at >= 0 && seen < 60; at = text.indexOf(words[nth], at + 1), seen += 1) hits.push([at, nth]);
    }
    hits.sort((one, other) => one[0] - other[0]);
    const last = new Array(words.length).fill(-1);
    let shortest = Infinity;
    for (const [at, nth] of hits) {
      last[nth] = at;
      const from = Math.min(...last);
      if (from >= 0) shortest = Math.min(shortest, Math.max(...last.map((place, one) => place + words[one].length)) - from);
    }
    return shortest > most ? 0 : 1 - WEIGHTS.apart * (shortest - length + 1);
  }

  // The longest pieces of a Han run that a text has, from left to right.
  function saidRun(run, text) {
    const length = run.length;
    if (text.includes(run)) return 1;
    let found = 0;
    for (let at = 0; at < length; ) {
      let size = Math.min(length - at, length - 1);
      while (size > 1 && !text.includes(run.slice(at, at + size))) size -= 1;
      if (size > 1) found += size ** LONGER;
      at += Math.max(1, size);
    }
    return found / length ** LONGER;
  }

  const sum = (values) => values.reduce((done, value) => done + value, 0);

  const { rarity } = kb.rank;

  // A query as the pieces that are compared with texts.
  function pieces(query, postings, total) {
    const rare = (term) => (postings.has(term) ? rarity(total, postings.get(term).parts.length) : 1);
    return [...wordPieces(query, rare), ...hanPieces(query, rare)];
  }

  function wordPieces(query, rare) {
    const found = [];
    for (const { word, at } of query.runs) {
      const [whole] = word ? kb.text.wordTerms(word) : [];
      if (!whole || (kb.query.EMPTY_LATIN.has(whole) && query.runs.length > 1)) continue;
      const own = { value: word.toLowerCase(), latin: true, factor: 1 };
      found.push({ forms: [own, ...others(query, at, at + word.length)], mass: rare(whole) });
    }
    return found;
  }

  // Neighbouring words that say something are one piece.
  function hanPieces(query, rare) {
    const found = [];
    const all = query.words.filter((one) => !one.latin);
    for (let nth = 0; nth < all.length; ) {
      let end = nth + 1;
      while (end < all.length && all[end].at === all[end - 1].at + all[end - 1].text.length) end += 1;
      found.push(hanPiece(query, all[nth].at, all.slice(nth, end).map((one) => one.text), rare));
      nth = end;
    }
    return found;
  }

  function hanPiece(query, at, words, rare) {
    const masses = words.map((word) => sum(kb.text.pairs(word).map(rare)) || WEIGHTS.single);
    const across = words.slice(1).map((word, before) => rare([...words[before]].at(-1) + [...word][0]));
    const own = { value: words.join(""), factor: 1, words, masses };
    const forms = [own, ...others(query, at, at + own.value.length, own.value)];
    const isBegun = at + own.value.length === query.text.length && words.length > 1 && [...words.at(-1)].length === 1;
    if (isBegun) forms.push({ value: words.slice(0, -1).join(""), factor: WEIGHTS.begun, words: words.slice(0, -1), masses: masses.slice(0, -1) });
    return { forms, mass: sum(masses) + kb.query.WEIGHTS.across * sum(across) };
  }

  // The piece with a word in it replaced by one that means the same.
  function others(query, at, end, value = "") {
    const found = [];
    for (const group of query.groups) {
      if (group.at < at || group.end > end) continue;
      for (const way of group.ways) {
        if (!way.other) continue;
        const latin = !kb.text.isHan(way.other);
        const replaced = value && !latin ? value.slice(0, group.at - at) + way.other + value.slice(group.end - at) : way.other;
        found.push({ value: replaced.toLowerCase(), latin, factor: latin || !value ? WEIGHTS.otherScript : WEIGHTS.other });
      }
    }
    return found;
  }

  kb.phrases = { WEIGHTS, pieces, said };
})((self.kb ??= {}));
