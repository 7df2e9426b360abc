"""What a forum consists of: frozen records without behaviour, replaced rather than changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["article", "question"]
# In bodies: what is known per request only.
HOME = "{{home}}"  # the forum's address, with the slash at its end
HOST = "{{host}}"  # its host alone, for `//HOST/…`
IMAGES = "{{images}}"  # another host, for hotlinks: `Settings.image_host`


@dataclass(frozen=True)
class Person:
    """A member. Names are not unique keys: one may consist of digits only."""

    uid: int
    name: str
    signature: str = ""
    banned: bool = False
    verified: Literal["", "personal", "enterprise"] = ""


@dataclass(frozen=True)
class Topic:
    """A topic; `related` are mixed into its page, `merged_into` redirects to another one."""

    id: int
    title: str
    token: str = ""
    related: tuple[int, ...] = ()
    merged_into: int | None = None


@dataclass(frozen=True)
class Category:
    """A category; where an admin chose a token, links show it instead of the id."""

    id: int
    name: str
    token: str = ""


@dataclass(frozen=True)
class Comment:
    """A remark: plain text with line breaks. `author` None is anonymous; `to`, under articles
    only, is who is replied to: elsewhere people write `@name` instead.
    """

    id: int
    author: Person | None
    text: str
    at: datetime
    to: Person | None = None


@dataclass(frozen=True)
class Attachment:
    """A file that its author uploaded beside a text: `path` below the root, `name` as it was."""

    id: int
    path: str
    name: str
    image: bool = True


@dataclass(frozen=True)
class Answer:
    """An answer. `folded` by an admin; `uninterested` votes fold it too, from a limit on."""

    id: int
    author: Person | None
    body: str
    at: datetime
    votes: int = 0
    best: bool = False
    folded: bool = False
    uninterested: int = 0
    comments: tuple[Comment, ...] = ()
    voters: tuple[Person, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    posted_from: Literal["", "phone", "wechat"] = ""


@dataclass(frozen=True)
class Post:
    """An article or a question. `pinned` counts up with each pin, 0 is not pinned; `views` is the
    count before the first request; `cover` an image that only listings show, at the end of the
    body; `merged_into` the id of the question that replaced this one.
    """

    kind: Kind
    id: int
    title: str
    author: Person | None
    at: datetime
    body: str = ""
    category: Category | None = None
    topics: tuple[Topic, ...] = ()
    views: int = 0
    followers: int = 0
    votes: int = 0
    voters: tuple[Person, ...] = ()
    answers: tuple[Answer, ...] = ()
    comments: tuple[Comment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    related_links: tuple[str, ...] = ()
    cover: str = ""
    pinned: int = 0
    recommended: bool = False
    reward: Literal["", "进行中", "公示中", "已结束"] = ""
    locked: bool = False
    deleted: bool = False
    merged_into: int | None = None
    login_only: bool = False

    @property
    def key(self) -> str:
        """`article/12`: the one name of a post here."""
        return f"{self.kind}/{self.id}"

    @property
    def active(self) -> datetime:
        """What a listing is ordered by. Comments move nothing, and articles never move."""
        return max((answer.at for answer in self.answers), default=self.at)


@dataclass(frozen=True)
class Upload:
    """A file below `/uploads/`."""

    data: bytes
    type: str
    at: datetime


@dataclass(frozen=True)
class Settings:
    """What an admin sets. `moved_to` is another host (`localhost:8080`) that all pages go to,
    `image_host` one that some bodies take images from.
    """

    site: str = "盒中论坛"
    list_size: int = 10
    square_size: int = 20
    page_size: int = 100  # answers of a question, comments of an article: fixed in the original
    fold_limit: int = 5
    relative_times: bool = True
    answers_for_guests: bool = True
    read_for_guests: bool = True
    lightbox: bool = False
    mobile_site: bool = True
    closed: str = ""
    ip_banned: bool = False
    moved_to: str = ""
    image_host: str = "img.invalid"
    friend_links: bool = True
    robots_status: int = 200
    robots: str = (
        "User-agent: *\n\nDisallow: /app/\nDisallow: /cache/\nDisallow: /install/\n"
        "Disallow: /models/\nDisallow: /system/\nDisallow: /tmp/\nDisallow: /views/\n"
        "Disallow: /static/\nDisallow: /?/admin/\n"
    )
