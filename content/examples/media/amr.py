"""AMR 语音：文件头、一帧 20 毫秒、Base64 以 IyFBTVIK 开头

看点：每帧的第一个字节决定这一帧多长；时长只能数帧，静音时一帧只有 1 字节，按大小估会错
难度：入门
对照：PyAV，即 FFmpeg 的拆包、解码和 OpenCORE 的编码；Python 的 base64
依据：RFC 4867 §4.3.2、§5.1–§5.3；RFC 4648 §4、§5
"""

import base64
import itertools
import json
import re
from collections import Counter, namedtuple

# ── INPUT：改这里的值，再运行 ──
DATA = (  # 语音消息 RC:VcMsg 的 content；这一段是合成的 220 赫兹音和静音，不是人声
    "IyFBTVIKPAQI55B87/mBk4Ba1+hF/MiUmErC8UhG/bJYQOP5bvA8BgTeSH9zn+GJKNr6pQwdyH38jsy3tKsCx+Kj"
    "MZ5YsDwEFctIfO/5kILVWuJK/QTVqQn4INTYzj5gZ72gYEgQPAQE3pB5/54hDNFarv+my/KRAawU/3M6Cuf+4LOH"
    "SHA8BAnLiHn/+YGJgFrKFpGL+LgJSxBc323eodptJeGNMDwEBOWQfO+fwNmC2tEaNAvBJIBPfTusS5v0Vq2kiVKw"
    "RCsHg2gOfHxEJseDaB58fHx8fHx8RCbHg2geBKt0Ndlrx7UhYxMT3gSrODJke0tklNCBFrIEq3Q2dmbnFNY66QFo"
    "BKs4MndL2ES+QpMPIiSrzoeeoBI4hWCio4q+A7XE/r5gJKvOh5+gEjmFkEzdloGDa2e17tAkq86H3mAMwAfAQ646"
    "gQqzHpiYUA=="
)
BREAK_MAGIC = False  # 改成 True：不管文件头，从字节 0 就当作帧
BREAK_TABLE = False  # 改成 True：窄带用宽带的表，宽带用窄带的表
BREAK_DURATION = False  # 改成 True：按大小和最高一档码率估时长
# ── INPUT 结束 ──

Codec = namedtuple("Codec", "name magic hertz rates silence")  # silence：SID 帧的比特数
NARROW = (4750, 5150, 5900, 6700, 7400, 7950, 10200, 12200)  # 第 FT 档的码率，比特/秒
WIDE = (6600, 8850, 12650, 14250, 15850, 18250, 19850, 23050, 23850)
NB = Codec("AMR-NB", b"#!AMR\n", 8000, NARROW, 39)
WB = Codec("AMR-WB", b"#!AMR-WB\n", 16000, WIDE, 40)
OTHERS = (  # 别的格式怎样开头
    (rb"#!AMR(-WB)?_MC1\.0\n", "多声道的 AMR，帧的排法不同"),  # RFC 4867 §5.2
    (rb"#!AMR", "写坏了的 AMR 文件头，例如换行变成回车换行"),
    (rb"\x02?#!SILK", "SILK"),
    (rb"RIFF....WAVE", "WAV"),
    (rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "MP3"),
    (rb"\xff[\xf0\xf1\xf8\xf9]", "AAC（ADTS 封装）"),
    (rb"....ftyp", "MP4（里面可能是 AAC）"),
    (rb"OggS", "Ogg"),
    (rb"\x1aE\xdf\xa3", "WebM"),
)
FRAME, MOST, SHOWN = 20, 131_072, 96  # 一帧多少毫秒；DATA 最多多少字符；图里画前多少字节
Frame = namedtuple("Frame", "at ft quality name size")  # size 连头一起，单位是字节


class InputError(ValueError):
    """读者改的值不合要求。"""


