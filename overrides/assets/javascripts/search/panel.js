// The search box beyond what the theme gives: filters, an address that can be shared, more results on
// scroll, what to do where nothing was found, and the keys of those who write with an input method.
(function () {
  "use strict";

  const query = document.querySelector("[data-md-component=search-query]");
  const dialog = document.querySelector("[data-md-component=search]");
  const toggle = document.querySelector("#__search");
  if (!query || !dialog || !window.kbAsk) return;

  const { filters, ask } = window.kbAsk;
  const scroller = dialog.querySelector(".md-search__scrollwrap");
  const meta = dialog.querySelector(".md-search-result__meta");
  const list = dialog.querySelector(".md-search-result__list");
  const share = dialog.querySelector("[data-md-component=search-share]");
  const NAMES = ["platform", "kind"];
  const base = new URL(JSON.parse(document.querySelector("#__config").textContent).base, location.href);

  let latest = null; // the result that is shown
  let shown = 0; // of its pages
  let asking = false; // for more of them
  let jump = false; // to the first, as soon as it is known

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  // Filters ---------------------------------------------------------------------------------------

  const bar = element("div", { className: "kb-filters" });
  scroller.before(bar);

  function fillBar({ platforms, kinds }) {
    const groups = [
      ["platform", "平台", platforms],
      ["kind", "类型", kinds],
    ];
    for (const [name, label, choices] of groups) {
      const group = element("div", { className: "kb-filters__group" }, element("span", { className: "kb-filters__name", textContent: label }));
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", label);
      for (const [value, text] of choices) {
        const chip = element("button", { type: "button", className: "kb-pick", textContent: text });
        chip.dataset[name] = value;
        group.append(chip);
      }
      bar.append(group);
    }
    showFilters();
  }

  function showFilters() {
    for (const chip of bar.querySelectorAll("button")) {
      chip.setAttribute("aria-pressed", String(NAMES.some((name) => chip.dataset[name] && chip.dataset[name] === filters[name])));
    }
  }

  bar.addEventListener("click", ({ target }) => {
    const chip = target.closest("button");
    if (!chip) return;
    for (const name of NAMES) {
      if (chip.dataset[name]) filters[name] = filters[name] === chip.dataset[name] ? "" : chip.dataset[name];
    }
    showFilters();
    ask({ text: query.value });
  });

  // The address -----------------------------------------------------------------------------------

  function address(text) {
    const url = new URL(location.href);
    const values = { q: text, ...filters };
    for (const [name, value] of Object.entries(values)) {
      if (value && text) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    return url;
  }

  function keep(url) {
    if (url.href === location.href) return;
    try {
      history.replaceState(history.state, "", url);
    } catch {
      // from disk some browsers keep the address as it is
    }
  }

  function tellAddress(text) {
    const url = address(text);
    if (share) {
      const shared = new URL(url);
      shared.hash = "";
      shared.searchParams.delete("h");
      share.href = shared;
      share.dataset.clipboardText = shared.href;
    }
    keep(url);
  }

  // Results ---------------------------------------------------------------------------------------

  const note = element("div", { className: "kb-found" });
  meta.after(note);
  meta.setAttribute("role", "status");

  document.addEventListener("kb:results", ({ detail }) => {
    if (detail.filters && !bar.childElementCount) fillBar(detail.filters);
    if (detail.asked?.more) return append(detail);
    if (detail.asked?.aside) return;
    latest = detail;
    shown = detail.items.length;
    asking = false;
    scroller.scrollTop = 0;
    setTimeout(() => tell(detail)); // the theme has written its own line by then
  });

  function tell(detail) {
    const { text } = detail.asked;
    if (toggle.checked) tellAddress(text.trim());
    note.replaceChildren();
    if (detail.failed) {
      meta.textContent = "搜索没有成功：有一部分索引没能加载。";
      note.append(button("再试一次", () => ask({ text })));
    } else if (!text.trim()) meta.textContent = "键入以开始搜索";
    else if (detail.total) meta.textContent = `找到 ${detail.total} 篇`;
    else tellNothing(detail);
    if (detail.corrected) {
      note.append(`没有多少“${text.trim()}”，已改搜“${detail.corrected}”。`, button(`仍搜“${text.trim()}”`, () => ask({ text, exact: true })));
    }
    if (jump) {
      jump = false;
      if (detail.total) list.querySelector("a")?.click();
    }
  }

  function tellNothing({ asked, offers, filters: known }) {
    const text = asked.text.trim();
    const chosen = NAMES.filter((name) => filters[name]);
    meta.textContent = `没有找到“${text.length > 40 ? `${text.slice(0, 40)}…` : text}”`;
    if (chosen.length) {
      note.append(
        button("去掉筛选再搜", () => {
          for (const name of NAMES) filters[name] = "";
          showFilters();
          ask({ text });
        }),
      );
    }
    if (offers?.length) {
      note.append(element("p", {}, "您是不是要找："), ...offers.map((offer) => button(offer, () => put(offer))));
    }
    note.append(element("p", {}, "换一种说法，少写几个字，或者按分类浏览："));
    const links = element("ul");
    for (const link of document.querySelectorAll(".md-tabs__link")) {
      links.append(element("li", {}, element("a", { href: link.href, textContent: link.textContent.trim() })));
    }
    note.append(links);
  }

  const button = (text, act) => {
    const made = element("button", { type: "button", className: "kb-pick", textContent: text });
    made.addEventListener("click", act);
    return made;
  };

  function put(text) {
    query.value = text;
    query.focus();
    changed();
  }

  // More of them on scroll, below those of the theme.
  scroller.addEventListener(
    "scroll",
    () => {
      if (asking || !latest || shown >= latest.total || list.childElementCount < shown) return;
      if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight > 200) return;
      asking = true;
      ask({ ...latest.asked, aside: true, more: true, from: shown });
    },
    { passive: true },
  );

  function append(detail) {
    if (!asking || detail.asked.text !== latest.asked.text || detail.asked.from !== shown) return;
    asking = false;
    if (!detail.items.length) latest.total = shown;
    shown += detail.items.length;
    list.append(...detail.items.map(rendered));
  }

  // A result in the theme's markup. Its texts are HTML that the engine has escaped.
  function rendered(documents) {
    const item = element("li", { className: "md-search-result__item" });
    documents.forEach((found, nth) => {
      const url = new URL(found.location, base);
      const words = Object.keys(found.terms).join(" ");
      if (words) url.searchParams.set("h", words);
      const article = element("article", { className: "md-search-result__article md-typeset" });
      article.dataset.mdScore = String(found.score);
      const icon = nth ? "" : '<div class="md-search-result__icon md-icon"></div>';
      const heading = nth ? "h2" : "h1";
      const tags = (found.tags ?? []).map((tag) => `<span class="md-tag">${tag}</span>`).join("");
      article.innerHTML = `${icon}<${heading}>${found.title}</${heading}>${found.text}${tags && `<nav class="md-tags">${tags}</nav>`}`;
      item.append(element("a", { className: "md-search-result__link", href: url.href, tabIndex: -1 }, article));
    });
    return item;
  }

  // Keys ------------------------------------------------------------------------------------------

  // before the theme hears of them
  window.addEventListener(
    "keydown",
    (event) => {
      if (!toggle.checked || !dialog.contains(event.target)) return;
      const { key, target } = event;
      // Enter takes a word over from the input method; it does not go to a result
      if (event.isComposing || event.keyCode === 229) return event.stopImmediatePropagation();
      // the theme closes the search on Tab, so that nothing but the results can be reached
      if (key === "Tab") return event.stopImmediatePropagation();
      if (target.closest(".kb-filters, .kb-found")) {
        if (key === "ArrowLeft" || key === "ArrowRight") step(target, key === "ArrowRight" ? 1 : -1);
        if (key === "Escape" || key === "ArrowUp" || key === "ArrowDown") return;
        return event.stopImmediatePropagation();
      }
      if (key !== "Enter" || target !== query) return;
      const isNew = query.value.trim() && latest?.asked.text !== query.value;
      jump = Boolean(isNew); // the results of what was typed are on their way
      if (isNew || !latest?.total) {
        event.preventDefault(); // the theme would take the links below for results
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );

  function step(from, by) {
    const all = [...dialog.querySelectorAll(".kb-filters button, .kb-found button")];
    all[all.indexOf(from) + by]?.focus();
  }

  // Leaving the search closes it.
  dialog.addEventListener("focusout", ({ relatedTarget }) => {
    if (toggle.checked && relatedTarget && !dialog.contains(relatedTarget)) close();
  });

  function close() {
    toggle.checked = false;
    toggle.dispatchEvent(new Event("change"));
  }

  toggle.addEventListener("change", () => {
    if (toggle.checked) return;
    jump = false;
    keep(address(""));
  });

  // The theme completes on keydown and searches on keyup, which neither a paste nor an input method
  // gives. These two are heard by the box alone.
  function changed() {
    jump = false;
    for (const type of ["keydown", "keyup"]) query.dispatchEvent(new KeyboardEvent(type));
  }
  query.addEventListener("input", changed);
  query.addEventListener("compositionend", changed);
  query.addEventListener("focus", () => ask({ text: "", aside: true, warm: true }), { once: true });

  // An address with filters, as somebody shares it.
  const given = new URL(location.href).searchParams;
  for (const name of NAMES) filters[name] = given.get(name) ?? "";
})();
