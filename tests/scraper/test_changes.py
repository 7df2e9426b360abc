"""What an import changes, as people read it: by kind, with what changed upstream of their edits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scraper import changes, intake, pipeline, store
from scraper.changes import Change
from scraper.settings import Settings
from tests.scraper.archives import DAY, NOON, ROOT, Got, write
from tests.scraper.wecenter_markup import answer, article, question


class Site:
    """A folder of pages and the archive they come from, which grows."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answers: list[Got] = []
        self._syncs = 0
        self.content = folder / "content"

    def sync(
        self, *answers: Got, forget: bool = False, take_down: frozenset[str] = frozenset()
    ) -> list[Change]:
        """Import all answers so far, and write the pages; `forget` leaves the older ones out."""
        self._answers = [*([] if forget else self._answers), *answers]
        self._syncs += 1
        archive = self._folder / f"archive-{self._syncs}"
        write(archive, self._answers)
        known = {"forum": Settings(base_url=ROOT, take_down=take_down)}
        opened = intake.open_source(archive, intake.Options(), None, known)
        result = pipeline.run(opened, self.content)
        found = changes.of(result, self.content, archive)
        store.write(result.files)
        return found

    def page(self, key: str) -> Path:
        """The page of a post."""
        pages = self.content.rglob("*.md")
        return next(p for p in pages if re.search(rf":{key}$", p.read_text("utf-8"), re.MULTILINE))

    def edit(self, key: str, old: str, new: str) -> None:
        """Edit a page by hand."""
        text = self.page(key).read_text("utf-8")
        assert old in text
        self.page(key).write_text(text.replace(old, new), encoding="utf-8")

    def name(self, key: str) -> str:
        """The path of a post's page below content/."""
        return self.page(key).relative_to(self.content).as_posix()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def own(number: int, text: str, days: int = 0, **given: bool) -> Got:
    html = article(number, f"<p>{text}</p>", title=f"第{number}篇", **given)  # type: ignore[arg-type]
    return Got(f"article/{number}", html, NOON + days * DAY)


def asked(number: int, title: str, days: int = 0) -> Got:
    html = question(number, title=title, answers=answer(31), heading="1 个回复")
    return Got(f"question/{number}", html, NOON + days * DAY)


FIRST = [own(1, "一"), own(2, "二"), own(3, "三"), own(4, "四"), asked(7, "问七"), asked(9, "问九")]
SECOND = [
    own(1, "一", 1),  # as before
    own(2, "二又二", 1),
    Got("article/3", "", NOON + DAY, 404),
    own(4, "四", 1, locked=True),
    own(5, "五", 1),
    own(6, "六", 1, locked=True),
    Got("question/7", "", NOON + DAY, 302, "/question/9?rf=7"),
]


def kinds(found: list[Change]) -> list[tuple[str, str]]:
    return [(change.what, change.title) for change in found]


def test_every_page_is_new_at_first_and_none_the_second_time(site: Site) -> None:
    found = site.sync(*FIRST)
    assert sorted(kinds(found)) == sorted(
        ("new", title) for title in ("第1篇", "第2篇", "第3篇", "第4篇", "问七", "问九")
    )
    assert [change.path for change in found] == sorted(change.path for change in found)
    assert site.sync() == []
    assert site.sync(*(own(n, text, 1) for n, text in enumerate("一二三四", 1))) == []


def test_what_happened_to_each_page(site: Site) -> None:
    site.sync(*FIRST)
    found = site.sync(*SECOND)
    assert [(c.what, c.title, c.about) for c in found] == [
        ("new", "第5篇", ""),
        ("new", "第6篇", ""),
        ("changed", "第2篇", ""),
        ("gone", "第3篇", "found on 2020-05-07"),
        ("merged", "问七", "into question/9"),
        ("locked", "第4篇", ""),
    ]
    assert all((site.content / change.path).is_file() for change in found)
    assert site.sync() == []


def test_a_page_that_was_edited_is_kept_with_a_diff(site: Site) -> None:
    site.sync(own(1, "一"), own(2, "二"))
    site.edit("article/1", "一\n", "一，由人修改\n")
    site.edit("article/2", "二\n", "二，由人修改\n")
    (kept,) = site.sync(own(1, "一又一", 1), own(2, "二", 1))
    assert (kept.what, kept.path, kept.title) == ("kept", site.name("article/1"), "第1篇")
    told = re.fullmatch(
        r"once the change is taken over, set its source.sha256 to ([0-9a-f]{64})", kept.about
    )
    assert told
    assert kept.diff == (
        "--- upstream before\n+++ upstream now\n@@ -1,3 +1,3 @@\n # 第1篇\n \n-一\n+一又一\n"
    )
    assert "由人修改" in site.page("article/1").read_text("utf-8")
    assert site.sync() == [kept]  # until somebody has looked
    digest = re.findall("sha256: [0-9a-f]{64}", site.page("article/1").read_text("utf-8"))
    site.edit("article/1", digest[0], f"sha256: {told[1]}")
    assert site.sync() == []
    (again,) = site.sync(own(1, "一又一再一", 2))
    assert again.diff.endswith("-一又一\n+一又一再一\n")


def test_the_diff_is_against_what_the_page_was_made_from(site: Site) -> None:
    site.sync(own(1, "一"))
    site.edit("article/1", "一\n", "改\n")
    site.sync(own(1, "一又一", 1))
    (kept,) = site.sync(own(1, "一又一再一", 2))  # nobody has taken over the first change
    assert "-一\n+一又一再一\n" in kept.diff


