"""The HTML of one example on its page: program, output and pictures, all of it without a script."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from html import escape
from pathlib import PurePosixPath

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from hooks import pictures
from hooks.examples.gallery import Example

# What stands between program and output. The page's script leaves it alone.
STORED = "下面的输出和图是构建本站时运行这份程序得到的。"
RUNNABLE = (
    '<span class="kb-example__hint">改 INPUT 里的值，再按“运行”，就换成你的结果；'
    "程序只在你的浏览器里运行。</span>"
)
NOT_BUILT = (
    "这一份网站没有带上运行示例的脚本；想改了再运行，请下载后用 Python 3.11 或更新的版本运行："
)
TERMINAL = (
    "这个程序要用到网页里没有的东西，不在这里运行。"
    "请下载后在终端里用 Python 3.11 或更新的版本运行："
)
_LEXER = PythonLexer(stripnl=False, ensurenl=False)
_FORMATTER = HtmlFormatter(nowrap=True)


def section(example: Example, page: PurePosixPath, runner: bool) -> str:
    """The section that stands for an example's fence. `runner` tells whether pages can run it."""
    pieces = [
        f'<section class="kb-example" id="{example.id}" data-name="{example.name}"'
        f' aria-labelledby="{example.id}-title" data-search-exclude>',
        _bar(example, page),
        f'<div class="kb-example__code highlight" tabindex="0" role="region"'
        f' aria-label="程序 {example.name}"><pre><code class="language-python">'
        f"{coloured(example.program.text)}</code></pre></div>",
        f'<p class="kb-example__note">{_note(example, runner)}</p>',
    ]
    if example.trace is not None:
        figures = pictures.draw(example.trace, example.id)
        pieces += [
            '<p class="kb-example__status" role="status"></p>',
            f'<div class="kb-example__output" tabindex="0" role="region"'
            f' aria-label="输出 {example.name}">'
            f"<pre>{preformatted(example.output)}</pre></div>",
            f'<div class="kb-example__pictures">{_drawn(figures)}</div>',
        ]
    return "\n".join([*pieces, "</section>"])


def _bar(example: Example, page: PurePosixPath) -> str:
    address = posixpath.relpath(example.program.path.as_posix(), page.parent.as_posix())
    file = example.program.path.name
    return (
        '<div class="kb-example__bar">'
        f'<p class="kb-example__title" id="{example.id}-title"><code>{example.name}</code></p>'
        '<div class="kb-example__buttons">'
        f'<a class="kb-example__download" href="{address}" download="{file}">'
        "下载 .py</a></div></div>"
    )


def _note(example: Example, runner: bool) -> str:
    if example.runs and runner:
        return STORED + RUNNABLE
    command = f"<code>python3 {example.program.path.name}</code>"
    return f"{STORED + NOT_BUILT if example.runs else TERMINAL}{command}"


def coloured(text: str) -> str:
    """A program with the colours of code; its text is the same, byte for byte."""
    html = str(highlight(text, _LEXER, _FORMATTER))
    return html if text.endswith("\n") else html.removesuffix("\n")  # it ends every line


def preformatted(text: str) -> str:
    """Text for a <pre>, which leaves out a line break at its very beginning."""
    return ("\n" if text.startswith("\n") else "") + escape(text, quote=False)


def _drawn(figures: Iterable[pictures.Element]) -> str:
    return "".join(map(pictures.to_html, figures))
