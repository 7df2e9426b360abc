// How characters sound: pinyin → characters, and characters → others that sound the same.
(function (kb) {
  "use strict";

  const LOOSE = 0.35; // what a pair loses that only chance has put side by side

  // Syllables → characters that stand beside one another on the site, the likeliest readings.
  async function fromPinyin(word, sounds, store) {
    const found = new Map();
    const all = cuts(word.toLowerCase(), sounds).filter((syllables) => syllables.length > 1);
    const pairs = (syllables) =>
      Promise.all(syllables.slice(1).map((sound, at) => pairsOf(syllables[at], sound, at === syllables.length - 2, sounds, store)));
    for (const steps of await Promise.all(all.map(pairs))) {
      for (const path of likeliest(steps).slice(0, 3)) {
        const value = path.value / steps.length - 0.02 * (steps.length + 1);
        if (value > 0.3 && value > (found.get(path.text) ?? 0)) found.set(path.text, value);
      }
    }
    const best = [...found].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
    return best.slice(0, 3).map(([text]) => text);
  }

  // The pairs of two syllables; the last may still be typed.
  async function pairsOf(one, other, isLast, sounds, store) {
    let pairs = listed(await store.exactly("y", `${one} ${other}`));
    if (isLast && !Object.hasOwn(sounds, other)) {
      const more = await store.beginning("y", `${one} ${other}`, 1);
      pairs = pairs.concat(more.flatMap(([, known]) => listed(known).slice(0, 3)));
    }
    return pairs.map(({ pair, isLoose }, rank) => ({ pair, value: 1 - 0.06 * rank - (isLoose ? LOOSE : 0) }));
  }

  // The pairs that two syllables may mean; behind the bar those that only chance put side by side.
  function listed(known = "") {
    const [firm, loose = ""] = known.split("|");
    const pairs = (text, isLoose) => (text.match(/../gu) ?? []).map((pair) => ({ pair: [...pair], isLoose }));
    return [...pairs(firm, false), ...pairs(loose, true)];
  }

  // The best ways through pairs that overlap by one character; a pair that does not follow costs.
  function likeliest(steps) {
    let paths = [{ last: null, text: "", value: 0 }];
    for (const pairs of steps) {
      const next = new Map();
      for (const path of paths) {
        for (const { pair, value } of pairs) {
          const follows = path.last === null || path.last === pair[0];
          const text = path.text ? (follows ? path.text + pair[1] : path.text.slice(0, -path.last.length) + pair[0] + pair[1]) : pair.join("");
          const total = path.value + (follows ? value : value - 0.7);
          const known = next.get(pair[1]);
          if (!known || known.value < total) next.set(pair[1], { last: pair[1], text, value: total });
        }
        if (!pairs.length && path.last !== null) return [];
      }
      paths = [...next.values()].sort((one, other) => other.value - one.value || (one.text < other.text ? -1 : 1)).slice(0, 12);
    }
    return paths.filter(({ text }) => text);
  }

  // The ways to cut a word into syllables, a few; the last may be a beginning.
  function cuts(word, sounds) {
    const found = [];
    const walk = (rest, done) => {
      if (found.length >= 6) return;
      if (!rest) return void found.push(done);
      if (rest[0] === "'" || rest[0] === "-") return void walk(rest.slice(1), done);
      for (let length = Math.min(6, rest.length); length > 0; length -= 1) {
        const sound = rest.slice(0, length);
        if (Object.hasOwn(sounds, sound)) walk(rest.slice(length), [...done, sound]);
      }
      if (done.length && /^[a-z]{1,3}$/.test(rest) && Object.keys(sounds).some((sound) => sound.startsWith(rest))) found.push([...done, rest]);
    };
    walk(word.replace(/ü/g, "v").replace(/’/g, "'"), []);
    return found;
  }

  // What the site has a name for that sounds the same: 阅后即焚 for 阅后既焚.
  async function named(characters, read, store) {
    if (characters.length < 3 || characters.length > 8) return null;
    let sounds = [""];
    for (const character of characters) {
      sounds = sounds.flatMap((sound) => (read.get(character) ?? []).map((next) => sound + next)).slice(0, 4);
    }
    const offered = await Promise.all(sounds.map((sound) => store.exactly("o", sound)));
    for (const phrases of offered) {
      const same = phrases?.find(([phrase]) => [...phrase].length === characters.length && kb.text.isHan(phrase));
      if (same) return same[0];
    }
    return null;
  }

  // The characters that may have been meant, where some pairs are such as nobody wrote.
  async function heard(characters, read, found, store) {
    const firm = new Set();
    const isUnknown = kb.text.pairs(characters.join("")).map((pair) => !found.postings.has(pair));
    const steps = await Promise.all(
      isUnknown.map(async (_, at) => {
        const [one, other] = [characters[at], characters[at + 1]];
        const options = new Map([[one + other, isUnknown[at] ? 0.1 : 1.05]]);
        // only beside a pair that nobody wrote
        const isNear = isUnknown.slice(Math.max(0, at - 1), at + 2).some(Boolean);
        for (const { pair: [a, b], isLoose, rank } of isNear ? await sameSounds(one, other, read, store) : []) {
          const kept = (a === one ? 1 : 0) + (b === other ? 1 : 0);
          const value = (isUnknown[at] ? 0.55 : 0.35) + 0.2 * kept - 0.03 * rank;
          if (!isLoose) firm.add(a + b);
          if (value > (options.get(a + b) ?? 0)) options.set(a + b, value);
        }
        return [...options].map(([pair, value]) => ({ pair: [...pair], value }));
      }),
    );
    const text = likeliest(steps)[0]?.text ?? "";
    const written = [...text];
    const changed = written.filter((character, at) => character !== characters[at]).length;
    // more than half of it would be another phrase
    const isFirm = (at) => firm.has(written[at - 1] + written[at]) || firm.has(written[at] + written[at + 1]);
    const isLikely =
      written.length === characters.length && changed <= Math.max(1, characters.length >> 1) && written.every((character, at) => character === characters[at] || isFirm(at));
    return isLikely ? text : characters.join("");
  }

  // The pairs that sound as two characters do, each with its place among those of the same syllables.
  async function sameSounds(one, other, read, store) {
    const keys = (read.get(one) ?? []).flatMap((first) => (read.get(other) ?? []).map((second) => `${first} ${second}`));
    const known = await Promise.all(keys.map((key) => store.exactly("y", key)));
    return known.flatMap((pairs) => listed(pairs).map((pair, rank) => ({ ...pair, rank })));
  }

  kb.sounds = { fromPinyin, named, heard };
})((self.kb ??= {}));
