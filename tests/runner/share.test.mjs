import assert from "node:assert/strict";
import test from "node:test";
import { deflateRawSync } from "node:zlib";
import { fromFragment, toFragment } from "../../runner/src/share.js";

const link = (bytes) => `#v1.stun-header.${deflateRawSync(bytes).toString("base64url")}`;

test("a program survives the way through a link", async () => {
  for (const source of ["", "print('你好')\n", "x = '\u{1F600}' * 3\n", "a\n".repeat(5000)]) {
    const fragment = await toFragment("stun-header", source);
    assert.match(fragment, /^#v1\.stun-header\.[A-Za-z0-9_-]+$/);
    assert.deepEqual(await fromFragment(fragment), { key: "stun-header", source });
  }
});

test("anchors and the search are no programs", async () => {
  for (const fragment of ["", "#", "#怎么看图", "#v2.a.b", "#__search"]) {
    assert.equal(await fromFragment(fragment), null);
  }
});

test("line ends of any system become ours", async () => {
  assert.equal((await fromFragment(link("a\r\nb\rc\n"))).source, "a\nb\nc\n");
});

test("broken links say so", async () => {
  const whole = link("print(1)\n".repeat(50));
  const broken = [
    "#v1.", "#v1.stun-header", "#v1.stun-header.", "#v1.stun-header.!!", "#v1.<b>.AAAA",
    whole.slice(0, -8), "#v1.stun-header.AAAAAAAA", link(Buffer.from([0xff, 0xfe, 0x80])),
  ];
  for (const fragment of broken) {
    await assert.rejects(fromFragment(fragment), /^Error: 链接不完整/, fragment);
  }
});

test("a link that unpacks to megabytes is refused early", async () => {
  const bomb = link(Buffer.alloc(50_000_000, 32));
  await assert.rejects(fromFragment(bomb), /^Error: 链接里的程序超过 64 KB$/);
});