def decode(text: str) -> tuple[bytes, list[str]]:
    """Base64 变成字节，还有替它改正了什么；改不了的抛 InputError。"""
    prefix = re.match(r"\s*data:[\w/;=+.-]*,", text, re.ASCII)
    body = text[prefix.end() :] if prefix else text
    joined = "".join(body.split())
    wrong = re.search(r"[^A-Za-z0-9+/=]|=(?=[^=])", joined)
    if wrong:
        hint = "（网址用的写法，把 - 换成 +，_ 换成 /）" if wrong[0] in "-_" else ""
        where = f"DATA 应是 Base64，现在去掉空白后第 {wrong.start() + 1} 个字符"
        raise InputError(f"{where}是 {wrong[0]!r}{hint}")
    letters = joined.rstrip("=")
    if not letters or len(letters) % 4 == 1:
        wanted = "DATA 除去末尾的 =，字符数应大于 0，除以 4 不余 1"
        raise InputError(f"{wanted}，现在是 {len(letters)} 个")
    padding = -len(letters) % 4
    notes = [f"去掉了前缀 {prefix[0].strip()[:40]}"] if prefix else []
    notes += ["去掉了空白"] if joined != body else []
    notes += [f"末尾的 = 改成 {padding} 个"] if len(joined) != len(letters) + padding else []
    return base64.b64decode(letters + "=" * padding), notes


def recognise(data: bytes) -> Codec | str:
    """看开头的字节：是 AMR 就给出 Codec，不是就说像什么（RFC 4867 §5.1）。"""
    for codec in (NB, WB):
        if data.startswith(codec.magic):
            return codec
    named = (name for pattern, name in OTHERS if re.match(pattern, data, re.DOTALL))
    return next(named, "没有见过的格式")


