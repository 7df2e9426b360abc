import assert from "node:assert/strict";
import test from "node:test";
import { CUT, Writer } from "../../runner/src/writer.js";

function written(pieces, now = () => 0) {
  const sent = [];
  const writer = new Writer((stream, text) => sent.push([stream, text]), now);
  for (const piece of pieces) writer.write(...(Array.isArray(piece) ? piece : ["out", piece]));
  const trace = writer.end();
  return { sent, trace, text: sent.map(([, text]) => text).join("") };
}

test("text goes out as it comes", () => {
  assert.deepEqual(written(["甲", "\n", "乙\n"]).sent, [["out", "甲"], ["out", "\n"], ["out", "乙\n"]]);
});

test("the last line that is a trace is kept back", () => {
  const { text, trace } = written(["一\n", '{"trace": 1}', "\n"]);
  assert.equal(text, "一\n");
  assert.equal(trace, '{"trace": 1}');
});

test("a trace in pieces, and one without an end of line", () => {
  assert.equal(written(["{", '"tra', 'ce": 1', "}\n"]).trace, '{"trace": 1}');
  assert.equal(written(['{"trace": 1}']).trace, '{"trace": 1}');
});

test("what only looks like a trace is text", () => {
  for (const pieces of [['{"trace": 1}\n', "后\n"], ['x {"trace": 1}\n'], ["x", '{"trace": 1}\n'], ["{\n"], ['{"tr']]) {
    const { text, trace } = written(pieces);
    assert.equal(text, pieces.join(""));
    assert.equal(trace, null);
  }
});

test("a line of the other stream does not part a trace", () => {
  const { sent, trace } = written(['{"trace"', ["error", "警告\n"], ": 1}\n"]);
  assert.equal(trace, '{"trace": 1}');
  assert.deepEqual(sent, [["error", "警告\n"]]);
});

test("after many messages they are gathered, and nothing is lost", () => {
  const { sent, text } = written(Array.from({ length: 3000 }, (_, n) => `${n}\n`));
  assert.ok(sent.length < 600, String(sent.length));
  assert.equal(text, Array.from({ length: 3000 }, (_, n) => `${n}\n`).join(""));
});

test("slow output goes out at once even after many messages", () => {
  let clock = 0;
  const { sent } = written(Array.from({ length: 1000 }, () => "x"), () => (clock += 200));
  assert.equal(sent.length, 1000);
});

test("endless output is cut once, with a word", () => {
  const { text } = written(Array.from({ length: 700 }, () => "x".repeat(1000)));
  assert.equal(text, "x".repeat(256 * 1024) + CUT);
});

test("a trace of many megabytes is text, and cut as such", () => {
  const { trace, text } = written([`{"trace": "${"x".repeat(3_000_000)}"}\n`]);
  assert.equal(trace, null);
  assert.ok(text.endsWith(CUT));
});
