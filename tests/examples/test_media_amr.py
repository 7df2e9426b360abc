"""AMR files in Base64, against FFmpeg (PyAV), OpenCORE and the tables of 3GPP."""

from __future__ import annotations

import array
import base64
import io
import math
import wave
from collections import Counter
from types import ModuleType
from typing import Any

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "media/amr"
NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
BITS = {  # of speech in a frame of 20 ms: 3GPP TS 26.101 table 1a, TS 26.201 table 1a
    NARROW: {0: 95, 1: 103, 2: 118, 3: 134, 4: 148, 5: 159, 6: 204, 7: 244, 8: 39, 15: 0},
    WIDE: {0: 132, 1: 177, 2: 253, 3: 285, 4: 317, 5: 365, 6: 397, 7: 461, 8: 477, 9: 40, 14: 0,
           15: 0},
}  # fmt: skip
RATES = (4750, 5150, 5900, 6700, 7400, 7950, 10200, 12200)
NONE = "0 帧，时长 0 毫秒；一帧也不读"
Packet = tuple[int, int]  # size in bytes, duration in ms


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def text_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def frame(magic: bytes, ft: int, quality: int = 1) -> bytes:
    """A frame with nothing but zeros in it."""
    return bytes([ft << 3 | quality << 2]) + bytes(-(-BITS[magic][ft] // 8))


def file_of(magic: bytes, fts: list[int]) -> bytes:
    return magic + b"".join(frame(magic, ft) for ft in fts)


def packets(data: bytes) -> list[Packet]:
    """The frames that FFmpeg takes from a file."""
    with av.open(io.BytesIO(data), "r", format="amr") as container:
        stream = container.streams.audio[0]
        found = [packet for packet in container.demux(stream) if packet.size]
        return [(p.size, int((p.duration or 0) * 1000 / stream.rate)) for p in found]


def samples(data: bytes, codec: str) -> int:
    """How many samples a decoder makes of a file."""
    decoder: Any = av.CodecContext.create(codec, "r")
    decoder.sample_rate, decoder.layout = 16000 if codec.endswith("wb") else 8000, "mono"
    with av.open(io.BytesIO(data), "r", format="amr") as container:
        frames = [packet for packet in container.demux() if packet.size]
    return sum(part.samples for packet in frames for part in decoder.decode(packet))


def encoded(rate: int, silent: bool = False) -> bytes:
    """One second by OpenCORE: a tone, or a tone and silence that is not transmitted."""
    out = io.BytesIO()
    with av.open(out, "w", format="amr") as container:
        options = {"dtx": "1"} if silent else {}
        stream: Any = container.add_stream("libopencore_amrnb", rate=8000, options=options)
        stream.layout, stream.bit_rate = "mono", rate
        tone = [int(6000 * math.sin(n * math.tau * 220 / 8000)) for n in range(8000)]
        tone[2400:] = [0] * 5600 if silent else tone[2400:]
        sound = av.AudioFrame(format="s16", layout="mono", samples=8000)
        sound.sample_rate, sound.pts = 8000, 0
        sound.planes[0].update(array.array("h", tone).tobytes())
        for part in (sound, None):
            container.mux(stream.encode(part))
    return out.getvalue()


def parsed(example: ModuleType, data: bytes) -> tuple[list[Any], str]:
    codec = example.recognise(data)
    frames, stop = example.parse(data, example.frame_table(codec), len(codec.magic))
    return list(frames), str(stop)


def lines(outcome: Outcome) -> list[str]:
    return outcome.text.splitlines()


# ── frames ──


@pytest.mark.parametrize("magic", BITS)
def test_sizes_of_all_modes(example: ModuleType, magic: bytes) -> None:
    table = example.frame_table(example.recognise(magic))
    assert {ft: size for ft, (_, size) in table.items()} == {
        ft: 1 + math.ceil(bits / 8) for ft, bits in BITS[magic].items()
    }
    for ft in BITS[magic]:
        data = file_of(magic, [ft, ft])
        assert packets(data) == [(table[ft][1], 20)] * 2


def test_bits_and_names_of_modes(example: ModuleType) -> None:
    for magic, rates in (NARROW, example.NARROW), (WIDE, example.WIDE):
        codec, bits = example.recognise(magic), list(BITS[magic].values())
        assert [rate * 20 / 1000 for rate in rates] == bits[: len(rates)]
        assert codec.silence == bits[len(rates)]
        names = [name for name, _ in example.frame_table(codec).values()]
        assert names[: len(rates)] == [f"{rate / 1000:g} kbps" for rate in rates]
        assert names[len(rates) :] == ["SID", *["SPEECH_LOST"] * (magic == WIDE), "NO_DATA"]
    assert example.frame_table(example.NB)[7][0] == "12.2 kbps"
    assert example.frame_table(example.WB)[14][0] == "SPEECH_LOST"


@st.composite
def _files(draw: st.DrawFn) -> tuple[bytes, list[int]]:
    magic = draw(st.sampled_from([NARROW, WIDE]))
    return magic, draw(st.lists(st.sampled_from([*BITS[magic]]), min_size=1, max_size=30))


@settings(max_examples=40, deadline=None)
@given(_files(), st.data())
def test_frames_as_ffmpeg_takes_them(kept: tuple[bytes, list[int]], data: st.DataObject) -> None:
    magic, fts = kept
    made, marks = magic, []
    for ft in fts:
        marks.append(data.draw(st.integers(0, 1)))
        head, *body = frame(magic, ft, marks[-1])
        filled = data.draw(st.binary(min_size=len(body), max_size=len(body)))
        made += bytes([head | data.draw(st.sampled_from([0, 0x80, 3]))]) + filled  # padding
    frames, stop = parsed(load(NAME), made)
    assert stop == "正好读完"
    assert [f.ft for f in frames] == fts
    assert [f.quality for f in frames] == marks
    assert [(f.size, 20) for f in frames] == packets(made)
    assert [f.at for f in frames] == [
        len(magic) + sum(f.size for f in frames[:n]) for n in range(len(frames))
    ]


@pytest.mark.parametrize("mode", range(8))
def test_what_opencore_encodes(example: ModuleType, mode: int) -> None:
    data = encoded(RATES[mode])
    frames, stop = parsed(example, data)
    assert (stop, {f.ft for f in frames}, {f.quality for f in frames}) == ("正好读完", {mode}, {1})
    assert len(frames) == 51  # the encoder is late by a little, and fills the last frame
    assert samples(data, "amrnb") == samples(data, "libopencore_amrnb") == 51 * 160
    assert example.samples(example.NB, 51 * 20) == 51 * 160
    assert example.samples(example.WB, 1000) == 16000
    assert text_of(data).startswith("IyFBTVIK")


def test_silence_is_short_in_bytes_not_in_time(example: ModuleType) -> None:
    speaking, silent = encoded(12200), encoded(12200, silent=True)
    frames, stop = parsed(example, silent)
    assert (stop, len(frames)) == ("正好读完", len(parsed(example, speaking)[0]))
    assert {f.ft for f in frames} == {7, 8, 15}
    assert len(silent) < len(speaking)
    assert packets(silent) == [(f.size, 20) for f in frames]
    assert example.by_size(example.NB, len(silent)) < 20 * len(frames)


def test_the_default_message(example: ModuleType, default: Outcome) -> None:
    data = base64.b64decode(example.DATA, validate=True)
    frames, _ = parsed(example, data)
    assert packets(data) == [(f.size, 20) for f in frames]
    assert samples(data, "libopencore_amrnb") == 4000  # 500 ms at 8 kHz
    with pytest.raises(av.error.PatchWelcomeError):  # FFmpeg's own decoder knows no SID
        samples(data, "amrnb")
    assert lines(default) == [
        "AMR-NB：25 帧，时长 500 毫秒；正好读完",
        "337 字节，Base64 以 IyFBTVIK 开头；写法没有要改的",
        "数帧是 500 毫秒，按大小和 12.2 kbps 估是 220 毫秒",
        "解码应得 4000 个采样（8000 Hz），16 位的 WAV 共 8044 字节",
        "  FT  0  4.75 kbps    13 字节 × 4 帧",
        "  FT  4  7.4 kbps     20 字节 × 3 帧",
        "  FT  7  12.2 kbps    32 字节 × 6 帧",
        "  FT  8  SID           6 字节 × 3 帧",
        "  FT 15  NO_DATA       1 字节 × 9 帧",
    ]


@pytest.mark.parametrize("mode", range(9))
def test_wide_frames_are_decoded(example: ModuleType, mode: int) -> None:
    for codec in ("amrwb", "libopencore_amrwb"):
        found = samples(file_of(WIDE, [mode] * 5), codec)
        assert found == example.samples(example.WB, 100) == 5 * 320


@pytest.mark.parametrize(
    ("magic", "fts"), [(NARROW, range(9, 15)), (WIDE, range(10, 14))], ids=["narrow", "wide"]
)
def test_strange_types_stop_the_reading(example: ModuleType, magic: bytes, fts: range) -> None:
    first = frame(magic, 0)
    for ft in fts:
        data = magic + first + bytes([ft << 3 | 4]) + first
        frames, stop = parsed(example, data)
        assert [f.ft for f in frames] == [0]
        at = len(magic) + len(first)
        assert stop == f"第 2 帧（字节 {at}）的 FT 是 {ft}，不该有，读不下去"
    assert len(packets(magic + first + bytes([fts[0] << 3 | 4]) + first)) == 3  # FFmpeg goes on


def test_a_last_frame_that_is_cut_off(example: ModuleType) -> None:
    whole = file_of(NARROW, [7, 7])
    for lost in range(1, 32):
        frames, stop = parsed(example, whole[:-lost])
        assert len(frames) == 1
        assert stop == f"最后一帧（字节 38）应有 32 字节，只剩 {32 - lost} 字节，不算"
    assert packets(whole[:-5]) == [(32, 20), (27, 20)]  # FFmpeg hands over what there is


def test_runs(example: ModuleType) -> None:
    frames, _ = parsed(example, file_of(NARROW, [7, 7, 15, 7, 8, 8, 8]))
    assert [(first.ft, first.at, count) for first, count in example.runs(frames)] == [
        (7, 6, 2),
        (15, 70, 1),
        (7, 71, 1),
        (8, 103, 3),
    ]
    assert example.runs([]) == []


def test_estimates_by_size(example: ModuleType) -> None:
    assert example.by_size(example.NB, 12200) == 8000
    assert example.by_size(example.WB, 23850) == 8000
    assert example.by_size(example.NB, 337) == 220
    assert example.by_size(example.NB, 0) == 0


# ── formats ──


def test_what_a_file_begins_with(example: ModuleType) -> None:
    assert text_of(NARROW + b"x") == "IyFBTVIKeA=="
    assert text_of(WIDE) == "IyFBTVItV0IK"
    assert example.recognise(NARROW) is example.NB
    assert example.recognise(WIDE) is example.WB
    cases = {
        b"#!AMR_MC1.0\n": "多声道的 AMR，帧的排法不同",
        b"#!AMR-WB_MC1.0\n": "多声道的 AMR，帧的排法不同",
        b"#!AMR\r\n": "写坏了的 AMR 文件头，例如换行变成回车换行",
        b"#!AMR": "写坏了的 AMR 文件头，例如换行变成回车换行",
        b"#!SILK_V3": "SILK",
        b"\x02#!SILK_V3": "SILK",
        b"RIFF\x24\n\0\0WAVE": "WAV",
        b"RIFF\0\0\0\0AVI ": "没有见过的格式",
        b"ID3\4": "MP3",
        b"\xff\xfb\x90": "MP3",
        b"\xff\xf1\x50": "AAC（ADTS 封装）",
        b"\xff\xf9\x50": "AAC（ADTS 封装）",
        b"\0\0\n\x20ftypM4A ": "MP4（里面可能是 AAC）",
        b"OggS": "Ogg",
        b"\x1aE\xdf\xa3": "WebM",
        b"\0#!AMR\n": "没有见过的格式",
        b"": "没有见过的格式",
    }
    for data, name in cases.items():
        assert example.recognise(data) == name


@pytest.mark.parametrize(
    ("form", "codec", "name"),
    [("adts", "aac", "AAC（ADTS 封装）"), ("mp4", "aac", "MP4（里面可能是 AAC）"),
     ("wav", "pcm_s16le", "WAV"), ("ogg", "libopus", "Ogg"), ("webm", "libopus", "WebM"),
     ("mp3", "libmp3lame", "MP3")],
)  # fmt: skip
def test_files_of_other_formats(example: ModuleType, form: str, codec: str, name: str) -> None:
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        stream: Any = container.add_stream(codec, rate=48000)
        stream.layout = "mono"
        sound = av.AudioFrame(format=stream.format.name, layout="mono", samples=1024)
        sound.sample_rate, sound.pts = 48000, 0
        sound.planes[0].update(bytes(sound.planes[0].buffer_size))
        if not stream.frame_size or form in ("adts", "mp4"):
            container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    outcome = run(NAME, DATA=text_of(out.getvalue()[:600]))
    assert lines(outcome)[0] == f"认不出 AMR（{name}）：{NONE}"
    (picture,) = outcome.trace["pictures"] if outcome.trace else []
    assert [field["name"] for field in picture["fields"]] == ["没有读的"]


# ── Base64 ──


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=60), st.data())
def test_other_ways_to_write_it(raw: bytes, data: st.DataObject) -> None:
    text = text_of(raw)
    prefix = data.draw(st.sampled_from(["", "data:audio/amr;base64,", " data:,"]))
    space = data.draw(st.sampled_from(["", "\n", "\r\n ", "\t"]))
    bare = data.draw(st.booleans())
    at = data.draw(st.integers(0, len(text)))
    written = text.rstrip("=") if bare else text
    found, notes = load(NAME).decode(prefix + written[:at] + space + written[at:])
    assert found == raw
    told = [f"去掉了前缀 {prefix.strip()}"] if prefix else []
    told += ["去掉了空白"] if space else []
    padding = len(text) - len(text.rstrip("="))
    told += [f"末尾的 = 改成 {padding} 个"] if bare and padding else []
    assert notes == told


