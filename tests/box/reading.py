"""All of a box's pages as the parser takes them, fetched without a crawler."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from scraper.models import Page
from tests.box.asking import PHONE, ask
from tests.box.running import Box
from tests.box.truth import Known


def pages(box: Box, known: dict[str, Known], *, mobile: bool = False) -> list[Page]:
    """Listings, posts with all their pages, comments; with `mobile` each post's mobile page too."""
    size = box.world.settings.list_size
    wanted = [
        f"sort_type-new__day-0__is_recommend-0__page-{number + 1}"
        for number in range(-(-len(box.world.newest()) // size))
    ]
    wanted += [target for key, fields in known.items() for target in _targets(key, fields)]
    found = [one_page(box, target) for target in wanted]
    if mobile:
        found += [one_page(box, f"m/{k}", PHONE) for k, f in known.items() if f["state"] == "open"]
    return found


def _targets(key: str, fields: Known) -> Iterator[str]:
    kind, _, number = key.partition("/")
    yield f"{key}?rf=false" if fields["state"] == "merged" else key
    if fields["state"] not in ("open", "merged"):
        return
    replies = fields["answers"] if kind == "question" else fields["comments"]
    for page in range(2, -(-len(replies) // 100) + 1):
        yield f"{kind}/id-{number}__page-{page}"
    if kind == "question" and fields["comments"]:
        yield f"question/ajax/get_question_comments/question_id-{number}"
    for answer in fields["answers"]:
        if answer["comments"]:
            yield f"question/ajax/get_answer_comments/answer_id-{answer['id']}"


def one_page(box: Box, target: str, agent: str = "") -> Page:
    """One page with its address and the moment at which it was served."""
    got = ask(box, f"/{target}", User_Agent=agent)
    return Page(
        where=target,
        html=got.text,
        sha256=hashlib.sha256(got.body).hexdigest(),
        url=f"{box.url}{target}",
        fetched=box.world.now,
    )
