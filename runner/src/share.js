// A changed program in a link: #v1.<example>.<base64url of deflated UTF-8>

const MOST = 64 * 1024; // bytes of a program that a link may bring
const SHAPE = /^#v1\.([a-z0-9-]+)\.([A-Za-z0-9_-]+)$/;

async function through(bytes, transformer) {
  const chunks = [];
  let size = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(transformer).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MOST) {
      await reader.cancel();
      throw new Error("链接里的程序超过 64 KB");
    }
    chunks.push(next.value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** The fragment of a link that brings `source` as a change of the example `key`. */
export async function toFragment(key, source) {
  const packed = await through(new TextEncoder().encode(source), new CompressionStream("deflate-raw"));
  const binary = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
  const text = btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  return `#v1.${key}.${text}`;
}

/** {key, source} of a link's fragment; null where it brings no program. Throws where it is broken. */
export async function fromFragment(fragment) {
  const found = SHAPE.exec(fragment);
  if (!found) {
    if (fragment.startsWith("#v1.")) throw new Error("链接不完整，里面的程序读不出来");
    return null;
  }
  const text = found[2].replace(/-/g, "+").replace(/_/g, "/");
  try {
    const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    const bytes = await through(packed, new DecompressionStream("deflate-raw"));
    const source = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { key: found[1], source: source.replace(/\r\n?/g, "\n") };
  } catch (error) {
    if (error.message.startsWith("链接")) throw error;
    throw new Error("链接不完整，里面的程序读不出来");
  }
}