def test_surplus_padding(example: ModuleType) -> None:
    assert example.decode("IyFB====") == (b"#!A", ["末尾的 = 改成 0 个"])
    assert example.decode("Iw=") == (b"#", ["末尾的 = 改成 2 个"])
    long = "data:" + "x" * 60 + ","
    assert example.decode(f"{long}Iw==")[1] == [f"去掉了前缀 {long[:40]}"]


URL = "（网址用的写法，把 - 换成 +，_ 换成 /）"
WRONG: list[tuple[object, str]] = [
    ("", "DATA 除去末尾的 =，字符数应大于 0，除以 4 不余 1，现在是 0 个"),
    (" \n", "DATA 除去末尾的 =，字符数应大于 0，除以 4 不余 1，现在是 0 个"),
    ("====", "DATA 除去末尾的 =，字符数应大于 0，除以 4 不余 1，现在是 0 个"),
    ("IyFBT", "DATA 除去末尾的 =，字符数应大于 0，除以 4 不余 1，现在是 5 个"),
    ("Iy FB-TVIK", f"DATA 应是 Base64，现在去掉空白后第 5 个字符是 '-'{URL}"),
    ("_yFB", f"DATA 应是 Base64，现在去掉空白后第 1 个字符是 '_'{URL}"),
    ("Iw==IyFB", "DATA 应是 Base64，现在去掉空白后第 4 个字符是 '='"),
    ("IyFB，", "DATA 应是 Base64，现在去掉空白后第 5 个字符是 '，'"),
    ("data:\ud800,IyFB", "DATA 应是 Base64，现在去掉空白后第 5 个字符是 ':'"),
    ("IyFB\0", "DATA 应是 Base64，现在去掉空白后第 5 个字符是 '\\x00'"),
    ("A" * 131_073, "DATA 应是至多 131072 个字符的文字，现在是 'AAA"),
    (None, "DATA 应是至多 131072 个字符的文字，现在是 None"),
    (b"IyFB", "DATA 应是至多 131072 个字符的文字，现在是 b'IyFB'"),
    (["IyFB"], "DATA 应是至多 131072 个字符的文字，现在是 ['IyFB']"),
    (True, "DATA 应是至多 131072 个字符的文字，现在是 True"),
    (float("nan"), "DATA 应是至多 131072 个字符的文字，现在是 nan"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "said"), WRONG)
