// The script of a page with examples. It loads nothing before the first click.
import { Example } from "./example.js";
import { Python } from "./python.js";
import { fromFragment } from "./share.js";

const { dataset, src } = document.currentScript;
const beside = (name) => new URL(name, src).href;

const sections = [...document.querySelectorAll(".kb-example[data-name]")];
const python = new Python(beside(dataset.python));
const examples = sections
  .filter((section) => section.querySelector(".kb-example__output"))
  .map((section) => new Example(section, python, beside(dataset.editor)));

async function receive() {
  try {
    const shared = await fromFragment(location.hash);
    if (shared) examples.find((example) => example.key === shared.key)?.offer(shared.source);
  } catch (error) {
    examples[0]?.refuse(error.message);
  }
}

receive();
addEventListener("hashchange", receive);
