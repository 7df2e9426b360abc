"""A site of 1,000 or 5,000 pages for the benchmark of the search: the real pages among many others.

`python -m bench.search.corpus --pages 1000 --into DIR` copies content/ and adds generated pages:
articles, tutorials and questions about neighbouring subjects, which use the words of the field and
answer none of its questions. Page n is made from n alone, so that a larger site contains every
smaller one, and the same command always writes the same bytes.
"""

from __future__ import annotations

import argparse
import posixpath
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path, PurePosixPath

from bench.search import vocabulary
from scraper import article as articles
from scraper.article import Article, Header

ROOT = Path(__file__).resolve().parent.parent.parent
AUTHOR = "生成器"

# ── the vocabulary, read ──


@dataclass(frozen=True)
class Subject:
    """What a page is about: its words, and the categories in which it can stand."""

    name: str
    slug: str
    group: str
    categories: tuple[str, ...]
    things: tuple[str, ...]
    parts: tuple[str, ...]
    symptoms: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Facet:
    """From which side a page looks at its subject."""

    name: str
    slug: str
    groups: frozenset[str]
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What is settled about a page before it is written: enough to link to it."""

    number: int
    subject: Subject
    facet: Facet
    platform: str
    kind: str
    title: str

    @property
    def category(self) -> str:
        """The folder of the page."""
        return "questions" if self.kind == "question" else self.platform

    @property
    def path(self) -> PurePosixPath:
        """Where the page stands below content/."""
        name = f"gen-{self.number:04d}-{self.subject.slug}-{self.facet.slug}.md"
        return PurePosixPath(self.category, name)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip().split("\n"))


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects in the order of SUBJECTS."""
    return tuple(map(_subject, vocabulary.SUBJECTS.strip().split("\n\n")))


def _subject(block: str) -> Subject:
    first, things, parts, symptoms, stems = block.split("\n")
    name, slug, group, categories = first.split(" | ")
    return Subject(
        name=name,
        slug=slug,
        group=group,
        categories=tuple(categories.split()),
        things=tuple(things.split()),
        parts=tuple(parts.split()),
        symptoms=tuple(symptoms.split(" / ")),
        stems=tuple(stems.split()),
    )


@cache
def facets() -> tuple[Facet, ...]:
    """All facets in the order of FACETS."""
    return tuple(map(_facet, vocabulary.FACETS.strip().split("\n\n")))


def _facet(block: str) -> Facet:
    lines = block.split("\n")
    name, slug, *groups = lines[0].removeprefix("= ").split(" | ")
    chosen = groups[0].split() if groups else [subject.group for subject in subjects()]

    def marked(mark: str) -> tuple[str, ...]:
        return tuple(line[2:] for line in lines if line.startswith(mark))

    return Facet(name, slug, frozenset(chosen), marked("@"), marked("#"), marked("-"))


@cache
def _pairs() -> tuple[tuple[Subject, Facet], ...]:
    """Every subject from every side that suits it, shuffled once and for all."""
    found = [(s, f) for s in subjects() for f in facets() if s.group in f.groups]
    _chance(0).shuffle(found)
    return tuple(found)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


# ── templates, filled ──

_HAN = r"\u4e00-\u9fff"
_SLOT = re.compile(rf"\{{([{_HAN}])\}}")
_TOO_CLOSE = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9`])|(?<=[A-Za-z0-9`])(?=[{_HAN}])")
_TOO_FAR = re.compile(rf"(?<=[{_HAN}，。、；：]) (?=[{_HAN}])")


def spaced(text: str) -> str:
    """A space between Han and Latin, and none within Han, as rule ZH-1 wants it."""
    return _TOO_CLOSE.sub(" ", _TOO_FAR.sub("", text))


def _deck(rng: random.Random, cards: Sequence[str]) -> Callable[[], str]:
    """Draws one card after the other, and shuffles anew when none is left."""

    def drawn() -> Iterator[str]:
        while True:
            yield from rng.sample(cards, len(cards))

    return drawn().__next__


class Voice:
    """Says templates in the words of one page: few things and names, which come back."""

    def __init__(self, rng: random.Random, subject: Subject, facet: Facet, platform: str) -> None:
        self.rng = rng
        self._slots = _slots(rng, subject, facet, platform)

    def say(self, template: str) -> str:
        """The template with each slot filled."""
        return spaced(_SLOT.sub(lambda slot: self._slots[slot[1]](), template))