def test_wrong_data_is_refused(value: object, said: str) -> None:
    outcome = run(NAME, DATA=value)
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert len(outcome.complaint) < 150
    assert outcome.text == ""


@pytest.mark.parametrize("name", ["BREAK_MAGIC", "BREAK_TABLE", "BREAK_DURATION"])
def test_switches_are_true_or_false(name: str) -> None:
    for value in (1, 0, "True", None):
        outcome = run(NAME, **{name: value})
        assert outcome.complaint == f"输入有误：{name} 应是 True 或 False，现在是 {value!r}"


# ── what the page foretells ──


def test_break_magic() -> None:
    outcome = run(NAME, BREAK_MAGIC=True)
    assert lines(outcome)[0] == (
        "AMR-NB：3 帧，时长 60 毫秒；第 4 帧（字节 32）的 FT 是 11，不该有，读不下去"
    )
    assert "  FT  4  7.4 kbps     20 字节 × 1 帧，其中 1 帧的 Q 是 0（损坏）" in lines(outcome)
    first, *_ = outcome.picture("hexdump")["fields"]
    assert (first["at"], first["size"], first["name"]) == (0, 1, "第 1 帧的头")
    assert first["value"] == "填充 0，FT 0100，Q 0，填充 11：7.4 kbps"


