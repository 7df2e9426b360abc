"""The people, topics, categories and files of the hand-written forum."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.box import pictures
from tests.box.records import Category, Person, Topic, Upload
from tests.box.times import ZONE

NOW = datetime(2021, 1, 18, 9, 30, 40, tzinfo=ZONE)


def day(text: str) -> datetime:
    """A moment in the forum's zone: `2020-05-06 07:08`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def ago(**units: float) -> datetime:
    """A moment before the clock of the forum."""
    return NOW - timedelta(**units)


ADMIN = Person(1, "管理员", "有事请发帖")
PATH = Person(2, "林间小路", "写一点 Android", verified="personal")
SHORE = Person(3, "北岸", "")
STONE = Person(4, "青石", "前端 <b>不加粗</b> & 后端")
DIGITS = Person(5, "10086", "名字全是数字")
SHADOW = Person(10086, "归舟", "有人拿我的编号做名字")
SUMMER = Person(6, "半夏", "")
ESCAPED = Person(7, "A&B <实验室>", "名字里有尖括号", verified="enterprise")
CATS = Person(8, "爱猫的??", "名字里的表情没有存下来")
LONG = Person(9, "名字_with-dash 空格", "")
BANNED = Person(10, "广告号", "", banned=True)
PEOPLE = (
    ADMIN, PATH, SHORE, STONE, DIGITS, SHADOW, SUMMER, ESCAPED, CATS, LONG, BANNED,
)  # fmt: skip

IM_RTC = Topic(1, "IM_RTC")
ANDROID = Topic(2, "Android", "android", related=(4,))
YEAR = Topic(3, "2020")
UNI = Topic(4, "uni_app")
OLD_ANDROID = Topic(5, "安卓", merged_into=2)
GENERIC = Topic(6, "泛型 <T>")
TOPICS = (IM_RTC, ANDROID, YEAR, UNI, OLD_ANDROID, GENERIC)

TECH = Category(1, "技术交流")
RTC = Category(2, "实时音视频", "rtc")
NEWS = Category(3, "社区公告")
CATEGORIES = (TECH, RTC, NEWS)

PICTURES = "uploads/article/20200506"
SHARED = f"{PICTURES}/5f3e1c0000000000000000000000aa01.png"
CHINESE = f"{PICTURES}/连接 时序图.png"


def uploads() -> dict[str, Upload]:
    """Files of real formats, and some that only pretend to be images."""
    made: dict[str, tuple[bytes, str]] = {
        SHARED: (pictures.picture("png", 1), "image/png"),
        CHINESE: (pictures.picture("png", 2), "image/png"),
        f"{PICTURES}/absolute.png": (pictures.picture("png", 3), "image/png"),
        f"{PICTURES}/rooted.jpg": (pictures.picture("jpg", 4, (64, 48)), "image/jpeg"),
        f"{PICTURES}/based.png": (pictures.picture("png", 5), "image/png"),
        f"{PICTURES}/protocol.png": (pictures.picture("png", 6), "image/png"),
        f"{PICTURES}/lazy-original.png": (pictures.picture("png", 7), "image/png"),
        f"{PICTURES}/lazy-src.png": (pictures.picture("png", 8), "image/png"),
        f"{PICTURES}/boxed.png": (pictures.picture("png", 9), "image/png"),
        f"{PICTURES}/moving.gif": (pictures.animated(), "image/gif"),
        f"{PICTURES}/modern.webp": (pictures.picture("webp", 10), "image/webp"),
        f"{PICTURES}/drawing.svg": (pictures.svg(), "image/svg+xml"),
        f"{PICTURES}/truncated.png": (pictures.cut(), "image/png"),
        f"{PICTURES}/text.png": ("不是图片\n".encode(), "image/png"),
        f"{PICTURES}/jpeg-inside.png": (pictures.picture("jpg", 11), "image/png"),
        f"{PICTURES}/170x110_large.png": (pictures.picture("png", 12), "image/png"),
        f"{PICTURES}/large.png": (pictures.picture("png", 12, (170, 110)), "image/png"),
        "uploads/question/20200612/attached.png": (pictures.picture("png", 13), "image/png"),
        "uploads/article/20190303/beside.jpg": (pictures.picture("jpg", 14), "image/jpeg"),
        "uploads/article/20190303/placed.png": (pictures.picture("png", 15), "image/png"),
        "uploads/article/20190303/demo.zip": (pictures.archive(), "application/zip"),
        "uploads/answer/20201201/answered.png": (pictures.picture("png", 16), "image/png"),
        "uploads/files_user2/article/6077e5d7c1586456158.png": (
            pictures.picture("png", 17),
            "image/png",
        ),
    }
    at = day("2020-05-06 08:00")
    return {path: Upload(data, kind, at) for path, (data, kind) in made.items()}
