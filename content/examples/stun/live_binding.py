"""向真的 STUN 服务器发一个 Binding 请求

看点：按 RFC 8489 的时刻表重发；只认事务 ID 对得上的应答；看看自己在 NAT 外面的地址
难度：进阶
对照：coturn 的 turnserver；aioice
依据：RFC 8489 §6.2.1、§6.3；RFC 5769 §2.2
"""

import argparse
import re
import secrets
import socket
import sys
import time

try:
    import binding_request
    import xor_mapped_address
except ImportError as error:
    raise SystemExit(f"缺 {error.name}.py，要与这个程序放在同一个文件夹") from None

# 第 1 次发送以后多少毫秒重发：RTO 从 500 毫秒起加倍，一共发 Rc = 7 次，最后再等 Rm × RTO
SENDS = (500, 1500, 3500, 7500, 15500, 31500)
GIVE_UP = SENDS[-1] + 16 * 500
SUCCESS, ERROR, COOKIE = b"\x01\x01", b"\x01\x11", bytes.fromhex("2112a442")
USAGE = """退出码：0 成功，2 参数不对，3 查不到名字，4 没有应答，5 发不出去或端口没开，
6 应答有毛病，7 服务器回了错误"""


class Failure(Exception):
    """一句话说明出了什么事，和退出码。"""

    def __init__(self, code: int, text: str):
        super().__init__(text)
        self.code = code


class Parser(argparse.ArgumentParser):
    """参数不对也只说一句话。"""

    def error(self, message: str) -> None:
        """Argparse 找到的错。"""
        raise Failure(2, f"参数不对：{message}")


def read_server(text: str) -> tuple[str, int]:
    """主机和端口；IPv6 地址放在方括号里，端口不写就是 3478。"""
    match = re.fullmatch(r"(?:stun:)?(?:\[([0-9A-Fa-f:.]+)\]|([^:\[\]\s]+))(?::(\d{1,5}))?", text)
    if not match:
        raise Failure(2, f"地址应是 主机:端口 或 [IPv6 地址]:端口，现在是 {text!r}")
    host, port = match[1] or match[2], int(match[3] or 3478)
    if not 1 <= port <= 65535:
        raise Failure(2, f"端口应是 1–65535，现在是 {port}")
    return host, port


def read_timeout(text: str) -> int:
    """秒 → 毫秒。"""
    match = re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text)
    if not match or not 0 < float(text) * 1000 <= GIVE_UP:
        raise Failure(2, f"--timeout 应是大于 0、不超过 {GIVE_UP / 1000} 的秒数，现在是 {text!r}")
    return round(float(text) * 1000)


def resolve(host: str, port: int) -> tuple[int, tuple]:
    """名字 → （地址族，地址）；有几个地址就用第一个。"""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    except (OSError, UnicodeError):
        raise Failure(3, f"查不到 {host} 的地址") from None
    return found[0][0], found[0][4]


def is_answer(data: bytes, transaction_id: bytes) -> bool:
    """是不是这个请求的应答：类型、magic cookie、事务 ID 都要对。"""
    return data[:2] in (SUCCESS, ERROR) and data[4:20] == COOKIE + transaction_id


def exchange(
    connection: socket.socket, request: bytes, transaction_id: bytes, timeout: int
) -> tuple[bytes, int]:
    """发、等、重发；返回（应答，发了几次）。对不上的包丢掉接着等。"""
    start, dropped = time.monotonic(), 0
    for number, until in enumerate((*SENDS, GIVE_UP), 1):
        connection.send(request)
        until = min(until, timeout)
        while (left := start + until / 1000 - time.monotonic()) > 0:
            connection.settimeout(left)
            try:
                data = connection.recv(2048)
            except TimeoutError:
                break
            if is_answer(data, transaction_id):
                return data, number
            dropped += 1
        if until == timeout:
            break
    raise Failure(4, f"{timeout / 1000:g} 秒没有应答，发了 {number} 次，丢掉 {dropped} 个别的包")


def show(answer: bytes) -> tuple[str, int]:
    """打印应答的每个字段；返回外部地址，错误应答抛 Failure。"""
    try:
        for field in xor_mapped_address.fields(answer):
            part = answer[field["at"] :][: field["size"]].hex()
            print(f"{field['at']:4}  {part:40}  {field['name']}：{field['value']}")
            if field.get("tone") == "bad":
                raise Failure(6, f"应答有毛病：{field['name']} {field['value']}")
        if answer[:2] == SUCCESS:
            return xor_mapped_address.mapped_address(answer)
    except xor_mapped_address.InputError as error:
        raise Failure(6, f"应答有毛病：{error}") from None
    for kind, _, value in xor_mapped_address.decode(answer).attributes:
        if kind == 0x0009 and len(value) >= 4:
            code, reason = value[2] % 8 * 100 + value[3], value[4:].decode(errors="replace")
            raise Failure(7, f"服务器回了错误 {code}：{reason}")
    raise Failure(6, "应答有毛病：错误应答里没有 ERROR-CODE")


def ask(arguments: argparse.Namespace) -> None:
    """一次完整的询问。"""
    host, port = read_server(arguments.server)
    timeout = read_timeout(arguments.timeout)
    transaction_id = secrets.token_bytes(12)
    request = binding_request.binding_request(transaction_id, [])
    family, server = resolve(host, port)
    with socket.socket(family, socket.SOCK_DGRAM) as connection:
        connection.connect(server)  # 别处来的包由系统丢掉，ICMP 错误也会报上来
        local, remote = connection.getsockname()[:2], connection.getpeername()[:2]
        print("发往 {}，端口 {}".format(*remote))
        answer, number = exchange(connection, request, transaction_id, timeout)
    print(f"收到 {len(answer)} 字节，请求发了 {number} 次")
    address = show(answer)
    print("外部地址 {}，端口 {}".format(*address))
    print("本机地址 {}，端口 {}".format(*local))
    print("两者相同，中间没有 NAT" if address == local else "两者不同，中间有 NAT")


def main() -> None:
    """读参数，问一次；出错只说一句。"""
    parser = Parser(description="问 STUN 服务器：我在外面的地址是什么", epilog=USAGE)
    parser.add_argument("server", metavar="主机:端口", nargs="?", default="")
    parser.add_argument("--timeout", metavar="秒", default="8", help="一共等多久，缺省 8 秒")
    try:
        ask(parser.parse_args())
    except Failure as failure:
        print(failure, file=sys.stderr)
        raise SystemExit(failure.code) from None
    except OSError as error:
        closed = isinstance(error, ConnectionError)
        print("端口没开（收到 ICMP）" if closed else f"发不出去：{error.strerror}", file=sys.stderr)
        raise SystemExit(5) from None


if __name__ == "__main__":
    main()
