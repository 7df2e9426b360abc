"""What a crawl has done and has still to do, in one SQLite file beside the archive.

Each change of state is one transaction, together with the index of what was archived, so a run that
is killed at any moment leaves nothing half done. A task is leased, not popped: what was under way
when a run died is asked again, and nothing else. A task is done *at a version*; asked for again at
another version (the post's line in the listing has changed, say) it is pending again.
"""

from scraper.frontier.index import Index, index
from scraper.frontier.rows import Archived, Ask, Known, Outcome, Round, Seen, Task
from scraper.frontier.schema import FILE_NAME, WALKS
from scraper.frontier.state import Frontier

__all__ = [
    "FILE_NAME",
    "WALKS",
    "Archived",
    "Ask",
    "Frontier",
    "Index",
    "Known",
    "Outcome",
    "Round",
    "Seen",
    "Task",
    "index",
]
