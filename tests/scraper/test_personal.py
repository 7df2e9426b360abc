"""Personal data in posts: what is found, what is not, and what is left where it stood.

All values are invented; resident IDs are made here by the formula of their check digit.
"""

from __future__ import annotations

import time
from datetime import date
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import personal
from scraper.personal import NOTES, Found, find, mask, mask_html, redacted

NUMBER = "13800000000"
TOKEN = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF3gH6jK9mN2pQ"  # noqa: S105


def id_card(region: int = 11, rest: str = "0101", born: str = "19900101", order: int = 1) -> str:
    digits = f"{region}{rest}{born}{order:03}"
    return digits + "10X98765432"[sum(int(d) * 2 ** (17 - n) for n, d in enumerate(digits)) % 11]


# text, kind, what of it is masked
FOUND = [
    (f"电话{NUMBER}，急", "mobile", NUMBER),
    (f"{NUMBER}微信同号", "mobile", NUMBER),
    (f"Tel.{NUMBER}.", "mobile", NUMBER),
    (f"手机-{NUMBER}", "mobile", NUMBER),
    (f"+86{NUMBER}", "mobile", f"+86{NUMBER}"),
    (f"86{NUMBER}", "mobile", f"86{NUMBER}"),
    (f"0086{NUMBER}", "mobile", f"0086{NUMBER}"),
    ("+86 138 0000 0000", "mobile", "+86 138 0000 0000"),
    ("0086-138-0000-0000", "mobile", "0086-138-0000-0000"),
    ("（+86）138-0000-0000", "mobile", "（+86）138-0000-0000"),
    ("138-0000-0000 联系", "mobile", "138-0000-0000"),
    ("138\xa00000\xa00000", "mobile", "138\xa00000\xa00000"),
    ("电话：１９９００００００００", "mobile", "１９９００００００００"),
    ("https://a.cn/sms?to=%2B8613800000000", "mobile", "%2B8613800000000"),
    (f"https://a.cn/x?phone={NUMBER}&b=1", "mobile", NUMBER),
    (f"https://a.cn/?/login/&phone={NUMBER}", "mobile", NUMBER),
    (f"https://a.cn/x，{NUMBER}", "mobile", NUMBER),
    ("邮箱me@mail.cn谢谢", "email", "me@mail.cn"),
    ("first.last+tag@mail.forum.com.cn.", "email", "first.last+tag@mail.forum.com.cn"),
    ("me＠mail．cn", "email", "me＠mail．cn"),
    ("123456@qq.com", "email", "123456@qq.com"),
    (f"{NUMBER}@163.com", "email", f"{NUMBER}@163.com"),
    ("name(at)host.com", "email", "name(at)host.com"),
    ("name [AT] host.com", "email", "name [AT] host.com"),
    ("name（at）host.com", "email", "name（at）host.com"),
    ("name#qq.com", "email", "name#qq.com"),
    ("https://a.cn/x?mail=me%40mail.cn", "email", "me%40mail.cn"),
    ("mailto:me@mail.cn", "email", "me@mail.cn"),
    (f"身份证{id_card()}", "id-card", id_card()),
    (f"{id_card(order=10)}", "id-card", id_card(order=10)),
    (f"{id_card()[:6]} {id_card()[6:14]} {id_card()[14:]}", "id-card",
     f"{id_card()[:6]} {id_card()[6:14]} {id_card()[14:]}"),
    ("AppSecret: a1B2c3D4", "secret", "a1B2c3D4"),
    ("App Secret：a1B2c3D4。", "secret", "a1B2c3D4"),
    ("app_secret=a1B2c3D4", "secret", "a1B2c3D4"),
    ("APP_SECRET = 'a1B2c3D4'", "secret", "a1B2c3D4"),
    ('String appSecret = "a1B2c3D4";', "secret", "a1B2c3D4"),
    ('secretKey => "a1B2c3D4",', "secret", "a1B2c3D4"),
    ("secret_key: a1B2c3D4", "secret", "a1B2c3D4"),
    ("accessKeySecret=a1B2c3D4", "secret", "a1B2c3D4"),
    ("access_token=a1B2c3D4&openid=5", "secret", "a1B2c3D4"),
    ("api_key := `a1B2c3D4`", "secret", "a1B2c3D4"),
    ("apikey a: apikey=a1B2c3D4", "secret", "a1B2c3D4"),
    ("password：abc12345", "secret", "abc12345"),
    ("passwd=zhangsan88", "secret", "zhangsan88"),
    ("pwd: admin123", "secret", "admin123"),
    ('password = "P@ss#w0rd$1"', "secret", "P@ss#w0rd$1"),
    ("密码是abc12345", "secret", "abc12345"),
    ("密码是：abc12345", "secret", "abc12345"),
    ("密钥为 a1B2c3D4", "secret", "a1B2c3D4"),
    ("口令: a1B2c3D4", "secret", "a1B2c3D4"),
    ("token是 aBcDxYzQwErT", "secret", "aBcDxYzQwErT"),
    ('{"token":"a1B2c3D4","id":1}', "secret", "a1B2c3D4"),
    (r'"{\"token\":\"a1B2c3D4\"}"', "secret", "a1B2c3D4"),
    ("x['token'] = 'a1B2c3D4'", "secret", "a1B2c3D4"),
    ('NSString *token = @"a1B2c3D4";', "secret", "a1B2c3D4"),
    ('val token: String = "a1B2c3D4"', "secret", "a1B2c3D4"),
    ('char password[] = "a1B2c3D4";', "secret", "a1B2c3D4"),
    ('#define APP_SECRET @"a1B2c3D4"', "secret", "a1B2c3D4"),
    ('headers.put("RC-App-Secret", "a1B2c3D4e5");', "secret", "a1B2c3D4e5"),
    ('setAppSecret("a1B2c3D4")', "secret", "a1B2c3D4"),
    ('-H "RC-App-Secret: a1B2c3D4"', "secret", "a1B2c3D4"),
    ("<appSecret>a1B2c3D4</appSecret>", "secret", "a1B2c3D4"),
    ('<string name="app_secret">a1B2c3D4</string>', "secret", "a1B2c3D4"),
    ("https://a.cn/x?token=a1B2%2Bc3D4%3D&b", "secret", "a1B2%2Bc3D4%3D"),
    ("https://user:password@host/x", "secret", "user:password"),
    ("mysql://root:Passw0rd@db.forum.com:3306/x", "secret", "root:Passw0rd"),
    ("用 AKIA0123456789ABCDEF 登录", "secret", "AKIA0123456789ABCDEF"),
    ("LTAI0123456789abcdef", "secret", "LTAI0123456789abcdef"),
    ("ghp_0123456789abcdefghijABCDEFGHIJ012345", "secret",
     "ghp_0123456789abcdefghijABCDEFGHIJ012345"),
    ("sk-0123456789abcdefghijABCD", "secret", "sk-0123456789abcdefghijABCD"),
    ("eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "secret", "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"),
    (f"connect({TOKEN}==)", "secret", f"{TOKEN}=="),
    (f'"{TOKEN}=@ab1c.cn.forum.com;ab1c.cn.host.com"', "secret",
     f"{TOKEN}=@ab1c.cn.forum.com;ab1c.cn.host.com"),
    ("a\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n\nMIIE\n-----END RSA PRIVATE KEY-----\nb",
     "secret", "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n\nMIIE\n"
     "-----END RSA PRIVATE KEY-----"),
    ("-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n完", "secret",
     "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG"),
]  # fmt: skip

FOUND.append(("appsecret=mSVQzm6iYy", "secret", "mSVQzm6iYy"))
NOTHING = [
    "token = oauth2TokenValue;",
    # numbers that are none
    "1380000000", "138000000000", "1610000000000", "1610000000", "12800000000", "3.13800000000",
    "13800000000.5", "1.2.13800000000", "0x13800000000", "a13800000000", "13800000000L",
    "user_13800000000", "deadbeef13800000000cafe", "100 138 0000 0000", "138-0000-0000-1",
    "138 0000-0000", "138\n0000\n0000",
    "https://a.cn/article/13800000000", "https://a.cn/?/question/13800000000",
    "https://13800000000.cn/", "//a:b", "ftp://a.cn/13800000000/me@mail.cn",
    # no addresses
    "icon@2x.png", "lodash@4.17.21", "vue@next.js", "a@b", "git@github.com:forum/kb.git",
    "ssh://git@github.com/forum/kb", "root@forum.com:/srv", "@张三 你好", "@Override",
    "@app.route('/')",
    "@com.forum.Inject", "this@MainActivity.finish()", "return@forEach.me", "Message@1a2b3c",
    "me@example.com", "me@mail.example.org", "me@forum.example", "me@a.test", "me@x.invalid",
    "me@localhost", "String#length.com", "name#host.com", "at (at) all", "https://medium.com/@me.com",
    # no resident IDs
    "110101900101123", id_card()[:-1] + "2", id_card(region=83), id_card(born="19900231"),
    id_card(born="18900101"), id_card() + "0", "x" + id_card(), id_card()[:-1],
    # no secrets: placeholders
    "appSecret=your_app_secret", "token: YOUR-TOKEN-1", "secret = xxxxxxxx1", "password=********",
    "密码：******", "secret=<secret123>", "secret=${SECRET_12}", "token = $token_value1",
    'password: "{{ pass123456 }}"', "token=替换成你自己的", "token=test", "password=123456",
    "appSecret=example-secret-1234", "AKIAIOSFODNN7EXAMPLE", "密码：12345678",
    # no secrets: code and prose
    "token = getToken12345()", "token=tokens123456[0]", "token.length", "token=this.userToken1;",
    "String appSecret = config.secret1;", "let token = userToken1", "password == password1)",
    "RongIM.connect(token, callback12345)", 'getToken("userId12345", "name")', "onTokenIncorrect()",
    "token: String", "secret = appSecretValue", "token: RCIMTokenProvider", "token=null&a=1",
    "token: 0x7f8a1b2c3d", "token: 2021-01-18T09:30", "token: v2.10.3-beta1", "token=/api/v1/token",
    "token: token_2021.json", '"token", "userId" 12345678', "token::abc12345", "secret://abc12345",
    'password: "at least 8chars12"', "task-0123456789abcdefghijABCD",
    "sk-some-long-class-name-here",
    f"data:image/png;base64,{TOKEN}==", f"/9j/{TOKEN}==", "eyJ.a.b", "-----BEGIN PUBLIC KEY-----",
    "http://a.cn:80@张三", "https://root:${PASSWORD}@db", "", "你好，世界",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "value"), FOUND)
