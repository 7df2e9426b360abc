// A query → the pages that answer it, each with its best section. The same query gives the same
// answer over HTTP and from disk.
(function (kb) {
  "use strict";

  const FIRST = 8; // pages whose texts are compared before the first answer
  const MOST_PARTS = 14; // of these pages
  const NEAR = { parts: 2, share: 0.55 }; // beside a page's best part: how many, with what share of its value
  const NEARER = { parts: 5, share: 0.25 }; // of the best page, whose best section is shown
  const ENOUGH = 0.42; // of a query's mass on a page: less is chance
  const HARDLY = 0.22; // where no page has enough: the nearest few
  const FEW = 3;
  const POOR = 0.72; // the best page's share below which other spellings are tried
  const SHORT = 8; // characters of a query where one pair that nobody wrote is enough to try

  class Engine {
    constructor(read) {
      this.store = new kb.Store(read);
      this.texts = new Map();
    }

    // `filters` {platform, kind} are names of the manifest, or empty; `exact` takes the words as they
    // are; `from` is how many pages the reader has already.
    async search(raw, { platform = "", kind = "", exact = false, from = 0 } = {}) {
      const manifest = await this.store.open();
      const chosen = allowed(manifest, { platform, kind });
      let query = kb.query.understand(raw, manifest.same);
      if (!query.groups.length) return { query: raw, items: [], total: 0, marks: [], corrected: "" };
      let found = await this.first(query, chosen);
      const isShort = query.text.length <= SHORT && kb.repair.hasUnknownPair(query, found);
      if (!exact && (found.ranked[0]?.union ?? 0) < (isShort ? 1 : POOR)) {
        const repaired = await kb.repair.better(query, found, this.store, (other) => this.first(other, chosen));
        if (repaired) ({ query, found } = repaired);
      }
      const good = this.good(found);
      const { items, marks } = await this.second(query, found, good, from);
      return { query: raw, items, total: good.length, marks, corrected: good.length ? (query.corrected ?? "") : "" };
    }

    // Stage one: pages by their terms.
    async first(query, chosen) {
      const { manifest } = this.store;
      const total = manifest.parts.length;
      const units = query.groups.flatMap((group) => group.ways.flatMap((way) => way.units));
      const plain = units.filter((unit) => !unit.prefix).map((unit) => unit.term);
      const postings = await this.store.terms(plain);
      await Promise.all(units.filter((unit) => unit.prefix).map((unit) => this.widen(unit)));
      const scores = kb.rank.scored(query.groups, postings, manifest);
      return { ranked: kb.rank.pages(scores, manifest, chosen), postings, total, scores };
    }

    // The beginning of a word finds all words that begin so.
    async widen(unit) {
      if (unit.posted !== undefined) return;
      const found = await this.store.beginning("t", unit.term);
      const merged = new Map();
      for (const [term, encoded] of found) {
        const near = kb.text.isHan(unit.term) ? 1 : unit.term.length / term.length;
        const { parts, weights, flags } = kb.encoding.postings(encoded);
        parts.forEach((part, at) => {
          const weight = weights[at] * (0.5 + 0.5 * near);
          const known = merged.get(part);
          if (!known || known.weight < weight) merged.set(part, { weight, flags: flags[at] | (known?.flags ?? 0) });
          else known.flags |= flags[at];
        });
      }
      const parts = [...merged.keys()].sort((one, other) => one - other);
      unit.posted = parts.length
        ? { parts, weights: parts.map((part) => merged.get(part).weight), flags: parts.map((part) => merged.get(part).flags) }
        : null;
    }

    // The pages that have enough of the query, or the few that come nearest.
    good({ ranked }) {
      const least = (ranked[0]?.value ?? 0) * 0.02;
      const good = ranked.filter((page) => page.union >= ENOUGH && page.value > least);
      return good.length ? good : ranked.filter((page) => page.union >= HARDLY).slice(0, FEW);
    }

    // Stage two: the next pages by what their texts say.
    async second(query, found, good, from) {
      const held = { ...query, run: squeezed(query.text), pieces: kb.phrases.pieces(query, found.postings, found.total) };
      const top = good[0]?.value ?? 1;
      let extra = MOST_PARTS - FIRST;
      const read = good.slice(from, from + FIRST).map(async (page) => {
        const near = this.beside(page, found, NEAR).filter(() => extra-- > 0);
        return { page, texts: await this.textsOf([page.part, ...near]) };
      });
      // the page that is best by its terms mostly is by its texts: what `look` will want
      if (good[from]) this.textsOf(this.beside(good[from], found, NEARER)).catch(() => {});
      const items = (await Promise.all(read)).map(({ page, texts }) => kb.answers.item(held, page, texts, top));
      items.sort((one, other) => other.score - one.score || (one.url < other.url ? -1 : 1));
      if (items.length) await this.look(held, found, items[0]);
      return { items, marks: kb.teaser.marks(held) };
    }

    // The best page's section, among more of its parts.
    async look(held, found, item) {
      const more = await this.textsOf([item.page.part, ...this.beside(item.page, found, NEARER)]);
      Object.assign(item, kb.answers.place(held, more));
    }

    beside(page, { scores }, { parts, share }) {
      return kb.rank.beside(page, scores, this.store.manifest, share).slice(0, parts);
    }

    textsOf(parts) {
      return Promise.all(parts.map((part) => this.text(part)));
    }

    // A part's text, with what is compared prepared once.
    text(part) {
      if (!this.texts.has(part)) {
        const text = this.store.text(part).then(prepared);
        text.catch(() => this.texts.delete(part));
        this.texts.set(part, text);
      }
      return this.texts.get(part);
    }
  }

  // Titles of other pages say what those are about.
  const own = (text) => text.replace(/《[^《》\n]{4,80}》/g, " ");
  const plain = (text) => kb.text.normalized(text).toLowerCase();
  const prepared = (text) => ({ ...text, sections: text.sections.map(compared), plainTitle: plain(text.title), plainAbout: plain(text.description) });

  function compared([anchor, heading, body]) {
    const said = own(body);
    return { anchor, heading, body, plainHeading: plain(heading), plainBody: plain(said), run: squeezed(`${heading}\n${said}`) };
  }

  const squeezed = (text) => plain(text).replace(/\s+/g, "");

  function allowed(manifest, { platform, kind }) {
    const bit = manifest.platforms.findIndex(([name]) => name === platform);
    const number = manifest.kinds.findIndex(([name]) => name === kind) + 1;
    if (bit < 0 && !number) return null;
    return (page) => (bit < 0 || manifest.platform[page] & (1 << bit)) && (!number || manifest.kind[page] === number);
  }

  kb.Engine = Engine;
})((self.kb ??= {}));
