// The theme's search worker, as far as the theme can tell: it asks by messages of its protocol
// (SETUP 0 → READY 1, QUERY 2 → RESULT 3; Material 9.8, integrations/search/worker), our engine
// answers. A QUERY's data is a text, or, from our own controls, {text, platform, kind, exact, from}.
(function (kb) {
  "use strict";

  const SETUP = 0;
  const READY = 1;
  const QUERY = 2;
  const RESULT = 3;

  const inWindow = typeof document !== "undefined"; // from disk, where a worker cannot be
  const here = inWindow ? document.querySelector("script[src$='/search/worker.js']").src : self.location.href;
  const folder = new URL("../../../search/", here);

  // A script of the build is [name, version, data] between `kbSearch(` and `)`.
  const reading = new Map();
  self.kbSearch = (held) => reading.get(held[0])?.(held);

  function readByScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const done = (settle, value) => {
        reading.delete(name);
        script.remove();
        settle(value);
      };
      reading.set(name, (held) => done(resolve, held));
      script.onerror = () => done(reject, new Error(`${name} was not loaded`));
      script.src = new URL(`${name}.js`, folder).href;
      document.head.append(script);
    });
  }

  async function readByFetch(name, fresh) {
    const answer = await fetch(new URL(`${name}.js`, folder), { cache: fresh ? "no-cache" : "default" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    const script = await answer.text();
    return JSON.parse(script.slice(script.indexOf("(") + 1, script.lastIndexOf(")")));
  }

  const read = inWindow ? readByScript : readByFetch;
  let script = null; // the engine's, loaded with the first question
  let engine = null;
  let newest = 0; // only the last question is answered

  async function start() {
    script ??= Promise.resolve(self.importScripts(new URL("engine.js", here).href)); // hooks/search_index.py makes it
    try {
      await script;
    } catch (error) {
      script = null;
      throw error;
    }
    engine ??= new kb.Engine(read);
    return engine;
  }

  async function answer(asked) {
    const number = asked.aside ? newest : (newest += 1);
    let result;
    for (let left = 2; left > 0 && !result; left -= 1) {
      try {
        result = await found(asked);
      } catch (error) {
        // the site has been published anew while the page was open: from the beginning
        const again = left > 1 && kb.Outdated && error instanceof kb.Outdated;
        if (!again) result = { items: [], total: 0, failed: true };
        else if (engine.store === error.store) engine = new kb.Engine((name) => read(name, true));
      }
    }
    if (number === newest) self.postMessage({ type: RESULT, data: { suggest: [], ...result, asked } });
  }

  async function found(asked) {
    const { text } = asked;
    if (!text.trim() && !asked.warm) return { items: [], total: 0 };
    const searching = await start();
    const { platforms, kinds } = await searching.store.open();
    const suggest = asked.from ? [] : helpful(kb.suggest.completion(text, searching.store));
    const result = await searching.search(text, asked);
    const offers = result.total || !text.trim() ? [] : helpful(kb.suggest.near(text, searching.store));
    return {
      items: result.items.map((item) => kb.teaser.documents(item, result.marks)),
      total: result.total,
      corrected: result.corrected,
      filters: { platforms, kinds },
      suggest: await suggest,
      offers: await offers,
    };
  }

  // What helps, but must not stop the answer.
  const helpful = (promise) => promise.catch(() => []);

  self.addEventListener("message", ({ data: { type, data } }) => {
    if (type === SETUP) self.postMessage({ type: READY });
    else if (type === QUERY) answer(typeof data === "string" ? { text: data } : data);
  });
})((self.kb ??= {}));
