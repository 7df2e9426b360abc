// Pictures come from a worker that a stranger's program may have run in: only what the drawing code
// can produce is built, and no text is ever parsed as markup.
import { ATTRIBUTES, TAGS } from "./whitelist.json";

const SVG = "http://www.w3.org/2000/svg";
const LINK = /^(#[A-Za-z0-9_-]+|https:\/\/www\.rfc-editor\.org\/rfc\/rfc[0-9]+\.html(#[A-Za-z0-9.-]+)?)$/;
const CLASS = /^kb-[a-z0-9_-]+( kb-[a-z0-9_-]+)*$/; // one way to read it: no text makes it slow
const MOST_NODES = 40_000;
const tags = new Set(TAGS);
const attributes = new Set(ATTRIBUTES);

/** DOM nodes of a JSON text: nodes are texts or [tag, {attributes}, [children]]. */
export function build(json, prefix) {
  let left = MOST_NODES;

  function node(item, inSvg) {
    if ((left -= 1) < 0) throw new Error("图里的东西太多，画不下");
    if (typeof item === "string") return document.createTextNode(item);
    const [tag, given, children] = item;
    if (!tags.has(tag)) throw new Error(`图里不能有 <${tag}>`);
    const drawn = inSvg || tag === "svg";
    const element = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (allowed(name, String(value), prefix)) element.setAttribute(name, value);
    }
    element.append(...children.map((child) => node(child, drawn)));
    return element;
  }

  return JSON.parse(json).map((item) => node(item, false));
}

/** Whether an attribute may stand: known by name, and of a value that does nothing elsewhere. */
function allowed(name, value, prefix) {
  if (!attributes.has(name)) return false;
  if (name === "href") return LINK.test(value);
  if (name === "class") return CLASS.test(value);
  if (name === "id" || name === "aria-describedby") return value.startsWith(prefix);
  return true;
}
