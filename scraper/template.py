"""A new article for a contributor: a header that passes the checks, a tutorial's headings too."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

from scraper import taxonomy
from scraper.article import Article, Header, render, split
from scraper.errors import KbError
from scraper.rules import files, header
from scraper.rules.tutorial import SECTIONS

_TUTORIAL = "先用两三句话说出答案。\n\n" + "\n\n".join(f"## {name}" for name in SECTIONS)
_ARTICLE = "先用两三句话说出结论。\n\n## 参考"


def new(place: str, title: str, author: str, content: Path) -> tuple[Path, str]:
    """The file and text of a new article at `category/name`. Raises KbError, in Chinese."""
    path = PurePosixPath(place.removesuffix(".md") + ".md")
    if not (content / taxonomy.FILE_NAME).is_file():
        raise KbError(f"{content.as_posix()} 里没有 {taxonomy.FILE_NAME}，不是知识库的内容文件夹")
    categories = taxonomy.load(content)
    known = tuple(category.slug for category in categories.categories)
    if len(path.parts) != 2 or path.parts[0] not in known:
        hint = header.suggest(path.parts[0], known)
        raise KbError(f"'{place}' 应写成 分类/文件名。{hint}")
    if problem := next(files.check_name(path), None):
        raise KbError(f"{problem.message}{problem.hint}")
    if (content / path).exists():
        raise KbError(f"{(content / path).as_posix()} 已经存在")
    category = categories.get(path.parts[0])
    platform = category.platform if category else None
    made = Header(
        title=title,
        description="用一句话写清这篇文章解决什么问题",
        category=path.parts[0],
        kind="tutorial" if platform else "article",
        platforms=(platform,) if platform else (),
        date=date.today().isoformat(),
        author=author,
        provenance="original",
        license="CC-BY-SA-4.0",
        status="current",
    )
    text = render(Article(path, made, _TUTORIAL if platform else _ARTICLE))
    fields, problems = split(text, path)
    if problems := problems + header.check(fields, path, categories):
        raise KbError(problems[0].message + problems[0].hint)
    return content / path, text
