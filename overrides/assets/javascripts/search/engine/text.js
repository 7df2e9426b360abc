// Text → terms, by the rules of hooks/search/text.py: a query finds what was cut in the same way.
(function (kb) {
  "use strict";

  const HAN = "\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const WORD = `(?![${HAN}])[\\p{L}\\p{N}]`;
  const LONGEST = 40;
  const RUN = new RegExp(`([${HAN}]+)|(${WORD}(?:(?![${HAN}])[\\p{L}\\p{N}_]|[+#]|[-./'](?=${WORD}))*)`, "gu");
  const PIECE = /[\p{L}\p{N}]+/gu;
  const PART = /[\p{L}\p{Nl}\p{No}]+|\p{Nd}+/gu;
  const HUMP = /(?<=[a-z][a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
  const VERSION = /^([\p{L}\p{Nl}\p{No}]+)(\p{Nd}+(?:\.\p{Nd}+)+)$/u;
  const WHOLE = /^(?:\p{Nd}+(?:\.\p{Nd}+)+|[a-z]\+\+|[a-z]#)$/u;

  const ALL_HAN = new RegExp(`^[${HAN}]+$`, "u");
  const isHan = (text) => ALL_HAN.test(text);

  const normalized = (text) => text.normalize("NFKC");

  // Traditional characters as simplified ones, by the table of the build.
  function simplified(text, table) {
    const plain = [...table.simplified];
    const simpler = new Map([...table.traditional].map((old, at) => [old, plain[at]]));
    return Array.from(text, (character) => simpler.get(character) ?? character).join("");
  }

  // Normalised text as its runs, in order: {han} or {word}, with the place where it begins.
  function runs(text) {
    return Array.from(text.matchAll(RUN), (match) => ({ han: match[1] ?? "", word: match[2] ?? "", at: match.index }));
  }

  // A word that is no Han: itself in lower case without joints, and its parts.
  function wordTerms(word) {
    word = word.replace(/['.\/_-]+$/, "");
    const lower = word.toLowerCase();
    if (WHOLE.test(lower)) return [lower];
    const pieces = word.match(PIECE) ?? [];
    const [, ...named] = lower.match(VERSION) ?? [];
    const whole = pieces.join("").toLowerCase();
    const found = new Set(whole && whole.length <= LONGEST ? [whole, ...named] : named);
    for (const piece of pieces) {
      const humps = piece.split(HUMP);
      const parts = humps.flatMap((hump) => hump.match(PART) ?? []);
      const tails = humps.length < 8 ? humps.map((_, at) => humps.slice(at).join("")) : [];
      for (const term of [piece, ...tails, ...(parts.length > 1 ? parts : [])]) {
        if (term.length <= LONGEST && (term.length > 1 || pieces.length === 1)) found.add(term.toLowerCase());
      }
    }
    return [...found];
  }

  // Every two neighbouring characters.
  function pairs(han) {
    const characters = [...han];
    return characters.slice(1).map((next, at) => characters[at] + next);
  }

  function terms(text) {
    return runs(text).flatMap(({ han, word }) => {
      if (word) return wordTerms(word);
      return [...pairs(han), [...han].at(-1)];
    });
  }

  kb.text = { isHan, normalized, simplified, runs, pairs, terms, wordTerms };
})((self.kb ??= {}));
