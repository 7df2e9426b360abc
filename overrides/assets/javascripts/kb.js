"use strict";

const query = document.querySelector("[data-md-component=search-query]");

// Names that the theme leaves out, or gives to two things.
for (const [selector, name] of [[".md-search[role=dialog]", "搜索"], [".md-tabs", "栏目"], [".md-path", "当前位置"]]) {
  document.querySelector(selector)?.setAttribute("aria-label", name);
}

// The theme gives a block of code its buttons when it comes into view, each in a nav without a name.
let named = 0;
new MutationObserver(() => {
  for (const nav of document.querySelectorAll(".md-code__nav:not([aria-label])")) {
    nav.setAttribute("aria-label", `代码块按钮 ${(named += 1)}`);
  }
}).observe(document.body, { childList: true, subtree: true });

// The theme puts a wide table into a box that scrolls; the keyboard has to get there as well.
let tables = 0;
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const wide = target.scrollWidth > target.clientWidth;
    if (wide) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
const reach = () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap:not([role])")) {
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `表格 ${(tables += 1)}`);
    sizes.observe(box);
  }
};
new MutationObserver(reach).observe(document.body, { childList: true, subtree: true });
reach();

if (query) {
  // The search buttons of the start page and of 404.html: the theme opens its box on focus.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-kb-search]")) query.focus();
  });
}

// A term's explanation, beside the term, for the pointer and for the keyboard (WCAG 1.4.13: it stays
// while the pointer is on it, and Escape closes it). Without this script the browser shows the title.
const tip = Object.assign(document.createElement("div"), { className: "kb-tip", id: "kb-tip", hidden: true });
tip.setAttribute("role", "tooltip");
let told = null;
let leaving = 0;

const hide = () => {
  clearTimeout(leaving);
  told?.removeAttribute("aria-describedby");
  told = null;
  tip.hidden = true;
};
const leave = () => {
  clearTimeout(leaving);
  leaving = setTimeout(hide, 200);
};
const show = (term) => {
  clearTimeout(leaving);
  if (term === told) return;
  hide();
  told = term;
  tip.textContent = term.dataset.says;
  term.setAttribute("aria-describedby", tip.id);
  tip.hidden = false;
  const [place, room] = [term.getBoundingClientRect(), document.documentElement.clientWidth];
  const left = Math.max(16, Math.min(place.left, room - tip.offsetWidth - 16));
  const below = place.bottom + tip.offsetHeight + 12 < innerHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${scrollY + (below ? place.bottom + 6 : place.top - tip.offsetHeight - 6)}px`;
};

const terms = document.querySelectorAll(".kb-term");
for (const term of terms) {
  term.dataset.says = term.title;
  term.removeAttribute("title");
  term.addEventListener("pointerenter", (event) => event.pointerType === "touch" || show(term));
  term.addEventListener("pointerleave", leave);
  term.addEventListener("focus", () => show(term));
  term.addEventListener("blur", hide);
}
if (terms.length) {
  document.body.append(tip);
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
