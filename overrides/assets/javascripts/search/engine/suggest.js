// What may be meant by what has been typed so far: titles, headings and terms that begin so.
(function (kb) {
  "use strict";

  const MOST = 6;

  // Phrases that begin as typed, the weightiest first, in the writer's own spelling.
  async function offers(raw, store) {
    const typed = kb.text.normalized(raw).toLowerCase().replace(/\s+/g, "");
    if (typed.length < 1 || typed.length > 30) return [];
    const found = new Map();
    for (const [key, phrases] of await store.beginning("o", typed)) {
      for (const [phrase, weight] of phrases) {
        // a shorter rest is likelier to be what is being typed
        const value = weight - 0.2 * (key.length - typed.length);
        if (!found.has(phrase) || found.get(phrase) < value) found.set(phrase, value);
      }
    }
    return [...found]
      .sort(([one, a], [other, b]) => b - a || one.length - other.length || (one < other ? -1 : 1))
      .map(([phrase]) => phrase)
      .slice(0, MOST);
  }

  // Phrases for a query that found nothing: by its longest beginning that any phrase has.
  async function near(raw, store) {
    const typed = [...kb.text.normalized(raw).toLowerCase().replace(/\s+/g, "")].slice(0, 12);
    for (let length = typed.length - 1; length > 1; length -= 1) {
      const found = await offers(typed.slice(0, length).join(""), store);
      if (found.length) return found.slice(0, 3);
    }
    return [];
  }

  // The best phrase as the theme takes it: it begins with the last word that was typed.
  async function completion(raw, store) {
    const last = raw.split(/[\s-]+/).pop();
    if (!last) return [];
    for (const typed of [raw.replace(/\s+/g, " ").trimStart(), last]) {
      const lower = typed.toLowerCase();
      const phrase = (await offers(typed, store)).find((one) => one.length > typed.length && one.toLowerCase().startsWith(lower));
      if (phrase) return [last + phrase.slice(typed.length)];
    }
    return [];
  }

  kb.suggest = { offers, completion, near };
})((self.kb ??= {}));
