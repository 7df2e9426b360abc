"""MkDocs events: what happens when. What is done then is in the pure modules beside this one."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks import (
    assets,
    curated_index,
    glossary,
    library,
    navigation,
    policy,
    related,
    runtime,
    search_index,
    verdicts,
)
from hooks import context as views
from hooks.diagrams import places as diagrams
from hooks.diagrams.mermaid import DiagramError
from hooks.examples import gallery, places, times
from hooks.examples.gallery import Gallery
from hooks.library import Library
from hooks.runtime import Runtime
from scraper import cache, check, profile, sanitize, taxonomy
from scraper.article import Article
from scraper.glossary import Glossary
from scraper.program import Shown

_log = logging.getLogger("mkdocs.hooks.events")
_KEY = "knowledge_base"  # in config.extra, which lives as long as one build does
# `mkdocs serve` adds to each page an inline script that reloads it, another one each time
_serving = False


Profile = tuple[list[str], dict[str, dict[str, Any]]]  # Markdown extensions and their settings


class _Build:
    """What one build knows: the library, which articles are near which, the Markdown of people's
    own pages as mkdocs.yml sets it, the examples with what runs them in a browser, the diagrams,
    the glossary, and the curated entries as they are rendered.
    """

    def __init__(
        self,
        shelves: Library,
        own: Profile,
        examples: Gallery | None = None,
        runner: Runtime | None = None,
        drawn: diagrams.Drawn | None = None,
        words: Glossary | None = None,
    ) -> None:
        self.library = shelves
        self.related = related.find(shelves)
        self.own = own
        self.examples = examples or Gallery()
        self.runner = runner
        self.drawn = drawn or {}
        self.glossary = words or Glossary()
        self.diagrams: set[PurePosixPath] = set()  # pages that have any
        self.sections: dict[PurePosixPath, tuple[curated_index.Section, ...]] = {}
        self.lists: set[PurePosixPath] = set()  # pages that list all examples


def _build(config: MkDocsConfig) -> _Build:
    found = config.extra[_KEY]
    assert isinstance(found, _Build)  # noqa: S101 - on_files has put it there
    return found


def on_startup(command: str, dirty: bool) -> None:
    """A preview differs from a build in what its pages may run."""
    global _serving
    _serving = command == "serve"


@event_priority(-100)  # after the search plugin has made its index
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Let the search plugin hand pages to our own index."""
    search_index.take_over(config.plugins[search_index.PLUGIN])
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check all of content/, stop once with everything that is wrong, then plan the pages."""
    content = Path(config.docs_dir)
    checked = check.read_tree(content)
    shown = Path(os.path.relpath(content))
    weighed = verdicts.weigh(checked)
    for level, problem in weighed.told:
        _log.log(level, check.as_text([(shown, problem)]))
    if weighed.fatal:
        listing = check.as_text((shown, problem) for problem in weighed.fatal)
        raise PluginError(f"内容检查没有通过，共 {len(weighed.fatal)} 处：\n{listing}")
    found = library.arrange(checked.articles, taxonomy.load(content))
    own = config["markdown_extensions"], config["mdx_configs"]
    examples = _run_examples(checked.examples, config)
    drawn = _draw_diagrams(checked.articles, config)
    words = checked.glossary
    config.extra[_KEY] = _Build(found, own, examples, _runner(examples, config), drawn, words)
    config.nav = navigation.nav(found.taxonomy, bool(words.terms))
    for path in navigation.generated(found, bool(words.terms)):
        files.append(File.generated(config, path, content=""))
    for file in [file for file in files if assets.is_unused(file.src_uri)]:
        files.remove(file)
    return files


def _run_examples(shown: tuple[Shown, ...], config: MkDocsConfig) -> Gallery:
    """Run the examples whose results are not known; stop once with all that went wrong."""
    known = _known(config) if shown else cache.shared(None)
    examples, complaints = gallery.gather(shown, known)
    if complaints:
        content = os.path.relpath(config.docs_dir)
        listing = "\n".join(os.path.join(content, complaint) for complaint in complaints)
        hint = "在本机用 python3 运行它，改到没有错误、最后一行是图的描述为止。"
        raise PluginError(f"示例程序没有运行成功，共 {len(complaints)} 个：\n{listing}\n{hint}")
    return examples


def _draw_diagrams(articles: tuple[Article, ...], config: MkDocsConfig) -> diagrams.Drawn:
    """Draw the diagrams that are not known; stop once with all that went wrong."""
    drawn, complaints = diagrams.gather(articles, _known(config))
    if complaints:
        content = os.path.relpath(config.docs_dir)
        listing = "\n".join(os.path.join(content, complaint) for complaint in complaints)
        raise PluginError(f"有 {len(complaints)} 幅图画不出来：\n{listing}")
    return drawn


def _runner(examples: Gallery, config: MkDocsConfig) -> Runtime | None:
    """What runs examples in a browser, where the site has any and wants them to run."""
    wanted = config.extra.get("runner", True) and any(e.runs for e in examples.examples)
    return runtime.ensure(_cache(config) / "runner") if wanted else None


def _known(config: MkDocsConfig) -> cache.Cache:
    """What was made before of pieces that have not changed."""
    return cache.shared(_cache(config) / "kb.sqlite")


def _cache(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or "mkdocs.yml").resolve().parent / ".cache"


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Give articles, which the navigation leaves out, their place in it."""
    pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
    navigation.place(_build(config).library, pages)
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Hand over the body alone: MkDocs would read a first line `Note: …` as metadata.

    Nothing at all of what was imported: plugins that work on Markdown could run or read what it
    says. It comes in after them.
    """
    article = _build(config).library.find(page.file.src_uri)
    if article is None:
        return _glossary_page(_build(config)) if page.file.src_uri == navigation.GLOSSARY else None
    return "\n" if _is_imported(article) else f"\n{article.body}"


def _glossary_page(build: _Build) -> str:
    titles = {str(path): article.header.title for path, article in build.library.by_path.items()}
    return glossary.page(build.glossary, titles)


@event_priority(-100)  # after every plugin
def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Choose a page's Markdown by where it comes from, and replace its metadata by what our own
    parser has read, escaped for the theme.
    """
    build, path = _build(config), page.file.src_uri
    page.meta = views.meta(path, build.library, config.site_name, config.site_description or "")
    page.update_date = views.updated(path, build.library)
    article = build.library.find(path)
    imported = article is not None and _is_imported(article)
    extensions, settings = _imported_profile(build.own) if imported else build.own
    config["markdown_extensions"], config["mdx_configs"] = extensions, settings
    return article.body if article is not None and imported else markdown


