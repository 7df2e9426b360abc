// Which parts answer a query: first by their terms alone, then by their texts.
(function (kb) {
  "use strict";

  const IN_HEADING = 1;
  const IN_TITLE = 2;

  // How rare a term is (Robertson and Spärck Jones); `total` counts parts.
  const rarity = (total, count) => Math.log(1 + (total - count + 0.5) / (count + 0.5));

  // A word that nothing has is as rare as one that a few have: it is more often misspelt than sought.
  const unknown = (total) => rarity(total, Math.min(total, 2));

  // what a term in a title and in a heading counts for; a term's least; a page's share beside its best part's
  const WEIGHTS = { title: 2.37, heading: 2.54, least: 0.21, page: 0.24, apart: 0.04, scattered: 0.9, single: 1.14, begun: 0.41 };
  const NEAR = 6; // characters that may stand between words that belong together

  const importance = (weight, flags) =>
    (WEIGHTS.least + ((1 - WEIGHTS.least) * weight) / 7) * (flags & IN_TITLE ? WEIGHTS.title : flags & IN_HEADING ? WEIGHTS.heading : 1);

  // For every part how much of a query it has, and how well. `postings` maps terms to postings.
  function scored(groups, postings, total) {
    const score = new Float32Array(total);
    const covered = new Float32Array(total);
    const perGroup = [];
    let whole = 0;
    for (const group of groups) {
      const { mass, scores, covers } = scoredGroup(group, postings, total);
      whole += mass;
      perGroup.push({ group, mass, covers, scores });
      for (const [part, value] of scores) score[part] += value;
      for (const [part, value] of covers) covered[part] += value;
    }
    return { score, covered, whole, perGroup };
  }

  function scoredGroup(group, postings, total) {
    const scores = new Map();
    const covers = new Map();
    let mass = 0;
    group.ways.forEach((way, nth) => {
      const held = way.units.map((unit) => ({ unit, posted: unit.posted ?? postings.get(unit.term) }));
      const rare = held.map(({ posted }) => (posted ? rarity(total, posted.parts.length) : unknown(total)));
      const full = held.reduce((sum, { unit }, at) => sum + unit.weight * rare[at], 0);
      if (nth === 0) mass = full;
      if (!full) return;
      const local = new Map();
      const have = new Map();
      held.forEach(({ unit, posted }, at) => {
        if (!posted) return;
        const weight = unit.weight * rare[at];
        for (let place = 0; place < posted.parts.length; place += 1) {
          const part = posted.parts[place];
          local.set(part, (local.get(part) ?? 0) + weight * importance(posted.weights[place], posted.flags[place]));
          have.set(part, (have.get(part) ?? 0) + weight);
        }
      });
      // another way to say it counts as much as the way it was said, but for its factor
      const scale = nth === 0 ? 1 : (mass / full) * way.factor;
      for (const [part, value] of local) if (value * scale > (scores.get(part) ?? 0)) scores.set(part, value * scale);
      for (const [part, value] of have) if (value * scale > (covers.get(part) ?? 0)) covers.set(part, value * scale);
    });
    return { mass, scores, covers };
  }

  // Pages in the order of their best part, a word elsewhere on the page counting a little.
  function pages({ score, covered, whole, perGroup }, manifest, allowed) {
    const best = new Map();
    for (let part = 0; part < score.length; part += 1) {
      if (!score[part]) continue;
      const page = manifest.parts[part];
      if (allowed && !allowed(page)) continue;
      const value = score[part] * (covered[part] / whole) ** 2;
      const known = best.get(page);
      if (!known) best.set(page, { page, value, part, parts: [[value, part]] });
      else {
        known.parts.push([value, part]);
        if (value > known.value) Object.assign(known, { value, part });
      }
    }
    const united = new Map();
    for (const { covers, scores } of perGroup) {
      const most = new Map();
      for (const [part, value] of covers) {
        const page = manifest.parts[part];
        const known = most.get(page);
        if (!known) most.set(page, [value, scores.get(part)]);
        else {
          known[0] = Math.max(known[0], value);
          known[1] = Math.max(known[1], scores.get(part));
        }
      }
      for (const [page, [cover, value]] of most) {
        const sum = united.get(page) ?? [0, 0];
        united.set(page, [sum[0] + cover, sum[1] + value]);
      }
    }
    for (const found of best.values()) {
      const [cover, value] = united.get(found.page);
      found.rank = manifest.rank[found.page];
      found.union = cover / whole;
      found.value = ((1 - WEIGHTS.page) * found.value + WEIGHTS.page * value * found.union ** 2) * found.rank;
      found.parts.sort((one, other) => other[0] - one[0] || one[1] - other[1]);
    }
    return [...best.values()].sort((one, other) => other.value - one.value || one.page - other.page);
  }

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
      best = Math.max(best, factor * (latin ? saidWord(value, text) : Math.max(saidRun(value, text), words ? Math.max(near(words, text), saidWords(words, masses, text)) : 0)));
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
    const length = words.reduce((sum, word) => sum + word.length, 0);
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
    let sum = 0;
    for (let at = 0; at < length; ) {
      let size = Math.min(length - at, length - 1);
      while (size > 1 && !text.includes(run.slice(at, at + size))) size -= 1;
      if (size > 1) sum += size ** 1.4;
      at += Math.max(1, size);
    }
    return sum / length ** 1.4;
  }

  const sum = (values) => values.reduce((done, value) => done + value, 0);
  const pairsIn = (word) => [...word].slice(1).map((next, at) => [...word][at] + next);

  // A query as the pieces that are compared with texts.
  function pieces(query, postings, total) {
    const found = [];
    for (const { han, word, at } of query.runs) {
      if (word) {
        const [whole] = kb.text.wordTerms(word);
        if (!whole) continue;
        if (kb.query.EMPTY_LATIN.has(whole) && query.runs.length > 1) continue;
        const posted = postings.get(whole);
        found.push({ forms: [{ value: word.toLowerCase(), latin: true, factor: 1 }, ...others(query, at, at + word.length)], mass: posted ? rarity(total, posted.parts.length) : 1 });
      }
    }
    // neighbouring words that say something are one piece
    const words = query.words.filter((one) => !one.latin);
    for (let nth = 0; nth < words.length; ) {
      let end = nth + 1;
      while (end < words.length && words[end].at === words[end - 1].at + words[end - 1].text.length) end += 1;
      const { at } = words[nth];
      const parts = words.slice(nth, end).map((one) => one.text);
      const value = parts.join("");
      const rare = (pair) => (postings.has(pair) ? rarity(total, postings.get(pair).parts.length) : 1);
      const masses = parts.map((word) => sum(pairsIn(word).map(rare)) || WEIGHTS.single);
      const across = parts.slice(1).map((word, at) => rare([...parts[at]].at(-1) + [...word][0]));
      const mass = sum(masses) + kb.query.WEIGHTS.across * sum(across);
      // the last word may still be typed
      const begun = end === words.length && at + value.length === query.text.length && parts.length > 1 && [...parts.at(-1)].length === 1;
      const typed = begun ? [{ value: parts.slice(0, -1).join(""), factor: WEIGHTS.begun, words: parts.slice(0, -1), masses: masses.slice(0, -1) }] : [];
      found.push({ forms: [{ value, factor: 1, words: parts, masses }, ...typed, ...others(query, at, at + value.length, value)], mass });
      nth = end;
    }
    return found;
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
        found.push({ value: replaced.toLowerCase(), latin, factor: latin || !value ? 0.75 : 0.85 });
      }
    }
    return found;
  }

  kb.rank = { WEIGHTS, scored, pages, pieces, said, rarity };
})((self.kb ??= {}));
