"""A forum of any size for measurements: the same one for the same numbers."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from tests.box import pictures
from tests.box.records import HOME, Answer, Category, Comment, Person, Post, Topic, Upload
from tests.box.times import ZONE
from tests.box.world import World

NOW = datetime(2021, 1, 18, 9, 30, tzinfo=ZONE)
_IMAGES = 40
_WORDS = (
    "消息 会话 连接 重连 推送 令牌 房间 码率 丢包 回声 抖动 缓冲 线程 回调 日志 版本 权限 签名 "
    "缓存 列表 图片 语音 群组 漫游 撤回 已读 静音 前台 后台 网络 超时 心跳 队列 索引 事务 接口"
).split()
_CODE = (
    '<pre><code class="language-java">client.connect(token, callback);\n// 第 {} 行</code></pre>'
)


def many(n: int, seed: int = 1, *, body_kb: float = 2.0) -> World:
    """`n` posts, 70 % articles: questions with up to five answers, some comments, some images out
    of a shared pool. `body_kb` is about the size of a body in kilobytes of UTF-8.
    """
    dice = random.Random(seed)
    people = [Person(uid, f"成员{uid}", f"签名 {uid}") for uid in range(1, 101)]
    topics = [Topic(number, f"话题{number}") for number in range(1, 31)]
    categories = [Category(1, "即时通讯"), Category(2, "音视频"), Category(3, "产品动态")]
    uploads = {
        f"uploads/article/20200{1 + at % 9}01/{at:032x}.png": Upload(
            pictures.picture("png", at), "image/png", NOW - timedelta(days=400 - at)
        )
        for at in range(_IMAGES)
    }
    maker = _Maker(dice, people, list(uploads), body_kb)
    posts = []
    for number in range(1, n + 1):
        kind = "article" if dice.random() < 0.7 else "question"
        at = NOW - timedelta(minutes=37 * (n - number) + dice.randrange(30) + 1)
        posts.append(
            Post(
                kind="article" if kind == "article" else "question",
                id=number,
                title=f"第 {number} 篇:{maker.words(6)}",
                author=dice.choice(people),
                at=at,
                body=maker.body(),
                category=dice.choice(categories),
                topics=tuple(dice.sample(topics, dice.randrange(4))),
                views=dice.randrange(5000),
                followers=dice.randrange(20),
                votes=dice.randrange(30),
                answers=maker.answers(at) if kind == "question" else (),
                comments=maker.comments(at, 0.3),
            )
        )
    return World(NOW, posts, uploads=uploads, people=people, topics=topics, categories=categories)


class _Maker:
    """Texts, answers and comments; ids count up across the forum."""

    def __init__(
        self, dice: random.Random, people: list[Person], images: list[str], body_kb: float
    ) -> None:
        self.dice = dice
        self.people = people
        self.images = images
        self.size = body_kb * 1024
        self.answer_id = 0
        self.comment_id = 0

    def words(self, count: int) -> str:
        """A line of made-up text."""
        return "".join(self.dice.choices(_WORDS, k=count))

    def body(self) -> str:
        """Paragraphs, some code, sometimes an image."""
        parts: list[str] = []
        size = 0
        while size < self.size:
            kind = self.dice.random()
            if kind < 0.1:
                part = _CODE.format(size)
            elif kind < 0.15:
                part = f'<p><img src="{HOME}{self.dice.choice(self.images)}" alt="图.png" /></p>'
            elif kind < 0.2:
                part = f"<h2>{self.words(4)}</h2>"
            else:
                part = f"<p>{self.words(25)}。</p>"
            parts.append(part)
            size += len(part.encode())
        return "\n".join(parts)

    def answers(self, at: datetime) -> tuple[Answer, ...]:
        """Up to five answers."""
        found = []
        for _ in range(self.dice.randrange(6)):
            self.answer_id += 1
            at += timedelta(seconds=self.dice.randrange(20, 300))
            writer = self.dice.choice(self.people)
            text = f"<p>{self.words(30)}。</p>"
            votes = self.dice.randrange(9)
            said = self.comments(at, 0.2)
            found.append(Answer(self.answer_id, writer, text, at, votes=votes, comments=said))
        return tuple(found)

    def comments(self, at: datetime, chance: float) -> tuple[Comment, ...]:
        """Sometimes one to three comments."""
        if self.dice.random() > chance:
            return ()
        found = []
        for _ in range(1 + self.dice.randrange(3)):
            self.comment_id += 1
            at += timedelta(seconds=self.dice.randrange(10, 90))
            writer = self.dice.choice(self.people)
            found.append(Comment(self.comment_id, writer, f"{self.words(8)}?", at))
        return tuple(found)
