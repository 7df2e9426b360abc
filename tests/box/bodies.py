"""What the forum does to the texts that people typed, before it prints them."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from html import escape, unescape
from typing import Literal

from tests.box.records import HOME, HOST, IMAGES, Attachment, Post, Settings
from tests.box.site import Site

Place = Literal["article", "question", "answer", "list"]
COLUMN = 65_535  # bytes of a TEXT column; the escaped text goes in
_SUMMARY = 130
_TAG = re.compile(r"<[^>]*>")
_RELATIVE = re.compile(r"""(\bhref=["'])(?!https?:|//|/|#|javascript:|mailto:|data:|\{)(?=.)""")
_IMAGE = re.compile(r"""<img\b[^>]*?\bsrc=["']([^"']*)["'][^>]*>""")
_ATTACH = re.compile(r"\[attach\](\d+)\[/attach\]")
_FILE = re.compile(r"\{\{file ([^|}]*)\|([^}]*)\}\}")
_SIMPLE = re.compile(r"\[(/?)(b|i|u|s)\]")
_URL = re.compile(r"\[url(?:=([^\]]*))?\](.*?)\[/url\]", re.DOTALL)
_IMG = re.compile(r"\[img\](.*?)\[/img\]")
_QUOTE = re.compile(r"\[(/?)quote\]")
_LIST = re.compile(r"\[list\](.*?)\[/list\]", re.DOTALL)
_CODE = re.compile(r"\[code\](.*?)\[/code\]", re.DOTALL)
_BEFORE_QUOTE = re.compile(r"""(?:__)?[a-zA-Z0-9]+_?[a-zA-Z0-9]*-(?=["'|])""")
_HARMFUL = ('-"', "-'", "-|", "-__")
_EMPTY_PAIR = re.compile(r"[a-zA-Z0-9]+_?[a-zA-Z0-9]*-__")


def damaged(html: str) -> str:
    """The last filter on every page: `word-` before a quote or a bar, and `word-__`, are lost."""
    if not any(mark in html for mark in _HARMFUL):  # looking for words takes its time
        return html
    return _BEFORE_QUOTE.sub("", _EMPTY_PAIR.sub("", html))


def stored(body: str) -> str:
    """A body as the database keeps it: cut wherever its column is full, even within a tag."""
    if len(body) < COLUMN // 6:
        return body
    kept = escape(body).encode()[:COLUMN].decode("utf-8", "ignore")
    return unescape(kept)


def three_bytes(text: str) -> str:
    """Titles, names and comments are in columns that have no room for an emoji."""
    return "".join("?" if ord(letter) > 0xFFFF else letter for letter in text)


@lru_cache(maxsize=50_000)
def served(
    body: str, place: Place, site: Site, settings: Settings, files: tuple[Attachment, ...] = ()
) -> str:
    """A body as a page of this release prints it in this place."""
    html = stored(body)
    if "{{" in html:
        html = _known(html, site, settings)
    old = site.variant == "3.3"
    if "[" in html and (old or place in ("article", "answer")):
        html = _bbcode(html, site, {file.id: file for file in files} if old else {})
    if place == ("list" if old else "answer"):
        html = html.replace("\n", "\n<br />")
    if settings.lightbox and not old:
        html = _IMAGE.sub(_in_lightbox, html)
    return _RELATIVE.sub(lambda found: found[1] + site.home, html)


def _known(html: str, site: Site, settings: Settings) -> str:
    html = html.replace(HOME, site.origin).replace(HOST, site.origin[7:-1])
    html = html.replace(IMAGES, settings.image_host)
    return _FILE.sub(lambda f: site.link(download(f[1], site.origin + f[2])), html)


def file_link(name: str, path: str) -> str:
    """In bodies: the address that offers a file for download."""
    return f"{{{{file {name}|{path}}}}}"


def _bbcode(html: str, site: Site, files: dict[int, Attachment]) -> str:
    if files:
        html = _ATTACH.sub(lambda f: _placed(files.get(int(f[1])), site) or f[0], html)
    html = _CODE.sub(lambda f: f"<pre>{f[1].replace('[', '<span>[</span>')}</pre>", html)
    html = _SIMPLE.sub(r"<\1\2>", html)
    html = _QUOTE.sub(lambda f: f"<{f[1]}blockquote>", html)
    html = _IMG.sub(r'<img src="\1" alt="" />', html)
    html = _URL.sub(
        lambda f: f'<a href="{f[1] or f[2]}" rel="nofollow" target="_blank">{f[2]}</a>', html
    )
    html, lists = _LIST.subn(r"<ul>\1</ul>", html)
    if not lists:  # after a [list], a [list=1] in the same text stays as it is
        html = html.replace("[list=1]", "<ol>").replace("[/list]", "</ol>")
    return html.replace("[*]", "<li>") if lists or "<ol>" in html else html


def _placed(file: Attachment | None, site: Site) -> str:
    if file is None:
        return ""
    where = f"{site.origin}{file.path}"
    return (
        f'<div class="aw-upload-img-list active"><a href="{where}" target="_blank" '
        f'data-fancybox-group="thumb" rel="lightbox">'
        f'<img src="{where}" class="img-polaroid" alt="{escape(file.name)}" /></a></div>'
    )


def _in_lightbox(found: re.Match[str]) -> str:
    url = found[1]
    if not url or url.startswith("data:"):
        return found[0]
    return (
        f'<a href="{url}" data-fancybox-group="thumb" rel="lightbox">'
        f'<img src="{url}" alt="{url}" title="{url}" /></a>'
    )


@lru_cache(maxsize=50_000)
def summary(body: str) -> tuple[str, bool]:
    """The teaser of a listing and whether it was cut: tags are gone, entities may be cut."""
    text = _TAG.sub("", stored(body)[:20_000].replace(HOME, "")).replace("\n", "").strip()
    return (f"{text[:_SUMMARY]}...", True) if len(text) > _SUMMARY else (text, False)


def download(name: str, url: str) -> str:
    """The path that offers a file: its name and its real address, both in Base64."""
    coded = (base64.b64encode(text.encode()).decode() for text in (name, url))
    return "file/download/file_name-{}__url-{}".format(*coded)


def placed_ids(post_body: str) -> set[int]:
    """Which attachments stand in a text itself."""
    return {int(number) for number in _ATTACH.findall(post_body)}


def comment_html(text: str) -> str:
    """A plain comment, escaped once."""
    return escape(three_bytes(text)).replace("\n", "<br />\n")


def title(post: Post) -> str:
    """A title, escaped once."""
    return escape(three_bytes(post.title))
