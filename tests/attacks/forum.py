"""A forum full of attacks: saved pages, and which post each attack became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from tests.attacks.cases import Attack
from tests.scraper import wecenter_markup as markup

HOST = "forum.example"
ARTICLE, QUESTION = 1000, 5000  # ids are counted from here
# chosen by the importer from the text alone
_UNPLACED = ("title", "category")
_SETTINGS = f"""site: 攻击论坛
base_url: http://{HOST}/
publish: full
fetched_at: 2021-06-01T12:00+08:00
posts:
"""


@dataclass(frozen=True)
class Saved:
    """A saved post: `key` as in `article/12`, the page's HTML, a line for a listing if needed."""

    key: str
    html: str
    line: str = ""


def save(attacks: Sequence[tuple[Attack, str]], folder: Path) -> Mapping[str, str]:
    """Write the pages of a forum that carries the attacks; returns name of attack → id of post.

    Every attack has a post of its own: what one breaks on a page is no other's fault.
    """
    folder.mkdir()
    posts = {attack.name: _post(n, attack, text) for n, (attack, text) in enumerate(attacks)}
    for name, post in posts.items():
        (folder / f"{name}.html").write_bytes(post.html.encode("utf-8", "surrogatepass"))
    lines = [post.line for post in posts.values() if post.line]
    (folder / "listing.html").write_text(markup.listing(*lines), encoding="utf-8")
    placed = [a.name for a, _ in attacks if a.carrier not in _UNPLACED]
    places = [f"  {posts[n].key}: {{path: {_shelf(posts[n])}/{n}}}\n" for n in placed]
    (folder / "source.yml").write_text(_SETTINGS + "".join(places), encoding="utf-8")
    return {name: f"{HOST}:{post.key}" for name, post in posts.items()}


def _shelf(post: Saved) -> str:
    return "questions" if post.key.startswith("question") else "im"


def _post(number: int, attack: Attack, text: str) -> Saved:
    title, typed = f"攻击 {attack.name}", escape(text)
    if attack.carrier == "answer":
        key = f"question/{QUESTION + number}"
        answers = markup.answer(number, text, comments=0)
        html = markup.question(QUESTION + number, title=title, answers=answers, heading="1 个回复")
        return Saved(key, html)
    key = f"article/{ARTICLE + number}"
    given: dict[str, object] = {"title": title, "body": f"<p>关于 {attack.name} 的正文</p>"}
    line = ""
    if attack.carrier == "body":
        given["body"] = text
    elif attack.carrier == "title":
        given["title"] = typed
    elif attack.carrier == "author":
        given["author"] = markup.user(typed, 3)
    elif attack.carrier == "topic":
        given["names"] = (typed,)
    elif attack.carrier == "comment":
        given |= {"comments": markup.comment(number, markup.user("评者", 6), text), "count": 1}
    elif attack.carrier == "category":
        line = markup.line(key, markup.WROTE, title=title, category=typed)
    return Saved(key, markup.article(ARTICLE + number, **given), line)  # type: ignore[arg-type]
