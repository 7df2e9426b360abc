// A reader's words → what to look for, and how much each of it counts.
(function (kb) {
  "use strict";

  const { runs, wordTerms } = kb.text;
  const LONGEST = 120; // characters that are looked at; what is longer is a pasted page
  // of a pair of characters that no word holds together, of such a pair at the end, of one with a
  // character of a word that says nothing, and of another word for the same
  const WEIGHTS = { across: 0.53, begun: 0.5, beside: 0.29, synonym: 0.8 };

  // Words of questions, and words that stand in every sentence.
  const EMPTY = new Set(
    `的 了 吗 呢 啊 吧 么 是 在 有 和 与 及 或 我 你 他 她 它 我们 你们 他们 这 那 这个 那个 这些 那些 哪 哪个 哪些 哪里 什么
    怎么 怎样 怎么样 怎么办 如何 为什么 为何 为啥 咋 啥 几 多少 谁 何时 请问 请教 求助 大家 大神 谢谢 可以 能 能否 能不能 可不可以
    是否 是不是 有没有 会不会 要不要 应该 需要 要 会 想 让 把 被 给 对 就 都 也 还 又 才 再 很 太 最 个 一个 一下 一些 一直 着 过 到 从
    去 来 上 里 中 用 做 办 得 地 之 其 并 而 但 但是 因为 所以 如果 的话 时候 时 后 前 总是 老是 突然 还是 已经 没有 没 不 问题 情况 原因 办法 方法 区别`.split(/\s+/),
  );
  // Latin words that say as little in a query of several words
  const EMPTY_LATIN = new Set("a an the of to in on for is are and or how what why do does with by it".split(" "));

  const segmenter = typeof Intl === "object" && Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

  // For each character of a Han run the number of its word, and which words say nothing. The names of
  // `known` are words as well, 阅后即焚 for one.
  function segmented(characters, known = {}) {
    const words = [];
    let plain = [];
    const flush = () => {
      const pieces = segmenter ? Array.from(segmenter.segment(plain.join("")), (piece) => piece.segment) : plain;
      for (const piece of joined(pieces)) for (const _ of piece) words.push(piece);
      plain = [];
    };
    for (let at = 0; at < characters.length; ) {
      const name = named(characters, at, known);
      if (name) {
        flush();
        for (const _ of name) words.push(name);
      } else plain.push(characters[at]);
      at += name ? [...name].length : 1;
    }
    flush();
    let number = -1;
    let rest = 0;
    return words.map((word) => {
      if (rest === 0) {
        number += 1;
        rest = [...word].length;
      }
      rest -= 1;
      return { number, empty: EMPTY.has(word) };
    });
  }

  // The longest name that begins at a character; shorter ones are words to the segmenter, too.
  function named(characters, at, known) {
    for (let size = Math.min(8, characters.length - at); size >= 3; size -= 1) {
      const name = characters.slice(at, at + size).join("");
      if (Object.hasOwn(known, name)) return name;
    }
    return "";
  }

  // The segmenter takes 为什么 apart in some sentences: words that say nothing are put together first.
  function joined(pieces) {
    const found = [];
    for (let at = 0; at < pieces.length; at += 1) {
      const two = pieces[at] + (pieces[at + 1] ?? "");
      const three = two + (pieces[at + 2] ?? "");
      if (pieces[at + 2] && EMPTY.has(three)) found.push(three), (at += 2);
      else if (pieces[at + 1] && EMPTY.has(two)) found.push(two), (at += 1);
      else found.push(pieces[at]);
    }
    return found;
  }

  // The pairs of a Han run with their weights and places; one character alone is the beginning of a pair.
  function hanUnits(run, from, known, isLast = false) {
    const characters = [...run];
    if (characters.length === 1) {
      return EMPTY.has(run) ? [] : [{ term: run, weight: 0.8, at: from, end: from + run.length, prefix: true }];
    }
    const words = segmented(characters, known);
    const units = [];
    let at = from;
    for (let nth = 0; nth + 1 < characters.length; nth += 1) {
      const [one, two] = [words[nth], words[nth + 1]];
      const same = one.number === two.number;
      const isBegun = isLast && nth + 2 === characters.length && !same; // of a word that is still typed
      const weight = one.empty && two.empty ? 0 : one.empty || two.empty ? WEIGHTS.beside : same ? 1 : isBegun ? WEIGHTS.begun : WEIGHTS.across;
      const term = characters[nth] + characters[nth + 1];
      units.push({ term, weight, at, end: at + term.length });
      at += characters[nth].length;
    }
    return units;
  }

  // A word that is no Han: as a whole, as the beginning of one, or by all of its parts.
  function wordGroup(word, from, isLast, isAlone) {
    const [whole, ...parts] = wordTerms(word);
    if (!whole) return []; // too long to be a word
    const end = from + word.length;
    const weight = EMPTY_LATIN.has(whole) && !isAlone ? 0.05 : /^[\p{L}\p{N}]$/u.test(whole) && !isAlone ? 0.3 : 1.2;
    const ways = [{ units: [{ term: whole, weight, at: from, end }], factor: 1 }];
    if (whole.length > 1) ways.push({ units: [{ term: whole, weight, at: from, end, prefix: true }], factor: isLast ? 0.85 : 0.7 });
    const pieces = parts.some((part) => part.includes(".")) ? parts.slice(0, 2) : smallest(parts);
    if (pieces.length > 1) {
      ways.push({ units: pieces.map((term) => ({ term, weight: weight / pieces.length, at: from, end })), factor: 0.9 });
    }
    return [{ at: from, end, word: whole, ways }];
  }

  // Of a name's parts those that hold no other: of receivemessage, receive, message the last two.
  const smallest = (parts) => parts.filter((part) => !parts.some((other) => other !== part && part.includes(other) && part.length > other.length));

  // A query as groups, each one thing that is asked for, with all the ways in which it may be said.
  // `same` are the words that mean the same, by word.
  function understand(raw, same) {
    const text = kb.text.normalized([...raw].slice(0, LONGEST).join("")).trim();
    const all = runs(text);
    const groups = [];
    all.forEach(({ han, word, at }, nth) => {
      if (word) groups.push(...wordGroup(word, at, nth === all.length - 1, all.length === 1));
      else for (const unit of hanUnits(han, at, same, nth === all.length - 1)) groups.push({ at, end: unit.end, word: unit.term, ways: [{ units: [unit], factor: 1 }] });
    });
    const weights = groups.map((group) => group.ways[0].units[0].weight);
    // only words that say nothing: then they are what is asked for
    if (!weights.some((weight) => weight > WEIGHTS.beside)) for (const group of groups) for (const unit of group.ways[0].units) unit.weight = 1;
    return { text, runs: all, words: contentWords(all, same), groups: withSynonyms(groups, text, same) };
  }

  // The words that say something, for marking and for comparing phrases.
  function contentWords(all, known) {
    const found = [];
    for (const { han, word, at } of all) {
      if (word) {
        found.push({ text: word, at, latin: true });
        continue;
      }
      const characters = [...han];
      const words = segmented(characters, known);
      for (let nth = 0; nth < characters.length; ) {
        let end = nth + 1;
        while (end < characters.length && words[end].number === words[nth].number) end += 1;
        if (!words[nth].empty) found.push({ text: characters.slice(nth, end).join(""), at: at + characters.slice(0, nth).join("").length });
        nth = end;
      }
    }
    return found;
  }

  // Groups that a word with synonyms spans become one, said in any of these ways.
  function withSynonyms(groups, text, same) {
    const lower = text.toLowerCase();
    const spans = [];
    for (let at = 0; at < lower.length; at += 1) {
      for (let end = Math.min(lower.length, at + 16); end > at; end -= 1) {
        const key = lower.slice(at, end).replace(/\s+/g, "");
        if (!Object.hasOwn(same, key) || !bounded(lower, at, end)) continue;
        spans.push({ at, end, others: same[key] });
        at = end - 1;
        break;
      }
    }
    for (const span of spans) {
      const within = groups.filter((group) => group.ways[0].units.every((unit) => unit.at >= span.at && unit.end <= span.end));
      if (!within.length) continue;
      const own = within.flatMap((group) => group.ways[0].units);
      const others = span.others.map((other) => ({ units: plainUnits(other, span), factor: WEIGHTS.synonym, other }));
      const more = within.length === 1 ? within[0].ways.slice(1) : [];
      const group = { at: span.at, end: span.end, word: lower.slice(span.at, span.end), ways: [{ units: own, factor: 1 }, ...more, ...others] };
      groups = [...groups.filter((one) => !within.includes(one)), group].sort((one, other) => one.at - other.at);
    }
    return groups;
  }

  // Latin words are whole words; Han may begin anywhere.
  const bounded = (text, at, end) =>
    !(/[a-z0-9]/.test(text[at]) && /[a-z0-9]/.test(text[at - 1] ?? "")) && !(/[a-z0-9]/.test(text[end - 1]) && /[a-z0-9]/.test(text[end] ?? ""));

  function plainUnits(phrase, { at, end }) {
    return runs(phrase).flatMap(({ han, word }) => {
      if (word) return wordTerms(word).slice(0, 1).map((term) => ({ term, weight: 1.2, at, end }));
      return hanUnits(han, 0).map((unit) => ({ ...unit, weight: Math.max(unit.weight, WEIGHTS.across), at, end }));
    });
  }

  kb.query = { WEIGHTS, understand, segmented, EMPTY, EMPTY_LATIN };
})((self.kb ??= {}));
