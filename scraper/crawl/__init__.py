"""A crawl: listings first, then what is new or changed in them, until a reading finds no more.

Thin on purpose: what an answer is and what follows from it is told by pure functions of
`scraper.wecenter`; what was done is in the frontier; what came is in the archive.
"""

from scraper.crawl.approach import crawl
from scraper.crawl.means import Options, Progress, Summary

__all__ = ["Options", "Progress", "Summary", "crawl"]