def _slots(
    rng: random.Random, subject: Subject, facet: Facet, platform: str
) -> dict[str, Callable[[], str]]:
    """What may stand in the braces of a template."""
    names = _names(rng, subject)
    api = _deck(rng, names)
    parameter = rng.choice(_parameters())
    prefix = re.sub("[aeiou-]", "", subject.slug)[:4].upper()
    codes = [f"{prefix}-{rng.randrange(1000, 9999)}" for _ in range(2)]
    first, second = rng.sample(subject.stems, 2)
    fixed = {
        "主": subject.name, "面": facet.name, "径": subject.slug, "类": first + second,
        "变": second[0].lower() + second[1:] + first, "方": names[0], "法": names[1],
        "蛇": re.sub("(?=[A-Z])", "_", names[0]).lower(), "参": parameter,
        "版": f"{rng.randrange(1, 9)}.{rng.randrange(20)}",
    }  # fmt: skip
    things = rng.sample(subject.things, min(8, len(subject.things)))
    drawn: dict[str, Sequence[str]] = {
        "物": things, "件": rng.sample(subject.parts, 3), "症": rng.sample(subject.symptoms, 2),
        "码": codes, "端": (vocabulary.PLACES[platform],),
        "常": vocabulary.COMMON.split(), "人": vocabulary.PEOPLE.split(),
        "时": vocabulary.TIMES.split(), "因": vocabulary.CAUSES.split(),
        "配": [f"`{first.lower()}.{parameter}`", f"`{second.lower()}.{rng.choice(_parameters())}`"],
    }  # fmt: skip
    slots: dict[str, Callable[[], str]] = {name: _deck(rng, all_) for name, all_ in drawn.items()}
    slots |= {name: _constant(text) for name, text in fixed.items()}
    remark = _deck(rng, _lines(vocabulary.REMARKS))
    slots["短"] = lambda: _SLOT.sub(lambda slot: slots[slot[1]](), remark())
    slots["接"] = lambda: f"`{api()}`"
    slots["数"] = lambda: str(rng.choice(_NUMBERS))
    return slots


_NUMBERS = (3, 5, 8, 10, 15, 20, 30, 40, 50, 64, 80, 100, 120, 150, 200, 256, 300, 500, 800, 1024)


@cache
def _parameters() -> tuple[str, ...]:
    return tuple(vocabulary.PARAMETERS.split())


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(vocabulary.VERBS.split())


def _constant(text: str) -> Callable[[], str]:
    return lambda: text


def _names(rng: random.Random, subject: Subject) -> list[str]:
    """Four invented names of functions."""
    verbs = rng.sample(_verbs(), 4)
    return [verb + "".join(_stems(rng, subject)) + rng.choice(vocabulary.TAILS) for verb in verbs]


def _stems(rng: random.Random, subject: Subject) -> list[str]:
    return rng.sample(subject.stems, rng.choice((1, 2)))


# ── pages, planned and written ──


def capacity() -> int:
    """How many pages can be generated before a title would come back."""
    return len(_pairs()) * min(len(facet.titles) for facet in facets())


@cache
def plan(number: int) -> Plan:
    """What page `number`, from 1, will be; ValueError where there is no such page."""
    if not 0 < number <= capacity():
        raise ValueError(f"no page {number}: there are {capacity()}")
    turn, at = divmod(number - 1, len(_pairs()))
    subject, facet = _pairs()[at]
    rng = _chance(2 * number)
    platform = rng.choice(subject.categories)
    kind = rng.choices(("article", "tutorial", "question"), (11, 6, 3))[0]
    template = facet.titles[(turn + at) % len(facet.titles)]
    title = Voice(rng, subject, facet, platform).say(template)
    if rng.random() < 0.15:
        title = f"{rng.choice(_lines(vocabulary.OCCASIONS))}丨{title}"
    if kind == "question":
        title = title.rstrip("？") + rng.choice(vocabulary.QUESTION_ENDS)
    return Plan(number, subject, facet, platform, kind, title)


def page(number: int) -> Article:
    """The page, whole."""
    planned = plan(number)
    rng = _chance(2 * number + 1)
    voice = Voice(rng, planned.subject, planned.facet, planned.platform)
    header = _header(planned, voice)
    body = _BODIES[planned.kind](planned, voice, rng.randrange(3050, 4600))
    return Article(planned.path, header, body)


def _header(planned: Plan, voice: Voice) -> Header:
    rng = voice.rng
    day = date(2018, 1, 1) + timedelta(days=rng.randrange(2500))
    updated = day + timedelta(days=rng.randrange(5, 400)) if rng.random() < 0.3 else None
    status = rng.choices(("current", "archived", "outdated"), (95, 3, 2))[0]
    return Header(
        title=planned.title,
        description=voice.say(rng.choice(_lines(vocabulary.DESCRIPTIONS))),
        category=planned.category,
        kind=planned.kind,
        tags=(planned.subject.name, planned.facet.name),
        platforms=(planned.platform,),
        date=day.isoformat(),
        updated=updated.isoformat() if updated else None,
        author=AUTHOR,
        provenance="original",
        license="CC-BY-SA-4.0",
        status=status,
        replaced_by=_address(_earlier(planned, rng), planned) if status == "outdated" else None,
    )