def test_what_is_found(text: str, kind: personal.Kind, value: str) -> None:
    spots = find(text)
    assert [spot.found for spot in spots] == [Found(kind, value)]
    assert text[spots[0].start : spots[0].end] == value
    assert mask(text) == (text.replace(value, NOTES[kind]), [Found(kind, value)])
    html = f"<p>{escape(text, quote=False)}</p>"
    assert mask_html(html) == (
        html.replace(escape(value, quote=False), NOTES[kind]),
        [Found(kind, value)],
    )


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_nothing(text: str) -> None:
    assert mask(text) == (text, [])
    html = f"<pre><code>{escape(text)}</code></pre>"
    assert mask_html(html)[0] is html


def test_several_in_one_text() -> None:
    text = f"找 {NUMBER} 139 0000 0000 或 a@mail.cn;b@mail.cn，"
    text += f"密码 password=a1B2c3D4 {NUMBER}/{NUMBER}"
    phone, mail = NOTES["mobile"], NOTES["email"]
    masked, found = mask(text)
    secret = f"password={NOTES['secret']}"
    assert masked == f"找 {phone} {phone} 或 {mail};{mail}，密码 {secret} {phone}/{phone}"
    assert [one.kind for one in found] == [
        "mobile", "mobile", "email", "email", "secret", "mobile", "mobile",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "allow"),
    [
        (NUMBER, {NUMBER}),
        ("+86 138-0000-0000", {NUMBER}),
        ("１３８００００００００", {NUMBER}),
        ("Support@Mail.cn", {"support@mail.cn"}),
        ("support@mail.cn", {"Support@Mail.CN"}),
        ("me(at)mail.cn", {"me@mail.cn"}),
        ("me@mail.cn you@MAIL.cn", {"@Mail.cn"}),
        (id_card(), {id_card()}),
        ("appSecret=a1B2c3D4", {"a1B2c3D4"}),
    ],
)
def test_what_is_allowed(text: str, allow: set[str]) -> None:
    assert mask(text)[1]
    assert mask(text, frozenset(allow)) == (text, [])
    assert mask_html(text, frozenset(allow))[0] is text