def test_break_table() -> None:
    outcome = run(NAME, BREAK_TABLE=True)
    assert lines(outcome)[0] == (
        "AMR-NB：7 帧，时长 140 毫秒；第 8 帧（字节 160）的 FT 是 11，不该有，读不下去"
    )
    assert sum("Q 是 0" in line for line in lines(outcome)) == 4
    wide = text_of(file_of(WIDE, [8, 8]))
    assert lines(run(NAME, DATA=wide))[0] == "AMR-WB：2 帧，时长 40 毫秒；正好读完"
    assert not lines(run(NAME, DATA=wide, BREAK_TABLE=True))[0].startswith("AMR-WB：2 帧")


def test_break_duration() -> None:
    outcome = run(NAME, BREAK_DURATION=True)
    assert lines(outcome)[0] == "AMR-NB：25 帧，时长 220 毫秒；正好读完"
    assert lines(outcome)[3].startswith("解码应得 1760 个采样")


def test_changes_of_the_default(example: ModuleType) -> None:
    assert lines(run(NAME, DATA=example.DATA[:200]))[0] == (
        "AMR-NB：4 帧，时长 80 毫秒；最后一帧（字节 134）应有 32 字节，只剩 16 字节，不算"
    )
    assert "201 个" in run(NAME, DATA=example.DATA[:201]).complaint
    assert "第 26 个字符是 '-'" in run(NAME, DATA=example.DATA.replace("+", "-")).complaint
    written = run(NAME, DATA="data:audio/amr;base64," + example.DATA.rstrip("="))
    assert lines(written)[1].endswith("去掉了前缀 data:audio/amr;base64,，末尾的 = 改成 2 个")
    for text, first in {
        "IyFBTVINCjw=": f"认不出 AMR（写坏了的 AMR 文件头，例如换行变成回车换行）：{NONE}",
        "IyFBTVIK": "AMR-NB：0 帧，时长 0 毫秒；正好读完",
        "IyFBTVIKTA==": "AMR-NB：0 帧，时长 0 毫秒；第 1 帧（字节 6）的 FT 是 9，不该有，读不下去",
        "IyFBTVItV0IKTAAAAAAAdHw=": "AMR-WB：3 帧，时长 60 毫秒；正好读完",
        "//FQgA==": f"认不出 AMR（AAC（ADTS 封装））：{NONE}",
    }.items():
        assert lines(run(NAME, DATA=text))[0] == first


