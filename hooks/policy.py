"""The Content-Security-Policy of every page: only the site's own scripts run, nothing is asked of
any other site. It stands in the page itself, because a page opened from disk has no headers
(`frame-ancestors` and `report-uri` would be ignored there).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from mkdocs.exceptions import PluginError

# What 'self' means on file:// is not settled. Chromium and WebKit take it for every file: address,
# Firefox never asks the policy about file: addresses, but by the letter of the standard it matches
# nothing. So `file:` says what we rely on; a page that came over HTTP cannot load file: at all.
_OURS = ("'self'", "file:")

# The writer of tables aligns cells by exactly these three; any other inline style stays blocked,
# so that no markup can lay itself over the page. 'unsafe-hashes' makes hashes count for attributes.
_ALIGNMENTS = ("text-align: left;", "text-align: center;", "text-align: right;")


def source_hash(text: str) -> str:
    """The source expression that allows one inline script or style by its text."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


# In the order in which they are written. What is not named falls back to default-src: fonts,
# frames, media, objects, manifests. The frame in which file-search.js runs the search is no load:
# it stays the about:blank it is born as, and inherits this policy.
DIRECTIVES: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": _OURS,  # and the hashes of the theme's inline scripts
    "style-src": (*_OURS, "'unsafe-hashes'", *map(source_hash, _ALIGNMENTS)),
    "img-src": (*_OURS, "data:"),  # the theme's stylesheet holds its icons as data:
    "connect-src": ("'self'",),  # the search index, over HTTP
    "worker-src": ("'self'",),  # the search, over HTTP
    "base-uri": ("'none'",),  # does not fall back
    "form-action": ("'none'",),  # does not fall back; the theme's forms are never sent
}

# What a page with a runnable example may besides: compile Python, and start the worker it runs in
# from a Blob, the only kind that a page opened from disk may start. The worker inherits the policy.
RUNNING: dict[str, tuple[str, ...]] = {
    "script-src": ("'wasm-unsafe-eval'",),
    "worker-src": ("blob:",),
}

# Other sites need not know which page a reader comes from.
_REFERRER = '<meta name="referrer" content="no-referrer">'
_START = re.compile(
    r'(<head>\s*<meta charset="utf-8">)'
    r'(?:\s*<meta http-equiv="Content-Security-Policy" content="[^"]*">\s*'
    f"{re.escape(_REFERRER)})?",
)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_OUTSIDE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_DATA = re.compile(r"""\stype=["']?application/json["']?(?=\s|$)""", re.IGNORECASE)
_FILLED_IN = re.compile(r'"\{\{.*?\}\}"')  # where the theme's script has a text of the page


@cache
def _theme_scripts() -> tuple[re.Pattern[str], ...]:
    """The inline scripts of the theme, each as the pattern of what its template can give."""
    folder = files("material") / "templates" / "partials" / "javascripts"
    sources = [file.read_text(encoding="utf-8") for file in folder.iterdir()]
    written = [
        script for source in sources for script in re.findall(r"<script>(.*?)</script>", source)
    ]
    return tuple(
        re.compile(r'"[^"\\<>\n]*"'.join(map(re.escape, _FILLED_IN.split(script))))
        for script in written
    )


def _inline_scripts(html: str) -> Iterator[str]:
    """The executable scripts that stand in a page itself, in order."""
    for attributes, text in _SCRIPT.findall(html):
        if not _OUTSIDE.search(attributes) and not _DATA.search(attributes):
            yield text


def policy(html: str, runs: bool = False) -> str:
    """The policy for one page; `runs` where it has a runnable example.

    A script is allowed for what it says, never for standing in the page: its text must be one that
    the theme's own templates give. Looking at where it stands would not do, since hostile markup
    can close the article before its script. Any other inline script stops the build, as browsers
    would stop the script: of a page of our own, its author should hear of it before readers do.
    Where this reads a page otherwise than a browser does, a script is blocked and never allowed.
    """
    hashes: dict[str, None] = {}
    for script in _inline_scripts(html):
        if not any(known.fullmatch(script) for known in _theme_scripts()):
            shown = " ".join(script.split())[:80]
            raise PluginError(f"页面里有不属于主题的内联脚本，浏览器不会执行：{shown}")
        hashes[source_hash(script)] = None
    sources = DIRECTIVES | {"script-src": (*DIRECTIVES["script-src"], *hashes)}
    more = RUNNING if runs else {}
    return "; ".join(" ".join((name, *v, *more.get(name, ()))) for name, v in sources.items())


def with_policy(html: str, runs: bool = False) -> str:
    """A page with its policy before all that it could concern; a second time changes nothing."""
    content = policy(html, runs)
    written = f'<meta http-equiv="Content-Security-Policy" content="{content}">\n      {_REFERRER}'
    result, count = _START.subn(lambda found: f"{found[1]}\n      {written}", html)
    if count != 1:
        raise PluginError("页面的 <head> 不以 <meta charset> 开头，放不下内容安全策略")
    return result
