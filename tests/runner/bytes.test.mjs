import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { fromBase64, unpacked } from "../../runner/src/bytes.js";

const data = Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7) % 256));

test("base64, with and without the browser's own decoder", () => {
  const own = Uint8Array.fromBase64;
  for (const decoder of [undefined, (text) => new Uint8Array(Buffer.from(text, "base64"))]) {
    Uint8Array.fromBase64 = decoder;
    assert.deepEqual(Buffer.from(fromBase64(data.toString("base64"))), data);
  }
  Uint8Array.fromBase64 = own;
});

test("gzip", async () => {
  assert.deepEqual(Buffer.from(await unpacked(gzipSync(data).toString("base64"))), data);
  await assert.rejects(unpacked("AAAA"));
});
