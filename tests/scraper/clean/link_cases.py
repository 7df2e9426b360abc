"""Before and after, for each filter of scraper/clean/anchors.py and pictures.py."""

from __future__ import annotations

from scraper.clean import anchors, pictures

CASES = {
    anchors.trim_swallowed_links: [
        ('<a href="https://a.cn/x。%E8%AF%A6">https://a.cn/x。详</a>情',
         '<a href="https://a.cn/x">https://a.cn/x</a>。详情'),
        ('<a href="https://a.cn/x，见">https://a.cn/x，见</a>',
         '<a href="https://a.cn/x">https://a.cn/x</a>，见'),
        ('<a href="https://a.cn/%E6%96%87">文档</a>',) * 2,
        ('<a href="https://a.cn/x">https://a.cn/x</a>',) * 2,
    ],
    anchors.restore_shortened_links: [
        ('<a href="https://a.cn/very/long/path">https://a.cn/v ... path</a>',
         '<a href="https://a.cn/very/long/path">https://a.cn/very/long/path</a>'),
        ('<a href="https://a.cn/very/long/path">https://a.cn/v...</a>',
         '<a href="https://a.cn/very/long/path">https://a.cn/very/long/path</a>'),
        ('<a href="https://b.cn/other">https://a.cn/v ... path</a>',) * 2,
        ('<a href="https://a.cn/x">看这里 ...</a>',) * 2,
    ],
    anchors.unlink_mentions: [
        ('<a class="aw-user-name" href="/people/3">@张三</a> 你好', "@张三 你好"),
        ('<a href="http://forum.example/people/li">@li</a>', "@li"),
        ('<a href="https://a.example/people/3">团队</a>',) * 2,
        ('<a href="https://a.example/@x">@x</a>',) * 2,
    ],
    anchors.unwrap_empty_links: [
        ("<p><a>锚点</a></p>", "<p>锚点</p>"),
        ('<p><a href="/x"></a>甲</p>', "<p>甲</p>"),
        ('<p><a href="/x"><img src="/a.png"/></a></p>',) * 2,
    ],
    anchors.move_inline_marks_into_blocks: [
        ("<b><p>甲</p><p>乙</p></b>", "<p><b>甲</b></p><p><b>乙</b></p>"),
        ('<a href="/x"><h3>题</h3><p>文</p></a>',
         '<h3><a href="/x">题</a></h3><p><a href="/x">文</a></p>'),
        ("<b>甲<ul><li>乙</li></ul></b>", "<b>甲</b><ul><li><b>乙</b></li></ul>"),
        ("<b><pre>a</pre></b>", "<pre>a</pre>"),
        ("<p><b>甲<i>乙</i></b></p>",) * 2,
    ],
    pictures.promote_lazy_images: [
        ('<img data-src="/a.png" src="/s.gif" alt="x"/>', '<img alt="x" src="/a.png"/>'),
        ('<img data-original="/a.png"/>', '<img src="/a.png"/>'),
        ('<img data-actualsrc="/a.png" src="/s.gif"/>', '<img src="/a.png"/>'),
        ('<img src="/a.png"/>',) * 2,
    ],
    pictures.name_emoji: [
        ('<p>好<img class="emoji" alt="😀" src="https://x.example/1f600.png"/></p>', "<p>好😀</p>"),
        ('<img src="/static/emoji/1f44d.svg"/>', "👍"),
        ('<img src="/static/js/emoticons/12.gif" alt="微笑"/>', "[微笑]"),
        ('<img class="qqface" alt="[偷笑]" src="/f/20.gif"/>', "[偷笑]"),
        ('<img src="/smileys/3.gif"/>',) * 2,
        ('<img alt="a.png" src="/uploads/face/a.png"/>',) * 2,
        ('<img alt="登录界面" src="/uploads/1.png"/>',) * 2,
    ],
    pictures.unwrap_lightbox_links: [
        ('<a rel="lightbox" href="/a"><img src="/a.png" alt="x"/></a>',
         '<img alt="x" src="/a.png"/>'),
        ('<a href="/b/a.JPG?x=1"><img src="/s/90x90_a.jpg"/></a>', '<img src="/s/90x90_a.jpg"/>'),
        ('<a class="fancybox" href="/b.png"><img src="/s.png"/></a>', '<img src="/s.png"/>'),
        ('<a href="/b.png"><img src="/s.png"/></a>',) * 2,
        ('<a href="/doc"><img src="/doc"/></a>',) * 2,
        ('<a href="https://a.example/doc"><img src="/s.png"/></a>',) * 2,
        ('<a href="/a.png"><img src="/s.png"/>放大</a>',) * 2,
    ],
    pictures.join_captions: [
        ('<p><img src="/a.png"/></p><p>图 1：登录流程</p>',
         '<figure><img src="/a.png"/><figcaption>图 1：登录流程</figcaption></figure>'),
        ('<p><img src="/a.png"/></p><p>▲ 时序</p>',
         '<figure><img src="/a.png"/><figcaption>▲ 时序</figcaption></figure>'),
        ('<p><img src="/a.png"/></p><p>图里能看到，先登录再连接。</p>',) * 2,
        ('<p>文字<img src="/a.png"/></p><p>图 1</p>',) * 2,
    ],
    pictures.settle_figures: [
        ('<figure><img src="/a.png"/><figcaption><p>图 1</p></figcaption></figure>',
         '<p><img src="/a.png"/><br/>图 1</p>'),
        ('<figure><img src="/a.png"/></figure>', '<p><img src="/a.png"/></p>'),
        ("<figure><table><tr><td>a</td></tr></table></figure>",) * 2,
    ],
}  # fmt: skip
