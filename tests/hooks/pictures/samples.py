"""Small traces: one of each kind, with everything that the kind can hold."""

from __future__ import annotations

import copy
import json
from typing import Any

HEXDUMP: dict[str, Any] = {
    "kind": "hexdump",
    "title": "头和填充",
    "note": "前 12 个字节。",
    "bytes": "000100042112a44278202020",
    "fields": [
        {"at": 0, "size": 2, "name": "类型", "value": "0x0001", "ref": "RFC 8489 §5"},
        {"at": 2, "size": 2, "name": "长度", "value": "4", "ref": "RFC 8489 §5", "tone": "bad"},
        {"at": 4, "size": 5, "name": "值", "value": "", "ref": "RFC 8489 附录 B.1", "tone": "good"},
        {"at": 9, "size": 3, "name": "填充", "value": "任意", "ref": "", "tone": "quiet"},
    ],
    "differs": "0001009c2112a44279202020",
}
BITS: dict[str, Any] = {
    "kind": "bits",
    "title": "类别和地址",
    "rows": [
        {
            "label": "0x0101",
            "fields": [
                {"name": "M11–M7", "cells": "00000", "value": "方法", "ref": "RFC 8489 §5"},
                {"name": "类别的高位", "cells": "1", "tone": "good"},
                {"name": "M6–M4", "cells": "000"},
            ],
        },
        {"label": "", "fields": [{"name": "地址", "cells": [f"{n:02x}" for n in range(20)]}]},
    ],
}
SEQUENCE: dict[str, Any] = {
    "kind": "sequence",
    "title": "请求和丢失",
    "lanes": ["客户端", "服务器 192.0.2.1:3478"],
    "events": [
        {"at": 0, "from": 0, "to": 1, "label": "请求", "detail": "第一次。", "arrives": False},
        {"at": 500, "from": 0, "to": None, "label": "到时", "detail": "重传。", "tone": "quiet"},
        {"at": 500, "from": 0, "to": 1, "label": "请求", "detail": "第二次。", "tone": "bad"},
        {"at": 520, "from": 1, "to": 0, "label": "响应", "detail": "", "tone": "good"},
    ],
}
RATE: dict[str, Any] = {
    "kind": "rate",
    "title": "发送的快慢",
    "x": "毫秒",
    "y": "条",
    "series": [
        {"name": "令牌", "shape": "line", "points": [[0, 2.5], [100, 0.1]]},
        {"name": "发送", "shape": "bars", "points": [[0, 3], [50, 0], [100, 7]]},
        {"name": "累计", "shape": "steps", "points": [[0, 0], [50, 3], [50, 4]]},
    ],
    "limits": [{"value": 5, "label": "上限"}, {"value": 5.2, "label": "硬上限"}],
}
GRID: dict[str, Any] = {
    "kind": "grid",
    "title": "打洞",
    "corner": "甲 \\ 乙",
    "columns": ["全锥", "对称"],
    "rows": [
        {"name": "全锥", "cells": [{"text": "通", "tone": "good"}, {"text": "通"}]},
        {
            "name": "对称",
            "cells": [{"text": "✗ 不通", "tone": "bad"}, {"text": "", "tone": "quiet"}],
        },
    ],
}
LINES: dict[str, Any] = {
    "kind": "lines",
    "title": "一份 SDP",
    "lines": [
        {"text": "v=0", "name": "版本", "value": "总是 0", "ref": "RFC 8866 §5.1"},
        {"text": "", "name": "空行", "value": "不应有", "ref": "", "tone": "bad"},
    ],
}
BARS: dict[str, Any] = {
    "kind": "bars",
    "title": "各节点的投递",
    "unit": "条",
    "bars": [
        {"name": "node-1", "value": 20_880},
        {"name": "node-2", "value": 19_212.5, "told": "约 1.9 万条", "tone": "bad"},
        {"name": "没有人的节点", "value": 0, "tone": "quiet"},
    ],
    "limits": [{"value": 20_000, "label": "平均"}, {"value": 4000, "label": "每秒上限"}],
}
STATES: dict[str, Any] = {
    "kind": "states",
    "title": "直发与拉取",
    "states": ["待拉取", "拉取中", "空闲", "直发中"],
    "start": 0,
    "moves": [
        {"from": 0, "to": 1, "label": "收到拉取请求", "count": 2},
        {"from": 1, "to": 1, "label": "确认一批，还有", "count": 12, "detail": "从游标起。"},
        {"from": 1, "to": 0, "label": "超时", "count": 0, "tone": "quiet"},
        {"from": 1, "to": 2, "label": "确认到末尾", "count": 1, "tone": "good"},
        {"from": 2, "to": 3, "label": "发 s_msg", "count": 1},
        {"from": 3, "to": 2, "label": "ACK", "count": 1},
        {"from": 3, "to": 0, "label": "超时", "count": 0, "tone": "bad"},
        {"from": 3, "to": 0, "label": "又来一条", "count": 1},
    ],
}
RING: dict[str, Any] = {
    "kind": "ring",
    "title": "三个节点的环",
    "nodes": ["node-1", "node-2", "node-3"],
    "points": [
        {"at": 0, "node": 0},
        {"at": 0.13, "node": 1},
        {"at": 0.2, "node": 1},
        {"at": 0.81, "node": 2},
    ],
    "keys": [
        {"at": 0.05, "name": "user-1", "node": 1},
        {"at": 0.051, "name": "user-2", "node": 1, "tone": "bad"},
        {"at": 0.9, "name": "user-3", "node": 0, "tone": "good"},
    ],
}
TREE: dict[str, Any] = {
    "kind": "tree",
    "title": "推送往哪里走",
    "nodes": [
        {"parent": None, "edge": "", "label": "在线吗", "taken": True},
        {"parent": 0, "edge": "在线", "label": "直发", "taken": False, "tone": "good"},
        {"parent": 0, "edge": "不在线", "label": "有设备令牌吗", "taken": True, "detail": "两个。"},
        {"parent": 2, "edge": "没有", "label": "不推送", "taken": True, "tone": "bad"},
    ],
}
STRIP: dict[str, Any] = {
    "kind": "strip",
    "title": "四帧语音",
    "unit": "毫秒",
    "rows": [
        {
            "label": "语音",
            "spans": [
                {
                    "at": 0,
                    "size": 20,
                    "name": "FT 7",
                    "value": "12.2 kbit/s",
                    "ref": "RFC 4867 §5.3",
                },
                {"at": 20, "size": 20, "name": "FT 8", "tone": "quiet"},
                {"at": 40, "size": 0.5, "name": "FT 15", "tone": "bad"},
            ],
        },
        {"label": "", "spans": [{"at": 10, "size": 60, "name": "FT 7", "tone": "good"}]},
    ],
    "marks": [{"at": 60, "label": "应在这里结束"}, {"at": 5, "label": "开始"}],
}
ALL = {
    picture["kind"]: picture
    for picture in (
        HEXDUMP, BITS, SEQUENCE, RATE, GRID, LINES, BARS, STATES, RING, TREE, STRIP
    )
}  # fmt: skip


def trace(*pictures: Any) -> str:
    """A trace of pictures, as an example prints it."""
    return json.dumps({"trace": 1, "pictures": pictures}, ensure_ascii=False)


def changed(picture: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy with the part at `path` replaced; removed where `to` is ... (Ellipsis)."""
    whole = copy.deepcopy(picture)
    part: Any = whole
    for step in path[:-1]:
        part = part[step]
    if to is ...:
        del part[path[-1]]
    else:
        part[path[-1]] = to
    return whole