def _earlier(planned: Plan, rng: random.Random) -> Plan:
    """A page before this one, near to it where chance finds one; of the first the page itself."""
    if planned.number == 1:
        return planned
    found = [plan(rng.randrange(1, planned.number)) for _ in range(12)]
    near = (one for one in found if one.subject is planned.subject or one.facet is planned.facet)
    return next(near, found[0])


def _address(target: Plan, planned: Plan) -> str:
    return posixpath.relpath(target.path, planned.path.parent)


def _article(planned: Plan, voice: Voice, size: int) -> str:
    """An article of about `size` bytes: an opening, and three to seven sections."""
    rng, say = voice.rng, voice.say
    sentence = _sentences(voice, planned.facet)
    plain = rng.sample(vocabulary.PLAIN_HEADINGS, rng.randrange(1, 4))
    chosen = rng.sample(planned.facet.headings, rng.randrange(2, 4))
    names = [say(name) for name in _mixed(rng, chosen, plain)]
    extras = _extras(planned, voice)
    left = size - sum(map(_bytes, extras))
    blocks = [[_opening(voice)]] + [[] for _ in names]
    for block in blocks:
        while not block or sum(map(_bytes, block)) < left / len(blocks) - 100:
            block.append(_paragraph(voice, sentence))
    for at, extra in zip(sorted(rng.sample(range(len(names)), len(extras))), extras, strict=True):
        blocks[at + 1].append(extra)
    result = blocks[0]
    for at, (name, block) in enumerate(zip(names, blocks[1:], strict=True)):
        deeper = 0 < at and rng.random() < 0.25
        result += [f"{'###' if deeper else '##'} {name}", *block]
    if rng.random() < 0.4:
        result += [
            f"## {rng.choice(vocabulary.CLOSINGS)}",
            _paragraph(voice, sentence),
            *_links(planned, rng),
        ]
    return "\n\n".join(result)


def _tutorial(planned: Plan, voice: Voice, size: int) -> str:
    """A tutorial with its eight sections."""
    rng, say = voice.rng, voice.say
    sentence = _sentences(voice, planned.facet)
    code = [_code(planned, voice)] if rng.random() < 0.8 else []
    reasons = [_paragraph(voice, sentence)]
    sections = [
        [_bullets(voice, vocabulary.SCOPES, 3)],
        [_bullets(voice, "{症}\n{症}，日志里有 {码}\n{人}说{症}，换一台设备又正常", 2)],
        reasons,
        [
            _numbered(voice, vocabulary.STEPS, rng.randrange(4, 7)),
            *code,
            _paragraph(voice, sentence),
        ],
        [_numbered(voice, vocabulary.CHECKS, rng.randrange(2, 4))],
        [_bullets(voice, vocabulary.ITEMS, rng.randrange(3, 5))],
        [say(rng.choice(_lines(vocabulary.CHANGES)))],
        _links(planned, rng) or [say("没有别的参考，{物}以官方文档为准。")],
    ]
    fixed = sum(_bytes(text) for section in sections for text in section)
    while fixed + sum(map(_bytes, reasons[1:])) < size - 450:
        reasons.append(_paragraph(voice, sentence))
    result = [_opening(voice)]
    for name, section in zip(vocabulary.EIGHT, sections, strict=True):
        result += [f"## {name}", *section]
    return "\n\n".join(result)


def _question(planned: Plan, voice: Voice, size: int) -> str:
    """A question with the answers of two to four people."""
    rng = voice.rng
    sentence = _sentences(voice, planned.facet)
    asked, answered = _deck(rng, _lines(vocabulary.ASKED)), _deck(rng, _lines(vocabulary.ANSWERED))
    result = [_joined(voice, asked, 3), _joined(voice, asked, 2)]
    if rng.random() < 0.5:
        result.append(_code(planned, voice))
    people = rng.sample(vocabulary.NAMES.split(), rng.randrange(2, 5))
    share = (size - sum(map(_bytes, result))) / len(people) - 200
    for at, person in enumerate(people):
        if at < 2:
            result.append(("## 最佳回答", "## 其他回答")[at])
        day = date(2025, 1, 1) + timedelta(days=rng.randrange(300))
        answer = [f"### {person}的回答", day.isoformat(), voice.say(answered())]
        if at == 0:
            answer.append(_numbered(voice, vocabulary.STEPS, 4))
        while sum(map(_bytes, answer)) < share:
            answer.append(_paragraph(voice, sentence))
        result += answer
    return "\n\n".join(result)


_BODIES: dict[str, Callable[[Plan, Voice, int], str]] = {
    "article": _article,
    "tutorial": _tutorial,
    "question": _question,
}


def _bytes(text: str) -> int:
    return len(text.encode())


