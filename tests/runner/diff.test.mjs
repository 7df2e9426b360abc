import assert from "node:assert/strict";
import test from "node:test";
import { hunks, lineDiff } from "../../runner/src/diff.js";

const side = (diff, sign) => diff.filter(([s]) => s === " " || s === sign).map(([, line]) => line).join("\n");

test("nothing changed", () => {
  assert.deepEqual(lineDiff("甲\n乙", "甲\n乙"), [[" ", "甲"], [" ", "乙"]]);
  assert.deepEqual(hunks(lineDiff("甲\n乙", "甲\n乙")), [null]);
});

test("one line replaced, one added, one taken away", () => {
  assert.deepEqual(lineDiff("a\nb\nc\nd", "a\nB\nc\nd\ne"), [
    [" ", "a"], ["-", "b"], ["+", "B"], [" ", "c"], [" ", "d"], ["+", "e"],
  ]);
  assert.deepEqual(lineDiff("a\nb\nc", "a\nc"), [[" ", "a"], ["-", "b"], [" ", "c"]]);
});

test("both sides can be read out of a diff, and it is as short as can be", () => {
  let seed = 7;
  const random = (most) => (seed = (seed * 48271) % 2147483647) % most;
  const lines = () => Array.from({ length: random(12) }, () => "abc"[random(3)]).join("\n");
  for (let round = 0; round < 500; round += 1) {
    const [before, after] = [lines(), lines()];
    const diff = lineDiff(before, after);
    assert.equal(side(diff, "-"), before);
    assert.equal(side(diff, "+"), after);
    assert.equal(diff.filter(([sign]) => sign === " ").length, common(before.split("\n"), after.split("\n")));
  }
});

/** The length of the longest common subsequence, by trying. */
function common(a, b, i = 0, j = 0, known = new Map()) {
  if (i === a.length || j === b.length) return 0;
  const key = i * 100 + j;
  if (!known.has(key)) {
    const taken = a[i] === b[j] ? 1 + common(a, b, i + 1, j + 1, known) : 0;
    known.set(key, Math.max(taken, common(a, b, i + 1, j, known), common(a, b, i, j + 1, known)));
  }
  return known.get(key);
}

test("a huge change is shown whole instead of taking for ever", () => {
  const before = Array.from({ length: 3000 }, (_, n) => `a${n}`).join("\n");
  const after = Array.from({ length: 3000 }, (_, n) => `b${n}`).join("\n");
  assert.equal(lineDiff(before, after).length, 6000);
});

test("hunks keep the neighbours and mark the gaps", () => {
  const before = Array.from({ length: 20 }, (_, n) => String(n)).join("\n");
  const diff = lineDiff(before, before.replace("10", "x"));
  assert.deepEqual(hunks(diff, 1), [null, [" ", "9"], ["-", "10"], ["+", "x"], [" ", "11"], null]);
});
