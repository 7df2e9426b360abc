"""Articles of the hand-written forum: bodies, images, pins, comments in all their trouble."""

from __future__ import annotations

from datetime import timedelta

from tests.box import cast
from tests.box.cast import PICTURES, ago, day
from tests.box.records import HOME, HOST, IMAGES, Attachment, Comment, Post

_HTML_SAMPLE = (
    '<p>列表页的一行长这样,抄来给大家看:</p><div class="aw-item article">'
    '<div class="aw-question-content"><h4><a href="/article/999">并不存在的文章</a>'
    '<span style="color: #FF7F00;">置顶</span></h4><p><span class="text-color-999">'
    "发表了文章 • 9 个评论 • 9 次浏览 • 2019-09-09 09:09</span></p></div></div><p>到此为止。</p>"
)


def articles() -> list[Post]:
    """All articles. Their ids are also ids of questions: the two are counted apart."""
    return [*_pinned(), *_images(), *_attachments(), *_bodies(), *_broken(), *_recent()]


def _pinned() -> list[Post]:
    return [
        Post(
            "article", 1, "社区使用说明", cast.ADMIN, day("2020-03-01 10:00"),
            "<p>发帖之前请先搜索。</p>\n<p>提问请写明版本。</p>",
            cast.NEWS, (cast.YEAR,), views=900, votes=12, pinned=1, recommended=True,
            voters=(cast.PATH, cast.SHORE),
        ),
        Post(
            "article", 2, "精华目录|持续更新", cast.ADMIN, day("2020-12-07 14:41"),
            '<h2>入门</h2>\n<p><a href="article/5">相对链接</a></p>\n'
            '<p><a href="/article/6">根相对链接</a></p>\n'
            f'<p><a href="{HOME}?/question/3">另一种地址</a></p>\n'
            f'<p><a href="{HOME}article/id-4__page-2#answer_400">第二页的评论</a></p>\n'
            '<p><a href="https://docs.example/im/" rel="nofollow">站外文档</a></p>\n'
            "<p>没有链接的条目 — 一</p>",
            cast.TECH, (cast.IM_RTC, cast.ANDROID), views=327, pinned=2, recommended=True,
            comments=(
                Comment(21, cast.SUMMER, "收藏了 👍", day("2020-12-07 15:00")),
                Comment(22, None, "匿名来顶", day("2020-12-07 15:01")),
            ),
        ),
        Post(
            "article", 3, "短公告", cast.ADMIN, day("2020-12-20 08:05"), "<p>周三停机。</p>",
            cast.NEWS, views=55, pinned=4, locked=True,
        ),
        Post(
            "article", 4, "评论很多的文章", cast.PATH, day("2020-09-09 12:00"),
            "<p>欢迎在评论里接龙。</p>", cast.RTC, (cast.IM_RTC,), views=4021, votes=3,
            pinned=5, comments=_many_comments(),
        ),
    ]  # fmt: skip


def _many_comments() -> tuple[Comment, ...]:
    """230 comments on three pages; some are replies, some have several lines or entities."""
    people = [cast.SHORE, cast.STONE, cast.DIGITS, cast.ESCAPED, cast.CATS]
    start = day("2020-09-09 12:30")
    found = []
    for at in range(230):
        text = f"接龙第 {at + 1} 楼"
        if at % 50 == 7:
            text = f"第一行 {at}\n第二行 if (a < b && c > d) @林间小路"
        to = people[(at + 2) % 5] if at % 10 == 3 else None
        found.append(Comment(400 + at, people[at % 5], text, start + timedelta(minutes=at), to=to))
    return tuple(found)


