"""Where a page comes from decides what its Markdown may do: a site with everything switched on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.hooks.building import ROOT

HEADER = """---
title: {title}
description: 说明
category: im
date: 2021-04-02
author: 甲
provenance: {provenance}
license: {license}
status: current
{source}---

"""
BODY = """{{{{ "宏" * 2 }}}} {{% set x = 1 %}}

--8<-- "{secret}"

    --8<-- "{secret}"

`--8<-- "{secret}"`

## 小节 {{: .kb-notice #chosen onclick="x()" }}

[链接](https://a.example){{: onclick="x()" .md-button }}

!!! note "提示"
    提示框

??? note "折叠"
    折叠框

:smile: ==高亮== ++ctrl++ (c)
"""
# runs what stands between braces, as template plugins do, with the whole page at hand
IN_HTML = '\n<div markdown="1">*斜体*</div>\n'  # rule HTML-1 refuses it on a page of our own
MACROS = '''"""A plugin that runs what pages say."""
import re

def on_page_markdown(markdown, page, config, files):
    if "macros off" in markdown:
        return None
    return re.sub(r"\\{\\{(.+?)\\}\\}", lambda m: str(eval(m[1])), markdown)
'''


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The same body as a page of our own and as an imported one, as the site shows them."""
    where = tmp_path_factory.mktemp("rich")
    content = where / "content"
    (content / "im").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "categories.yml", content)
    secret = where / "secret.txt"
    secret.write_text("〔秘密〕", encoding="utf-8")
    body = BODY.format(secret=secret.name)
    for name, provenance, license_, source in (
        ("own", "original", "MIT", ""),
        ("imported", "imported", "all-rights-reserved", "source:\n  id: forum.example:article/1\n"),
    ):
        header = HEADER.format(title=name, provenance=provenance, license=license_, source=source)
        front = "template: hostile.html\nhide: [toc]\n" if provenance == "imported" else ""
        page = f"{header}{body}" if not front else f"{header}---\n{front}---\n\n{body}{IN_HTML}"
        (content / "im" / f"{name}.md").write_text(page, encoding="utf-8")
    (where / "macros.py").write_text(MACROS, encoding="utf-8")
    overrides = where / "overrides"
    shutil.copytree(ROOT / "overrides", overrides)
    (overrides / "hostile.html").write_text("〔别的模板〕", encoding="utf-8")
    settings = (
        (ROOT / "mkdocs.yml")
        .read_text(encoding="utf-8")
        .replace("custom_dir: overrides", f"custom_dir: {overrides}")
        .replace("  - hooks/events.py", f"  - {where / 'macros.py'}\n  - {ROOT}/hooks/events.py")
        .replace(
            "markdown_extensions:\n",
            "markdown_extensions:\n  - attr_list\n  - md_in_html\n  - pymdownx.mark\n"
            "  - pymdownx.keys\n  - pymdownx.smartsymbols\n  - pymdownx.emoji\n"
            f"  - pymdownx.snippets:\n      base_path: [{where}]\n      check_paths: true\n",
        )
    )
    (where / "mkdocs.yml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(where / "mkdocs.yml")]
    environment = {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "KB_CONTENT": str(content)}
    result = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr
    return {
        name: (where / "site" / "im" / f"{name}.html").read_text(encoding="utf-8")
        for name in ("own", "imported")
    }


# what each of these leaves in the page, if it works
REACHED = {
    "macros": "宏宏",
    "snippets": "〔秘密〕",
    "attributes of headings": 'id="chosen"',
    "attributes of links": 'class="md-button"',
    "mark": "<mark>高亮</mark>",
    "keys": "<kbd",
    "symbols": "&copy;",
    "boxes": 'class="admonition note"',
    "folded boxes": "<details",
}


@pytest.mark.parametrize("name", REACHED)
def test_only_pages_of_our_own_reach(pages: dict[str, str], name: str) -> None:
    assert REACHED[name] in pages["own"]
    assert REACHED[name] not in pages["imported"].partition("<article")[2]


def test_an_imported_page_cannot_choose_its_template(pages: dict[str, str]) -> None:
    assert "〔别的模板〕" not in pages["imported"]
    assert '{{ "宏" * 2 }}' in pages["imported"]
    assert "--8&lt;--" in pages["imported"]
    assert "*斜体*" in pages["imported"]