@pytest.mark.parametrize(
    ("text", "allow"),
    [
        ("me@mail.cn", "@cn"),
        ("me@sub.mail.cn", "@mail.cn"),
        ("me@mail.cn", "you@mail.cn"),
        ("appSecret=a1B2c3D4", "A1B2C3D4"),
        (NUMBER, "13900000000"),
    ],
)
def test_what_is_not_allowed(text: str, allow: str) -> None:
    assert mask(text, frozenset({allow})) == mask(text)
    assert mask(text)[1]


PHONE, MAIL, SECRET = NOTES["mobile"], NOTES["email"], NOTES["secret"]
HTML = [
    ("<p>138<b>0000</b>0000 <i>a</i></p>", f"<p>{PHONE}<b></b> <i>a</i></p>"),
    ("<p>a &lt; <b>138</b>0000<b>0000b &amp;</b></p>", None),
    ("<p>a &lt; <b>138</b>0000<b>0000，&amp;</b></p>",
     f"<p>a &lt; <b>{PHONE}</b><b>，&amp;</b></p>"),
    ("<p>138</p><p>00000000</p>", None),
    ("<p>138<br/>00000000</p>", None),
    ("<p>138&nbsp;0000&nbsp;0000</p>", f"<p>{PHONE}</p>"),
    ("<p>AppSecret: <code>a1B2c3D4</code></p>", f"<p>AppSecret: <code>{SECRET}</code></p>"),
    ("<p>AppSecret：<br>a1B2c3D4</p>", f"<p>AppSecret：<br>{SECRET}</p>"),
    ("<tr><td>AppSecret:</td><td>a1B2c3D4</td></tr>",
     f"<tr><td>AppSecret:</td><td>{SECRET}</td></tr>"),
    ("<p>token:</p><p>a1B2c3D4</p>", None),
    ('<pre><code class="x">k = &quot;&quot;\ntoken = "a1B2c3D4" &amp;&amp; x</code></pre>',
     f'<pre><code class="x">k = ""\ntoken = "{SECRET}" &amp;&amp; x</code></pre>'),
    ("<pre>&lt;token&gt;a1B2c3D4&lt;/token&gt;</pre>",
     f"<pre>&lt;token&gt;{SECRET}&lt;/token&gt;</pre>"),
    ("<p>-----BEGIN PRIVATE KEY-----</p><p>MIIE</p><p>-----END PRIVATE KEY-----</p><p>b</p>",
     f"<p>{SECRET}</p><p></p><p></p><p>b</p>"),
    (f'<img alt="{NUMBER}" src="/{NUMBER}.png" title="me@mail.cn &amp; b">',
     f'<img alt="{PHONE}" src="/{NUMBER}.png" title="{MAIL} &amp; b">'),
    (f"<img alt='\"{NUMBER}\"'>", f'<img alt="&quot;{PHONE}&quot;">'),
    ('<a href="mailto:me@mail.cn?subject=x">an <b>me@mail.cn</b></a> <a href="/b">b</a>',
     f'an <b>{MAIL}</b> <a href="/b">b</a>'),
    ('<a href="mailto:me%40mail.cn">mich</a>', "mich"),
    ('<a href="mailto:me@example.com">x</a>', None),
    (f'<a href="https://a.cn/article/{NUMBER}">x</a>', None),
    (f'<a href="/article/{NUMBER}">x</a>', None),
    (f'<a href="https://a.cn/?/article/{NUMBER}">x</a>', None),
    (f'<a href="https://a.cn/x?a=1&amp;phone={NUMBER}&amp;b=2#c" title="t">x</a>',
     '<a href="https://a.cn/x?a=1&amp;phone=&amp;b=2#c" title="t">x</a>'),
    ('<a href="https://a.cn/x?m=me%40mail.cn">x</a>', '<a href="https://a.cn/x?m=">x</a>'),
    (f'<a href="https://a.cn/x?{NUMBER}">x</a>', '<a href="https://a.cn/x?">x</a>'),
    ('<a href="https://me:a1B2c3D4@a.cn/x">x</a>', '<a href="https://a.cn/x">x</a>'),
    ('<a href="https://a.cn/x?token=a1B2c3D4">https://a.cn/x?token=a1B2c3D4</a>',
     f'<a href="https://a.cn/x?token=">https://a.cn/x?token={SECRET}</a>'),
    ("<p>a < b 13800000000", f"<p>a &lt; b {PHONE}"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), HTML)
