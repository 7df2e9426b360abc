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

from hooks import assets, curated_index, library, navigation, policy, search_index, verdicts
from hooks import context as views
from hooks.library import Library
from scraper import check, profile, sanitize, taxonomy
from scraper.article import Article

_log = logging.getLogger("mkdocs.hooks.events")
_KEY = "knowledge_base"  # in config.extra, which lives as long as one build does
# `mkdocs serve` adds to each page an inline script that reloads it, another one each time
_serving = False


Profile = tuple[list[str], dict[str, dict[str, Any]]]  # Markdown extensions and their settings


class _Build:
    """What one build knows: the library, the Markdown of people's own pages as mkdocs.yml sets it,
    and the curated entries as they are rendered.
    """

    def __init__(self, shelves: Library, own: Profile) -> None:
        self.library = shelves
        self.own = own
        self.sections: dict[PurePosixPath, tuple[curated_index.Section, ...]] = {}


def _build(config: MkDocsConfig) -> _Build:
    found = config.extra[_KEY]
    assert isinstance(found, _Build)  # noqa: S101 - on_files has put it there
    return found


def on_startup(command: str, dirty: bool) -> None:
    """Jieba tells about its dictionary on every run; a build should only speak of content."""
    global _serving
    _serving = command == "serve"
    logging.getLogger("jieba").setLevel(logging.WARNING)


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
    config.extra[_KEY] = _Build(found, own)
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
    """Hand over the body alone: MkDocs would read a first line `Note: …` as metadata.

    Nothing at all of what was imported: plugins that work on Markdown could run or read what it
    says. It comes in after them.
    """
    article = _build(config).library.find(page.file.src_uri)
    if article is None:
        return None
    return "\n" if _is_imported(article) else f"\n{article.body}"


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
    """Sanitise what was imported, resolve curated indexes, leave no page without a word."""
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


@event_priority(-100)  # after every plugin, which could still add a script
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Give every page its policy; a preview is checked, but has none."""
    protected = policy.with_policy(output)
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
    """Make search work from disk."""
    search_index.write_script(Path(config.site_dir))
