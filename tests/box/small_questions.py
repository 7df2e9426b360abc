"""Questions of the hand-written forum: answers, merges, walls, comments behind scripts."""

from __future__ import annotations

from datetime import timedelta

from tests.box import cast
from tests.box.bodies import file_link
from tests.box.cast import ago, day
from tests.box.records import HOME, Answer, Attachment, Comment, Post

_LONG_URL = "https://docs.example/android/connection/keep-alive-and-reconnect.html"


def questions() -> list[Post]:
    """All questions."""
    return [*_pinned(), _crowded(), _talkative(), *_merged(), *_walls(), *_plain(), *_recent()]


def _pinned() -> list[Post]:
    return [
        Post(
            "question", 1, "【调研】希望社区增加什么?", cast.ADMIN, day("2020-11-01 09:00"),
            "<p>请写在回复里。</p>", cast.NEWS, (cast.YEAR,), views=87, followers=6, pinned=3,
            answers=(
                Answer(
                    11, cast.SUMMER, "<p>全文搜索。</p>", day("2020-11-02 10:20"), votes=2,
                    voters=(cast.ADMIN, cast.PATH),
                ),
                Answer(
                    12, None, "<p>夜间模式。</p>", day("2021-01-16 08:00"), posted_from="phone"
                ),
            ),
        ),
    ]  # fmt: skip


def _crowded() -> Post:
    """130 answers: the best one has few votes, belongs to page 2, and leads page 1 all the same."""
    people = [cast.SHORE, cast.STONE, cast.DIGITS, None, cast.ESCAPED]
    start = day("2020-10-10 10:10")
    answers = []
    for at in range(130):
        best = at == 120
        answers.append(
            Answer(
                200 + at,
                people[at % 5],
                f"<p>办法 {at + 1}。</p>" if not best else "<p>最佳:先看日志。</p>",
                start + timedelta(minutes=3 * at),
                votes=1 if best else max(0, 110 - at),
                best=best,
                folded=at == 9,
                uninterested=6 if at == 15 else 0,
                voters=tuple(cast.PEOPLE[:8]) if at == 0 else (),
            )
        )
    return Post(
        "question", 2, "连接总是断开,怎么查?", cast.PATH, day("2020-10-10 10:00"),
        "<p>每隔几分钟断一次。</p>", cast.TECH, (cast.IM_RTC, cast.ANDROID), views=3456,
        followers=40, answers=tuple(answers), related_links=("https://status.example/history",),
    )  # fmt: skip


def _talkative() -> Post:
    """Comments on a question and on its answers: mentions, long addresses, replies, anonymous."""
    on_question = (
        Comment(51, cast.SHORE, "版本是多少?", day("2020-06-12 08:10")),
        Comment(52, cast.STONE, "@北岸 4.0.1", day("2020-06-12 08:15")),
        Comment(53, None, f"参考 {_LONG_URL} 里的说明", day("2020-06-12 08:20")),
        Comment(54, cast.SHORE, "@青石: 谢谢 👍 a < b && c", day("2020-06-12 08:30")),
    )
    on_answer = (
        Comment(61, cast.STONE, "按这个办法好了", day("2020-06-13 09:00")),
        Comment(62, cast.SUMMER, "@青石 我这里还是不行 https://s.example/x", ago(hours=2)),
    )
    return Post(
        "question", 3, "收不到推送", cast.STONE, day("2020-06-12 08:00"),
        "<p>只有华为手机收不到。</p>\n<p>[code]token = null[/code] [b]已经[/b]检查过权限。</p>",
        cast.TECH, (cast.ANDROID,), views=140, followers=3, comments=on_question,
        answers=(
            Answer(
                31, cast.SHORE, "<p>先看证书:</p>\n<pre>a = 1\nb = 2\n  c = 3</pre>",
                day("2020-06-12 09:30"), votes=4, best=True, comments=on_answer,
            ),
            Answer(
                32, cast.SUMMER,
                f'<p>截图:<img src="{HOME}uploads/answer/20201201/answered.png" /></p>',
                day("2020-06-12 11:30"),
                attachments=(
                    Attachment(9, "uploads/question/20200612/attached.png", "补充.png"),
                ),
            ),
        ),
    )  # fmt: skip


def _merged() -> list[Post]:
    return [
        Post(
            "question", 4, "收不到推送(重复)", cast.LONG, day("2020-06-14 08:00"),
            "<p>同上。</p>", cast.TECH, views=20, merged_into=3,
        ),
        Post(
            "question", 5, "并到了已删除的问题", cast.CATS, day("2020-06-15 08:00"),
            "<p>目标没有了。</p>", cast.TECH, views=21, merged_into=6,
        ),
        Post(
            "question", 6, "已经删除的问题", cast.BANNED, day("2020-06-16 08:00"),
            "<p>广告。</p>", cast.TECH, views=2, deleted=True,
        ),
    ]  # fmt: skip


def _walls() -> list[Post]:
    return [
        Post(
            "question", 7, "登录以后才能看的问题", cast.ADMIN, day("2020-08-01 08:00"),
            "<p>内部讨论。</p>", cast.NEWS, views=4, login_only=True,
        ),
        Post(
            "question", 8, "已锁定的问题", cast.SHORE, day("2020-08-02 08:00"), "<p>到此为止。</p>",
            cast.RTC, views=14, locked=True,
            answers=(Answer(81, cast.ADMIN, "<p>已解决。</p>", day("2020-08-03 08:00"), votes=1),),
        ),
    ]  # fmt: skip


def _plain() -> list[Post]:
    zipped = file_link("演示工程??.zip", "uploads/article/20190303/demo.zip")
    return [
        Post(
            "question", 9, "没有正文也没有分类", None, day("2020-08-05 20:00"), "", None, (),
            views=6,
        ),
        Post(
            "question", 10, "名字是数字的人提的问题", cast.DIGITS, day("2020-08-06 20:00"),
            f'<p>工程在这里:<a href="{zipped}">演示工程.zip</a></p>', cast.RTC, (cast.YEAR,),
            views=16, followers=1, reward="已结束",
            answers=(
                Answer(101, None, "<p>用匿名回复一次。</p>", day("2020-08-06 21:00")),
                Answer(
                    102, cast.SHADOW, "<p>第一段</p>\n<p>第二段 😀</p>", day("2020-08-07 21:00"),
                    posted_from="wechat",
                ),
            ),
        ),
        Post(
            "question", 11, "匿名提问,没有人回复", None, day("2020-08-08 20:00"),
            "<p>不好意思用真名。</p>", cast.TECH, (), views=26,
        ),
    ]  # fmt: skip


def _recent() -> list[Post]:
    return [
        Post(
            "question", 12, "五小时以前的问题", cast.PATH, ago(hours=5, minutes=59),
            "<p>还没有人回。</p>", cast.TECH, (cast.UNI,), views=11,
        ),
        Post(
            "question", 13, "很久以前问,三天前有人答", cast.SUMMER, day("2019-12-31 23:59"),
            "<p>老问题。</p>", cast.RTC, (cast.IM_RTC,), views=111, followers=2,
            answers=(Answer(131, cast.SHORE, "<p>新答案。</p>", ago(days=3, hours=23)),),
        ),
    ]  # fmt: skip