def _images() -> list[Post]:
    return [
        Post(
            "article", 5, "图片的各种写法", cast.PATH, day("2020-05-06 07:08"),
            f'<p>一<img src="{HOME}{PICTURES}/absolute.png" alt="绝对.png" title="绝对" /></p>\n'
            f'<p>二<img src="/{PICTURES}/rooted.jpg" alt="截图 1.jpg" /></p>\n'
            f'<p>三<img src="{PICTURES}/based.png" /></p>\n'
            f'<p>四<img src="//{HOST}/{PICTURES}/protocol.png" alt="" /></p>\n'
            f'<p>五<img src="https://{IMAGES}/hot/link.png" alt="外链" /></p>\n'
            '<p>六<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=" /></p>\n'
            f'<p>七<img src="" data-src="/{PICTURES}/lazy-src.png" /></p>\n'
            '<p>八<img src="static/common/loading.png" '
            f'data-original="{HOME}{PICTURES}/lazy-original.png" /></p>\n'
            f'<p>九<img src="/{PICTURES}/%E8%BF%9E%E6%8E%A5%20%E6%97%B6%E5%BA%8F%E5%9B%BE.png" />'
            f'十<img src="/{cast.CHINESE}" alt="同一张,没有编码" /></p>\n'
            f'<p>十一<img src="{HOME}{PICTURES}/gone.png" alt="已经丢失.png" /></p>\n'
            '<p>十二<img alt="没有地址" /></p>',
            cast.TECH, (cast.ANDROID,), views=66,
        ),
        Post(
            "article", 6, "图片的各种文件", cast.SHORE, day("2020-05-07 21:15"),
            "".join(
                f'<p><img src="{HOME}{PICTURES}/{name}" alt="{name}" /></p>\n'
                for name in (
                    "moving.gif", "modern.webp", "drawing.svg", "truncated.png", "text.png",
                    "jpeg-inside.png", "170x110_large.png",
                )
            )
            + f'<p><img src="{HOME}{cast.SHARED}?x-oss-process=image/resize,w_100" /></p>\n'
            f'<p><a href="{HOME}{PICTURES}/boxed.png" data-fancybox-group="thumb" rel="lightbox">'
            f'<img src="{HOME}{PICTURES}/boxed.png" alt="{HOME}{PICTURES}/boxed.png" /></a></p>\n'
            f'<p><img src="{HOME}uploads/files_user2/article/6077e5d7c1586456158.png" /></p>',
            cast.RTC, (), views=12,
        ),
    ]  # fmt: skip


def _attachments() -> list[Post]:
    return [
        Post(
            "article", 7, "附件在正文之外", cast.STONE, day("2019-03-03 09:00"),
            '<p style="color: red; position: fixed">[b]老帖子[/b]的附件。</p>\n'
            "[attach]2[/attach]\n<p>图在上面。</p>\n"
            '<iframe src="https://video.example/embed/1" width="400"></iframe>',
            cast.TECH, views=210,
            attachments=(
                Attachment(1, "uploads/article/20190303/beside.jpg", "旁边的图.jpg"),
                Attachment(2, "uploads/article/20190303/placed.png", "文中的图.png"),
                Attachment(3, "uploads/article/20190303/demo.zip", "演示工程??.zip", image=False),
            ),
        ),
        Post(
            "article", 8, "和别人用了同一张图", cast.SUMMER, day("2020-05-09 10:10"),
            f'<p><img src="{HOME}{cast.SHARED}" alt="同图.png" />'
            f'<img src="{HOME}{cast.SHARED}" alt="再来一次" /></p>',
            None, (cast.UNI,), views=3,
        ),
    ]  # fmt: skip


