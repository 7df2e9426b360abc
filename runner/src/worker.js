// Runs inside the worker, after Pyodide's own scripts: starts Python, then runs what the page sends.
//
// page → worker   {type: "start", module | wasm, library}   {type: "run", name, prefix, source}
// worker → page   {type: "ready", module}  {type: "write", stream, text}  {type: "broken", reason}
//                 {type: "done", outcome, milliseconds, pictures, remark}
import harness from "./harness.py";
import { unpacked } from "./bytes.js";
import { Writer } from "./writer.js";

// What could reach a network, a store, another worker or another page. Python can see the worker's
// globals through Pyodide, and a shared link carries somebody else's program.
const FORBIDDEN = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource",
  "RTCPeerConnection", "indexedDB", "caches", "cookieStore", "BroadcastChannel", "Worker",
  "SharedWorker", "importScripts", "Notification", "FileReaderSync", "webkitRequestFileSystem",
  "webkitRequestFileSystemSync", "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL",
];
const OF_NAVIGATOR = ["storage", "locks", "serviceWorker", "usb", "serial", "hid", "gpu", "storageBuckets"];
const LIBRARY = "python_stdlib.zip";
const post = self.postMessage.bind(self);

function forget(object, names) {
  for (const name of names) {
    for (let at = object; at; at = Object.getPrototypeOf(at)) delete at[name];
    if (name in object) Object.defineProperty(object, name, { value: undefined });
  }
}

/** A compiled module, from one that the page kept or from the packed bytes. */
async function compiled({ module, wasm }) {
  return module ?? WebAssembly.compile(await unpacked(wasm));
}

async function start(message) {
  const module = await compiled(message);
  const library = await unpacked(message.library);
  // Pyodide asks for two files; both are here, and nothing else may be asked for
  self.fetch = async (address) => {
    const file = String(address).split("/").pop();
    if (file === LIBRARY) return new Response(library);
    if (file === "pyodide.asm.wasm") return new Response();
    throw new TypeError(`no network in an example: ${address}`);
  };
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  const python = await loadPyodide({
    indexURL: "https://rt.invalid/",
    createPyodideModule: _createPyodideModule,
    lockFileContents: LOCK, // written in by build.mjs
    jsglobals: Object.create(null),
    // as `python program.py` has it
    env: { HOME: "/home/reader", PYTHONHASHSEED: "random" },
  });
  forget(self, FORBIDDEN);
  forget(self.navigator, OF_NAVIGATOR);
  const run = python.runPython(harness);
  post({ type: "ready", module });
  return run;
}

function answer(run, { name, prefix, source }) {
  const writer = new Writer((stream, text) => post({ type: "write", stream, text }));
  const began = performance.now();
  const outcome = run(source, name, (stream, text) => writer.write(stream, text));
  const milliseconds = performance.now() - began;
  const trace = writer.end();
  const [pictures, remark] = outcome === "done" && trace ? run.draw(trace, prefix) : [null, null];
  post({ type: "done", outcome, milliseconds, pictures, remark });
}

let running;
self.onmessage = async ({ data }) => {
  try {
    if (data.type === "start") running = start(data);
    const run = await running;
    if (data.type === "run") answer(run, data);
  } catch (error) {
    const last = String(error).trim().split("\n").at(-1); // of a traceback
    post({ type: "broken", reason: last.slice(0, 200) });
  }
};