def test_the_wav_that_comes_out(example: ModuleType) -> None:
    outcome = run(NAME, DATA=text_of(encoded(12200)))
    wav = io.BytesIO()
    with wave.open(wav, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(2 * samples(encoded(12200), "amrnb")))
    assert lines(outcome)[3].endswith(f"16 位的 WAV 共 {len(wav.getvalue())} 字节")


def test_a_minute(example: ModuleType) -> None:
    """3000 frames, and the figures of the tutorial, which has one more."""
    data = file_of(NARROW, [7] * 3000)
    assert (len(data), len(text_of(data))) == (96006, 128008)
    outcome = run(NAME, DATA=text_of(data))
    assert lines(outcome)[0] == "AMR-NB：3000 帧，时长 60000 毫秒；正好读完"
    assert lines(outcome)[2] == "数帧是 60000 毫秒，按大小和 12.2 kbps 估是 62954 毫秒"
    assert len(data) + 32 == 96038
    assert len(text_of(data + frame(NARROW, 7))) == 128052 <= example.MOST
    assert len(text_of(data)) // 1024 == 125  # seconds, by the rule of the old demo
    marks = outcome.picture("strip")["marks"]
    assert [mark["at"] for mark in marks] == [60000, 62954]


# ── pictures ──


def test_the_axis_of_time(default: Outcome) -> None:
    picture = default.picture("strip")
    each, joined = picture["rows"]
    assert [(span["at"], span["size"]) for span in each["spans"]] == [
        (20 * n, 20) for n in range(25)
    ]
    assert each["spans"][0]["value"] == "字节 6 起，32 字节"
    assert Counter(span["name"] for span in each["spans"])["NO_DATA"] == 9
    assert [(span["name"], span["at"], span["size"]) for span in joined["spans"]] == [
        ("12.2 kbps", 0, 120), ("SID", 120, 20), ("NO_DATA", 140, 40), ("SID", 180, 20),
        ("NO_DATA", 200, 140), ("SID", 340, 20), ("4.75 kbps", 360, 80), ("7.4 kbps", 440, 60),
    ]  # fmt: skip
    assert picture["marks"] == [{"at": 500, "label": "数帧"}, {"at": 220, "label": "按大小估"}]


