"""An archive read again, without a request: from WARC captures to the forum they show.

Of the captures of one page the newest says what the forum says now; older ones are read where they
print relative times, which were closer to the truth, and where the newest is no page any more.
"""

from scraper.replay.captures import file_name, is_archive
from scraper.replay.history import as_of
from scraper.replay.reading import Replayed, replay

__all__ = ["Replayed", "as_of", "file_name", "is_archive", "replay"]
