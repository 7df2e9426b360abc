"""Before and after, for each filter of scraper/clean/junk.py and bbcode.py."""

from __future__ import annotations

from scraper.clean import bbcode, junk

CASES = {
    junk.drop_hidden: [
        ('<p>甲<span style="display:none">乱码</span>乙</p>', "<p>甲乙</p>"),
        ('<div style="display:none"><p style="display:none">x</p></div><p>y</p>', "<p>y</p>"),
        ('<p style="font-weight:bold">x</p>', '<p style="font-weight:bold">x</p>'),
    ],
    junk.drop_invisible_characters: [
        ("<p>a\u200bb\ufeff\u00a0c\u00ad</p>", "<p>ab c</p>"),
        ("<p>\u202e反向\u2066</p>", "<p>反向</p>"),
        ("<p>👨\u200d👩\u200d👧 和 a\u200db</p>", "<p>👨\u200d👩\u200d👧 和 ab</p>"),
        ("<p>全角\u3000空格\u2003多种</p>", "<p>全角 空格 多种</p>"),
        ("<pre>a\u00a0b\u3000c\u200b</pre>", "<pre>a b\u3000c</pre>"),
        ("<p>\x02wzxhzdk:0\x03</p>", "<p>wzxhzdk:0</p>"),
        ("<p>一\u2028二</p>", "<p>一\n二</p>"),
    ],
    junk.name_styled_emphasis: [
        ('<p><span style="font-weight:bold">粗</span></p>',
         "<p><span><strong>粗</strong></span></p>"),
        ('<span style="font-weight:700;font-style:italic">粗斜</span>',
         "<span><em><strong>粗斜</strong></em></span>"),
        ('<span style="text-decoration:line-through">删</span>', "<span><del>删</del></span>"),
        ('<b style="font-weight:normal"><p>谷歌文档</p></b>', "<p>谷歌文档</p>"),
        ('<h2><span style="font-weight:bold">题</span></h2>', "<h2><span>题</span></h2>"),
        ('<span style="font-weight:400">常</span>', "<span>常</span>"),
    ],
    junk.plain_emphasis_names: [
        ("<b>a</b><strong>b</strong>", "<strong>a</strong><strong>b</strong>"),
        ("<i>a</i><em>b</em>", "<em>a</em><em>b</em>"),
        ("<s>a</s><del>b</del>", "<del>a</del><del>b</del>"),
    ],
    junk.unwrap_presentational: [
        ("<p><span><u>a</u></span>b</p>", "<p>ab</p>"),
        ("<p><span></span>b</p>", "<p>b</p>"),
        ("<p><b>a</b></p>", "<p><b>a</b></p>"),
    ],
    junk.drop_attributes: [
        ('<p class="MsoNormal" style="font-weight:bold">a</p>', "<p>a</p>"),
        (
            '<pre><code class="language-java">a</code></pre><code class="x">b</code>',
            '<pre><code class="language-java">a</code></pre><code>b</code>',
        ),
        ('<td colspan="2" class="x">a</td>', '<td colspan="2">a</td>'),
        ('<a href="/x" rel="nofollow">a</a>', '<a href="/x">a</a>'),
    ],
    bbcode.read_bbcode: [
        ("<p>[b]粗[/b] [i]斜[/i] [s]删[/s]</p>",
         "<p><strong>粗</strong> <em>斜</em> <del>删</del></p>"),
        ("<p>[url=https://a.example/x?a=1&amp;b=2]文档[/url]</p>",
         '<p><a href="https://a.example/x?a=1&amp;b=2">文档</a></p>'),
        ("<p>[url]https://a.example[/url]</p>",
         '<p><a href="https://a.example">https://a.example</a></p>'),
        ("<p>[img]/uploads/a.png[/img]</p>", '<p><img src="/uploads/a.png"/></p>'),
        ("<p>[color=#ff0000][size=3]红[/size][/color] [u]下划[/u]</p>", "<p>红 下划</p>"),
        ("<p>[color=red]甲</p><p>乙[/color]</p>", "<p>甲</p><p>乙</p>"),
        ("[list=1]<li>甲</li><li>乙[/list]</li>", "<li>甲</li><li>乙</li>"),
        ("<p>附件 [attach]12[/attach]</p>", "<p>附件 〔附件 12：没有保存下来〕</p>"),
        ("<pre>[b]原样[/b]</pre><p><code>[i]也是[/i]</code></p>",) * 2,
        ("<p>[b]没有结束，a[i] 和 b[/i]，[1]</p>",) * 2,
        ("<p>[url=javascript:x()]x[/url] [b]&lt;img onerror=x&gt;[/b]</p>",
         "<p>[url=javascript:x()]x[/url] <strong>&lt;img onerror=x&gt;</strong></p>"),
    ],
}  # fmt: skip