def test_long_files_are_drawn() -> None:
    for fts, rows in ([15] * 200, 2), ([15] * 201, 1), ([15, 8] * 500, 1):
        found = run(NAME, DATA=text_of(file_of(NARROW, fts))).picture("strip")["rows"]
        assert len(found) == rows
        assert len(found[-1]["spans"]) == (200 if 8 in fts else 1)


def test_the_longest_input() -> None:
    outcome = run(NAME, DATA=text_of(NARROW + b"\x7c" * 98_298))
    assert lines(outcome)[0] == "AMR-NB：98298 帧，时长 1965960 毫秒；正好读完"
    assert outcome.trace


def test_every_byte_has_one_field(default: Outcome) -> None:
    fields = default.picture("hexdump")["fields"]
    assert [(f["at"], f["size"], f["name"]) for f in fields] == [
        (0, 6, "文件头"), (6, 1, "第 1 帧的头"), (7, 31, "语音"), (38, 1, "第 2 帧的头"),
        (39, 31, "语音"), (70, 1, "第 3 帧的头"), (71, 25, "语音"),
    ]  # fmt: skip
    assert (fields[0]["value"], fields[0]["ref"]) == ("'#!AMR\\n'", "RFC 4867 §5.1")
    assert fields[1]["value"] == "填充 0，FT 0111，Q 1，填充 00：12.2 kbps"
    damaged = run(NAME, DATA=text_of(NARROW + frame(NARROW, 15, 0) + frame(NARROW, 8) + b"\x4c"))
    assert [(f["size"], f["name"]) for f in damaged.picture("hexdump")["fields"]] == [
        (6, "文件头"), (1, "第 1 帧的头"), (1, "第 2 帧的头"), (5, "语音"), (1, "没有读的"),
    ]  # fmt: skip
    assert "  FT 15  NO_DATA       1 字节 × 1 帧，其中 1 帧的 Q 是 0（损坏）" in lines(damaged)
