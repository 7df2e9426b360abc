"""What a post becomes: HTML of the right kind of page, composed from cleaned parts.

Nothing here converts or writes. `full` pages carry what people wrote; `summary` pages carry titles,
names and a link, which are facts, and a sentence of our own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape, unescape

from scraper.models import Comment, CuratedIndex, Faq, Person, Post, Reply
from scraper.moments import FORUM_ZONE, iso

Clean = Callable[[str, int], str]  # (body HTML, level of its highest heading) → clean HTML
UNKNOWN = "未知"
EXCERPT = 100


def name(person: Person | None) -> str:
    """A person as the page names them; never invented."""
    return person.name if person else UNKNOWN


def _before_han(text: str) -> str:
    """A name as it stands before Chinese text: Latin letters are set off by a space."""
    return f"{text} " if text[-1:].isascii() else text


def fate(post: Post) -> str:
    """What became of the post in its forum, where that is not simply “still there”."""
    if post.gone:
        day = post.gone.astimezone(FORUM_ZONE).date().isoformat()
        return f"<p>原帖已经从论坛删除（{day} 发现），下面是删除之前保存的内容。</p>"
    if post.merged_into:
        return "<p>原帖在论坛里已经与另一个问题合并，下面是合并之前的内容。</p>"
    return "<p>原帖已被锁定，不再接受新的回复。</p>" if post.locked else ""


def article(post: Post, clean: Clean) -> str:
    """The body, then the comments in the order they were written."""
    return clean(post.body, 2) + _comments(post.comments, clean, 2, "评论")


def question(post: Post, clean: Clean) -> str:
    """The question, the best answer first, then the others, each with its comments."""
    parts = [clean(post.body, 2) or f"<p>{_NO_BODY}</p>"]
    parts.append(_comments(post.comments, clean, 2, "对问题的评论"))
    best = [reply for reply in post.replies if reply.best]
    others = [reply for reply in post.replies if not reply.best]
    if best:
        parts.append("<h2>最佳回答</h2>" + _replies(best, clean))
    if others:
        parts.append(f"<h2>{'其他回答' if best else '回答'}</h2>" + _replies(others, clean))
    if not post.replies:
        told = _UNANSWERED if post.counts.replies == 0 else _NO_REPLIES
        parts.append(f"<h2>回答</h2><p>{told}</p>")
    return "".join(parts)


_NO_BODY = "原帖只有标题，或者正文没有随来源保存下来。"
_UNANSWERED = "这个问题没有人回答。"
_NO_REPLIES = "来源里没有保存回答的内容。"


def _replies(replies: Iterable[Reply], clean: Clean) -> str:
    parts = []
    for reply in replies:
        parts.append(f"<h3>{escape(_before_han(name(reply.author)))}的回答</h3>")
        about = []
        when = iso(reply.time) or (reply.time.text if reply.time else "")
        if when:
            about.append(escape(when[:10]))
        if reply.votes:
            about.append(f"{reply.votes} 人赞同")
        if about:
            parts.append(f"<p>{' · '.join(about)}</p>")
        parts.append(clean(reply.body, 4))
        parts.append(_comments(reply.comments, clean, 4, "评论"))
    return "".join(parts)


def _comments(comments: tuple[Comment, ...], clean: Clean, level: int, title: str) -> str:
    if not comments:
        return ""
    items = []
    for comment in comments:
        to = f" 回复 {escape(comment.to.name)}" if comment.to else ""
        who = f"<strong>{escape(name(comment.author))}</strong>{to}："
        body = clean(comment.body, 6)
        one = re.fullmatch(r"<p>((?:(?!<p>).)*)</p>", body, re.DOTALL)
        items.append(f"<li>{who}{one[1]}</li>" if one else f"<li><p>{who}</p>{body}</li>")
    return f"<h{level}>{title}</h{level}><ul>{''.join(items)}</ul>"


def faq(found: Faq, clean: Clean) -> str:
    """One heading, and so one anchor, per question; its answer below."""
    parts = [clean(found.intro, 2)]
    for pair in found.pairs:
        answer = clean(pair.answer, 3) or f"<p>{_NO_REPLIES}</p>"
        parts.append(f"<h2>{escape(pair.question, quote=False)}</h2>{answer}")
    if outro := clean(found.outro, 3):
        parts.append(f"<h2>结语</h2>{outro}")
    return "".join(parts)


def curated(found: CuratedIndex, clean: Clean) -> str:
    """One heading per section and one list item per entry; the build adds what we have of them."""
    parts = [clean(found.intro, 2)]
    for section in found.sections:
        items = []
        for entry in section.entries:
            text = escape(entry.title, quote=False)
            if entry.href:
                text = f'<a href="{escape(entry.href)}">{text}</a>'
            items.append(f"<li>{text}</li>")
        parts.append(f"<h2>{escape(section.name, quote=False)}</h2><ol>{''.join(items)}</ol>")
    parts.append(clean(found.outro, 3))
    return "".join(parts)


def summary(post: Post, found: Faq | CuratedIndex | None, clean: Clean) -> str:
    """What may be said of a post whose text is not ours to publish."""
    if isinstance(found, CuratedIndex):
        return curated(CuratedIndex("", found.sections, ""), clean)
    where = "正文的权利属于原作者，本站只登记它的标题、作者、日期和出处。"
    parts = [f"<p>{where}</p>"]
    if post.url:
        parts.append(f'<p><a href="{escape(post.url)}">到原站阅读全文</a></p>')
    if isinstance(found, Faq):
        parts.append("<p>这一篇回答下面这些问题，答案见原帖：</p>")
        questions = [escape(pair.question, quote=False) for pair in found.pairs]
        parts += [f"<h2>{question}</h2><p>答案见原帖。</p>" for question in questions]
    return "".join(parts)


def describe(post: Post, site: str | None) -> str:
    """A description of our own for a post whose text is not ours to quote: facts only."""
    noun = "提问" if post.kind == "question" else "文章"
    place = f"{site} 社区" if site else "社区"
    column = f"“{post.category}”栏目" if post.category else ""
    who = f"，作者{post.author.name}" if post.author else ""
    return f"{place}{column}的{noun}{who}。"


def excerpt(html: str) -> str:
    """The first sentences of a body, at most EXCERPT characters; empty where it has no text."""
    text = ""
    for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", html, re.DOTALL):
        plain = " ".join(unescape(re.sub(r"<[^>]+>", "", paragraph)).split())
        text = f"{text} {plain}".strip() if text[-1:].isascii() else text + plain
        if len(text) >= EXCERPT // 2:
            break
    if len(text) <= EXCERPT:
        return text
    ends = [m.end() for m in re.finditer(r"[。！？!?；;]", text[:EXCERPT])]
    return text[: ends[-1]] if ends and ends[-1] > EXCERPT // 3 else text[: EXCERPT - 1] + "…"
