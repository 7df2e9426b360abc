// Python in a worker, seen from the page: loaded once, run many times, killed when it does not end.
import { unpacked } from "./bytes.js";

const LIMIT = 5000; // ms that a program may run
const START_LIMIT = 60_000; // ms that Python may take to start, on a slow phone

/** Loads a classic script; the only way that also works on a page opened from disk. */
export function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => {
      script.remove(); // a later try asks again
      reject(new Error(`取不到文件 ${address.split("/").pop()}`));
    };
    document.head.append(script);
  });
}

/** Why this browser cannot run Python, or null. */
function obstacle() {
  if (typeof WebAssembly !== "object") return "这个浏览器没有（或关闭了）WebAssembly";
  if (typeof DecompressionStream !== "function") return "这个浏览器太旧，没有 DecompressionStream";
  if (typeof Worker !== "function") return "这个浏览器没有 Worker";
  return null;
}

/** One Python for all examples of a page; their runs take turns. */
export class Python {
  #address;
  #payload = null; // promise of {source, wasm, library}
  #module = null; // compiled once, for every later worker
  #worker = null; // {thread, ready}
  #turn = Promise.resolve();
  #stale = false;

  constructor(address) {
    this.#address = address;
  }

  /**
   * Runs a program: `began()` is called when it starts, `write(stream, text)` with its output.
   * Resolves to {outcome, milliseconds, pictures, remark}; outcome is done, failed (a traceback was
   * written), refused (it left with a message), late or stopped. Rejects where Python cannot run.
   */
  async run(program) {
    const turn = this.#turn;
    let end;
    this.#turn = new Promise((resolve) => (end = resolve));
    const { signal } = program;
    const stopped = new Promise((resolve) => {
      const stop = () => resolve({ outcome: "stopped" });
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
    });
    try {
      await Promise.race([turn, stopped]);
      const thread = await Promise.race([signal.aborted ? stopped : this.#start(), stopped]);
      return signal.aborted ? { outcome: "stopped" } : await this.#execute(thread, program, stopped);
    } finally {
      turn.then(end);
    }
  }

  /** The next run gets a Python that remembers nothing. */
  forget() {
    this.#stale = true;
  }

  async #execute(thread, { name, prefix, source, began, write }, stopped) {
    let timer;
    const finished = new Promise((resolve, reject) => {
      timer = setTimeout(() => resolve({ outcome: "late" }), LIMIT);
      thread.onerror = (event) => reject(new Error(event.message || "Worker 出错"));
      thread.onmessage = ({ data }) => {
        if (data.type === "write") write(data.stream, data.text);
        if (data.type === "broken") reject(new Error(data.reason));
        if (data.type === "done") resolve(data);
      };
    });
    began();
    thread.postMessage({ type: "run", name, prefix, source });
    let result = null;
    try {
      result = await Promise.race([finished, stopped]);
      return result;
    } finally {
      clearTimeout(timer);
      thread.onmessage = null;
      if (result === null || result.outcome === "late" || result.outcome === "stopped") {
        this.#discard();
        // the next run need not wait; if this fails, that run will say so
        if (result) this.#start().catch(() => {});
      }
    }
  }

  /** The worker's thread, with Python ready in it. Rejects with the reason, for people. */
  async #start() {
    this.#payload ??= this.#load().catch((error) => {
      this.#payload = null;
      throw error;
    });
    const payload = await this.#payload;
    if (this.#stale) this.#discard();
    this.#stale = false;
    this.#worker ??= this.#spawn(payload);
    return this.#worker.ready;
  }

  #discard() {
    this.#worker?.thread.terminate();
    this.#worker = null;
  }

  async #load() {
    const reason = obstacle();
    if (reason) throw new Error(reason);
    await loadScript(this.#address);
    const { script, wasm, library } = self.kbPython;
    delete self.kbPython;
    return { source: await unpacked(script), wasm, library };
  }

  #spawn({ source, wasm, library }) {
    // one classic script from a Blob: all that Chromium allows a page opened from disk
    const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const thread = new Worker(address);
    let timer;
    const ready = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error("Python 一分钟还没有启动")), START_LIMIT);
      thread.onerror = (event) => reject(new Error(event.message || "浏览器不允许启动 Worker"));
      thread.onmessage = ({ data }) => {
        if (data.type === "broken") reject(new Error(data.reason));
        if (data.type !== "ready") return;
        this.#module = data.module;
        resolve(thread);
      };
      const code = this.#module ? { module: this.#module } : { wasm };
      thread.postMessage({ type: "start", library, ...code });
    });
    ready
      .catch(() => this.#worker?.thread === thread && this.#discard())
      .finally(() => {
        clearTimeout(timer);
        URL.revokeObjectURL(address);
      });
    return { thread, ready };
  }
}
