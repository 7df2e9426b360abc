"""A post of questions and answers: pairs them, and repairs a numbering slip that can be proven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.models import Block, Faq, FaqPair, Note
from scraper.titles import half_width

# all patterns meet text in half width
_LABEL = re.compile(
    r"^(?:问题|问|Q)\s*(?P<number>\d{0,3}|[一二三四五六七八九十]{1,3})\s*"
    r"(?P<answer>的?\s*答案|的?\s*回答|答)?\s*[:.、]\s*(?P<text>.*)$"
)
_BARE_ANSWER = re.compile(r"^(?:答案|回答|答|A)\s*(?P<number>\d{0,3})\s*:\s*(?P<text>.*)$")
_ITEM = re.compile(r"^\(?\d{1,2}\s*[).、]|^[-•·*]|^[①-⑳]")
_ASKS = re.compile(r"\?|[吗呢么]\s*[」”。!]*$|怎么|如何|什么|是否|可否|能否|哪")
FEWEST_PAIRS = 3


@dataclass
class _Open:
    """A pair under construction."""

    label: str
    question: str
    line: int
    answer: list[Block] | None = None
    repaired: bool = False
    head: str = ""


def find(blocks: Sequence[Block], where: str) -> tuple[Faq, list[Note]] | None:
    """The FAQ in a body, or None where it has fewer than FEWEST_PAIRS labelled questions."""
    pairs: list[_Open] = []
    intro: list[Block] = []
    notes: list[Note] = []
    for block in blocks:
        plain = half_width(block.text)
        label = _LABEL.match(plain)
        answer = _BARE_ANSWER.match(plain) or (label if label and label["answer"] else None)
        if answer:
            _start_answer(pairs, block.text[answer.start("text") :], block, notes, where)
        elif label and _is_answer(pairs, label["number"], label["text"]):
            pairs[-1].repaired = True
            message = (
                f"“{block.text[:24]}…” is labelled as question {label['number']}"
                f" but answers question {pairs[-1].label}"
            )
            notes.append(Note("repair", "faq-mislabelled-answer", where, block.line, message))
            _start_answer(pairs, block.text[label.start("text") :], block, notes, where)
        elif label:
            question = block.text[label.start("text") :].strip()
            pairs.append(_Open(label["number"], question, block.line))
        elif not pairs:
            intro.append(block)
        elif (open_answer := pairs[-1].answer) is not None:
            open_answer.append(block)
        else:  # a question of several lines
            pairs[-1].question = f"{pairs[-1].question} {block.text}".strip()
    if len(pairs) < FEWEST_PAIRS or not any(pair.answer is not None for pair in pairs):
        return None
    outro = _closing(pairs[-1])
    notes += [
        Note("doubt", "faq-no-answer", where, p.line, f"question {p.label} has no answer")
        for p in pairs
        if p.answer is None
    ]
    return Faq(_join(intro), tuple(_pair(p) for p in pairs), _join(outro)), notes


def _is_answer(pairs: list[_Open], number: str, text: str) -> bool:
    """Whether a question label stands before an answer: the question before it is still open, its
    number is the next one, and it asks nothing while the open one does.
    """
    if not pairs or pairs[-1].answer is not None or not number.isdigit():
        return False
    before = pairs[-1]
    follows = before.label.isdigit() and int(number) in (int(before.label), int(before.label) + 1)
    return follows and bool(_ASKS.search(half_width(before.question))) and not _ASKS.search(text)


def _start_answer(
    pairs: list[_Open], text: str, block: Block, notes: list[Note], where: str
) -> None:
    if not pairs:
        notes.append(Note("doubt", "faq-no-question", where, block.line, "an answer comes first"))
        return
    first = replace(block, text=text.strip(), html=_without_label(block, text))
    if pairs[-1].answer is None:
        pairs[-1].answer, pairs[-1].head = [], text.strip()
    if first.text or first.images:
        pairs[-1].answer.append(first)


def _without_label(block: Block, text: str) -> str:
    """The block's markup after its label, with the links and emphasis that follow it."""
    if not text.strip():
        return ""
    label = block.text[: len(block.text) - len(text)]
    pattern = r"\s*".join(re.escape(c) for c in re.sub(r"\s", "", label))
    inner = re.sub(r"^<(\w+)>(.*)</\1>$", r"\2", block.html, flags=re.DOTALL)
    found = re.match(rf"\s*((?:<(?:strong|b)>)?\s*){pattern}\s*(</(?:strong|b)>)?\s*", inner)
    if found is None or bool(found[1].strip()) != bool(found[2]):
        return f"<p>{_escape(text.strip())}</p>"
    return f"<p>{inner[found.end() :]}</p>"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _closing(last: _Open) -> list[Block]:
    """Take off the last answer what no longer answers: nothing marks its end, so it keeps its own
    paragraph, the images and the list items that follow it at once, and no more.
    """
    if not last.answer:
        return []
    end = 1
    while end < len(last.answer) and (
        (last.answer[end].images and not last.answer[end].text)
        or _ITEM.match(half_width(last.answer[end].text))
        or (not last.head and end == 1)
    ):
        end += 1
    closing = last.answer[end:]
    last.answer = last.answer[:end]
    return closing


def _pair(pair: _Open) -> FaqPair:
    answer = _join(pair.answer or [])
    return FaqPair(pair.label, pair.question, answer, pair.line, pair.repaired)


def _join(blocks: Sequence[Block]) -> str:
    return "\n".join(block.html for block in blocks)
