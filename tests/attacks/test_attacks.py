"""Every attack through a real import and a real build, opened and touched in Chromium.

The site's Content-Security-Policy is switched off: what has to hold here is the sanitiser.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from tests.attacks import still
from tests.attacks.cases import ATTACKS, WRITTEN, Attack
from tests.attacks.looking import Reader
from tests.attacks.site import CANARY, COMPUTED, HARMLESS, Attacked
from tests.hooks.search import scripts

pytestmark = pytest.mark.browser

QUERY = "[data-md-component=search-query]"
RESULT = ".md-search-result__link"
WORDS = ("kbAttack", "onerror", "script", "攻击", "javascript")
PASSWORDS = "root:x:0:0:"
# pages that nobody wrote, or that carry other pages' titles
SHARED = ("index.html", "tags.html", "404.html", "curated/index.html", "im/index.html",
          "questions/index.html", HARMLESS)  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_achieves_nothing(attack: Attack, attacked: Attacked, reader: Reader) -> None:
    landing = attacked.landings[attack.name]
    assert reader.look(landing.page).everything() == []
    model = attacked.site / HARMLESS if landing.outcome == "built" else None
    assert still.page_faults(landing.page, model) == []
    assert attack.name not in attacked.touched()


def test_there_are_attacks_of_every_kind() -> None:
    assert len(ATTACKS) >= 150
    for kind in ("building", "metadata", "mutation", "redress", "scripts", "trackers", "typed",
                 "urls"):  # fmt: skip
        assert sum(attack.kind == kind for attack in ATTACKS) >= 15


def test_no_post_keeps_the_site_from_being_built(attacked: Attacked) -> None:
    """What the importer writes must pass the checks: else one hostile post stops every build."""
    refused = {
        attack.name: attacked.landings[attack.name].why
        for attack in ATTACKS
        if attack.carrier not in WRITTEN and attacked.landings[attack.name].outcome == "refused"
    }
    assert refused == {}


def test_only_what_is_no_text_is_lost(attacked: Attacked) -> None:
    lost = [a for a in ATTACKS if attacked.landings[a.name].outcome == "lost"]
    assert [attack.name for attack in lost if "⟦U+0000⟧" not in attack.typed] == []


def test_nothing_is_read_run_or_fetched_while_building(attacked: Attacked) -> None:
    assert attacked.touched() == set()
    assert attacked.asked == ()
    for folder in ("site", "content", "bare"):
        for file in (path for path in (attacked.work / folder).rglob("*") if path.is_file()):
            data = file.read_bytes()
            for secret in (CANARY, COMPUTED, PASSWORDS):
                assert secret.encode() not in data, f"{secret} in {file}"


@pytest.mark.parametrize("path", SHARED)
def test_pages_that_show_titles_of_others(path: str, attacked: Attacked, reader: Reader) -> None:
    page = attacked.site / path
    assert reader.look(page).everything() == []
    tree = LexborHTMLParser(page.read_text("utf-8"))
    assert [f for node in tree.root.traverse() for f in still.anywhere(node)] == []


def test_every_category_page_is_quiet(attacked: Attacked, reader: Reader) -> None:
    shown = {path: reader.look(path).everything() for path in attacked.site.glob("*/index.html")}
    assert {str(path): seen for path, seen in shown.items() if seen} == {}


def test_the_search_index_holds_no_live_markup(attacked: Attacked) -> None:
    answers = scripts.run(
        "const engine = new kb.Engine(read); const shown = [];"
        "for (const text of given.queries) {"
        "  for (let from = 0, total = 1; from < total; from += 8) {"
        "    const { items, marks, total: all } = await engine.search(text, { from });"
        "    total = all;"
        "    for (const item of items) shown.push(...kb.teaser.documents(item, marks));"
        "  }"
        "}"
        "tell(shown);",
        attacked.site / "search",
        queries=WORDS,
    )
    assert len(answers) > len(ATTACKS)
    for answer in answers:
        for html in (answer["title"], answer["text"], *answer.get("tags", [])):
            html = html.replace("<mark data-md-highlight>", "").replace("</mark>", "")
            assert still.body_faults(html) == [], answer


@pytest.mark.parametrize("words", WORDS)
def test_searching_for_attacks(words: str, attacked: Attacked, reader: Reader) -> None:
    page, seen = reader.stay(attacked.site / "index.html")
    page.keyboard.press("/")
    page.locator(QUERY).fill(words)
    expect(page.locator(RESULT).first).to_be_visible()
    for more in page.locator(".md-search-result__more > summary").all()[:5]:
        more.click()
    page.locator(RESULT).first.hover()
    page.wait_for_timeout(100)
    # the address of the search itself
    own = f"went to {page.url.partition('?')[0]}?q="
    assert [line for line in seen.everything() if not line.startswith(own)] == []
