"""The state of a forum: records by key, a clock that stands still, and what may happen to them."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.box.records import Answer, Category, Person, Post, Settings, Topic, Upload


class World:
    """A forum's data. Any thread may call any method; `version` counts the changes.

    Views are counted beside the posts, so that being visited does not change a post.
    """

    def __init__(
        self,
        now: datetime,
        posts: Iterable[Post] = (),
        *,
        uploads: dict[str, Upload] | None = None,
        settings: Settings | None = None,
        people: Iterable[Person] = (),
        topics: Iterable[Topic] = (),
        categories: Iterable[Category] = (),
    ) -> None:
        self.lock = threading.RLock()
        self.now = now
        self.settings = settings or Settings()
        self.uploads = dict(uploads or {})
        self.posts: dict[str, Post] = {}
        self.people = {person.uid: person for person in people}
        self.topics = {topic.id: topic for topic in topics}
        self.categories = {category.id: category for category in categories}
        self.version = 0
        self._visits: Counter[str] = Counter()
        self._newest: tuple[int, list[Post]] = (-1, [])
        self._answers: tuple[int, dict[int, Answer]] = (-1, {})
        for post in posts:
            self._put(post)

    def _put(self, post: Post) -> None:
        self.posts[post.key] = post
        writers = [post.author, *post.voters, *(c.author for c in post.comments)]
        for answer in post.answers:
            writers += [answer.author, *answer.voters, *(c.author for c in answer.comments)]
        for person in writers:
            if person is not None:
                self.people.setdefault(person.uid, person)
        for topic in post.topics:
            self.topics.setdefault(topic.id, topic)
        if post.category is not None:
            self.categories.setdefault(post.category.id, post.category)
        self.version += 1

    def post(self, key: str) -> Post:
        """The post `article/12`; KeyError where the forum never had it or lost all trace of it."""
        with self.lock:
            return self.posts[key]

    def newest(self) -> list[Post]:
        """What a guest finds in the newest listing: pinned first, then by last activity."""
        with self.lock:
            if self._newest[0] != self.version:
                open_ = [post for post in self.posts.values() if not post.deleted]
                open_.sort(key=lambda p: (-p.pinned, -p.active.timestamp(), p.kind, -p.id))
                self._newest = (self.version, open_)
            return self._newest[1]

    def answer(self, number: int) -> Answer | None:
        """The answer with this id, whatever its question is."""
        with self.lock:
            if self._answers[0] != self.version:
                found = {answer.id: answer for post in self.newest() for answer in post.answers}
                self._answers = (self.version, found)
            return self._answers[1].get(number)

    def views(self, post: Post) -> int:
        """The count that pages show now."""
        return post.views + self._visits[post.key]

    def visit(self, key: str) -> None:
        """Count one view."""
        with self.lock:
            self._visits[key] += 1

    def advance(self, seconds: float) -> datetime:
        """Move the clock; it does not move by itself."""
        with self.lock:
            self.now += timedelta(seconds=seconds)
            self.version += 1
            return self.now

    def set(self, **changes: Any) -> None:
        """Change settings, by the names of their fields."""
        with self.lock:
            self.settings = replace(self.settings, **changes)
            self.version += 1

    def add(self, post: Post) -> Post:
        """A new post, or another in the place of one with the same key."""
        with self.lock:
            self._put(post)
            return post

    def edit(self, key: str, **changes: Any) -> Post:
        """Change fields of a post; without any, its body gets one more paragraph."""
        with self.lock:
            post = self.posts[key]
            if not changes:
                changes = {"body": f"{post.body}<p>补充于第 {self.version} 次改动。</p>"}
            return self.add(replace(post, **changes))

    def delete(self, key: str, *, physical: bool = False) -> None:
        """Delete a post: its page says so with status 200; after a physical deletion it is 404."""
        with self.lock:
            if physical:
                del self.posts[key]
                self.version += 1
            else:
                self.edit(key, deleted=True)

    def lock_post(self, key: str) -> Post:
        """No more answers or comments."""
        return self.edit(key, locked=True)

    def merge(self, source: str, target: str) -> Post:
        """Let one question redirect to another."""
        return self.edit(source, merged_into=self.post(target).id)

    def bump(self, key: str, text: str = "顶一下,同样的问题。") -> Post:
        """Move a question to the front of the listing, as a new answer does.

        An article does not move in the original; here it is taken as published again.
        """
        with self.lock:
            post = self.posts[key]
            at = max([self.now, *(p.active + timedelta(seconds=1) for p in self.newest())])
            if post.kind == "article":
                return self.edit(key, at=at)
            number = 1 + max((a.id for p in self.posts.values() for a in p.answers), default=0)
            writer = next(iter(self.people.values()), None)
            answer = Answer(number, writer, f"<p>{text}</p>", at)
            return self.edit(key, answers=(*post.answers, answer))
