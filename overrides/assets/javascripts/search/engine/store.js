// What the build has written, loaded piece by piece: the manifest, then only what a query asks for.
(function (kb) {
  "use strict";

  const ALPHABET = (() => {
    let all = "";
    for (let code = 0x21; code < 0x7f; code += 1) if (![0x22, 0x3c, 0x5c].includes(code)) all += String.fromCharCode(code);
    return all;
  })();
  const VALUES = new Uint8Array(128);
  for (let at = 0; at < ALPHABET.length; at += 1) VALUES[ALPHABET.charCodeAt(at)] = at;
  const BASE = 45;
  const STEPS = 8;

  // The numbers of hooks/search/shards.py, one after the other.
  function numbers(encoded) {
    const found = [];
    for (let at = 0, value = 0, place = 1; at < encoded.length; at += 1) {
      const digit = VALUES[encoded.charCodeAt(at)];
      value += (digit % BASE) * place;
      place *= BASE;
      if (digit < BASE) {
        found.push(value);
        value = 0;
        place = 1;
      }
    }
    return found;
  }

  const rising = (encoded) => {
    let last = 0;
    return Int32Array.from(numbers(encoded), (step) => (last += step));
  };

  // A term's postings: parts, weights 0–7, and flags 1 (in a heading), 2 (in the title).
  function postings(encoded) {
    const parts = [];
    const weights = [];
    const flags = [];
    let part = -1;
    for (let at = 0; at < encoded.length; at += 1) {
      let step = 0;
      let place = 1;
      let digit = VALUES[encoded.charCodeAt(at)];
      for (; digit >= BASE; digit = VALUES[encoded.charCodeAt((at += 1))]) {
        step += (digit - BASE) * place;
        place *= BASE;
      }
      part += step + digit * place + 1;
      const weight = VALUES[encoded.charCodeAt((at += 1))];
      parts.push(part);
      weights.push(weight % STEPS);
      flags.push((weight / STEPS) | 0);
    }
    return { parts, weights, flags };
  }

  // The last of sorted texts that does not come after `key`: the shard that would hold it. Texts
  // are compared by code points, as the build sorts them; numbers by `inOrder`.
  function place(firsts, key, inOrder = compare) {
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (inOrder(firsts[middle], key) <= 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  function compare(one, other) {
    if (one === other) return 0;
    const length = Math.min(one.length, other.length);
    for (let at = 0; at < length; at += 1) {
      const a = one.charCodeAt(at);
      const b = other.charCodeAt(at);
      // UTF-16 would put what lies above U+FFFF before U+E000
      if (a !== b) return (a >= 0xd800 && a < 0xe000 ? a + 0x2800 : a) - (b >= 0xd800 && b < 0xe000 ? b + 0x2800 : b);
    }
    return one.length - other.length;
  }

  class Store {
    // `read(name)` gives [name, version, data] of a script of the build, or rejects.
    constructor(read) {
      this.read = read;
      this.loading = new Map();
      this.decoded = new Map();
    }

    // The manifest, asked for once by however many questions come first.
    open() {
      this.opening ??= this.begin();
      this.opening.catch(() => (this.opening = null));
      return this.opening;
    }

    async begin() {
      const [, version, held] = await this.read("manifest");
      const about = numbers(held.about);
      this.version = version;
      this.manifest = {
        ...held,
        parts: rising(held.parts), // the page of each part
        packs: rising(held.packs), // the first part of each pack
        platform: about.filter((_, at) => at % 3 === 0),
        kind: about.filter((_, at) => at % 3 === 1),
        rank: about.filter((_, at) => at % 3 === 2).map((rank) => rank / 40),
      };
      return this.manifest;
    }

    // One script's data. What could not be loaded is asked for again the next time.
    load(name) {
      let data = this.loading.get(name);
      if (!data) {
        data = this.read(name).then(([, version, held]) => {
          if (version !== this.version) throw new kb.Outdated(this);
          return held;
        });
        data.catch(() => this.loading.delete(name));
        this.loading.set(name, data);
      }
      return data;
    }

    // The postings of terms that are known, by term.
    async terms(wanted) {
      const { firsts } = await this.open();
      const found = new Map();
      await Promise.all(
        [...new Set(wanted)].map(async (term) => {
          if (!this.decoded.has(term)) {
            const shard = firsts.t.length ? await this.load(`t${place(firsts.t, term)}`) : {};
            this.decoded.set(term, Object.hasOwn(shard, term) ? postings(shard[term]) : null);
          }
          const known = this.decoded.get(term);
          if (known) found.set(term, known);
        }),
      );
      return found;
    }

    // The keys of a family that begin with `start`, with what they hold, from at most `most` scripts.
    async beginning(family, start, most = 2) {
      const firsts = (await this.open()).firsts[family];
      const names = [];
      for (let at = place(firsts, start); at < firsts.length && names.length < most; at += 1) {
        if (names.length && !firsts[at].startsWith(start)) break;
        names.push(`${family}${at}`);
      }
      const shards = await Promise.all(names.map((name) => this.load(name)));
      return shards.flatMap((shard) => Object.entries(shard).filter(([key]) => key.startsWith(start)));
    }

    async exactly(family, key) {
      const firsts = (await this.open()).firsts[family];
      if (!firsts.length) return undefined;
      const shard = await this.load(`${family}${place(firsts, key)}`);
      return Object.hasOwn(shard, key) ? shard[key] : undefined;
    }

    // The text of a part: its page's address, title, description, label, and its sections.
    async text(part) {
      const { packs } = this.manifest;
      const at = place(packs, part, (one, other) => one - other);
      const held = await this.load(`p${at}`);
      const [url, title, description, label, sections] = held[part - packs[at]];
      return { url, title, description, label, sections };
    }
  }

  // The site was built anew while the page was open: what `store` has read fits no longer.
  kb.Outdated = class extends Error {
    constructor(store) {
      super("the site was published anew");
      this.store = store;
    }
  };
  kb.Store = Store;
  kb.encoding = { numbers, postings, place, compare };
})((self.kb ??= {}));
