// Search without a server. A page opened from disk may neither start a worker from a file nor read
// one, so the theme's own worker script runs in a hidden frame, behind the interface of a Worker.
// A worker from a Blob, as the examples start it, is a real one.
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  function load(frame, url) {
    return new Promise(function (resolve, reject) {
      const script = frame.document.createElement("script");
      script.src = url;
      script.onload = resolve;
      script.onerror = () => reject(new Error("cannot load " + url));
      frame.document.head.appendChild(script);
    });
  }

  const Native = window.Worker;

  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      if (String(url).startsWith("blob:")) return new Native(url);
      this.waiting = []; // messages sent before the script has loaded
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.frame.onload = () => this.start(new URL(url, document.baseURI));
      document.body.appendChild(this.frame);
    }

    start(url) {
      const inner = this.frame.contentWindow;
      this.frame.onload = null;
      // as in a worker, relative addresses start from the script; the theme awaits the result
      inner.importScripts = (...urls) =>
        urls.reduce((done, next) => done.then(() => load(inner, new URL(next, url))), Promise.resolve());
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
  };
})();