def test_a_new_answer_to_a_page_that_was_edited(site: Site) -> None:
    site.sync(asked(7, "问七"))
    site.edit("question/7", "回答\n", "由人修改\n")
    more = question(
        7, title="问七", answers=answer(31) + answer(32, "<p>新</p>"), heading="2 个回复"
    )
    (kept,) = site.sync(Got("question/7", more, NOON + DAY))
    added = [line for line in kept.diff.splitlines()[2:] if line.startswith(("+", "-"))]
    assert "+新" in added
    assert not [line for line in added if line.startswith("-")]


def test_without_the_earlier_capture_the_diff_is_against_the_page(site: Site) -> None:
    site.sync(own(1, "一"))
    site.edit("article/1", "一\n", "一，由人修改\n")
    (kept,) = site.sync(own(1, "一又一", 1), forget=True)
    assert kept.about == "no earlier capture of it is here; the diff is against the edited page"
    assert kept.diff.startswith("--- as edited\n+++ upstream now\n")
    assert kept.diff.endswith("-一，由人修改\n+一又一\n")


def test_a_page_that_was_edited_and_is_gone_upstream(site: Site) -> None:
    site.sync(own(1, "一"))
    site.edit("article/1", "一\n", "一，由人修改\n")
    (kept,) = site.sync(Got("article/1", "", NOON + DAY, 404))
    assert kept.what == "kept"
    assert kept.about.startswith("gone from the forum, found on 2020-05-07; once")
    assert "+原帖已经从论坛删除" in kept.diff
    digests = [re.findall("[0-9a-f]{64}", text)[0] for text in (
        site.page("article/1").read_text("utf-8"), kept.about)]  # fmt: skip
    site.edit("article/1", *digests)
    assert site.sync() == []


def test_pages_of_posts_that_were_taken_down(site: Site) -> None:
    site.sync(own(1, "一"), own(2, "二"))
    paths = [site.name("article/1"), site.name("article/2")]
    site.edit("article/2", "二\n", "二，由人修改\n")
    down = frozenset({"article/1", "article/2", "article/99"})
    found = site.sync(own(3, "三"), take_down=down)
    edited = "its post was taken down, but the page was edited: empty it by hand"
    assert found[1:] == [Change("taken down", paths[0], ""), Change("kept", paths[1], "", edited)]
    (still,) = site.sync(take_down=down)
    assert still == found[2]


# as people read it

MANY = [
    Change("new", "im/a.md", "第一篇"),
    Change("new", "im/b.md", "用 `[x]` 与 <b>@某人</b>"),
    Change("gone", "rtc/c.md", "旧文", "found on 2020-05-07"),
    Change("taken down", "im/d.md", ""),
    Change(
        "kept", "im/e.md", "改过的", "set it", "--- before\n+++ now\n \n-```js\n-old\n+新\n ````\n"
    ),
]
REPORT = """# Sync of x

## New (2)

- im/a.md 第一篇
- im/b.md `` 用 `[x]` 与 <b>@某人</b> ``

## Gone from the forum: kept here as archived, for review (1)

- rtc/c.md 旧文 (found on 2020-05-07)

## Taken down: nothing of the post is left on its page (1)

- im/d.md

## Kept because edited by hand (1)

- im/e.md 改过的 (set it)

  `````diff
  --- before
  +++ now

  -```js
  -old
  +新
   ````
  `````
"""
TEXT = """New (2):
  im/a.md 第一篇
  im/b.md 用 `[x]` 与 <b>@某人</b>
Gone from the forum: kept here as archived, for review (1):
  rtc/c.md 旧文 (found on 2020-05-07)
Taken down: nothing of the post is left on its page (1):
  im/d.md
Kept because edited by hand (1):
  im/e.md 改过的 (set it)"""


def test_the_report() -> None:
    assert changes.as_markdown(MANY, "Sync of x") == REPORT
    assert changes.as_text(MANY) == TEXT


def test_a_report_of_nothing() -> None:
    assert changes.as_markdown([], "Sync of x") == "# Sync of x\n\nNothing changed.\n"
    assert changes.as_text([]) == "nothing changed"


def test_a_terminal_gets_ten_of_each_kind() -> None:
    many = [Change("new", f"im/{n}.md", "") for n in range(12)] + [Change("gone", "im/x.md", "")]
    assert changes.as_text(many).splitlines() == [
        "New (12):", *(f"  im/{n}.md" for n in range(10)), "  … and 2 more",
        "Gone from the forum: kept here as archived, for review (1):", "  im/x.md",
    ]  # fmt: skip
    assert changes.as_markdown(many, "x").count("\n- im/") == 13


@pytest.mark.parametrize("ticks", ["", "`", "```", "`````", "a ```` b"])
def test_no_text_ends_the_block_of_its_diff(ticks: str) -> None:
    text = changes.as_markdown([Change("kept", "a.md", "", "", f" {ticks}\n+x\n")], "x")
    opened = re.search(r"^  (`+)diff$", text, re.MULTILINE)
    assert opened
    assert len(opened[1]) > max(2, *(len(run) for run in re.findall("`+", ticks) or [""]))
    assert text.endswith(f"\n  {opened[1]}\n")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("IM/RTC：第 1 篇 (上)", "IM/RTC：第 1 篇 (上)"),
        ("@all 看 #12", "`@all 看 #12`"),
        ("[x](http://o.example)", "`[x](http://o.example)`"),
        ("<script>", "`<script>`"),
        ("a``b", "``` a``b ```"),
    ],
)
def test_a_title_is_never_markup(title: str, shown: str) -> None:
    text = changes.as_markdown([Change("new", "a.md", title)], "x")
    assert f"\n- a.md {shown}\n" in text
