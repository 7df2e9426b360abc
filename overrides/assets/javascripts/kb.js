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

if (query) {
  // The search buttons of the start page and of 404.html: the theme opens its box on focus.
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-kb-search]")) query.focus();
  });

  // The theme searches on keyup alone, which neither a paste nor the end of a composition gives.
  const search = () => query.dispatchEvent(new KeyboardEvent("keyup"));
  query.addEventListener("input", (event) => event.isComposing || search());
  query.addEventListener("compositionend", search);
}