def test_html(html: str, expected: str | None) -> None:
    masked, found = mask_html(html)
    assert masked == (html if expected is None else expected)
    assert bool(found) == (expected is not None)
    assert mask_html(masked)[0] is masked


def test_html_without_anything_is_the_same_string() -> None:
    for html in ("<p>它<b>很</b>好 1 &amp; 2</p>", "<p>token@</p>", "<P CLASS=x>@a 1<br></P>"):
        assert mask_html(html)[0] is html


def test_reports_hold_no_value() -> None:
    found = mask(NUMBER)[1][0]
    assert redacted(found) == "mobile (11 characters)"
    assert NUMBER not in repr(found) + repr(find(NUMBER))


PIECES = st.sampled_from([
    NUMBER, "138 0000 0000", "+86", "86", "0086-", "me@mail.cn", "me#qq.com", "@", "(at)",
    "a1B2c3D4", "token=", "密码：", "appSecret", '"', "'", ":", ",", "(", ")", "https://", "?", "/",
    "&", "=", ".", "-", " ", "\n", "a", "1", "x:y@", id_card(), f"{TOKEN}==", "=@", "eyJaaaaaaaa.",
    "AKIA0123456789ABCDEF",
    "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "\\", "<", ">", "；", "％",
    "%40", "sk-",
    *NOTES.values(),
])  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=12).map("".join),
)


