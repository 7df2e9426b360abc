"""Pages that are not what was asked for: messages, the login form, faults, captcha and firewall."""

from __future__ import annotations

from tests.box.markup import whole
from tests.box.site import Page, Site
from tests.box.world import World

DELETED = {"article": "该文章已删除!", "question": "该问题已删除!"}
IP_BANNED = "您的IP已被封禁,请联系管理员."


def message(
    text: str, world: World, site: Site, *, status: int = 200, refresh: bool = True
) -> Page:
    """A message page: what it says is not told by its status."""
    head = f'\n<meta http-equiv="refresh" content="5;URL={site.home}" />' if refresh else ""
    main = (
        '<div class="aw-error-box"><div class="mod-body clearfix">'
        f"<p><strong>{text}</strong></p><p>"
        f'如果您的浏览器没有自动跳转，请点击<a href="{site.home}">此链接</a></p></div></div>'
    )
    return Page(whole("系统提示", main, "", world, site, head=head), status)


def not_found(world: World, site: Site) -> Page:
    """The page of an address that leads nowhere."""
    name = world.settings.site
    return Page(
        f'<!DOCTYPE html>\n<html><head><title>404 - {name}</title><base href="{site.home}" />'
        '</head>\n<body class="aw-404"><div class="aw-404-wrap container"><p>抱歉,页面不存在</p>'
        f'<a class="btn" href="{site.home}">返回首页</a></div></body></html>\n',
        404,
    )


def login(world: World, site: Site) -> Page:
    """The login form that replaces what a guest may not see."""
    main = (
        '<div class="aw-login-box"><form id="login_form" method="post" '
        f'action="{site.link("account/ajax/login_process/")}">'
        '<input type="text" name="user_name" /><input type="password" name="password" />'
        "</form></div>"
    )
    return Page(whole("登录", main, "", world, site))


def fault(site: Site) -> Page:
    """What PHP's own error handler sends."""
    return Page(
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" /></head>'
        "<body><h3>An error occurred (500 Error)</h3><p>Exception message: SQLSTATE[HY000]: "
        'General error: 2006 MySQL server has gone away</p><pre style="display:none">'
        f"#0 system/Zend/Db/Statement.php(302) {site.origin}</pre></body></html>",
        500,
    )


def captcha(site: Site) -> Page:
    """A check for humans that stands before the forum: status 200, none of the forum's marks."""
    return Page(
        "<!DOCTYPE html>\n<html><head><title>安全验证</title></head><body>"
        f'<form method="get" action="{site.origin}verify"><p>请输入图中的字符,以继续访问</p>'
        '<img src="/verify.png" alt="" /><input name="code" /></form></body></html>'
    )


def firewall(status: int = 200) -> Page:
    """A firewall's refusal, with whatever status it chose."""
    return Page(
        "<!DOCTYPE html>\n<html><head><title>访问被拦截</title></head><body>"
        "<h1>您的访问请求可能对网站造成安全威胁，请求已被阻断</h1>"
        "<p>事件编号：7f000001-2b3c</p></body></html>",
        status,
    )


def forbidden_ajax() -> Page:
    """What a script is told that posts without a login."""
    return Page('{"rsm":null,"errno":-1,"err":"会话超时, 请重新登录"}')


def simple(title: str, main: str, world: World, site: Site) -> Page:
    """A page of another part of the forum, without posts."""
    return Page(whole(title, main, "", world, site))
