// node build.mjs PLAN.json – makes examples, editor and python .js of what npm has installed beside.
//
// PLAN: {"source": folder of src/, "out": folder, "modules": [standard library], "pictures":
// {"file.py": text}, "tags": […], "attributes": […]}. Writes JSON about the results to stdout.
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { loadPyodide } from "pyodide";

const plan = JSON.parse(await readFile(process.argv[2], "utf8"));
const pyodide = dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));

/** Replaces exactly `count` places; a release of Pyodide that is laid out otherwise stops the build. */
function replaced(text, from, to, count, what) {
  const parts = text.split(from);
  if (parts.length !== count + 1) {
    throw new Error(`${what}: ${count} × ${JSON.stringify(from)} expected, ${parts.length - 1} found`);
  }
  return parts.join(to);
}

/** Pyodide's list of packages without any: the part that Pyodide checks itself by. */
async function lock() {
  const { info } = JSON.parse(await readFile(join(pyodide, "pyodide-lock.json"), "utf8"));
  return { info, packages: {} };
}

async function bundled(entry, extra = {}) {
  const whitelist = { TAGS: plan.tags, ATTRIBUTES: plan.attributes };
  const result = await esbuild.build({
    entryPoints: [join(plan.source, entry)],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    loader: { ".py": "text" },
    nodePaths: [join(process.cwd(), "node_modules")],
    plugins: [{
      name: "whitelist",
      setup(build) {
        build.onResolve({ filter: /whitelist\.json$/ }, ({ path }) => ({ path, namespace: "whitelist" }));
        build.onLoad({ filter: /.*/, namespace: "whitelist" }, () => ({
          contents: JSON.stringify(whitelist),
          loader: "json",
        }));
      },
    }],
    ...extra,
  });
  return result.outputFiles[0].text;
}

/** One classic script: Pyodide's loader, Emscripten's glue and our worker. */
async function workerScript() {
  const loader = await readFile(join(pyodide, "pyodide.js"), "utf8");
  let glue = await readFile(join(pyodide, "pyodide.asm.mjs"), "utf8");
  glue = replaced(glue, "import.meta.url", '"https://rt.invalid/pyodide.asm.mjs"', 3, "pyodide.asm.mjs");
  glue = replaced(glue, "export default _createPyodideModule;", "", 1, "pyodide.asm.mjs");
  return [
    // Pyodide asks by this call whether it is in a classic worker, and refuses to start in one
    'self.importScripts=()=>{throw new TypeError("off")};',
    loader.replace(/^\/\/# sourceMappingURL=.*$/m, ""),
    glue,
    await bundled("worker.js", { define: { LOCK: JSON.stringify(await lock()) } }),
  ].join("\n");
}

/** The standard library that examples need, compiled, as an uncompressed zip. */
async function library() {
  const python = await loadPyodide({
    lockFileContents: await lock(),
    env: { PYTHONHASHSEED: "0", HOME: "/" },
  });
  const compile = python.runPython(await readFile(join(plan.source, "library.py"), "utf8"));
  const result = compile(python.toPy(plan.modules), python.toPy(plan.pictures));
  const [archive, names] = [result.get(0).toJs(), result.get(1).toJs()];
  return { archive, names, version: python.runPython("import sys; sys.version.split()[0]") };
}

const pack = (data) => gzipSync(data, { level: 9 }).toString("base64");
const standard = await library();
const wasm = await readFile(join(pyodide, "pyodide.asm.wasm"));
const python = [
  "// Python, compiled for browsers by the Pyodide project (MPL-2.0, https://pyodide.org);",
  "// CPython and its library are under the PSF licence.",
  `self.kbPython={script:"${pack(await workerScript())}",`,
  `wasm:"${pack(wasm)}",`,
  `library:"${pack(standard.archive)}"};`,
].join("\n");
const written = {
  examples: await bundled("page.js"),
  editor: `// CodeMirror, MIT, https://codemirror.net\n${await bundled("editor.js")}`,
  python,
};
const files = {};
for (const [name, text] of Object.entries(written)) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 10);
  files[name] = `${name}.${hash}.js`;
  await writeFile(join(plan.out, files[name]), text);
}
await writeFile(
  join(plan.out, "built.json"),
  JSON.stringify({ files, python: standard.version, modules: standard.names }, null, 1),
);
