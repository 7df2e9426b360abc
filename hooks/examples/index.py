"""The list of all examples: what the fence `examples` stands for."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from html import escape
from pathlib import PurePosixPath

from hooks import pictures
from hooks.examples.gallery import Example, Gallery
from hooks.examples.times import Times
from hooks.library import url

# Topics in the order in which one builds on the other; the folders' names, as readers know them.
TOPICS = {
    "stun": "STUN",
    "nat": "NAT",
    "ice": "ICE",
    "sdp": "SDP",
    "message": "消息",
    "group": "大群",
    "chatroom": "聊天室",
    "websocket": "WebSocket",
    "media": "语音",
    "push": "推送",
    "security": "签名与证书",
}


def listing(gallery: Gallery, page: PurePosixPath, times: Times) -> str:
    """The list for a page. Each topic is a section, which the search index leaves out: a search
    should lead to the pages themselves.
    """
    found = {example.topic for example in gallery.homes}
    topics = [topic for topic in TOPICS if topic in found] + sorted(found - TOPICS.keys())
    if not topics:
        return "<p>还没有示例。</p>"
    sections = [_topic(topic, gallery, page, times) for topic in topics]
    return "\n".join([*sections, _measured(times)]).rstrip()


def _topic(topic: str, gallery: Gallery, page: PurePosixPath, times: Times) -> str:
    name = escape(TOPICS.get(topic, topic))
    items = [
        _item(example, gallery.on(example.page), page, times)
        for example in gallery.homes
        if example.topic == topic
    ]
    return "\n".join([
        f'<section class="kb-topic" aria-label="{name}" data-search-exclude>',
        f"<h2>{name}</h2>", '<ul class="kb-examples">', *items, "</ul>", "</section>",
    ])  # fmt: skip


def _item(example: Example, beside: Sequence[Example], page: PurePosixPath, times: Times) -> str:
    program = example.program
    address = posixpath.relpath(url(example.page), page.parent.as_posix())
    if len(beside) > 1:
        address += f"#{example.id}"
    oracles = "；".join(program.oracles)
    took = times.told(example.name) if example.runs else "只在终端里运行"
    return (
        f'<li class="kb-examples__item">{_thumbnail(example)}<div>'
        f'<a class="kb-card__title" href="{address}">{escape(program.title)}</a>'
        f'<p class="kb-card__text">{escape(program.points)}</p>'
        f'<p class="kb-card__meta"><span class="kb-chip">{escape(program.difficulty)}</span>'
        f" 对照：{escape(oracles)} · {took}</p></div></li>"
    )


def _thumbnail(example: Example) -> str:
    if example.trace is None:
        return '<span class="kb-thumbnail kb-thumbnail--terminal" aria-hidden="true">$</span>'
    return pictures.to_html(pictures.thumbnail(example.trace))


def _measured(times: Times) -> str:
    if not times.measured:
        return ""
    return f'<p class="kb-count">运行时间是 {escape(times.measured)} 在同一台机器上测的。</p>'
