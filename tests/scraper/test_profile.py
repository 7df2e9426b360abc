from __future__ import annotations

import pytest
import yaml

from scraper import profile
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="../im/a.md">x</a>', '<a href="../im/a.html">x</a>'),
        ("<a title='t' href='a.md#b'>x</a>", "<a title='t' href='a.html#b'>x</a>"),
        ('<a href="https://a.example/b.md">x</a>', '<a href="https://a.example/b.md">x</a>'),
        ('&lt;a href="a.md"&gt;', '&lt;a href="a.md"&gt;'),
        ('<a href="a.html">a.md</a>', '<a href="a.html">a.md</a>'),
    ],
)
def test_links_of_raw_blocks_lead_to_pages(html: str, expected: str) -> None:
    assert profile.link_pages(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p><img alt="图 &amp; 1" src="a.png"><br>\n图 &amp; 1</p>',
         '<figure><img alt="图 &amp; 1" src="a.png"><figcaption>图 &amp; 1</figcaption></figure>'),
        ('<p><img alt="图 1" src="a.png" /><br />\n接着说</p>',) * 2,
        ('<p><img alt="" src="a.png"><br></p>',) * 2,
    ],
)  # fmt: skip
def test_an_image_and_its_own_words_make_a_figure(html: str, expected: str) -> None:
    assert profile.frame_figures(html) == expected


class _Settings(yaml.SafeLoader):
    """mkdocs.yml as plain data: what it names in Python is read as a name."""


_Settings.add_multi_constructor("tag:yaml.org,2002:python/name:", lambda loader, name, node: name)
_Settings.add_constructor("!ENV", lambda loader, node: None)


def test_the_site_and_the_scraper_know_the_same_markdown() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = yaml.load(text, _Settings)["markdown_extensions"]  # noqa: S506 - ours, and safe
    pairs = [next(iter(one.items())) if isinstance(one, dict) else (one, {}) for one in listed]
    site = {name if "." in name else f"markdown.extensions.{name}": given for name, given in pairs}
    assert set(site) == set(profile.OWN_EXTENSIONS)
    (fences,) = (settings.pop("custom_fences") for key, settings in site.items() if "superf" in key)
    known = profile.OWN_CONFIG["pymdownx.superfences"]["custom_fences"]
    assert fences == [
        fence | {"format": f"scraper.profile.{fence['format'].__name__}"} for fence in known
    ]
    for name, given in profile.CONFIG.items():
        shown = {"slugify"} if name.endswith("toc") else set(given)
        known = {key: value for key, value in given.items() if key not in {"slugify"}}
        assert known.items() <= site[name].items()
        assert shown <= set(site[name])
    assert site["markdown.extensions.toc"]["slugify"] == "scraper.profile.heading_id"
