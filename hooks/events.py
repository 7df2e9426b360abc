"""MkDocs events: what happens when. What is done then is in the pure modules beside this one."""

from __future__ import annotations

import logging
import os
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks import assets, curated_index, library, navigation, raw_links, search_index
from hooks import context as views
from hooks.library import Library
from scraper import check, sanitize, taxonomy

_KEY = "knowledge_base"  # in config.extra, which lives as long as one build does


class _Build:
    """What one build knows: the library, and the curated entries as they are rendered."""

    def __init__(self, shelves: Library) -> None:
        self.library = shelves
        self.sections: dict[PurePosixPath, tuple[curated_index.Section, ...]] = {}


def _build(config: MkDocsConfig) -> _Build:
    found = config.extra[_KEY]
    assert isinstance(found, _Build)  # noqa: S101 - on_files has put it there
    return found


def on_startup(command: str, dirty: bool) -> None:
    """Jieba tells about its dictionary on every run; a build should only speak of content."""
    logging.getLogger("jieba").setLevel(logging.WARNING)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Check all of content/, stop once with everything that is wrong, then plan the pages."""
    content = Path(config.docs_dir)
    checked = check.read_tree(content)
    if checked.problems:
        shown = Path(os.path.relpath(content))
        listing = check.as_text((shown, problem) for problem in checked.problems)
        raise PluginError(f"内容检查没有通过，共 {len(checked.problems)} 处：\n{listing}")
    found = library.arrange(checked.articles, taxonomy.load(content))
    config.extra[_KEY] = _Build(found)
    config.nav = navigation.nav(found.taxonomy)
    for path in navigation.generated(found):
        files.append(File.generated(config, path, content=""))
    for file in [file for file in files if assets.is_unused(file.src_uri)]:
        files.remove(file)
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Give articles, which the navigation leaves out, their place in it."""
    pages = {file.src_uri: file.page for file in files.documentation_pages() if file.page}
    navigation.place(_build(config).library, pages)
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """Hand over the body alone: MkDocs would read a first line `Note: …` as metadata."""
    article = _build(config).library.find(page.file.src_uri)
    return f"\n{article.body}" if article else None


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Replace the metadata by what our own parser has read, escaped for the theme."""
    shelves, path = _build(config).library, page.file.src_uri
    page.meta = views.meta(path, shelves, config.site_name, config.site_description or "")
    page.update_date = views.updated(path, shelves)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Sanitise what was imported, resolve curated indexes, leave no page without a word."""
    build = _build(config)
    article = build.library.find(page.file.src_uri)
    if article and article.header.provenance == "imported":
        html = sanitize.rendered(html)
    if article and article.header.kind == "index":
        html, build.sections[article.path] = curated_index.resolve(
            html, article.path, build.library.by_title
        )
    html = raw_links.to_pages(html)
    # the search index is made from the body: an empty one could not be found by its title
    return html if html.strip() else f"<p>{page.meta['description']}</p>"


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the template its lists."""
    build = _build(config)
    kb = views.for_page(page.file.src_uri, build.library, build.sections)
    return context | {"kb": kb | {"contents": views.contents(page.toc)}}


def on_template_context(
    context: dict[str, Any], template_name: str, config: MkDocsConfig
) -> dict[str, Any]:
    """Give 404.html the categories."""
    build = _build(config)
    return context | {"kb": views.for_site(build.library, build.sections)}


@event_priority(-100)  # after the search plugin has written its index
def on_post_build(config: MkDocsConfig) -> None:
    """Make search work from disk."""
    search_index.write_script(Path(config.site_dir))
