"""Certificate pins, against cryptography and the openssl command; broken DER is refused."""

from __future__ import annotations

import base64
import functools
import hashlib
import shutil
import subprocess
from datetime import datetime
from types import ModuleType

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples.loading import Outcome, load, run

NAME = "security/certificate_pin"
NAMES = {"现用": "CURRENT", "续期": "RENEWED", "换钥": "REPLACED", "冒名": "IMPOSTOR"}
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@pytest.fixture(scope="module")
def example() -> ModuleType:
    return load(NAME)


@pytest.fixture(scope="module")
def default() -> Outcome:
    return run(NAME)


def theirs(name: str) -> x509.Certificate:
    """One of the example's certificates, as cryptography reads it."""
    return x509.load_pem_x509_certificate(getattr(load(NAME), NAMES[name]).encode())


def der_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def pem_of(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def spki_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def hashed(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


@functools.cache
def key_of(kind: str) -> Key:
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p384": ec.SECP384R1()}[kind])


def made(
    kind: str, names: list[str], serial: int = 1, year: int = 2027, *, extended: bool = True
) -> x509.Certificate:
    """A self-signed certificate."""
    key = key_of(kind)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text) for text in names])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(datetime(2026, 1, 1))
        .not_valid_after(datetime(year, 1, 1))
    )
    if extended:
        alternatives = x509.SubjectAlternativeName([x509.DNSName("nav.example.com")])
        builder = builder.add_extension(alternatives, critical=False)
    return builder.sign(key, None if kind == "ed25519" else hashes.SHA256())


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element in DER."""
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    digits = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(digits)]) + digits + body


ALGORITHM = tlv(0x30, tlv(0x06, bytes.fromhex("2a8648ce3d040302")))
MOMENT = tlv(0x17, b"260101000000Z")
NUMBER, PERSON, VALIDITY = tlv(0x02, b"\1"), tlv(0x30), tlv(0x30, MOMENT, MOMENT)
SPKI = tlv(0x30, ALGORITHM, tlv(0x03, b"\0key"))
SIX = [NUMBER, ALGORITHM, PERSON, VALIDITY, PERSON, SPKI]
VERSION, EXTENSIONS = tlv(0xA0, tlv(0x02, b"\2")), tlv(0xA3, tlv(0x30))
ISSUER_ID, SUBJECT_ID = tlv(0x81, b"\0\1"), tlv(0x82, b"\0\1")


def whole(*parts: bytes) -> bytes:
    """A certificate around the parts of a tbsCertificate."""
    return tlv(0x30, tlv(0x30, *parts), ALGORITHM, tlv(0x03, b"\0sig"))


def names_of(example: ModuleType, *parts: bytes) -> list[str]:
    return list(example.certificate(whole(*parts)))


# ── the certificates of the example, and others ──


def test_pins_and_fingerprints_as_cryptography_says(example: ModuleType) -> None:
    for name, variable in NAMES.items():
        certificate = theirs(name)
        der = example.read_pem(variable)
        assert der == der_of(certificate)
        assert example.pin(der) == hashed(spki_of(certificate))
        fingerprint = base64.b64encode(certificate.fingerprint(hashes.SHA256())).decode()
        assert example.digest(der) == fingerprint == hashed(der)
        certificate.verify_directly_issued_by(certificate)  # it is signed by itself


def test_what_the_four_have_in_common() -> None:
    current, renewed, replaced, impostor = map(theirs, NAMES)
    pins = [hashed(spki_of(each)) for each in (current, renewed, replaced, impostor)]
    assert pins[0] == pins[1] == load(NAME).PIN
    assert pins[2] == load(NAME).BACKUP_PIN
    assert len({*pins}) == 3
    assert len({hashed(der_of(each)) for each in (current, renewed, replaced, impostor)}) == 4
    assert {len(der_of(each)) for each in (current, renewed, replaced, impostor)} == {299}
    assert current.not_valid_after_utc.date().isoformat() == "2026-12-31"
    assert renewed.not_valid_before_utc.date().isoformat() == "2026-11-01"
    assert current.serial_number != renewed.serial_number
    assert impostor.subject == current.subject == replaced.subject
    for each in (current, impostor):
        names = each.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert names.get_values_for_type(x509.DNSName) == ["nav.example.com"]


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl here")
def test_the_pipeline_of_the_page_gives_the_same_pin(example: ModuleType) -> None:
    data = example.RENEWED.encode()
    for command in (
        ["x509", "-pubkey", "-noout"],
        ["pkey", "-pubin", "-outform", "der"],
        ["dgst", "-sha256", "-binary"],
        ["base64"],
    ):
        done = subprocess.run(["openssl", *command], input=data, capture_output=True, check=True)
        data = done.stdout
    assert data.decode().strip() == example.PIN


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["p256", "p384", "ed25519", "rsa"]),
    st.lists(st.text("abcé域", min_size=1, max_size=60), max_size=4),
    st.integers(1, 2**158),
    st.sampled_from([2027, 2049, 2050, 2120]),
    st.booleans(),
)
def test_generated_certificates(
    kind: str, names: list[str], serial: int, year: int, extended: bool
) -> None:
    example = load(NAME)
    certificate = made(kind, names, serial, year, extended=extended)
    der = der_of(certificate)
    found = example.certificate(der)
    spki = found["SPKI"]
    assert der[spki.at : spki.end] == spki_of(certificate)
    assert example.pin(der) == hashed(spki_of(certificate))
    tbs = certificate.tbs_certificate_bytes
    assert der[found["tbs 的头"].at : found["外层算法"].at] == tbs
    signature = found["签名值"]
    assert der[signature.start + 1 : signature.end] == certificate.signature
    number = found["序列号"]
    assert int.from_bytes(der[number.start : number.end], "big") == serial
    assert ("扩展" in found) is extended
    ends = [0, *(part.end for part in found.values())]
    assert [part.at for part in found.values()] == ends[:-1]
    assert ends[-1] == len(der)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_changed_bytes_are_read_or_refused(data: st.DataObject) -> None:
    example = load(NAME)
    der = bytearray(example.read_pem("RENEWED"))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(der) - 1))
        action = data.draw(st.sampled_from(["change", "drop", "insert", "cut"]))
        if action == "change":
            der[at] = data.draw(st.sampled_from([0, 0x7F, 0x80, 0x81, 0x84, 0x85, 0xFF, 0x30]))
        elif action == "drop":
            del der[at]
        elif action == "insert":
            der.insert(at, data.draw(st.integers(0, 255)))
        elif at:
            del der[at:]
    try:
        found = example.certificate(bytes(der))
    except example.InputError:
        pass
    else:
        assert sum(part.end - part.at for part in found.values()) == len(der)
        assert len(example.pin(bytes(der))) == 44


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    example = load(NAME)
    with pytest.raises(example.InputError):
        example.certificate(data)


def test_every_truncation_is_refused(example: ModuleType) -> None:
    der = example.read_pem("CURRENT")
    for end in range(len(der)):
        with pytest.raises(example.InputError):
            example.certificate(der[:end])


# ── DER, one element at a time ──


@pytest.mark.parametrize(
    ("data", "start", "end"),
    [
        ("3000", 2, 2),
        ("300100", 2, 3),
        ("047f" + "00" * 127, 2, 129),
        ("048180" + "00" * 128, 3, 131),
        ("0481ff" + "00" * 255, 3, 258),
        ("04820100" + "00" * 256, 4, 260),
        ("0483010000" + "00" * 65536, 5, 65541),
        ("048401000000" + "00" * 2**24, 6, 2**24 + 6),
    ],
)
def test_lengths(example: ModuleType, data: str, start: int, end: int) -> None:
    raw = bytes.fromhex(data)
    assert example.element(raw, 0, len(raw)) == (raw[0], 0, start, end)
    moved = b"\xff\xff" + raw + b"\xff"
    assert example.element(moved, 2, len(moved)) == (raw[0], 2, start + 2, end + 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("", "第 0 字节起只剩 0 字节，放不下标签和长度"),
        ("30", "第 0 字节起只剩 1 字节，放不下标签和长度"),
        ("1f0100", "第 0 字节的标签 1f 是多字节的写法，证书里用不到"),
        ("bf2000", "第 0 字节的标签 bf 是多字节的写法，证书里用不到"),
        ("30800000", "第 1 字节 80 是不定长度，DER 不允许"),
        ("3085010000000000", "第 1 字节说长度占 5 字节，放不下"),
        ("30ff0000", "第 1 字节说长度占 127 字节，放不下"),
        ("3081", "第 1 字节说长度占 1 字节，放不下"),
        ("308401", "第 1 字节说长度占 4 字节，放不下"),
        ("30810100", "第 1 字节起的长度不是最短的写法，DER 不允许"),
        ("30817f" + "00" * 127, "第 1 字节起的长度不是最短的写法，DER 不允许"),
        ("30820080" + "00" * 128, "第 1 字节起的长度不是最短的写法，DER 不允许"),
        ("300200", "第 0 字节的元素长 2 字节，只剩 1 字节"),
        ("3084ffffffff00", "第 0 字节的元素长 4294967295 字节，只剩 1 字节"),
        ("308180" + "00" * 127, "第 0 字节的元素长 128 字节，只剩 127 字节"),
    ],
)
def test_what_is_no_element_is_refused(example: ModuleType, data: str, said: str) -> None:
    raw = bytes.fromhex(data)
    with pytest.raises(example.InputError) as caught:
        example.element(raw, 0, len(raw))
    assert str(caught.value) == said


def test_an_element_stays_within_its_parent(example: ModuleType) -> None:
    inside = bytes.fromhex("3003020200ff")  # the integer says two bytes, its parent has one
    parent = example.element(inside, 0, len(inside))
    with pytest.raises(example.InputError, match="第 2 字节的元素长 2 字节，只剩 1 字节"):
        example.children(inside, parent)
    short = bytes.fromhex("3003050002")  # room for a tag without a length
    with pytest.raises(example.InputError, match="第 4 字节起只剩 1 字节，放不下标签和长度"):
        example.children(short + b"\0", example.Element(0x30, 0, 2, 5))
    length = bytes.fromhex("30020281ff")  # the length itself lies outside
    with pytest.raises(example.InputError, match="第 3 字节说长度占 1 字节，放不下"):
        example.children(length, example.element(length, 0, 4))


def test_children_fill_their_parent(example: ModuleType) -> None:
    data = tlv(0x30, tlv(0x02, b"\1"), tlv(0x05), tlv(0x04, b"abc"))
    parts = example.children(data, example.element(data, 0, len(data)))
    assert [(part.tag, data[part.start : part.end]) for part in parts] == [
        (0x02, b"\1"),
        (0x05, b""),
        (0x04, b"abc"),
    ]
    assert example.children(b"\x30\0", example.element(b"\x30\0", 0, 2)) == []


# ── what a certificate has to hold ──


def test_optional_parts(example: ModuleType) -> None:
    six = ["序列号", "签名算法", "颁发者", "有效期", "主体", "SPKI"]
    first, last = ["证书的头", "tbs 的头"], ["外层算法", "签名值"]
    assert names_of(example, *SIX) == [*first, *six, *last]
    assert names_of(example, VERSION, *SIX) == [*first, "版本", *six, *last]
    assert names_of(example, VERSION, *SIX, ISSUER_ID, SUBJECT_ID, EXTENSIONS) == [
        *first, "版本", *six, "颁发者编号", "主体编号", "扩展", *last
    ]  # fmt: skip
    assert names_of(example, *SIX, SUBJECT_ID)[-3] == "主体编号"
    found = example.certificate(whole(*SIX, EXTENSIONS))
    assert found["证书的头"] == (0x30, 0, 2, 2)
    assert found["tbs 的头"] == (0x30, 2, 4, 4)


@pytest.mark.parametrize(
    ("parts", "tags"),
    [
        ([], "空的"),
        ([NUMBER], "02"),
        (SIX[1:], "30 30 30 30 30"),
        (SIX[:5], "02 30 30 30 30"),
        ([*SIX, NUMBER], "02 30 30 30 30 30 02"),
        ([*SIX, VERSION], "02 30 30 30 30 30 a0"),
        ([*SIX, EXTENSIONS, SUBJECT_ID], "02 30 30 30 30 30 a3 82"),
        ([*SIX, EXTENSIONS, EXTENSIONS], "02 30 30 30 30 30 a3 a3"),
        ([VERSION, VERSION, *SIX], "a0 a0 02 30 30 30 30 30"),
        ([*SIX, tlv(0x05)], "02 30 30 30 30 30 05"),
        ([NUMBER, *[PERSON] * 20], "02 30 30 30 30 30 30 30 30 30 30 30"),
    ],
)
def test_other_parts_are_refused(example: ModuleType, parts: list[bytes], tags: str) -> None:
    with pytest.raises(example.InputError) as caught:
        example.certificate(whole(*parts))
    assert str(caught.value).startswith("tbsCertificate 里的标签应依次是 ")
    assert "02 30 30 30 30 30" in str(caught.value).split("，")[0]
    assert str(caught.value).endswith(f"，现在是 {tags}")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (tlv(0x31, b""), "文件里的标签应依次是 30，现在是 31"),
        (whole(*SIX) + b"\0", "证书到第 92 字节为止，后面多出 1 字节"),
        (whole(*SIX) + whole(*SIX), "证书到第 92 字节为止，后面多出 93 字节"),
        (tlv(0x30, tlv(0x30, *SIX)), "证书里的标签应依次是 30 30 03，现在是 30"),
        (
            tlv(0x30, tlv(0x30, *SIX), ALGORITHM, tlv(0x03), tlv(0x05)),
            "证书里的标签应依次是 30 30 03，现在是 30 30 03 05",
        ),
        (whole(*SIX[:5], tlv(0x30)), "SPKI 里的标签应依次是 30 03，现在是 空的"),
        (whole(*SIX[:5], tlv(0x30, ALGORITHM)), "SPKI 里的标签应依次是 30 03，现在是 30"),
    ],
)
def test_other_certificates_are_refused(example: ModuleType, data: bytes, said: str) -> None:
    with pytest.raises(example.InputError) as caught:
        example.certificate(data)
    assert str(caught.value) == said


# ── what the page foretells ──


def results(outcome: Outcome) -> list[str]:
    """What became of the four certificates."""
    return [line.split("，")[2] for line in outcome.text.splitlines()[1:5]]


def test_default_output(default: Outcome) -> None:
    lines = default.text.splitlines()
    assert lines[0] == "名单里有 2 个 pin"
    for line, name in zip(lines[1:5], NAMES, strict=True):
        key, mark = (hashed(part)[:12] for part in (spki_of(theirs(name)), der_of(theirs(name))))
        assert line.startswith(f"  {name}：pin {key}…，指纹 {mark}…，")
    assert results(default) == ["放行", "放行", "放行", "拒绝"]
    assert lines[5] == "续期的证书，299 字节，从外往里走："
    assert lines[6] == "  第    0 字节  证书的头：头 30 82 01 27，共 4 字节"
    assert lines[14] == "  第   91 字节  SPKI：头 30 59，共 91 字节"
    assert lines[18] == "算出的 pin：N16p5ofIXDeVXDLxqZlyc5FfAZlstlnxtS3tOSqn1qg="
    assert len(lines) == 19


def test_break_whole() -> None:
    outcome = run(NAME, BREAK_WHOLE=True)
    assert outcome.text.startswith("名单里有 1 个指纹\n")
    assert results(outcome) == ["放行", "拒绝", "拒绝", "拒绝"]


def test_break_no_backup() -> None:
    outcome = run(NAME, BREAK_NO_BACKUP=True)
    assert outcome.text.startswith("名单里有 1 个 pin\n")
    assert results(outcome) == ["放行", "放行", "拒绝", "拒绝"]


def test_break_key_bits() -> None:
    outcome = run(NAME, BREAK_KEY_BITS=True)
    assert results(outcome) == ["拒绝"] * 4
    point = theirs("续期").public_key()
    assert isinstance(point, ec.EllipticCurvePublicKey)
    bits = point.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    assert outcome.text.splitlines()[-1].endswith(hashed(bits))
    assert hashed(bits).startswith("DHeIRawF")


def test_the_pin_of_the_impostor_lets_him_in() -> None:
    pin = hashed(spki_of(theirs("冒名")))
    assert results(run(NAME, BACKUP_PIN=pin)) == ["放行", "放行", "拒绝", "放行"]
    assert results(run(NAME, PIN=pin)) == ["拒绝", "拒绝", "放行", "放行"]


def test_a_changed_letter_in_the_pem(example: ModuleType) -> None:
    broken = example.RENEWED.replace("MIIBJz", "MIIBKD", 1)
    assert run(NAME, RENEWED=broken).complaint == (
        "输入有误：RENEWED：第 0 字节的元素长 296 字节，只剩 295 字节"
    )
    indefinite = example.RENEWED.replace("MIIBJz", "MIABJz", 1)
    assert run(NAME, RENEWED=indefinite).complaint == (
        "输入有误：RENEWED：第 1 字节 80 是不定长度，DER 不允许"
    )


def test_another_certificate_may_be_pasted() -> None:
    pasted = made("rsa", ["nav.example.com"])
    text = pem_of(pasted).replace("\n", "\r\n") + "\n\n"
    outcome = run(NAME, RENEWED=text, PIN=hashed(spki_of(pasted)))
    assert results(outcome) == ["拒绝", "放行", "放行", "拒绝"]
    assert "differs" not in outcome.picture("hexdump")
    assert outcome.picture("hexdump")["bytes"] == der_of(pasted).hex()


# ── inputs ──

PEM = "应是一张 PEM 证书，头尾标记都在，现在是 "
BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CURRENT", "", f"CURRENT {PEM}''"),
        ("CURRENT", None, f"CURRENT {PEM}'None'"),
        ("RENEWED", b"x", f"RENEWED {PEM}\"b'x'\""),
        ("RENEWED", [BEGIN + END], f"RENEWED {PEM}"),
        ("REPLACED", "x" * 50, f"REPLACED {PEM}'{'x' * 40}'"),
        ("REPLACED", f"{BEGIN}\nMIIB\n", f"REPLACED {PEM}"),
        ("REPLACED", f"{BEGIN}\n{'AAAA' * 683}\n{END}", f"REPLACED {PEM}"),
        ("REPLACED", f"x{BEGIN}\nMIIB\n{END}", f"REPLACED {PEM}"),
        ("REPLACED", f"{BEGIN}\nMI-B\n{END}", f"REPLACED {PEM}"),
        ("IMPOSTOR", f"{BEGIN}\nMII\n{END}", "IMPOSTOR：Base64 解不开"),
        ("IMPOSTOR", f"{BEGIN}\nM===\n{END}", "IMPOSTOR：Base64 解不开"),
        ("IMPOSTOR", f"{BEGIN}{END}", "IMPOSTOR：第 0 字节起只剩 0 字节，放不下标签和长度"),
        (
            "IMPOSTOR",
            f"{BEGIN}\nMAA=\n{END}",
            "IMPOSTOR：证书里的标签应依次是 30 30 03，现在是 空的",
        ),
        ("PIN", "", "PIN 应是 44 个字符的 Base64，现在是 ''"),
        ("PIN", "A" * 44, f"PIN 应是 44 个字符的 Base64，现在是 '{'A' * 44}'"),
        ("PIN", "A" * 42 + "=", "PIN 应是 44 个字符的 Base64"),
        ("PIN", None, "PIN 应是 44 个字符的 Base64，现在是 None"),
        ("BACKUP_PIN", b"A" * 43 + b"=", "BACKUP_PIN 应是 44 个字符的 Base64"),
        ("BACKUP_PIN", ["A" * 43 + "="], "BACKUP_PIN 应是 44 个字符的 Base64"),
        ("SHOW", "旧的", "SHOW 应是现用、续期、换钥、冒名之一，现在是 '旧的'"),
        ("SHOW", 1, "SHOW 应是现用、续期、换钥、冒名之一，现在是 1"),
        ("BREAK_WHOLE", 1, "BREAK_WHOLE 应是 True 或 False，现在是 1"),
        ("BREAK_NO_BACKUP", None, "BREAK_NO_BACKUP 应是 True 或 False，现在是 None"),
        ("BREAK_KEY_BITS", "True", "BREAK_KEY_BITS 应是 True 或 False，现在是 'True'"),
    ],
)
def test_bad_inputs_are_refused(name: str, value: object, said: str) -> None:
    outcome = run(NAME, **{name: value})
    assert outcome.complaint.startswith(f"输入有误：{said}")
    assert outcome.text == ""
    assert outcome.trace is None


# ── the pictures ──


def test_the_dump(default: Outcome) -> None:
    picture = default.picture("hexdump")
    assert picture["title"] == "续期的证书"
    assert picture["bytes"] == der_of(theirs("续期")).hex()
    assert picture["differs"] == der_of(theirs("现用")).hex()
    rows = [(f["at"], f["size"], f["name"], f["ref"], f["tone"]) for f in picture["fields"]]
    assert rows == [
        (0, 4, "证书的头", "RFC 5280 §4.1", "plain"),
        (4, 3, "tbs 的头", "RFC 5280 §4.1", "plain"),
        (7, 5, "版本", "RFC 5280 §4.1.2.1", "plain"),
        (12, 3, "序列号", "RFC 5280 §4.1.2.2", "plain"),
        (15, 12, "签名算法", "RFC 5280 §4.1.2.3", "plain"),
        (27, 16, "颁发者", "RFC 5280 §4.1.2.4", "plain"),
        (43, 32, "有效期", "RFC 5280 §4.1.2.5", "plain"),
        (75, 16, "主体", "RFC 5280 §4.1.2.6", "plain"),
        (91, 91, "SPKI", "RFC 5280 §4.1.2.7", "good"),
        (182, 32, "扩展", "RFC 5280 §4.1.2.9", "plain"),
        (214, 12, "外层算法", "RFC 5280 §4.1", "plain"),
        (226, 73, "签名值", "RFC 5280 §4.1", "plain"),
    ]
    assert picture["fields"][8]["value"] == "头 30 59，共 91 字节"


def test_renewal_changes_three_fields_and_not_the_key(default: Outcome) -> None:
    picture = default.picture("hexdump")
    now, before = bytes.fromhex(picture["bytes"]), bytes.fromhex(picture["differs"])
    changed = {
        field["name"]
        for field in picture["fields"]
        for at in range(field["at"], field["at"] + field["size"])
        if now[at] != before[at]
    }
    assert changed == {"序列号", "有效期", "签名值"}


def test_an_impostor_has_the_names_and_not_the_key() -> None:
    picture = run(NAME, SHOW="冒名").picture("hexdump")
    pairs = zip(*(bytes.fromhex(picture[key]) for key in ("bytes", "differs")), strict=True)
    changed = [at for at, (now, before) in enumerate(pairs) if now != before]
    assert not [at for at in changed if 27 <= at < 43 or 75 <= at < 91]  # issuer and subject
    assert min(at for at in changed if at >= 91) >= 182 - 64  # coordinates of the point


@pytest.mark.parametrize("name", list(NAMES))
def test_each_can_be_shown(name: str) -> None:
    outcome = run(NAME, SHOW=name)
    assert f"{name}的证书，299 字节，从外往里走：\n" in outcome.text
    assert outcome.text.splitlines()[-1].endswith(hashed(spki_of(theirs(name))))
    assert outcome.picture("hexdump")["bytes"] == der_of(theirs(name)).hex()


def test_the_grid(default: Outcome) -> None:
    picture = default.picture("grid")
    assert picture["columns"] == ["pin 的开头", "指纹的开头", "结果"]
    assert [row["name"] for row in picture["rows"]] == list(NAMES)
    cells = [[cell["text"] for cell in row["cells"]] for row in picture["rows"]]
    assert cells[0] == ["N16p5ofIXDeV", hashed(der_of(theirs("现用")))[:12], "放行"]
    assert cells[3][2] == "拒绝，不在名单里"
    tones = [row["cells"][2]["tone"] for row in picture["rows"]]
    assert tones == ["good", "good", "good", "bad"]
