"""`kb new`: a new article with a header that passes the checks."""

from __future__ import annotations

import argparse
from pathlib import Path

from scraper import store, template


def add(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("path", metavar="分类/文件名", help="例如 android/push-check")
    parser.add_argument("--title", required=True, help="标题")
    parser.add_argument("--author", required=True, help="作者署名")
    parser.add_argument("--into", metavar="DIR", type=Path, default=Path("content"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file and say where it is."""
    path, text = template.new(options.path, options.title, options.author, options.into)
    store.write({path: text.encode()})
    print(f"已新建 {path.as_posix()}，写完后运行 kb check {path.as_posix()}")
    return 0
