// Which pages answer a query, by the terms of their parts alone.
(function (kb) {
  "use strict";

  const IN_HEADING = 1;
  const IN_TITLE = 2;

  // How rare a term is (Robertson and Spärck Jones); `total` counts parts.
  const rarity = (total, count) => Math.log(1 + (total - count + 0.5) / (count + 0.5));

  // A word that nothing has is as rare as one that a few have: it is more often misspelt than sought.
  const unknown = (total) => rarity(total, Math.min(total, 2));

  // what a term in a title and in a heading counts for; a term's least; a page's share beside its best part's
  const LEAST = 0.1; // of a query's mass: a page with less is not looked at
  const WEIGHTS = { title: 2.37, heading: 2.29, least: 0.18, page: 0.19 };

  const importance = (weight, flags) =>
    (WEIGHTS.least + ((1 - WEIGHTS.least) * weight) / 7) * (flags & IN_TITLE ? WEIGHTS.title : flags & IN_HEADING ? WEIGHTS.heading : 1);

  // How much of a query every part has, and how well: {score, covered} by part, {union, together} by
  // page, where the best of a page's parts counts for each group. `postings` maps terms to postings.
  function scored(groups, postings, manifest) {
    const { parts: pageOf, pages: count } = manifest;
    const scores = { score: new Float64Array(pageOf.length), covered: new Float64Array(pageOf.length), union: new Float64Array(count), together: new Float64Array(count), whole: 0, groups };
    const best = new Sums(pageOf.length);
    const ofPage = new Sums(count);
    const way = new Sums(pageOf.length);
    for (const group of groups) {
      scores.whole += scoredGroup(group, postings, best, way);
      best.each((part, value, cover) => {
        scores.score[part] += value;
        scores.covered[part] += cover;
        ofPage.raise(pageOf[part], value, cover);
      });
      ofPage.each((page, value, cover) => {
        scores.together[page] += value;
        scores.union[page] += cover;
      });
      best.clear();
      ofPage.clear();
    }
    return scores;
  }

  // Into `best`, for every part that says a group, how well and how much of it; its mass.
  function scoredGroup(group, postings, best, sums) {
    const total = best.values.length;
    let mass = 0;
    group.ways.forEach(({ units, factor }, nth) => {
      const held = units.map((unit) => ({ unit, posted: unit.posted ?? postings.get(unit.term) }));
      const rare = held.map(({ posted }) => (posted ? rarity(total, posted.parts.length) : unknown(total)));
      const full = held.reduce((sum, { unit }, at) => sum + unit.weight * rare[at], 0);
      if (nth === 0) mass = full;
      if (!full) return;
      held.forEach(({ unit, posted }, at) => {
        if (!posted) return;
        const weight = unit.weight * rare[at];
        for (let place = 0; place < posted.parts.length; place += 1) {
          sums.add(posted.parts[place], weight * importance(posted.weights[place], posted.flags[place]), weight);
        }
      });
      // another way to say it counts as much as the way it was said, but for its factor
      const scale = nth === 0 ? 1 : (mass / full) * factor;
      sums.each((part, value, cover) => best.raise(part, value * scale, cover * scale));
      sums.clear();
    });
    return mass;
  }

  // Two sums for each of many numbers, of which few are touched at a time.
  class Sums {
    constructor(length) {
      this.values = new Float64Array(length);
      this.covers = new Float64Array(length);
      this.touched = [];
    }

    touch(at) {
      if (!this.covers[at]) this.touched.push(at);
    }

    add(at, value, cover) {
      this.touch(at);
      this.values[at] += value;
      this.covers[at] += cover;
    }

    raise(at, value, cover) {
      this.touch(at);
      if (value > this.values[at]) this.values[at] = value;
      if (cover > this.covers[at]) this.covers[at] = cover;
    }

    each(told) {
      for (const at of this.touched) told(at, this.values[at], this.covers[at]);
    }

    clear() {
      for (const at of this.touched) this.values[at] = this.covers[at] = 0;
      this.touched = [];
    }
  }

  // What a part is worth: little where it has little of the query.
  const worth = ({ score, covered, whole }, part) => score[part] * (covered[part] / whole) ** 2;

  // Pages in the order of their best part, a word elsewhere on the page counting a little.
  function pages(scores, manifest, allowed) {
    const { parts: pageOf, rank } = manifest;
    const found = [];
    let last = null;
    for (let part = 0; part < pageOf.length; part += 1) {
      if (!scores.score[part]) continue;
      const page = pageOf[part];
      if (last?.page !== page) {
        const union = scores.union[page] / scores.whole;
        if (union < LEAST || (allowed && !allowed(page))) continue;
        last = { page, union, rank: rank[page], part, best: 0 };
        found.push(last);
      }
      const value = worth(scores, part);
      if (value > last.best) Object.assign(last, { best: value, part });
    }
    for (const one of found) {
      one.value = ((1 - WEIGHTS.page) * one.best + WEIGHTS.page * scores.together[one.page] * one.union ** 2) * one.rank;
    }
    return found.sort((one, other) => other.value - one.value || one.page - other.page);
  }

  // A page's parts beside its best that have such a share of its worth, the best first.
  function beside({ page, part: own, best }, scores, manifest, share) {
    const found = [];
    let part = own;
    while (manifest.parts[part - 1] === page) part -= 1;
    for (; manifest.parts[part] === page; part += 1) {
      const value = worth(scores, part);
      if (part !== own && value > best * share) found.push([value, part]);
    }
    return found.sort((one, other) => other[0] - one[0] || one[1] - other[1]).map(([, one]) => one);
  }

  kb.rank = { WEIGHTS, scored, pages, beside, rarity };
})((self.kb ??= {}));
