// Other readings of a query that finds little: traditional characters, pinyin, slips of the keyboard
// and of the ear. Each gives the query as it may have been meant; the one that finds most is taken.
(function (kb) {
  "use strict";

  const MOST = 10; // readings that are tried
  const WELL = 0.06; // how much it counts that what a reading finds is about it
  const SURE = 0.9; // a reading that finds so much is not improved upon
  const FITTING = 6; // frequent characters that are tried in place of one
  const NEAR = 2; // misspelt words that are tried for one

  // The best other reading and what it finds, or null. `first` searches by terms.
  async function better(query, found, store, first) {
    let best = null;
    const have = found.ranked[0]?.union ?? 0;
    let least = 0;
    const tried = new Set([query.text.toLowerCase()]);
    for (const [read, gain] of READINGS) {
      for (const { text, trust } of await read(query, found, store)) {
        if (tried.has(text.toLowerCase()) || tried.size > MOST) continue;
        tried.add(text.toLowerCase());
        const other = kb.query.understand(text, store.manifest.same);
        if (!other.groups.length) continue;
        const result = await first(other);
        const [top] = result.ranked;
        const share = top ? top.union * trust + WELL * Math.min(1, top.value / result.scores.whole) : 0;
        if (share <= Math.max(least, have + gain)) continue;
        least = share;
        best = { query: { ...other, corrected: text }, found: result };
      }
      if (best && least > SURE) break;
    }
    return best;
  }

  // 訊息 is 讯息. The table is only loaded for who writes so.
  async function traditional(query, found, store) {
    if (!hasUnknownPair(query, found)) return [];
    const { words, ...table } = await store.load("han");
    const text = kb.text.simplified(query.text, table);
    const spoken = Object.entries(words).reduce((done, [theirs, ours]) => done.replaceAll(theirs, ours), text);
    return [{ text: spoken, trust: 1.15 }, { text, trust: 1.1 }];
  }

  const hasUnknownPair = (query, found) => query.runs.some(({ han }) => kb.text.pairs(han).some((pair) => !found.postings.has(pair)));

  // The runs that no page has, in full.
  function unknownWords(query, found) {
    return query.runs.filter(({ word, at }) => {
      if (!word || word.length < 2) return false;
      const group = found.scores.groups.find((one) => one.at <= at && one.end >= at + word.length);
      const posted = found.postings.get(kb.text.wordTerms(word)[0]);
      return group && !posted && /^[a-z'’ü-]+$/i.test(word);
    });
  }

  const replaced = (text, changes) => {
    let done = "";
    let from = 0;
    for (const { at, length, by } of changes) {
      done += text.slice(from, at) + by;
      from = at + length;
    }
    return done + text.slice(from);
  };

  // Pinyin or initials of what the site has titles for: hwts is 华为推送.
  async function offered(query, found, store) {
    const words = unknownWords(query, found);
    if (!words.length) return [];
    const readings = [];
    const changes = [];
    for (const { word, at } of words) {
      const phrases = await store.exactly("o", bare(word));
      if (phrases) changes.push({ at, length: word.length, by: phrases[0][0], phrases });
    }
    if (changes.length) readings.push({ text: replaced(query.text, changes), trust: 0.95 });
    if (query.runs.length > 1 && words.length === query.runs.length) {
      const phrases = await store.exactly("o", words.map(({ word }) => bare(word)).join(""));
      if (phrases) readings.push({ text: phrases[0][0], trust: 1 });
    }
    return readings;
  }

  const bare = (word) => word.toLowerCase().replace(/[^a-z0-9]/g, "");

  // Words that no page has: as pinyin, and as misspelt.
  async function spelled(query, found, store) {
    const words = unknownWords(query, found);
    if (!words.length) return [];
    const sounds = await store.load("sounds");
    const readings = [];
    const options = await Promise.all(
      words.map(async ({ word, at }) => {
        const by = await kb.sounds.fromPinyin(word, sounds, store);
        const near = await nearest(bare(word), store);
        return { at, length: word.length, by, near };
      }),
    );
    const areAll = words.length > 1 && words.length === query.runs.length;
    const joined = areAll ? await kb.sounds.fromPinyin(words.map(({ word }) => word).join("'"), sounds, store) : [];
    for (const text of joined.slice(0, 1)) readings.push({ text, trust: 0.97 });
    const pinyin = options.filter(({ by }) => by.length);
    for (const changes of pinyin.length ? combined(pinyin) : []) readings.push({ text: replaced(query.text, changes), trust: 0.95 });
    for (let nth = 0; nth < NEAR; nth += 1) {
      const changes = options.filter(({ near }) => near[nth] ?? near[0]).map((one) => ({ ...one, by: one.near[nth] ?? one.near[0] }));
      if (changes.length) readings.push({ text: replaced(query.text, changes), trust: 0.95 - 0.03 * nth });
    }
    const mixed = options.map((one) => ({ ...one, by: one.near[0] ?? one.by[0] })).filter(({ by }) => by);
    if (mixed.length > 1) readings.push({ text: replaced(query.text, mixed), trust: 0.93 });
    return readings;
  }

  // Every way to choose one reading for each word, the likeliest first, a few.
  function combined(options) {
    let all = [[]];
    for (const { by, ...place } of options) all = all.flatMap((done) => by.map((text) => [...done, { ...place, by: text }]));
    return all.slice(0, 6);
  }

  // Words of the site that a misspelt one is near to, the nearest and most frequent first: those that
  // begin like it, else those that begin nearly so.
  async function nearest(word, store) {
    if (word.length < 4) return [];
    const limit = word.length < 8 ? 1 : 2;
    const two = word.slice(0, 2);
    const found = await among([[word.slice(0, 3), 8]], word, limit, store);
    if (!found.some(({ distance }) => distance === 1)) {
      // the first two letters as typed, swapped, and with one between them
      found.push(...(await among([[two, 8], [two[1] + two[0], 4], [word[0] + word[2], 4]], word, limit, store)));
    }
    found.sort((one, other) => one.distance - other.distance || other.isSwapped - one.isSwapped || other.count - one.count || (one.other < other.other ? -1 : 1));
    return [...new Set(found.map(({ other }) => other))].slice(0, NEAR);
  }

  async function among(starts, word, limit, store) {
    const found = [];
    const letters = [...word].sort().join("");
    for (const known of await Promise.all(starts.map(([start, most]) => store.beginning("l", start, most)))) {
      for (const [other, count] of known) {
        if (Math.abs(other.length - word.length) > limit) continue;
        const distance = apart(word, other, limit);
        const isSwapped = [...other].sort().join("") === letters ? 1 : 0; // the commonest slip
        if (distance <= limit && distance > 0) found.push({ other, distance, isSwapped, count: kb.encoding.numbers(count)[0] });
      }
    }
    return found;
  }

  // Damerau and Levenshtein's distance with neighbours swapped once, or `limit` + 1.
  function apart(one, other, limit) {
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, at) => at);
    for (let at = 1; at <= one.length; at += 1) {
      const row = [at];
      for (let to = 1; to <= other.length; to += 1) {
        const same = one[at - 1] === other[to - 1] ? 0 : 1;
        row[to] = Math.min(last[to] + 1, row[to - 1] + 1, last[to - 1] + same);
        if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1]) row[to] = Math.min(row[to], before[to - 2] + 1);
      }
      if (Math.min(...row) > limit) return limit + 1;
      [before, last] = [last, row];
    }
    return last[other.length];
  }

  // 消西同步 sounds like 消息同步: characters are replaced by such as the site has in their place.
  async function homophones(query, found, store) {
    if (!hasUnknownPair(query, found)) return [];
    const runs = query.runs.filter(({ han }) => [...han].length > 1);
    const read = new Map();
    for (const [sound, characters] of Object.entries(await store.load("sounds"))) {
      for (const character of characters) read.set(character, [...(read.get(character) ?? []), sound]);
    }
    const changes = [];
    for (const { han, at } of runs) {
      const by = (await kb.sounds.named([...han], read, store)) ?? (await kb.sounds.heard([...han], read, found, store));
      if (by !== han) changes.push({ at, length: han.length, by });
    }
    return changes.length ? [{ text: replaced(query.text, changes), trust: 0.97 }] : [];
  }

  // 缩约图 for 缩略图: one character that fits neither neighbour is replaced by one that fits both.
  async function misfits(query, found, store) {
    const changes = [];
    if (!hasUnknownPair(query, found)) return [];
    for (const { han, at } of query.runs) {
      const characters = [...han];
      const words = kb.query.segmented(characters);
      for (let nth = 1; nth + 1 < characters.length; nth += 1) {
        const [before, own, after] = characters.slice(nth - 1, nth + 2);
        if (isInWord(words, nth) || found.postings.has(before + own) || found.postings.has(own + after)) continue;
        const all = await store.beginning("t", before);
        const said = all.filter(([term]) => !kb.query.EMPTY.has([...term][1]));
        const fitting = said.filter(([term]) => areWords(characters, characters.map((one, at) => (at === nth ? [...term][1] : one))));
        const begins = fitting.sort(([, a], [, b]) => b.length - a.length).slice(0, FITTING);
        const counts = new Map(begins.map(([term, encoded]) => [term, encoded.length]));
        const fits = await store.terms(begins.flatMap(([term]) => [...term].slice(1)).map((character) => character + after));
        const count = (term) => Math.min(fits.get(term).parts.length, counts.get(before + [...term][0]));
        const best = [...fits.keys()].sort((one, other) => count(other) - count(one) || (one < other ? -1 : 1))[0];
        if (best) changes.push({ at: at + characters.slice(0, nth).join("").length, length: own.length, by: [...best][0] });
      }
    }
    return changes.length === 1 ? [{ text: replaced(query.text, changes), trust: 0.9 }] : [];
  }

  // Whether what was put in place of other characters belongs to words: 消息只收 is no reading of 消息漏收.
  function areWords(characters, written) {
    const words = kb.query.segmented(written);
    return written.every((character, at) => character === characters[at] || isInWord(words, at));
  }

  const isInWord = (words, at) => [at - 1, at + 1].some((beside) => words[beside]?.number === words[at].number);

  // With how much more of the query's mass each must find: a long question has words that nobody
  // wrote, which are no slips.
  const READINGS = [[traditional, 0.05], [offered, 0.08], [spelled, 0.08], [homophones, 0.17], [misfits, 0.17]];

  kb.repair = { better, hasUnknownPair, apart };
})((self.kb ??= {}));
