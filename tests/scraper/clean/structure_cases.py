"""Before and after, for each filter of scraper/clean/structure.py and headings.py."""

from __future__ import annotations

from scraper.clean import headings, structure

CASES = {
    structure.paragraphs_of_lines: [
        ("a<br><br>b", "<p>a<br/><br/></p><p>b</p>"),
        ("<div>a<br>b</div>", "<p>a<br/>b</p>"),
        ("<div><p>a</p><div>b</div></div>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<blockquote>a<br><br>b</blockquote>",
         "<blockquote><p>a<br/><br/></p><p>b</p></blockquote>"),
        ("<section><section><p>a</p></section></section>", "<p>a</p>"),
        ("<ul><li><div>a</div><div>b</div></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("<p>a<br>b</p>", "<p>a<br/>b</p>"),
        ("<ul><li>a<br><br>b</li></ul>", "<ul><li><p>a<br/><br/></p><p>b</p></li></ul>"),
        ("<p>a<ul><li>b</li></ul></p>", "<p>a<ul><li>b</li></ul></p>"),
    ],
    structure.gather_items: [
        ("<li>甲</li> <li>乙</li><p>丙</p><li>丁</li>",
         "<ul><li>甲</li><li>乙</li></ul> <p>丙</p><ul><li>丁</li></ul>"),
        ("<ul>字<li>甲</li>尾</ul>", "<ul><li>字</li><li>甲</li><li>尾</li></ul>"),
        ("<ul><li>甲</li></ul>\n<ol>\n<li>乙</li>\n</ol>",) * 2,
    ],
    headings.unwrap_blocks_of_headings: [
        ("<h2><p>题</p></h2>", "<h2>题</h2>"),
        ("<h3> <div>题</div></h3>", "<h3> 题</h3>"),
        ("<h2>题<p>文</p></h2>",) * 2,
    ],
    structure.tidy_emphasis: [
        ("<strong>a<strong>b</strong></strong>", "<strong>ab</strong>"),
        ("<strong>a</strong><strong>b</strong>", "<strong>ab</strong>"),
        ("<p>甲<strong> a </strong>乙</p>", "<p>甲 <strong>a</strong> 乙</p>"),
        ("<p><strong><br>a<br></strong>b</p>", "<p><br/><strong>a</strong><br/>b</p>"),
        ("<p>a<em> </em>b</p>", "<p>a b</p>"),
        ("<em><strong>a</strong></em>",) * 2,
    ],
    structure.trim_breaks: [
        ("<p><br/> a <br/></p>", "<p>a</p>"),
        ("<li>\n a\n</li>", "<li>a</li>"),
        ("<h2> a <code> b</code></h2>", "<h2>a <code> b</code></h2>"),
        ("<p>a<br/>b</p>",) * 2,
    ],
    structure.drop_empty_blocks: [
        ("<p> </p><p>a</p><p><strong></strong></p>", "<p>a</p>"),
        ("<ul><li></li><li>a</li></ul><ul></ul>", "<ul><li>a</li></ul>"),
        ('<p><img src="/a.png"/></p><h2></h2>', '<p><img src="/a.png"/></p>'),
        ("<blockquote><p></p></blockquote>", ""),
    ],
    structure.unwrap_single_paragraphs: [
        ("<td><p>a</p></td>", "<td>a</td>"),
        ("<li><p>a</p><ul><li>b</li></ul></li>", "<li>a<ul><li>b</li></ul></li>"),
        ("<td><p>a</p><p>b</p></td>",) * 2,
        ("<li>a<p>b</p></li>",) * 2,
    ],
    headings.narrow_numbering: [
        ("<p>１．打开控制台</p>", "<p>1.打开控制台</p>"),
        ("<p>（２）创建应用</p>", "<p>（2）创建应用</p>"),
        ("<p>３、取得 Key<br/>４、完成</p>", "<p>3、取得 Key<br/>4、完成</p>"),
        ("<h3><strong>１２．</strong>题</h3>", "<h3><strong>12.</strong>题</h3>"),
        ("<p>电话１２３不变</p>",) * 2,
    ],
    headings.headings_of_bold_lines: [
        ("<p><strong>一、准备</strong></p><p>文</p>", "<h2>一、准备</h2><p>文</p>"),
        ("<p><strong>1. 准备</strong></p><p>文</p><p><strong>1.1 下载</strong></p><p>文</p>",
         "<h2>1. 准备</h2><p>文</p><h3>1.1 下载</h3><p>文</p>"),
        ("<p><strong>准备</strong></p><p>文</p><p><strong>开始</strong></p><p>文</p>",
         "<h2>准备</h2><p>文</p><h2>开始</h2><p>文</p>"),
        ("<p><strong>准备</strong></p><p>文</p>",) * 2,
        ("<h2>题</h2><p><strong>一、准备</strong></p><p>文</p>",) * 2,
        ("<p><strong>1. 这是一整句话，所以不是标题。</strong></p><p>文</p>",) * 2,
        ("<p><strong>一、甲</strong></p><p><strong>二、乙</strong></p>",) * 2,
        ("<p><strong>主界面：</strong></p><p>文</p><p><strong>列表：</strong></p><p>文</p>",) * 2,
        ("<p><strong>一、准备</strong>：先</p><p>文</p>",) * 2,
    ],
}  # fmt: skip