def _bodies() -> list[Post]:
    return [
        Post(
            "article", 9, "👍👍 干货:List<Map<String, Object>> 与 \"泛型\" & 擦除", cast.ESCAPED,
            day("2020-06-01 18:30"),
            "<p>List&lt;Map&lt;String, Object&gt;&gt; 😀 表情在正文里还在。</p>\n"
            "<p>看不见的\u200b字符\ufeff和\u00a0空格。</p>",
            cast.TECH, (cast.GENERIC,), views=77, votes=5, cover=f"{PICTURES}/absolute.png",
        ),
        Post(
            "article", 10, "贴代码的几种办法", cast.STONE, day("2020-06-02 09:00"),
            "<pre>第一行<br>第二行<br />第三行</pre>\n"
            '<pre class="brush:java;toolbar:false">int a = 1;\nint b = 2;</pre>\n'
            '<pre><code class="language-python">if a &lt; b:\n    print("小于")</code></pre>\n'
            '<p>行内 <code class="lang-x">x-y</code>,还有 build-"prod" 和 v1.0-__rc。</p>\n'
            '<p><a href="https://a.example/price%E3%80%82%E7%B4%A7%E8%B7%9F" rel="nofollow" '
            'target="_blank">https://a.example/price。紧跟</a>着的汉字进了链接。</p>',
            cast.TECH, (cast.ANDROID, cast.UNI), views=88,
        ),
        Post(
            "article", 11, "老编辑器留下的标记", cast.LONG, day("2018-02-03 04:05"),
            "[b]粗[/b]与[i]斜[/i]\n[quote]引用[/quote]\n[list][*]一[*]二[/list]\n"
            "[list=1][*]甲[*]乙[/list]\n[code]int a[10]; a[0] = 1;[/code]\n"
            "[url=https://b.example/doc]文档[/url] [attach]77[/attach]",
            cast.TECH, views=1024,
        ),
        Post(
            "article", 12, "正文里抄了一段列表页", cast.SHORE, day("2020-06-03 10:00"),
            _HTML_SAMPLE, cast.TECH, views=19,
        ),
    ]  # fmt: skip


def _broken() -> list[Post]:
    row = '<tr><td class="cell">第 {0} 行</td><td>{0} 毫秒</td></tr>\n'
    table = "".join(row.format(number) for number in range(1, 1400))
    return [
        Post(
            "article", 13, "正文里有注释的结尾", cast.PATH, day("2020-07-01 11:00"),
            "<p>流程图:A --> B --> C</p>\n"
            '<h4><a href="/article/5">看似一行的标题</a></h4>\n<p>后半篇。</p>',
            cast.TECH, views=31,
        ),
        Post(
            "article", 22, "多出来的结束标签", cast.PATH, day("2020-07-01 12:00"),
            "<p>前半篇。</p></div></div>\n<p>后半篇在框外。</p>", cast.TECH, views=32,
        ),
        Post(
            "article", 14, "太长的表格", cast.SUMMER, day("2020-07-02 12:00"),
            f"<p>全部测量结果:</p>\n<table><tbody>\n{table}</tbody></table>\n<p>结论在最后。</p>",
            cast.RTC, views=8, comments=(
                Comment(41, cast.PATH, "表格没有显示完", day("2020-07-02 13:00")),
            ),
        ),
        Post(
            "article", 15, "写坏了的标签", cast.STONE, day("2020-07-03 13:00"),
            "<p>条件是 a<b[/code]</p>\n<p>没有关上的 <b>粗体 <span>和 span</p>\n<p>最后一段。</p>",
            cast.TECH, views=7,
        ),
        Post(
            "article", 16, "已经删除的文章", cast.SHORE, day("2020-07-04 14:00"),
            "<p>看不到了。</p>", cast.TECH, views=5, deleted=True,
        ),
    ]  # fmt: skip


def _recent() -> list[Post]:
    return [
        Post(
            "article", 18, "刚刚发表", cast.DIGITS, ago(seconds=45), "<p>秒前。</p>",
            cast.TECH, views=1,
        ),
        Post(
            "article", 19, "十二分钟之前", cast.SHADOW, ago(minutes=12, seconds=30),
            "<p>分钟前。</p>", cast.TECH, views=2,
        ),
        Post(
            "article", 20, "整整七天", cast.CATS, ago(days=7), "<p>天前,边界上。</p>",
            None, (), views=9,
        ),
        Post(
            "article", 21, "七天又一秒", cast.LONG, ago(days=7, seconds=1),
            f"<p>这一篇就有日期了。{'长' * 117}&nbsp;后面还有。</p>", cast.RTC,
            (cast.IM_RTC,), views=10,
        ),
    ]  # fmt: skip
