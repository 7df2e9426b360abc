"""A small example program and the pages around it, for the tests of rules and site."""

from __future__ import annotations

from pathlib import Path

PROGRAM = '''"""把一个数加一

看点：最小的 <示例> & 它的图
难度：入门
对照：数一数；scapy
依据：RFC 8489 §5
"""

import json

# ── INPUT：改这里的值，再运行 ──
NUMBER = 1  # 任何整数
# ── INPUT 结束 ──


def main() -> None:
    """加一。"""
    print(f"{NUMBER} 加一是 {NUMBER + 1} <&>")
    row = {"text": str(NUMBER), "name": "数", "value": "输入", "ref": ""}
    picture = {"kind": "lines", "title": "一行", "lines": [row]}
    print(json.dumps({"trace": 1, "pictures": [picture]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
'''
OUTPUT = "1 加一是 2 <&>\n"


def page(body: str, category: str = "examples", *, imported: bool = False) -> str:
    """A page's file with a correct header; its title is its body's first line."""
    title = body.splitlines()[0].lstrip("#` ") or "一页"
    source = "source:\n  id: forum.example:article/1\n" if imported else ""
    return f"""---
title: {title}
description: 说明{title}。
category: {category}
date: 2022-03-05
author: 小满
provenance: {"imported" if imported else "original"}
license: CC-BY-SA-4.0
status: current
{source}---

{body}"""


def fence(line: str, kind: str = "example") -> str:
    """A fence with one line."""
    return f"```{kind}\n{line}\n```\n"


def lay_out(content: Path, files: dict[str, str]) -> Path:
    """Write files below a content folder; returns it."""
    for name, text in files.items():
        file = content / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return content
