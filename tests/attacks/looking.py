"""A reader who touches everything: opens pages from disk and notes what an attack achieves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Dialog, Error, Frame, Page, Request

TABS = 3  # open beside each other: most of the time a page is waiting
# the disk; file://host/ asks a host, which is what //host/ in a page from disk comes to
_OWN = ("file:///", "data:", "blob:", "about:")
_DIALOGS = ("alert", "confirm", "prompt", "print", "open")

# what attacks call; a regular expression spares them the quotes: kbAttack(/name/)
_INIT = (
    "window.kbAttack = name => { kbRecord('kbAttack ' + String(name).replace(/[/]/g, '')) };"
    + "".join(f"window.{name} = () => {{ kbRecord({name!r}); return null }};" for name in _DIALOGS)
)

# Sends every element of the article the events that a reader's mouse and keys would, and clicks
# whatever can be clicked. Only what would lead away is stopped: code in an address still runs.
_TOUCH = """() => {
  const leads = /^(https?|file|mailto|tel):/i
  document.addEventListener("click", event => {
    const link = event.target.closest && event.target.closest("a, area")
    if (link && leads.test(link.href.baseVal || link.href || "")) event.preventDefault()
  }, true)
  document.addEventListener("submit", event => {
    const by = event.submitter
    const to = by && by.hasAttribute("formaction") ? by.formAction : event.target.action
    if (typeof to !== "string" || leads.test(to)) event.preventDefault()
  }, true)
  const within = document.querySelector("article.md-content__inner") || document.body
  const mouse = ["pointerover", "pointerenter", "pointermove", "pointerdown", "pointerup",
    "mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "mouseout", "mouseleave"]
  const others = ["focus", "focusin", "blur", "toggle", "beforetoggle", "animationstart",
    "transitionend", "contextmenu", "dblclick", "wheel", "drag", "copy", "paste", "keydown",
    "input", "change", "scroll", "touchstart"]
  const elements = [document.body, within, ...within.querySelectorAll("*")].slice(0, 400)
  for (const element of elements) {
    for (const name of mouse) {
      element.dispatchEvent(new MouseEvent(name, {bubbles: !/enter|leave/.test(name)}))
    }
    for (const name of others) element.dispatchEvent(new Event(name, {bubbles: false}))
  }
  const clicked = "a, area, button, summary, label, input, select, textarea, details, p, td, text"
  for (const element of [...within.querySelectorAll(clicked)].slice(0, 200)) {
    if (element.focus) element.focus()
    element.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, view: window}))
  }
}"""
_SETTLE = """() => new Promise(done => requestAnimationFrame(() =>
  requestAnimationFrame(() => setTimeout(done, 20))))"""


@dataclass
class Seen:
    """What happened while a page was open: names that attacks called, dialogs and the like, and
    requests to any host.
    """

    called: list[str] = field(default_factory=list)
    requested: list[str] = field(default_factory=list)

    def everything(self) -> list[str]:
        """All that no page may do."""
        return [*self.called, *self.requested]


class _Tab:
    """One tab, and what happens in it."""

    def __init__(self, page: Page) -> None:
        self.page, self.seen, self.home = page, Seen(), ""
        page.on("request", self._request)
        page.on("dialog", self._dialog)
        page.on("popup", self._popup)
        page.on("framenavigated", self._navigated)

    def start(self, path: Path) -> Seen:
        """Begin to open a page."""
        self.seen, self.home = Seen(), path.as_uri()
        self._unless_it_leaves(lambda: self.page.goto(self.home, wait_until="commit"))
        return self.seen

    def touch(self) -> None:
        """Wait for all of the page, then do to its article what a reader could."""
        self._unless_it_leaves(self.page.wait_for_load_state)
        self._unless_it_leaves(lambda: self.page.evaluate(_TOUCH))
        self._unless_it_leaves(lambda: self.page.mouse.move(400, 300))

    def settle(self) -> None:
        """Let the handlers run of what could not be loaded."""
        self._unless_it_leaves(lambda: self.page.evaluate(_SETTLE))

    def record(self, source: object, what: str) -> None:
        """Called by scripts, in whichever frame."""
        self.seen.called.append(what)

    def _unless_it_leaves(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Error as error:
            self.seen.called.append(f"the page went away: {error.message.splitlines()[0]}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(_OWN):
            self.seen.requested.append(request.url)

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.called.append("dialog")
        dialog.dismiss()

    def _popup(self, page: Page) -> None:
        self.seen.called.append(f"window {page.url}")
        page.close()

    def _navigated(self, frame: Frame) -> None:
        if frame == self.page.main_frame and frame.url.split("#")[0] != self.home:
            self.seen.called.append(f"went to {frame.url[:200]}")


class Reader:
    """A browser without the site's policy: what is tested is the sanitiser, not the policy.

    `queue` are the pages that will be asked for: the next ones are opened beside each other.
    """

    def __init__(self, browser: Browser, queue: Sequence[Path] = ()) -> None:
        self._browser = browser
        self._queue = list(dict.fromkeys(queue))
        self._tabs: list[_Tab] = []
        self._known: dict[Path, Seen] = {}

    def look(self, path: Path) -> Seen:
        """Open a page once, touch everything in its article, and tell what happened."""
        if path not in self._known:
            coming = [one for one in self._queue if one not in self._known and one != path]
            self._open([path, *coming[: TABS - 1]])
        return self._known[path]

    def stay(self, path: Path) -> tuple[Page, Seen]:
        """Open a page to do something else with; what happens is told as it goes on."""
        tab = self._tab()
        self._tabs.append(tab)
        return tab.page, tab.start(path)

    def close(self) -> None:
        """Close all tabs."""
        for tab in self._tabs:
            tab.page.context.close()

    def _tab(self) -> _Tab:
        # each in a window of its own: a tab behind another one is hardly given any time.
        # offline: a request is told of and then fails, wherever it was to go
        context = self._browser.new_context(bypass_csp=True, offline=True)
        context.set_default_timeout(10_000)
        context.add_init_script(_INIT)
        tab = _Tab(context.new_page())
        tab.page.expose_binding("kbRecord", tab.record)
        return tab

    def _open(self, paths: Sequence[Path]) -> None:
        # a tab that was led astray may go on to wander: it is of no more use
        self._tabs = [tab for tab in self._tabs if not self._is_astray(tab)]
        while len(self._tabs) < len(paths):
            self._tabs.append(self._tab())
        used = self._tabs[: len(paths)]
        for tab, path in zip(used, paths, strict=True):
            self._known[path] = tab.start(path)
        for tab in used:
            tab.touch()
        for tab in used:
            tab.settle()

    def _is_astray(self, tab: _Tab) -> bool:
        if tab.seen.everything():
            tab.page.context.close()
        return bool(tab.seen.everything())