def _is_imported(article: Article) -> bool:
    return article.header.provenance == "imported"


def _imported_profile(own: Profile) -> Profile:
    """The fixed Markdown of imported pages; mkdocs.yml only says how anchors of headings look."""
    toc = own[1].get("toc", {}) | profile.CONFIG["markdown.extensions.toc"]
    return list(profile.EXTENSIONS), profile.CONFIG | {"markdown.extensions.toc": toc}


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Sanitise what was imported, resolve curated indexes, put terms, examples and diagrams into
    pages of our own, leave no page without a word.
    """
    build = _build(config)
    article = build.library.find(page.file.src_uri)
    html = profile.name_languages(html)
    if article and _is_imported(article):
        html = sanitize.rendered(html)
    if article and article.header.kind == "index":
        html, build.sections[article.path] = curated_index.resolve(
            html, article.path, build.library.by_title
        )
    html = profile.finished(html)
    if page.file.src_uri == navigation.GLOSSARY:
        html = f'<div class="kb-glossary">{html}</div>'
    if article and not _is_imported(article):
        html = glossary.mark(html, article.path, build.glossary)
        html = _with_diagrams(_with_examples(html, article, build), article, build)
    # the search index is made from the body: an empty one could not be found by its title
    return html if html.strip() else f"<p>{page.meta['description']}</p>"


def _with_examples(html: str, article: Article, build: _Build) -> str:
    try:
        filled, has_list = places.fill(
            html, article.path, build.examples, times.load, build.runner is not None
        )
    except places.PlaceError as error:
        raise PluginError(str(error)) from error
    if has_list:
        build.lists.add(article.path)
    return filled


def _with_diagrams(html: str, article: Article, build: _Build) -> str:
    try:
        filled, count = diagrams.fill(html, article.path, build.drawn)
    except DiagramError as error:
        raise PluginError(str(error)) from error
    if count:
        build.diagrams.add(article.path)
    return filled


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the template its lists, and what the page's examples need."""
    build, path = _build(config), page.file.src_uri
    lists = PurePosixPath(path) in build.lists
    listed = build.examples if lists else None
    kb = views.for_page(path, build.library, build.sections, listed, build.related)
    kb |= views.for_examples(path, build.examples, build.runner, lists)
    kb["diagrams"] = PurePosixPath(path) in build.diagrams
    return context | {"kb": kb | {"contents": views.contents(page.toc)}}


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Give 404.html the categories."""
    build = _build(config)
    return context | {"kb": views.for_site(build.library, build.sections)}


@event_priority(-100)  # after every plugin, which could still add a script
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Give every page its policy; a preview is checked, but has none."""
    build = _build(config)
    runs = build.runner is not None and build.examples.runs_on(PurePosixPath(page.file.src_uri))
    protected = policy.with_policy(output, runs)
    return output if _serving else protected


@event_priority(-100)
def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Give 404.html its policy too."""
    if not template_name.endswith(".html"):
        return output_content
    protected = policy.with_policy(output_content)
    return output_content if _serving else protected


@event_priority(-100)  # after the search plugin has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Make search work from disk, and bring what runs the examples."""
    build = _build(config)
    search_index.write(
        Path(config.site_dir),
        config.plugins[search_index.PLUGIN],
        build.library,
        build.glossary,
        _known(config),
    )
    if runner := build.runner:
        folder = Path(config.site_dir, "assets", "runner")
        folder.mkdir(parents=True, exist_ok=True)
        for file in runner.files.values():
            shutil.copyfile(file, folder / file.name)
