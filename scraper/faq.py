"""A post of questions and answers: pairs them, and repairs a numbering slip that can be proven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scraper.models import Block, Faq, FaqPair, Note
from scraper.titles import half_width

# all patterns meet text in half width
_LABEL = re.compile(
    r"^(?:问题|问|Q)\s*(?P<number>\d{0,3}|[一二三四五六七八九十]{1,3})\s*"
    r"(?P<answer>的?\s*答案|的?\s*回答|答)?\s*[:.、]\s*(?P<text>.*)$"
)
_BARE_ANSWER = re.compile(r"^(?:答案|回答|答|A)\s*(?P<number>\d{0,3})\s*[:.]\s*(?P<text>.*)$")
_ITEM = re.compile(r"^\(?\d{1,2}\s*[).、]|^[-•·*]|^[①-⑳]")
_ASKS = re.compile(r"\?|[吗呢么]\s*[」”。!]*$|怎么|如何|什么|是否|可否|能否|哪")
_NO_LABEL = ("<ul", "<ol", "<pre", "<table", "<blockquote", "<figure")
FEWEST_PAIRS = 3


@dataclass
class _Open:
    """A pair under construction. `between` stood after the question, before any answer label."""

    label: str
    question: str
    line: int
    between: list[Block] = field(default_factory=list)
    answer: list[Block] | None = None
    repaired: bool = False
    head: str = ""


def find(blocks: Sequence[Block], where: str) -> tuple[Faq, list[Note]] | None:
    """The FAQ in a body, or None where it has fewer than FEWEST_PAIRS labelled questions."""
    labels = [_label(block) for block in blocks]
    answered = {label.number for label in labels if label and label.is_answer}
    pairs: list[_Open] = []
    intro: list[Block] = []
    notes: list[Note] = []
    current: _Open | None = None
    for block, label in zip(blocks, labels, strict=True):
        if label is None:
            _continue(current, intro, block)
        elif label.is_answer:
            current = _answered(pairs, label.number)
            if current is None:
                message = f"an answer without a question: “{block.text[:24]}…”"
                notes.append(Note("doubt", "faq-no-question", where, block.line, message))
                _continue(pairs[-1] if pairs else None, intro, block)
            else:
                _start(current, label.text, block)
        elif label.number not in answered and _is_answer(pairs, label.number, label.text):
            current = pairs[-1]
            current.repaired = True
            message = (
                f"“{block.text[:24]}…” is labelled as question {label.number}"
                f" but answers question {current.label}"
            )
            notes.append(Note("repair", "faq-mislabelled-answer", where, block.line, message))
            _start(current, label.text, block)
        else:
            current = _Open(label.number, label.text.strip(), block.line)
            pairs.append(current)
    if len(pairs) < FEWEST_PAIRS or not any(pair.answer is not None for pair in pairs):
        return None
    outro = _closing(pairs[-1])
    notes += [
        Note("doubt", "faq-no-answer", where, p.line, f"question {p.label} has no answer")
        for p in pairs
        if p.answer is None
    ]
    return Faq(_join(intro), tuple(_pair(p) for p in pairs), _join(outro)), notes


@dataclass(frozen=True)
class _Label:
    number: str
    text: str
    is_answer: bool


def _label(block: Block) -> _Label | None:
    plain = half_width(block.text)
    found = _LABEL.match(plain)
    answer = _BARE_ANSWER.match(plain) or (found if found and found["answer"] else None)
    match = answer or found
    if match is None or block.html.startswith(_NO_LABEL):
        return None
    return _Label(match["number"], block.text[match.start("text") :], answer is not None)


def _answered(pairs: list[_Open], number: str) -> _Open | None:
    """The question that an answer's number names and that is still open; else the last one."""
    named = [p for p in pairs if number and p.label == number and p.answer is None]
    return named[0] if named else (pairs[-1] if pairs else None)


def _continue(current: _Open | None, intro: list[Block], block: Block) -> None:
    """A block without a label belongs to what was said before it."""
    if current is None:
        intro.append(block)
    elif current.answer is not None:
        current.answer.append(block)
    elif block.text and not block.images and not block.href and block.html.startswith("<p>"):
        current.question = f"{current.question} {block.text}".strip()
    else:
        current.between.append(block)


def _is_answer(pairs: list[_Open], number: str, text: str) -> bool:
    """Whether a question label stands before an answer: the question before it is still open, its
    number is the next one, and it asks nothing while the open one does.
    """
    if not pairs or pairs[-1].answer is not None or not number.isdigit():
        return False
    before = pairs[-1]
    follows = before.label.isdigit() and int(number) in (int(before.label), int(before.label) + 1)
    return follows and bool(_ASKS.search(half_width(before.question))) and not _ASKS.search(text)


def _start(pair: _Open, text: str, block: Block) -> None:
    if pair.answer is None:
        pair.answer, pair.head = pair.between, text.strip()
    first = replace(block, text=text.strip(), html=_without_label(block, text))
    if first.text or first.images:
        pair.answer.append(first)


def _without_label(block: Block, text: str) -> str:
    """The block's markup after its label, with the links and emphasis that follow it."""
    label = block.text[: len(block.text) - len(text)]
    pattern = r"\s*".join(re.escape(c) for c in re.sub(r"\s", "", label))
    inner = re.sub(r"^<(\w+)>(.*)</\1>$", r"\2", block.html, flags=re.DOTALL)
    found = re.match(rf"\s*((?:<(?:strong|b)>)?\s*){pattern}\s*(</(?:strong|b)>)?\s*", inner)
    if not text.strip() and not block.images:
        return ""
    if found is None or bool(found[1].strip()) != bool(found[2]):
        if block.images:
            return block.html  # better with its label than without its image
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
