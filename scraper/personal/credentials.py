"""What opens a door: passwords, keys and tokens, found by the name before them or by their form.

Patterns begin with a rare character and look back from it; no run of characters is read again from
each of its places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scraper.personal.people import Span

_URL = re.compile(r"://([^\x00-\x20\x7f-\U0010ffff<>\"'`,;|\\^{}()]*)")
KEY_END = (  # after the rare character that it is found by
    r"(?:(?<=[sS][eE][cC])(?i:ret)|(?<=[tT][oO][kK])(?i:en)"
    r"|(?<=[pP][aA][sS][sS][wW])(?i:or)?[dD]|(?<=[pP][wW])[dD]"
    r"|(?:(?<=[pP][iI][kK])|(?<=[pP][iI][_ -][kK])"
    r"|(?<=[eE][sS][sS][kK])|(?<=[eE][sS][sS][_ -][kK]))(?i:ey)"
    r"|(?<=密)[码钥]|(?<=口)令)"
)
_QUOTE = r"\\?[\"'`“”‘’「」]"
_SPACE = r"[^\S\n]{0,20}"
_SECRET = re.compile(
    r"[cCkKwW密口]" + KEY_END + r"(?:[_ -]?(?i:key|str|string|value))?\d?(?:\\?[\"'`\[\]]){0,3}"
    r"(?: ?: ?[A-Za-z]{1,20}[?!]?(?= ?=))?"  # a type, as in Kotlin and Swift
    rf"(?:{_SPACE}(?:=>|:?={{1,3}}|[:：](?!//)|[是为][:：]?){_SPACE}\n?{_SPACE}"
    r"|>(?=[^\s<>]{8,512}</)"
    rf"|(?P<shy>(?:(?<=[\"'`]){_SPACE},{_SPACE}\n?{_SPACE}|[^\S\n]{{1,20}}|(?P<call>\())"
    r"(?=[@bru]?\\?[\"']))"
    rf")(?:[@bru]?(?:{_QUOTE}){{1,3}})?"
    rf"(?:(?<=[\"'`“”‘’「])(?P<quoted>[^\x00-\x20\x7f-\U0010ffff\"'`<>\\]{{8,}}+)(?={_QUOTE})"
    r"|(?P<bare>[A-Za-z0-9+/=_\-@!.#$%^*~]{8,}+))"
)
_SETTER = re.compile(r"(?:set|with|init)\w{0,16}\Z", re.IGNORECASE)
_HOLE = re.compile(
    r"(?i)your|x{4}|\*\*|\.\.\.|example|placeholder|replace|change.?me|dummy|[<{}]"
    r"|\A\$[a-z_]|\A%[sd@]"
)
_PLAIN_VALUE = re.compile(  # a date, a version, an address in memory or the web, a file
    r"\d{4}-\d\d-\d\d|[vV]?\d+(?:\.\d+){1,3}(?:[.-]?[A-Za-z]+\d*)?\Z|0x[0-9a-fA-F]{4,16}\Z|www\."
    r"|[\w./-]*\.(?:png|jpe?g|gif|json|txt|html?|js|css|php|java|py|md|xml|zip|apk|mp[34])\Z"
)
_NAME = re.compile(r"/?[A-Za-z_$][\w$]*(?:[./-][\w$]+)*", re.ASCII)
_SPEAKING = re.compile(r"[a-z][A-Z]|[_./-]|\A(?i:user|token|secret|passw|pwd)")
_FORM = re.compile(
    r"[-ALgse](?:(?<=-)----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----(?:"
    r"(?:[^-]|-(?!----))*+-----END (?:[A-Z]{2,10} )?PRIVATE KEY-----"
    r"|(?:\s*+[A-Za-z0-9+/=]{16,}+)++)"
    r"|(?<=\bA)KIA[0-9A-Z]{16}\b|(?<=\bL)TAI[0-9A-Za-z]{12,30}\b"
    r"|(?<=\bg)h[pousr]_[A-Za-z0-9]{20,}+"
    r"|(?<=s)(?<![\w-]s)k-(?=[A-Za-z_-]*+\d)[\w-]{20,}+"
    r"|(?<=e)(?<![\w-]e)yJ[\w-]{8,}+\.[\w-]{8,}+\.[\w-]*+)",
    re.ASCII,
)
# a user token of RongCloud: long base64, often with the address of its navigation servers
_USER_TOKEN = re.compile(r"=(?<=[A-Za-z0-9+/]{40}=)(?:=|(?=@))(?:@[\w.;:-]*)?", re.ASCII)
_BASE64 = re.compile(r"[A-Za-z0-9+/]+")
_PICTURE = re.compile(r"/9j/|iVBOR|R0lGOD|UklGR")


def urls(text: str) -> tuple[list[tuple[int, int]], list[Span]]:
    """The parts of URLs that nothing is looked for in, and the logins of URLs."""
    closed: list[tuple[int, int]] = []
    logins: list[Span] = []
    for url in _URL.finditer(text):
        start, end = url.span(1)
        authority = re.match(r"[^/?#]*", url[1])
        login, at, host = (authority[0] if authority else "").rpartition("@")
        user, colon, password = login.partition(":")
        is_port = "." in user and password.isdigit()  # a mention right after a URL
        if at and host and not is_port and not _HOLE.search(password[:256]):
            if password or (not colon and len(user) >= 20 and _is_token(user)):
                logins.append(("secret", start, start + len(login)))
                start += len(login)
        query = text.find("?", start, end)
        if text.startswith("?/", query):
            query = text.find("&", query, end)
        closed.append((start, end if query < 0 else query))
    return closed, logins


def secrets(text: str) -> Iterator[Span]:
    """Values after a name such as appSecret, and values that no one takes for anything else."""
    at, run_end, tries = 0, -1, 0
    while one := _SECRET.search(text, at):
        group = "quoted" if one["quoted"] else "bare"
        start, end = one.span(group)
        value, next_character = one[group].rstrip("."), text[end : end + 1]
        is_name_likely = bool(one["shy"]) or group == "bare" or value.startswith("/")
        setter = _SETTER.search(text[max(0, one.start() - 24) : one.start()])
        is_call = next_character in ("(", "[") if group == "bare" else one["call"] and not setter
        if not is_call and _is_token(value, is_name_likely, next_character in (";", ")", ",", "]")):
            yield "secret", start, start + len(value)
            at = end
        else:  # a name may begin in what looked like a value; in a long one not again and again
            tries = tries + 1 if end == run_end else 0
            at, run_end = (start if tries < 4 else end), end
    for form in _FORM.finditer(text):
        if not _HOLE.search(form[0][:256]):
            yield "secret", *form.span()
    for tail in _USER_TOKEN.finditer(text):
        head = _BASE64.match(text[max(0, tail.start() - 600) : tail.start()][::-1])
        value = head[0][::-1] if head else ""
        start = tail.start() - len(value)
        is_data = _PICTURE.match(value) or text.endswith("base64,", 0, start) or len(value) > 512
        if not is_data and _is_token(value):
            yield "secret", start, tail.end()


def _is_token(value: str, is_name_likely: bool = False, is_in_code: bool = False) -> bool:
    """Whether a value looks made by a machine or chosen as a password, not like a word or name."""
    value = value[:256]
    letters = re.sub(r"[^A-Za-z]", "", value)
    digits = len(re.sub(r"[^0-9]", "", value))
    if not letters or len(set(value.lower())) <= 3 or _HOLE.search(value):
        return False
    if _PLAIN_VALUE.match(value):
        return False
    # no name changes its case so often
    turns = len(re.findall(r"(?=[a-z][A-Z]|[A-Z][a-z])", letters))
    is_mixed = len(letters) >= 8 and 3 * turns >= len(letters)
    if not digits:
        capitals = sum(map(str.isupper, letters)) / len(letters)
        return is_mixed and 0.3 <= capitals <= 0.7
    is_name = is_name_likely and digits <= 2 and _NAME.fullmatch(value.strip("+"))
    return is_mixed or not (is_name and (is_in_code or _SPEAKING.search(value)))