def frame_table(codec: Codec) -> dict[int, tuple[str, int]]:
    """每种 FT 叫什么、连头几个字节（RFC 4867 §4.3.2、§5.3）；不在表里的不该有。"""
    bits = {
        ft: (f"{rate / 1000:g} kbps", rate * FRAME // 1000) for ft, rate in enumerate(codec.rates)
    }
    bits[len(codec.rates)] = ("SID", codec.silence)
    bits |= {14: ("SPEECH_LOST", 0)} if codec is WB else {}
    bits[15] = ("NO_DATA", 0)
    return {ft: (name, 1 + (count + 7) // 8) for ft, (name, count) in bits.items()}


def parse(data: bytes, table: dict, at: int) -> tuple[list[Frame], str]:
    """从 at 起逐帧走，说出停在哪里。帧的头：1 位填充、4 位 FT、1 位 Q、2 位填充。"""
    frames: list[Frame] = []
    while at < len(data):
        ft, quality = data[at] >> 3 & 15, data[at] >> 2 & 1
        if ft not in table:
            return frames, f"第 {len(frames) + 1} 帧（字节 {at}）的 FT 是 {ft}，不该有，读不下去"
        name, size = table[ft]
        if at + size > len(data):
            return (
                frames,
                f"最后一帧（字节 {at}）应有 {size} 字节，只剩 {len(data) - at} 字节，不算",
            )
        frames.append(Frame(at, ft, quality, name, size))
        at += size
    return frames, "正好读完"


def by_size(codec: Codec, size: int) -> int:
    """照最高一档的码率，这么多字节是多少毫秒；有静音或用了低档就偏小。"""
    return size * 8000 // codec.rates[-1]


def samples(codec: Codec, milliseconds: int) -> int:
    """这么长的声音解出多少个采样；窄带每秒 8000 个，宽带 16000 个。"""
    return milliseconds * codec.hertz // 1000


def runs(frames: list[Frame]) -> list[tuple[Frame, int]]:
    """连续同一种的帧：（第一帧，帧数）。"""
    groups = (list(group) for _, group in itertools.groupby(frames, key=lambda frame: frame.ft))
    return [(group[0], len(group)) for group in groups]


def picture_time(frames: list[Frame], marks: list[tuple[int, str]]) -> dict:
    """时间轴：一行是各帧，超过 200 帧就不画；一行把连续同一种的并在一起，至多 200 段。"""
    each, joined, at = [], [], 0
    for n, frame in enumerate(frames if len(frames) <= 200 else []):
        value = f"字节 {frame.at} 起，{frame.size} 字节"
        span = {"at": n * FRAME, "size": FRAME, "name": frame.name, "value": value}
        each.append(span | {"ref": "RFC 4867 §5.3"})
    for frame, count in runs(frames)[:200]:
        span = {"at": at, "size": count * FRAME, "name": frame.name, "value": f"{count} 帧"}
        joined.append(span)
        at += count * FRAME
    rows = [{"label": "每帧", "spans": each}] if each else []
    rows.append({"label": "连续同一种的", "spans": joined})
    marks = [{"at": at, "label": label} for at, label in marks]
    return {"kind": "strip", "title": "时间轴", "unit": "毫秒", "rows": rows, "marks": marks}


def picture_bytes(data: bytes, start: int, frames: list[Frame]) -> dict:
    """开头的字节：文件头，各帧的头和内容，直到不认识的。"""
    rows = [(start, "文件头", repr(data[:start])[1:], "1")]
    for n, frame in enumerate(frames, 1):
        head = f"{data[frame.at]:08b}"
        value = f"填充 {head[0]}，FT {head[1:5]}，Q {head[5]}，填充 {head[6:]}：{frame.name}"
        rows += [(1, f"第 {n} 帧的头", value, "3"), (frame.size - 1, "语音", "", "3")]
    rows.append((len(data), "没有读的", "", "3"))
    at, fields, shown = 0, [], data[:SHOWN]
    for size, name, value, section in rows:
        size = min(size, len(shown) - at)
        field = {"at": at, "size": size, "name": name, "value": value}
        fields += [field | {"ref": f"RFC 4867 §5.{section}"}] if size else []
        at += size
    return {"kind": "hexdump", "title": "开头的字节", "bytes": shown.hex(), "fields": fields}


def main() -> None:
    """核对输入，认格式，逐帧走，算时长，画图。"""
    try:
        for name in ("BREAK_MAGIC", "BREAK_TABLE", "BREAK_DURATION"):
            if type(globals()[name]) is not bool:
                raise InputError(f"{name} 应是 True 或 False，现在是 {globals()[name]!r}")
        if type(DATA) is not str or len(DATA) > MOST:
            raise InputError(f"DATA 应是至多 {MOST} 个字符的文字，现在是 {DATA!r:.60}")
        data, notes = decode(DATA)
    except InputError as error:
        raise SystemExit(f"输入有误：{error}") from None
    known, base = recognise(data), base64.b64encode(data[:6]).decode()
    codec = known if isinstance(known, Codec) else NB
    start = len(codec.magic) if codec is known and not BREAK_MAGIC else 0
    table = frame_table({NB: WB, WB: NB}[codec] if BREAK_TABLE else codec)
    readable = codec is known or BREAK_MAGIC
    frames, stop = parse(data, table, start) if readable else ([], "一帧也不读")
    counted, sized = len(frames) * FRAME, by_size(codec, len(data))
    duration = sized if BREAK_DURATION else counted
    name = codec.name if codec is known else f"认不出 AMR（{known}）"
    print(f"{name}：{len(frames)} 帧，时长 {duration} 毫秒；{stop}")
    print(f"{len(data)} 字节，Base64 以 {base} 开头；{'，'.join(notes) or '写法没有要改的'}")
    if frames:
        print(f"数帧是 {counted} 毫秒，按大小和 {codec.rates[-1] / 1000:g} kbps 估是 {sized} 毫秒")
        count = samples(codec, duration)
        print(f"解码应得 {count} 个采样（{codec.hertz} Hz），16 位的 WAV 共 {44 + 2 * count} 字节")
    for ft, count in sorted(Counter(frame.ft for frame in frames).items()):
        broken = sum(frame.ft == ft and not frame.quality for frame in frames)
        told = f"  FT {ft:>2}  {table[ft][0]:<12}{table[ft][1]:>3} 字节 × {count} 帧"
        print(told + (f"，其中 {broken} 帧的 Q 是 0（损坏）" if broken else ""))
    pictures = [picture_bytes(data, start, frames)]
    if frames:
        pictures.insert(0, picture_time(frames, [(counted, "数帧"), (sized, "按大小估")]))
    print(json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False))


if __name__ == "__main__":
    main()
