"""The search as a reader has it: over HTTP and from disk, by keyboard, with an input method."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from bench.search import driving
from hooks.search import shards
from tests.browser.sites import PHONE, Site, Visitor
from tests.browser.test_site import INPUT, RESULT, no_sideways_scrolling

pytestmark = pytest.mark.browser

META = ".md-search-result__meta"
ITEM = ".md-search-result__item"
Visit = Callable[..., Visitor]
# answered by the page's own worker, by the theme's protocol
ASK = """async (texts) => {
  SPEAK
  await setUp({ config: {}, docs: [], options: {} });
  const answers = [];
  for (const text of texts) {
    const { items } = await ask(text);
    const told = ({ location, title, text, score }) => [location, title, text, score];
    answers.push(items.map((documents) => documents.map(told)));
  }
  worker.terminate();
  return answers;
}""".replace("SPEAK", driving.SPEAK)
QUERIES = (
    "消息同步|消息|訊息同步|xiaoxi|xiao'xi|消西同步|websocket|websokcet|iOS崩溃|推送收不到怎么办？|ＮＡＴ|"
    "打洞|hwts|STUN 服务器|时间戳|不存在的词语啊|的|a"
).split("|")
BAD = (
    "", " ", "。，！？", ".*", "(", "[", "\\", "+", "<img src=x onerror=alert(1)>", "&lt;b&gt;",
    "😀", "a" * 1000, "消息" * 500, "__proto__", "constructor", "\u200b", "%00", "\"'`",
)  # fmt: skip


def opened(visit: Visit, url: str, **options: object) -> Page:
    page = visit(url, **options).page
    page.keyboard.press("/")
    expect(page.locator(INPUT)).to_be_focused()
    return page


def start(site: Site, end: str) -> str:
    return site.url if end == "http" else site.unzipped.as_uri()


def test_http_and_disk_answer_the_same_and_ask_nobody_else(site: Site, visit: Visit) -> None:
    over_http = visit(f"{site.url}/im/message-sync.html")
    from_disk = visit((site.unzipped / "im" / "message-sync.html").as_uri(), offline=True)
    answers = [visitor.page.evaluate(ASK, QUERIES) for visitor in (over_http, from_disk)]
    assert answers[0] == answers[1]
    assert sum(map(bool, answers[0])) >= 10
    assert from_disk.hosts() == {""}
    assert over_http.hosts() == {site.url.removeprefix("http://")}


@pytest.mark.parametrize("end", ["http", "disk"])
def test_bad_input_is_answered_without_an_error(site: Site, visit: Visit, end: str) -> None:
    page = opened(visit, f"{start(site, end)}/index.html")
    for words in BAD:
        page.locator(INPUT).fill(words)
        page.wait_for_timeout(60)
        assert page.locator(f"{ITEM} img, {ITEM} script, {META} *").count() == 0
    page.locator(INPUT).fill("消息")
    expect(page.locator(RESULT).first).to_be_visible()


def test_results_come_while_an_input_method_composes(site: Site, visit: Visit) -> None:
    page = opened(visit, f"{site.url}/index.html")
    writer = page.context.new_cdp_session(page)
    for text in ("x", "xiao", "xiao'xi"):
        writer.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
        )
    expect(page.locator(RESULT).first).to_be_visible()
    before = page.url
    page.locator(INPUT).evaluate(
        """input => input.dispatchEvent(new KeyboardEvent("keydown",
          {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))"""
    )
    page.wait_for_timeout(150)
    assert urlsplit(page.url).path == urlsplit(before).path
    writer.send("Input.insertText", {"text": "消息"})
    expect(page.locator(INPUT)).to_have_value("消息")
    expect(page.locator(META)).to_have_text(re.compile(r"找到 \d+ 篇"))


def test_enter_waits_for_the_results_of_what_was_typed(site: Site, visit: Visit) -> None:
    page = opened(visit, f"{site.url}/index.html")
    page.locator(INPUT).fill("NAT")
    expect(page.locator(RESULT).first).to_be_visible()
    page.locator(INPUT).evaluate("input => (input.value = '')")
    page.keyboard.insert_text("消息同步")
    page.keyboard.press("Enter")  # at once
    page.wait_for_url("**/*?h=*")
    expect(page.locator("article")).to_contain_text("同步")


def test_a_suggestion_is_accepted_by_the_arrow(site: Site, visit: Visit) -> None:
    page = opened(visit, f"{site.url}/index.html")
    page.locator(INPUT).press_sequentially("消息同")
    suggest = page.locator(".md-search__suggest")
    expect(suggest).to_have_text(re.compile("^消息同步"))
    page.keyboard.press("ArrowRight")
    expect(page.locator(INPUT)).to_have_value(re.compile("^消息同步"))


def test_a_result_leads_to_its_section_with_the_words_marked(site: Site, visit: Visit) -> None:
    page = opened(visit, (site.unzipped / "index.html").as_uri())
    page.locator(INPUT).fill("消息")
    expect(page.locator(f"{ITEM} mark").first).to_be_visible()
    section = page.locator(f"{RESULT}[href*='#']").first
    anchor = section.get_attribute("href").partition("#")[2]
    section.click()
    page.wait_for_url(re.compile(r"\?h=.*#"))
    target = page.evaluate(
        "document.getElementById(decodeURIComponent(location.hash.slice(1)))?.tagName"
    )
    assert target in ("H2", "H3", "H4"), anchor
    expect(page.locator("article mark", has_text="消息").first).to_be_visible()


def test_filters_are_kept_in_an_address_that_can_be_shared(site: Site, visit: Visit) -> None:
    page = opened(visit, f"{site.url}/index.html")
    page.locator(INPUT).fill("消息")
    expect(page.locator(RESULT).first).to_be_visible()
    found = page.locator(META).inner_text()
    page.get_by_role("group", name="平台").get_by_role("button", name="Android").click()
    expect(page).to_have_url(re.compile("platform=android"))
    expect(page.locator(META)).not_to_have_text(found)
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"q": ["消息"], "platform": ["android"]}
    count = page.locator(META).inner_text()
    page.get_by_role("group", name="类型").get_by_role("button", name="教程").click()
    expect(page).to_have_url(re.compile("kind=tutorial"))
    shared = page.locator("[data-md-component=search-share]").get_attribute("href")
    assert shared == page.url
    other = visit(shared).page
    expect(other.locator(INPUT)).to_have_value("消息")
    expect(other.locator(RESULT).first).to_be_visible()
    pressed = other.locator(".kb-filters [aria-pressed=true]")
    expect(pressed).to_have_text(["Android", "教程"])
    other.get_by_role("group", name="类型").get_by_role("button", name="教程").click()
    expect(other.locator(META)).to_have_text(count)
    other.keyboard.press("Escape")
    expect(other).to_have_url(re.compile(r"/index\.html$"))


def test_nothing_found_helps_on(site: Site, visit: Visit) -> None:
    page = opened(visit, f"{site.url}/index.html")
    page.locator(INPUT).fill("qqqqzzzz<b>")
    expect(page.locator(META)).to_have_text("没有找到“qqqqzzzz<b>”")
    expect(page.locator(".kb-found a").first).to_be_visible()
    expect(page.locator(META)).to_have_attribute("role", "status")
    page.locator(INPUT).fill("消西同步")
    expect(page.locator(".kb-found")).to_contain_text("已改搜“消息同步”")
    page.locator(".kb-found button").click()
    expect(page.locator(".kb-found")).not_to_contain_text("已改搜")


def test_everything_is_reached_by_keyboard(site: Site, visit: Visit) -> None:
    page = opened(visit, (site.unzipped / "index.html").as_uri())
    page.keyboard.insert_text("消息")
    expect(page.locator(RESULT).first).to_be_visible()
    page.keyboard.press("Tab")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == "Android"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "iOS"
    page.keyboard.press("Space")
    expect(page.locator(".kb-filters [aria-pressed=true]")).to_have_text("iOS")
    page.keyboard.press("Enter")
    expect(page.locator(".kb-filters [aria-pressed=true]")).to_have_count(0)
    page.locator(INPUT).focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.matches('.md-search-result__link')")
    page.keyboard.press("Escape")
    expect(page.locator(RESULT).first).to_be_hidden()


def test_more_results_come_on_scroll(site: Site, visit: Visit) -> None:
    page = opened(visit, f"{site.url}/index.html")
    page.locator(INPUT).fill("消息")
    expect(page.locator(RESULT).first).to_be_visible()
    total = int(re.findall(r"\d+", page.locator(META).inner_text())[0])
    assert total > 8
    while (seen := page.locator(ITEM).count()) < total:
        page.locator(".md-search__scrollwrap").evaluate("box => box.scrollTo(0, box.scrollHeight)")
        grown = "([name, count]) => document.querySelectorAll(name).length > count"
        page.wait_for_function(grown, arg=[ITEM, seen])
    assert page.locator(ITEM).count() == total
    links = page.locator(f"{ITEM} > a:first-child").evaluate_all("all => all.map(a => a.pathname)")
    assert len(set(links)) == total


def test_a_part_of_the_index_that_does_not_load_is_told_and_tried_again(
    site: Site, visit: Visit
) -> None:
    visitor = visit(f"{site.url}/index.html")
    page = visitor.page
    broken = re.compile(r"/search/t\d+\.js")
    page.context.route(broken, lambda route: route.fulfill(status=503, body=""))
    page.keyboard.press("/")
    page.locator(INPUT).fill("消息同步")
    expect(page.locator(META)).to_contain_text("没有成功")
    page.context.unroute(broken)
    page.get_by_role("button", name="再试一次").click()
    expect(page.locator(RESULT).first).to_be_visible()
    visitor.errors.clear()  # the browser reports the failed request itself


def test_a_site_that_was_published_anew_is_searched_anew(site: Site, visit: Visit) -> None:
    page = visit(f"{site.url}/index.html").page
    body = (site.folder / "search" / "manifest.js").read_text(encoding="utf-8")
    _, version, _ = shards.held(body)
    answers = iter([body.replace(version, "00000000", 1), body])  # of another build, once
    page.context.route("**/search/manifest.js", lambda route: route.fulfill(body=next(answers)))
    page.keyboard.press("/")
    page.locator(INPUT).fill("消息同步")
    expect(page.locator(RESULT).first).to_be_visible()
    assert next(answers, None) is None


def test_on_a_phone_nothing_is_cut_off(site: Site, visit: Visit) -> None:
    page = visit(f"{site.url}/index.html", PHONE, has_touch=True, is_mobile=True).page
    page.locator("label.md-header__button[for=__search]").tap()
    page.locator(INPUT).fill("消息")
    expect(page.locator(RESULT).first).to_be_visible()
    page.wait_for_timeout(400)  # the box slides in
    assert no_sideways_scrolling(page)
    chip = page.get_by_role("group", name="平台").get_by_role("button").last
    expect(chip).to_be_in_viewport()
    name = chip.inner_text()
    chip.tap()
    expect(page.locator(".kb-filters [aria-pressed=true]")).to_have_text(name)


def test_the_theme_speaks_the_protocol_that_we_answer(site: Site, visit: Visit) -> None:
    page = visit(f"{site.url}/im/message-sync.html").page
    settings = json.loads(page.locator("#__config").text_content())
    assert re.search(r"/workers/search\.[^/]*$", settings["search"])
    ((first, *_), *_) = page.evaluate(ASK, ["消息同步"])
    location, title, text, score = first[0]
    assert location.startswith("im/")
    assert "<mark" in title + text
    assert score > 0
