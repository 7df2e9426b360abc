"""Markup of what is no whole desktop page of a post: AJAX answers, mobile pages, other lists."""

from __future__ import annotations

from tests.scraper.wecenter_markup import BASE, whole


def mobile(
    answers: str = "",
    *,
    title: str = "怎么办?",
    body: str = "<p>问题</p>",
    time: str = "2020-05-05 06:07",
    views: int = 99,
) -> str:
    """The mobile page of a post, whose ids stand in scripts only."""
    return (
        f'<html><head>{BASE}</head><body><h1 class="aw-xsxq-title">{title}</h1><div>'
        f'<div class="aw-xsxq-article">{body}</div><div class="aw-question-footer">'
        f'<span><i class="icon icon-eye"></i> {views}</span>'
        f'<span><i class="icon icon-clock"></i> {time}</span></div></div>{answers}</body></html>'
    )


def mobile_answer(
    number: int, time: str, *, name: str = "答者", body: str = "<p>回答</p>", sign: str = ""
) -> str:
    return (
        f'<div class="aw-xsxq-hfb"><a class="aw-user-name" href="m/people/5">{name}</a>{sign}'
        f'<div class="aw-x-h-c">{body}</div><div class="aw-x-h-f"><span>{time}</span>'
        f"<a onclick=\"AWS.User.agree_vote($(this), {number}, '{name}');\"><b>3</b></a>"
        f'<a href="javascript:;" onclick="comments(\'{number}\')">评论</a></div></div>'
    )


FRAGMENT = (
    '<ul><li><a class="aw-user-name" href="people/3" data-id="3"><img src="a.png" alt=""></a><div>'
    '<p class="clearfix"><a class="aw-user-name author" href="people/3" data-id="3">甲</a>'
    ' • <span>2020-05-09 10:11</span></p><p class="clearfix">'
    '<a class="aw-user-name" href="people/4" data-id="4">@乙</a> 见'
    ' <a href="http://o.example/very/long/path" rel="nofollow">http://o... ...path</a></p>'
    "</div></li>"
    '<li><a class="aw-user-name"><img src="a.png"></a><div><p class="clearfix">'
    '<a class="aw-user-name author">匿名用户</a> • <span>3 小时前</span></p>'
    '<p class="clearfix">?? 干货</p></div></li></ul>'
)


ARTICLE_LIST = whole(
    '<div class="aw-mod aw-article-list"><div class="aw-item">'
    '<a class="aw-user-name" href="people/3"><img src="a.png"></a>'
    '<div class="mod-body"><h2><a href="article/1">标题</a></h2>'
    '<div class="tag-bar"><span class="topic-tag" data-id="8"><a class="text">话题</a></span></div>'
    '<div id="detail_1" class="hide-content markitup-box">全文...'
    '<a class="more" href="#">继续阅读</a></div>'
    '<div id="detail_more_1" class="markitup-box collapse"><p>全文<a class="more">原有</a></p>'
    '<a class="more" href="#">收起阅读 »</a></div></div>'
    '<div class="mod-footer clearfix"><span class="pull-right text-color-999">'
    '作 者 发表于 : 2020-05-06 07:08 <a href="article/1"><i></i> 评论 (8)</a></span></div>'
    "</div></div>"
)