@given(TEXTS)
def test_nothing_is_left_after_masking(text: str) -> None:
    masked, found = mask(text)
    assert find(masked) == []
    assert (masked == text) == (not found)


@given(st.lists(st.one_of(PIECES.map(escape), st.sampled_from(
    ["<b>", "</b>", "<br>", "<p>", "</p>", "<td>", '<a href="mailto:me@mail.cn">', "</a>", "&nbsp;"]
)), max_size=12).map("".join))  # fmt: skip
def test_nothing_is_left_in_html_after_masking(html: str) -> None:
    masked, found = mask_html(html)
    assert mask_html(masked) == (masked, [])
    assert (masked is html) == (not found)


@given(TEXTS)
def test_html_is_searched_as_text_is(text: str) -> None:
    assert mask_html(escape(text, quote=False))[1] == mask(text)[1]


@given(st.text(st.characters(exclude_characters="@＠#%([（【:：", exclude_categories=["Nd"])))
def test_text_without_digits_and_signs_is_unchanged(text: str) -> None:
    assert mask(text) == (text, [])


REGIONS = st.integers(11, 82)
BIRTHS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(REGIONS, st.integers(0, 9999), BIRTHS, st.integers(0, 999), st.booleans())
def test_check_digits(region: int, rest: int, born: date, order: int, is_lower: bool) -> None:
    right = id_card(region, f"{rest:04}", f"{born}".replace("-", ""), order)
    shown = right.lower() if is_lower else right
    assert [spot.found for spot in find(f"证{shown}。")] == [Found("id-card", shown)]
    for wrong in set("0123456789X") - {right[-1]}:
        assert find(f"证{right[:-1]}{wrong}。") == []


HOSTILE = [
    "1", "a@", "token=", NUMBER, "://", "sk-", "eyJ", "eyJaaaaaaaa.", "-----BEGIN PRIVATE KEY-----",
    "A", "A=", "a@b.", "a.b@", "#qq.com", "AKIA", "138 0000 ", "密码是", "secret>",
    "11010119900101",
    "(at)", "token", "token: String =", '\\"', 'token"', "86", "%40", '<a x="', "<a", "1<b>", "<b>",
    f"{TOKEN}==", "[(（", "==", "+86",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_input_ends(unit: str) -> None:
    size = 500_000
    text = unit * (size // len(unit))
    started = time.process_time()
    find(text)
    mask_html(text[: size // 5])
    assert time.process_time() - started < 20  # a search of its square would take minutes


def test_what_holds_nothing_is_the_very_same_string() -> None:
    html = "<p>消息在离线期间不会丢失；see the docs, version 5.<b>甲</b></p>\n" * 400
    assert mask_html(html)[0] is html


def test_the_tables_are_large() -> None:
    assert len(FOUND) + len(NOTHING) + len(HTML) >= 80
