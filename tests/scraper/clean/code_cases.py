"""Before and after, for each filter of scraper/clean/code.py."""

from __future__ import annotations

from scraper.clean import code


def _java(text: str = "int a;", name: str = "java") -> str:
    return f'<pre><code class="language-{name}">{text}</code></pre>'


CASES = {
    code.drop_line_numbers: [
        (
            '<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2'
            '</pre></div></td><td class="code"><pre>a\nb</pre></td></tr></table>',
            "<pre>a\nb</pre>",
        ),
        (
            '<table class="syntaxhighlighter java"><tr><td class="gutter"><div class="line">1</div>'
            '</td><td class="code"><div class="line"><code>a</code></div><div class="line">'
            "<code>b</code></div></td></tr></table>",
            '<pre class="syntaxhighlighter java">a\nb</pre>',
        ),
        (
            '<ul class="code-snippet__line-index"><li></li><li></li></ul><pre>a</pre>',
            "<pre>a</pre>",
        ),
        ('<pre>a<span class="line-numbers-rows"><span></span></span></pre>', "<pre>a</pre>"),
        ('<pre class="line-numbers">a</pre>',) * 2,
        ('<table><tr><td class="code">价格</td></tr></table>',) * 2,
    ],
    code.name_code_language: [
        ("<pre>a\n<br>b\n<br>c</pre>", "<pre><code>a\nb\nc</code></pre>"),
        ("<pre>a<br>b<br><br>c</pre>", "<pre><code>a\nb\n\nc</code></pre>"),
        ("<pre>a<br>\nb<br>\n<br>\nc</pre>", "<pre><code>a\nb\n\nc</code></pre>"),
        ('<pre class="brush:java;toolbar:false">int a;</pre>', _java()),
        ('<pre class="brush: java; gutter: true">int a;</pre>', _java()),
        ('<div class="highlight highlight-source-java"><pre>int a;</pre></div>',
         f'<div class="highlight highlight-source-java">{_java()}</div>'),
        ('<pre class="prettyprint linenums lang-java">int a;</pre>', _java()),
        ('<pre class="language-java line-numbers"><code class="language-java">int a;</code></pre>',
         _java()),
        ('<pre><code class="hljs java">int a;</code></pre>', _java()),
        ('<pre><code class="java hljs">int a;</code></pre>', _java()),
        ('<pre data-lang="java"><code>int a;</code><code>int b;</code></pre>',
         _java("int a;\nint b;")),
        ('<pre class="brush:plain">a</pre>', "<pre><code>a</code></pre>"),
        ('<pre class="brush:jscript">a</pre>', _java("a", "js")),
        ('<pre class="language-objective-c">a</pre>', _java("a", "objective-c")),
        ("<pre><span>[</span>a<b>]</b></pre>", "<pre><code>[a]</code></pre>"),
        ("<pre></pre><pre><code> </code></pre><p>a<code></code></p>", "<p>a</p>"),
        ('<pre>a<img src="/x.png"/>b<img src="/y.png"/></pre>',
         '<pre><code>ab</code></pre><img src="/x.png"/><img src="/y.png"/>'),
        ('<p><code><img src="/x.png"/></code></p>', '<p><img src="/x.png"/></p>'),
        ("<pre><p>a</p><p>b</p></pre>", "<pre><code>a\nb</code></pre>"),
        ("<pre>\n\ta\n\n  b\n</pre>", "<pre><code>\ta\n\n  b</code></pre>"),
        ('<p><code class="x">a</code></p>', "<p><code>a</code></p>"),
    ],
}  # fmt: skip
