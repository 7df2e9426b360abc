from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from types import SimpleNamespace

import material
import pytest
from mkdocs.exceptions import PluginError

from hooks import events, library, policy
from scraper import profile
from tests.hooks.building import SAMPLE, build
from tests.hooks.making import TAXONOMY

_TEMPLATES = Path(material.__file__).parent / "templates" / "partials" / "javascripts"


def theme_script(name: str, **filled_in: str) -> str:
    """The text of a script as the theme's template writes it."""
    found = re.search(r"<script>(.*?)</script>", (_TEMPLATES / name).read_text(), re.DOTALL)
    assert found
    return re.sub(r"\{\{.*?\}\}", filled_in.get("base", ""), found[1])


PALETTE = theme_script("palette.html")
BASE = theme_script("base.html", base="../..")


def page(body: str = "", head: str = "") -> str:
    start = '<!doctype html>\n<html lang="zh">\n  <head>\n    \n      <meta charset="utf-8">'
    return f"{start}\n{head}<title>标题</title></head><body><article>{body}</article></body></html>"


def content_of(html: str) -> dict[str, list[str]]:
    """The directives of a page's one policy."""
    (found,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', html)
    return {name: values for name, *values in (part.split() for part in found.split("; "))}


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_the_policy_is_the_first_thing_after_the_charset() -> None:
    html = policy.with_policy(page(head=f"<script>{BASE}</script>"))
    before, after = html.split('<meta http-equiv="Content-Security-Policy"')
    assert before.rstrip().endswith('<head>\n    \n      <meta charset="utf-8">')
    assert re.search(r'^\s*<meta name="referrer" content="no-referrer">', after.split(">", 1)[1])
    assert "<script" not in before


def test_a_page_keeps_all_else() -> None:
    html = page("<p>甲</p>")
    added = re.sub(r"\s*<meta (?:http-equiv|name=.referrer)[^>]*>", "", policy.with_policy(html))
    assert added == html


def test_the_theme_s_scripts_are_allowed_by_what_they_say() -> None:
    html = page(head=f"<script>{BASE}</script><script>{PALETTE}</script>")
    scripts = content_of(policy.with_policy(html))["script-src"]
    assert scripts == ["'self'", "file:", hashed(BASE), hashed(PALETTE)]


def test_a_script_that_stands_twice_is_named_once() -> None:
    html = page(head=f"<script>{PALETTE}</script>" * 2)
    assert content_of(policy.with_policy(html))["script-src"][2:] == [hashed(PALETTE)]


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__config" type="application/json">{"base": "."}</script>',
        "<script type='application/json' id=x>{}</script>",
        '<script src="a.js"></script>',
        '<script defer\nsrc="a.js"></script>',
    ],
)
def test_data_and_files_are_not_hashed(script: str) -> None:
    assert content_of(policy.with_policy(page(head=script)))["script-src"] == ["'self'", "file:"]


@pytest.mark.parametrize(
    "script",
    [
        "<script>alert(1)</script>",
        "<SCRIPT>alert(1)</SCRIPT >",
        "<script type=module>alert(1)</script>",
        '<script type="text/javascript">alert(1)</script>',
        '<script data-src="a.js">alert(1)</script>',
        '<script data-type="application/json">alert(1)</script>',
        '<script type="application/jsonp">alert(1)</script>',
        '<script type="importmap">{}</script>',
        f"<script>{PALETTE};alert(1)</script>",
        f"<script>alert(1);{PALETTE}</script>",
        "<script>" + BASE.replace("../..", '",alert(1),"') + "</script>",
    ],
)
@pytest.mark.parametrize("place", ["{}", "</article>{}<article>", "<!-- {} -->"])
def test_any_other_inline_script_stops_the_build(script: str, place: str) -> None:
    with pytest.raises(PluginError, match="内联脚本"):
        policy.with_policy(page(place.format(script)))


def test_shown_code_is_no_script() -> None:
    html = policy.with_policy(page("<pre><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></pre>"))
    assert content_of(html)["script-src"] == ["'self'", "file:"]


def test_nothing_unsafe_is_allowed_and_no_other_site() -> None:
    directives = content_of(policy.with_policy(page()))
    assert list(directives) == list(policy.DIRECTIVES)
    assert directives["default-src"] == directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'none'"]
    allowed = {value for values in directives.values() for value in values}
    assert {value for value in allowed if not value.startswith("'sha256-")} == {
        "'none'", "'self'", "file:", "data:", "'unsafe-hashes'",
    }  # fmt: skip
    assert "'unsafe-hashes'" not in directives["script-src"]
    assert "data:" not in directives["script-src"]


def test_only_a_page_that_runs_examples_may_compile_them() -> None:
    before = content_of(policy.with_policy(page()))
    after = content_of(policy.with_policy(page(), runs=True))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"script-src", "worker-src"}
    assert set(after["script-src"]) - set(before["script-src"]) == {"'wasm-unsafe-eval'"}
    assert set(after["worker-src"]) - set(before["worker-src"]) == {"blob:"}


@pytest.mark.parametrize("line", [":--", ":-:", "--:"])
def test_aligned_cells_of_tables_keep_their_style(line: str) -> None:
    html = profile.render(f"| 甲 |\n|{line}|\n| 乙 |")
    styles = set(re.findall(r'style="([^"]+)"', html))
    assert len(styles) == 1
    allowed = content_of(policy.with_policy(page(html)))["style-src"]
    assert {hashed(style) for style in styles} < set(allowed)


def test_the_same_page_gets_the_same_policy_and_only_once() -> None:
    html = page("<p>甲</p>", f"<script>{PALETTE}</script><script>{BASE}</script>")
    once = policy.with_policy(html)
    assert policy.with_policy(html) == once
    assert policy.with_policy(once) == once


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>甲</p>",
        "<head><title>甲</title></head>",
        '<head><script src="a.js"></script><meta charset="utf-8"></head>',
        page('<head><meta charset="utf-8">'),
    ],
)
def test_a_page_without_its_head_stops_the_build(html: str) -> None:
    with pytest.raises(PluginError, match="head"):
        policy.with_policy(html)


def test_a_build_gives_every_page_its_policy(tmp_path: Path) -> None:
    result = build(SAMPLE, tmp_path, SITE_URL="https://kb.example.org/a/")
    assert result.returncode == 0, result.stderr
    for path in tmp_path.rglob("*.html"):
        assert len(content_of(path.read_text(encoding="utf-8"))["script-src"]) == 5, path
    assert "<meta" not in (tmp_path / "sitemap.xml").read_text(encoding="utf-8")


def test_a_preview_is_checked_and_can_still_reload_itself(monkeypatch) -> None:
    known = events._Build(library.arrange([], TAXONOMY), ([], {}))
    config = SimpleNamespace(extra={events._KEY: known})
    shown = SimpleNamespace(file=SimpleNamespace(src_uri="im/a.md"))
    for command, expected in (("build", policy.with_policy(page())), ("serve", page())):
        monkeypatch.setattr(events, "_serving", None)
        events.on_startup(command, False)
        assert events.on_post_page(page(), shown, config) == expected
        assert events.on_post_template(page(), "404.html", None) == expected
        with pytest.raises(PluginError):
            events.on_post_page(page("<script>alert(1)</script>"), shown, config)
