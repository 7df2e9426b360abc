// Puts our search where the theme starts its own: the theme's worker becomes ours, with the filters
// that the reader has chosen added to each question. What our controls ask for themselves comes back
// as events of the document, past the theme.
//
// A page opened from disk may neither start a worker from a file nor read one, so there the worker's
// script runs in a hidden frame, behind the interface of a Worker. A worker from a Blob, as the
// examples start it, is a real one everywhere.
(function () {
  "use strict";

  const THEMES = /\/workers\/search\.[^/]*$/;
  const QUERY = 2;
  const RESULT = 3;
  const Native = window.Worker;
  const filters = { platform: "", kind: "" };
  let worker = null;

  class Framed extends EventTarget {
    constructor(url) {
      super();
      this.waiting = []; // messages sent before the script has loaded
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.onload = () => this.start(url);
      document.body.appendChild(this.frame);
    }

    start(url) {
      const inner = this.frame.contentWindow;
      this.frame.onload = null;
      inner.importScripts = (...urls) => urls.reduce((done, next) => done.then(() => load(inner, next)), Promise.resolve());
      inner.postMessage = (data) => this.dispatchEvent(new MessageEvent("message", { data }));
      load(inner, url).then(() => {
        const waiting = this.waiting;
        this.waiting = null;
        waiting.forEach((data) => this.postMessage(data));
      });
    }

    postMessage(data) {
      if (this.waiting) this.waiting.push(data);
      else this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data }));
    }

    terminate() {
      this.frame.remove();
    }
  }

  function load(frame, url) {
    return new Promise((resolve, reject) => {
      const script = frame.document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => reject(new Error(`cannot load ${url}`));
      frame.document.head.appendChild(script);
    });
  }

  function start(url) {
    const ours = new URL("../search/worker.js", new URL(url, document.baseURI)).href;
    worker = location.protocol === "file:" ? new Framed(ours) : new Native(ours);
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message) => {
      const isQuery = message.type === QUERY && typeof message.data === "string";
      post(isQuery ? { type: QUERY, data: { text: message.data, ...filters } } : message);
    };
    worker.addEventListener("message", (event) => {
      if (event.data.type !== RESULT) return;
      document.dispatchEvent(new CustomEvent("kb:results", { detail: event.data.data }));
      if (event.data.data.asked?.aside) event.stopImmediatePropagation();
    });
    return worker;
  }

  window.Worker = class {
    constructor(url, options) {
      return THEMES.test(url) ? start(url) : new Native(url, options);
    }
  };

  window.kbAsk = { filters, ask: (data) => worker?.postMessage({ type: QUERY, data: { ...filters, ...data } }) };
})();