def _mixed(rng: random.Random, ours: Sequence[str], others: Sequence[str]) -> list[str]:
    """Both lists in one, each in its own order."""
    places = set(rng.sample(range(len(ours) + len(others)), len(ours)))
    mine, theirs = iter(ours), iter(others)
    return [next(mine if at in places else theirs) for at in range(len(ours) + len(others))]


def _sentences(voice: Voice, facet: Facet) -> Callable[[], str]:
    """Sentences of the facet, each once, among those that suit every subject."""
    rng = voice.rng
    own, common = (
        rng.sample(facet.sentences, len(facet.sentences)),
        _deck(rng, _lines(vocabulary.SENTENCES)),
    )
    return lambda: own.pop() if own and rng.random() < 0.3 else common()


def _opening(voice: Voice) -> str:
    return _joined(voice, _deck(voice.rng, _lines(vocabulary.OPENINGS)), voice.rng.randrange(1, 3))


def _paragraph(voice: Voice, sentence: Callable[[], str]) -> str:
    return _joined(voice, sentence, voice.rng.randrange(2, 5))


def _joined(voice: Voice, sentence: Callable[[], str], count: int) -> str:
    """So many sentences, some of them tied to the one before."""
    said = [voice.say(sentence())]
    for _ in range(count - 1):
        tie = voice.rng.choice(vocabulary.LINKS) if voice.rng.random() < 0.15 else ""
        said.append(voice.say(tie + sentence()))
    return "".join(said)


def _extras(planned: Plan, voice: Voice) -> list[str]:
    """What stands between paragraphs: lists, a table in some pages, code in half of them."""
    rng = voice.rng
    found = [_bullets(voice, vocabulary.ITEMS, rng.randrange(3, 6))] if rng.random() < 0.7 else []
    found += [_numbered(voice, vocabulary.STEPS, rng.randrange(3, 6))] if rng.random() < 0.3 else []
    found += [_table(voice)] if rng.random() < 0.3 else []
    found += [_code(planned, voice)] if rng.random() < 0.35 else []
    rng.shuffle(found)
    return found[:3]


def _bullets(voice: Voice, items: str, count: int) -> str:
    chosen = voice.rng.sample(_lines(items), count)
    return "\n".join(f"- {voice.say(item)}" for item in chosen)


def _numbered(voice: Voice, steps: str, count: int) -> str:
    chosen = voice.rng.sample(_lines(steps), count)
    return "\n".join(f"{n}. {voice.say(step)}" for n, step in enumerate(chosen, 1))


def _table(voice: Voice) -> str:
    names, row = voice.rng.choice(list(vocabulary.ROWS.items()))
    rows = [voice.say(row) for _ in range(voice.rng.randrange(3, 6))]
    return "\n".join((f"| {' | '.join(names)} |", "|---" * len(names) + "|", *rows))


def _code(planned: Plan, voice: Voice) -> str:
    language = voice.rng.choice(vocabulary.WRITTEN_IN[planned.platform])
    program = voice.say(voice.rng.choice(vocabulary.CODE[language]).strip("\n"))
    return f"```{language}\n{program}\n```"


def _links(planned: Plan, rng: random.Random) -> list[str]:
    """A list with one or two pages of before; none in the first pages."""
    if planned.number < 20:
        return []
    targets = {_earlier(planned, rng) for _ in range(rng.randrange(1, 3))}
    ordered = sorted(targets, key=lambda target: target.number)
    return ["\n".join(f"- [《{one.title}》]({_address(one, planned)})" for one in ordered)]


def write(content: Path, into: Path, pages: int) -> int:
    """Copy `content` to the new or empty folder `into` and add pages until there are `pages`.

    Returns how many were generated. Raises FileExistsError where something stands in `into`, and
    ValueError where there are more real pages than that, or fewer words than it takes.
    """
    if into.exists() and any(into.iterdir()):
        raise FileExistsError(f"{into} is not empty")
    missing = pages - sum(1 for _ in content.rglob("*.md"))
    if not 0 <= missing <= capacity():
        raise ValueError(f"{pages} pages cannot be made: {missing} are missing of {capacity()}")
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(content, into, ignore=unwanted, dirs_exist_ok=True)
    for made in map(page, range(1, missing + 1)):
        file = into / made.path
        file.parent.mkdir(exist_ok=True)
        file.write_text(articles.render(made), encoding="utf-8", newline="\n")
    return missing


def main() -> None:
    """Write a site's content."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, required=True, help="Markdown pages, real ones too")
    parser.add_argument("--into", type=Path, required=True, help="a new or empty folder")
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    options = parser.parse_args()
    made = write(options.content, options.into, options.pages)
    print(f"{options.pages} pages in {options.into}, {made} of them generated")


if __name__ == "__main__":
    main()
