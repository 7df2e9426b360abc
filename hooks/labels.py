"""The words that header values are shown with, in Chinese."""

from __future__ import annotations

from datetime import datetime

from scraper.article import Header

KINDS = {
    "article": "文章",
    "tutorial": "教程",
    "question": "问答",
    "faq": "常见问题",
    "index": "索引",
    "notice": "公告",
}
AUTHORS = {
    "article": "作者",
    "tutorial": "作者",
    "question": "提问者",
    "faq": "作者",
    "index": "整理者",
    "notice": "发布者",
}
PROVENANCE = {"original": "本站原创", "rewritten": "据原帖改写", "imported": "转载"}
STATUS = {"current": "", "outdated": "已过时", "archived": "已存档"}
LICENSES = {
    "CC-BY-SA-4.0": ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-NC-4.0": ("CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    "CC-BY-NC-SA-4.0": ("CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    "CC-BY-ND-4.0": ("CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    "CC-BY-NC-ND-4.0": ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    "CC0-1.0": ("CC0 1.0（公有领域）", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "MIT": ("MIT", "https://opensource.org/license/mit"),
    "Apache-2.0": ("Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    "BSD-3-Clause": ("BSD 3-Clause", "https://opensource.org/license/bsd-3-clause"),
    "all-rights-reserved": ("版权归作者，保留所有权利", ""),
}
NO_DATE = "日期不详"


def date(header: Header) -> str:
    """A header's date as far as it is known: minutes or the hour only where the source had them."""
    text = day(header.date)
    if not text:
        return NO_DATE
    if "T" not in header.date or header.date_precision in ("day", "unknown"):
        return text
    at = datetime.fromisoformat(header.date)
    if header.date_precision == "hour":
        return f"{text} {at.hour} 时左右"
    return f"{text} {at:%H:%M}"


def listed_date(header: Header) -> str:
    """One date for a list: of publication, else of the last change, said to be that."""
    changed = day(header.updated)
    return day(header.date) or (f"{changed} 更新" if changed else NO_DATE)


def changed_date(header: Header) -> str:
    """The date that a list of the newest goes by: of the last change, else of publication."""
    changed = day(header.updated)
    return f"{changed} 更新" if changed else day(header.date) or NO_DATE


def day(iso: str | None) -> str:
    """The day of an ISO date or date-time; empty where there is none."""
    try:
        return datetime.fromisoformat(iso or "").date().isoformat()
    except ValueError:
        return ""


def provenance(header: Header) -> str:
    """How a text came here; empty for a page of the site itself that does not say."""
    return PROVENANCE.get(header.provenance, "")


def license_of(header: Header) -> tuple[str, str]:
    """A licence's name and the address of its text; an unknown one is shown as it is written."""
    return LICENSES.get(header.license, (header.license, ""))
