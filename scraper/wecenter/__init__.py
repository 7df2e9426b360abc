"""Saved pages of a WeCenter 3.x forum: articles, questions with answers, listings, comments.

WeCenter has no published contract for its HTML. What is a post, an answer or a comment is told by
the page's own marks; what people typed is cut out first, so that it is never taken for one.
"""

from scraper.wecenter.forum import join, read
from scraper.wecenter.found import Parsed
from scraper.wecenter.single import is_wecenter, parse
from scraper.wecenter.urls import canonical, front

__all__ = ["Parsed", "canonical", "front", "is_wecenter", "join", "parse", "read"]
