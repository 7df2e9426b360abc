"""What an import found, as JSON for tools and as lines for people."""

from __future__ import annotations

import json
from collections import Counter

from scraper import curated, markdown, moments, pipeline, titles
from scraper.models import Faq, IndexSection, Note
from scraper.pipeline import Result
from scraper.shaping import Shaped


def counts(result: Result) -> dict[str, int]:
    """The twelve figures of an import."""
    posts = [item.post for item in result.shaped]
    sections = pipeline.sections(result.shaped)
    once = curated.distinct(sections)
    faqs = _faqs(result)
    return {
        "posts": len(posts),
        "pinned": sum(post.pinned for post in posts),
        "articles": sum(post.kind == "article" for post in posts),
        "questions": sum(post.kind == "question" for post in posts),
        "summaries_removed": sum(post.summary is not None for post in posts),
        "index_lines": sum(len(section.entries) for section in sections),
        "index_distinct": sum(len(section.entries) for section in once),
        "index_resolved": sum(
            titles.normalise(entry.title) in result.resolved
            for section in once
            for entry in section.entries
        ),
        "faq_pairs": sum(len(found.pairs) for found in faqs),
        "faq_repaired": sum(pair.repaired for found in faqs for pair in found.pairs),
        "series": len(result.series),
        "image_slots": len(result.slots),
    }


def _faqs(result: Result) -> list[Faq]:
    return [item.found for item in result.shaped if isinstance(item.found, Faq)]


def as_json(result: Result) -> str:
    """The whole report; same source and target, same bytes."""
    own = result.opened.settings
    images = Counter(slot.post for slot in result.slots)
    data = {
        "source": {
            "kind": result.opened.kind,
            "name": result.opened.where,
            "sha256": result.opened.sha256,
            "fetched_at": moments.utc_text(own.fetched_at) if own.fetched_at else None,
            "publish": result.publish,
        },
        "counts": counts(result),
        "summaries": dict(
            sorted(Counter(i.post.summary for i in result.shaped if i.post.summary).items())
        ),
        "posts": [_post(item, images[item.post.key]) for item in result.shaped],
        "index": [_section(section, result) for section in pipeline.sections(result.shaped)],
        "faq": [
            {
                "label": pair.label,
                "question": pair.question,
                "line": pair.line,
                "repaired": pair.repaired,
            }
            for found in _faqs(result)
            for pair in found.pairs
        ],
        "series": [
            {"name": s.name, "parts": [{"number": n, "title": t} for n, t in s.parts]}
            for s in result.series
        ],
        "images": [
            {
                "post": slot.post,
                "order": slot.order,
                "name": slot.name,
                "caption": slot.caption,
                "line": slot.line,
                "file": slot.path or None,
            }
            for slot in result.slots
        ],
        "repairs": [_note(note) for note in result.notes if note.kind == "repair"],
        "doubts": [_note(note) for note in result.notes if note.kind == "doubt"],
        "files": [{"path": d.path, "state": d.state} for d in result.decisions],
        "conversion": _conversion(result),
        "quarantined": [{"page": page, "why": why} for page, why in result.quarantined],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _conversion(result: Result) -> dict[str, object]:
    """How many blocks stayed HTML, which, and in what Markdown would have differed."""
    reasons = Counter(kept.why for _, kept in result.kept)
    return {
        "blocks": result.blocks,
        "kept_html": len(result.kept),
        "share": markdown.share(len(result.kept), result.blocks),
        "reasons": dict(sorted(reasons.items())),
        "kept": [{"page": page, **vars(kept)} for page, kept in result.kept],
    }


def _post(item: Shaped, images: int) -> dict[str, object]:
    post = item.post
    when = post.published
    active = post.active
    return {
        "key": post.key,
        "kind": post.kind,
        "title": post.title,
        "author": post.author.name if post.author else None,
        "forum_category": post.category,
        "category": item.place.category,
        "platforms": list(item.place.platforms),
        "pinned": post.pinned,
        "published": moments.iso(when),
        "published_text": when.text if when else None,
        "precision": when.precision if when else "unknown",
        "active": moments.iso(active),
        "active_text": active.text if active else None,
        "counts": {k: v for k, v in vars(post.counts).items() if v is not None},
        "summary": post.summary,
        "replies": len(post.replies),
        "images": images,
        "where": post.where,
        "line": post.line,
        "page": item.path,
    }


def _section(section: IndexSection, result: Result) -> dict[str, object]:
    seen: set[str] = set()
    entries = []
    for entry in section.entries:
        key = titles.normalise(entry.title)
        page = result.resolved.get(key)
        entries.append({
            "order": entry.order,
            "title": entry.title,
            "line": entry.line,
            "state": "duplicate" if key in seen else "resolved" if page else "missing",
            "page": page,
        })  # fmt: skip
        seen.add(key)
    return {"name": section.name, "platform": section.platform, "entries": entries}


def _note(note: Note) -> dict[str, object]:
    return {"code": note.code, "where": note.where, "line": note.line, "message": note.message}


def as_text(result: Result) -> str:
    """A few lines for the terminal."""
    found = counts(result)
    states = Counter(d.state for d in result.decisions)
    repairs = sum(note.kind == "repair" for note in result.notes)
    lines = [
        f"{result.opened.where}: {found['posts']} posts ({found['articles']} articles,"
        f" {found['questions']} questions, {found['pinned']} pinned),"
        f" {found['image_slots']} images, {found['faq_pairs']} FAQ pairs,"
        f" {found['index_resolved']} of {found['index_distinct']} index entries resolved",
        f"files: {', '.join(f'{n} {state}' for state, n in sorted(states.items())) or 'none'};"
        f" {repairs} repairs, {len(result.notes) - repairs} doubts; publish: {result.publish}",
    ]
    if result.quarantined:
        lines.append(f"quarantined: {len(result.quarantined)} parts of posts, see the report")
    return "\n".join(lines)
