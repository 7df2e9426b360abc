"""Saved pages of a WeCenter 3.x forum: articles, questions with answers, listings, comments.

WeCenter has no published contract for its HTML. What is a post, an answer or a comment is told by
the page's own marks; what people typed is cut out first, so that it is never taken for one.
"""

from scraper.wecenter.forum import is_wecenter, read
from scraper.wecenter.urls import canonical

__all__ = ["canonical", "is_wecenter", "read"]
