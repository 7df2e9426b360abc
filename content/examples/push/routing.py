"""推送路由：这条消息为什么（没）在这部手机上弹通知

看点：先分清走长连接还是推送，再一关一关往下问，看挡在哪一关；两关换个次序，免打扰就失灵
难度：入门
对照：另写的一张各行互不重叠的判定表，全部组合逐一比较
依据：本站讲推送的各篇；融云文档《免打扰功能概述》；RCPushProfile.h；Firebase 与苹果的文档
"""

import json
import re
from collections import namedtuple

# ── INPUT：改这里的值，再运行 ──
CONVERSATION = "群聊"  # 单聊、群聊、聊天室
KIND = "计数"  # 计数、不计数、状态：消息类型注册时的开关
PUSH_CONTENT = "[红包] 恭喜发财"  # 推送内容；内置类型自带，自定义类型没填就写 ""
MENTIONED = True  # 这条消息 @ 了他
PHONE = "华为"  # 小米、华为、荣耀、OPPO、vivo、魅族、其他安卓、iPhone
SDK = "IMKit"  # IMKit、IMLib
STATE = "断开"  # 看着会话、前台、后台、断开、强行停止、登出；iPhone 后台超过 2 分钟算断开
TOKENS = ["FCM", "RongPush"]  # Token 已经上报的通道：各厂商的名字、FCM、APNs、RongPush
QUIET = "只放行 @"  # 免打扰：没开、只放行 @、全挡
WEB = "不在线"  # 他的 Web 端：不在线、在线照推、在线不推
ALLOWED = True  # 手机设置里允许这个 App 弹通知
BREAK_QUIET_LATE = False  # 改成 True：先选通道，选不到才看免打扰
BREAK_NO_FALLBACK = False  # 改成 True：只试第一个通道，不试下一个
# ── INPUT 结束 ──

MAKERS = ("小米", "华为", "荣耀", "OPPO", "vivo", "魅族")
ROUTES = {maker: (maker, "FCM", "RongPush") for maker in MAKERS}  # 依次试哪些通道
ROUTES |= {"其他安卓": ("FCM", "RongPush"), "iPhone": ("APNs",)}
CHANNELS = (*MAKERS, "FCM", "APNs", "RongPush")
TEXT = r"[^\x00-\x1f\x7f\ud800-\udfff]{0,3000}"
YES_NO, MOST_BYTES = (False, True), 4096  # APNs 普通通知和 FCM 消息，整个载荷最多几字节
CHOICES = {
    "CONVERSATION": ("单聊", "群聊", "聊天室"), "KIND": ("计数", "不计数", "状态"),
    "PHONE": tuple(ROUTES), "SDK": ("IMKit", "IMLib"), "QUIET": ("没开", "只放行 @", "全挡"),
    "STATE": ("看着会话", "前台", "后台", "断开", "强行停止", "登出"),
    "WEB": ("不在线", "在线照推", "在线不推"), "MENTIONED": YES_NO, "ALLOWED": YES_NO,
    "BREAK_QUIET_LATE": YES_NO, "BREAK_NO_FALLBACK": YES_NO,
}  # fmt: skip
# 一条消息和一部手机的事实，与 INPUT 同名；tries 是最多试几个通道
FACTS = "conversation kind push_content phone sdk state tokens quiet web allowed mentioned tries"
Facts = namedtuple("Facts", FACTS, defaults=[3])
Rule = namedtuple("Rule", "answer holds result why", defaults=[""])


def channel(facts):
    """推送走哪个通道：按次序试，第一个有 Token 的；都没有是空串。"""
    tried = ROUTES[facts.phone][: facts.tries]
    return next((name for name in tried if name in facts.tokens), "")


def muted(facts):
    """免打扰挡不挡这一条。"""
    return facts.quiet == "全挡" or (facts.quiet == "只放行 @" and not facts.mentioned)


def too_long(facts):
    """光是推送内容就超过了上限；厂商通道的上限各不相同，这里不管。"""
    return channel(facts) in ("APNs", "FCM") and len(facts.push_content.encode()) > MOST_BYTES


def stopped(facts):
    """安卓的“强行停止”：再打开一次以前，系统不叫醒它；iPhone 没有这种状态。"""
    return facts.state == "强行停止" and facts.phone != "iPhone"


# 每个问题从上往下看，第一条成立的就是答案，None 是“前面都不是”；后面是下一个问题或者结果、原因
QUESTIONS = {
    "走哪条路": [
        Rule("聊天室", lambda f: f.conversation == "聊天室", "不提醒", "不转推送，也不弹本地通知"),
        Rule("登出过", lambda f: f.state == "登出", "不提醒", "logout() 连推送一起停掉"),
        Rule("连接断了", lambda f: f.state in ("断开", "强行停止"), "消息能推吗"),
        Rule("还连着", None, "通知归谁管"),
    ],
    "通知归谁管": [
        Rule("IMLib", lambda f: f.sdk == "IMLib", "App 自己弹", "IMLib 没有内置的本地通知"),
        Rule("iOS 的 IMKit", lambda f: f.phone == "iPhone", "未核实", "由本机弹，条件未全"),
        Rule("Android 的 IMKit", None, "IMKit 挡吗"),
    ],
    "IMKit 挡吗": [
        Rule("不计未读", lambda f: f.kind != "计数", "不提醒", "消息类型没有 ISCOUNTED"),
        Rule("正看着", lambda f: f.state == "看着会话", "不提醒", "在这个会话页或会话列表页"),
        Rule("免打扰", muted, "不提醒", "免打扰挡住了本地通知"),
        Rule("前台别的页", lambda f: f.state == "前台", "只响一声", "前台默认"),
        Rule("后台，通知关了", lambda f: not f.allowed, "不提醒", "查通知权限和通知渠道"),
        Rule("后台", None, "弹本地通知", "连着就没有推送"),
    ],
    "消息能推吗": [
        Rule("状态消息", lambda f: f.kind == "状态", "不提醒", "不在线就丢弃"),
        Rule("没有推送内容", lambda f: not f.push_content, "不提醒", "发送时没填 pushContent"),
        Rule("不计数", lambda f: f.kind == "不计数", "未核实", "离线时推不推"),
        Rule("能", None, "他让推吗"),
    ],
    "他让推吗": [
        Rule("免打扰", muted, "不提醒", "服务端不触发推送"),
        Rule("Web 在线不推", lambda f: f.web == "在线不推", "不提醒", "他设成了不收"),
        Rule("让", None, "有通道吗"),
    ],
    "有通道吗": [
        Rule("没有", lambda f: not channel(f), "不提醒", "该用的通道都没有 Token"),
        Rule("只有 RongPush", lambda f: channel(f) == "RongPush", "多半不到", "国内多半活不下来"),
        Rule("有", None, "手机显示吗"),
    ],
    "手机显示吗": [
        Rule("太长", too_long, "不提醒", f"推送内容超过 {MOST_BYTES} 字节"),
        Rule("FCM 叫不醒", lambda f: stopped(f) and channel(f) == "FCM", "不提醒", "强行停止过"),
        Rule("厂商，强行停止", stopped, "未核实", "各家策略不同，看厂商文档"),
        Rule("通知关了", lambda f: not f.allowed, "不提醒", "推送到了，查通知权限和渠道"),
        Rule("显示", None, "弹推送通知"),
    ],
}
LATE = {  # 弄坏的次序：有了通道，就不再问他让不让
    ("消息能推吗", "能"): ("有通道吗", ""), ("有通道吗", "没有"): ("他让推吗", ""),
    ("他让推吗", "让"): ("不提醒", "该用的通道都没有 Token"),
}  # fmt: skip
TONES = {"弹推送通知": "good", "弹本地通知": "good", "不提醒": "bad", "多半不到": "bad"}
USUAL = Facts(*"单聊 计数 你好 华为 IMKit 断开 华为 没开 不在线".split(), True, False)
CASES = {  # 情形：与 USUAL 不同的地方
    "寻常": {},
    "后台还连着": {"state": "后台"},
    "停在 App 首页": {"state": "前台"},
    "自定义消息，没填推送内容": {"push_content": ""},
    "免打扰只放行 @，没有 @ 他": {"quiet": "只放行 @"},
    "荣耀手机，只接了华为": {"phone": "荣耀"},
    "只有 FCM": {"tokens": ["FCM"]},
    "只有 FCM，强行停止过": {"tokens": ["FCM"], "state": "强行停止"},
    "iPhone": {"phone": "iPhone", "tokens": ["APNs"]},
}


def questions(late):
    """要问的问题和各自的答案；late 里的答案换去处。"""
    return {q: [Rule(*r[:2], *late.get((q, r[0]), r[2:])) for r in QUESTIONS[q]] for q in QUESTIONS}


def decide(facts, asked):
    """走过的问题和各自成立的那一条；最后一条写着结果。"""
    path, place = {}, next(iter(asked))
    while place in asked:
        path[place] = next(r for r in asked[place] if r.holds is None or r.holds(facts))
        place = path[place].result
    return path


def check():
    """核对 INPUT，返回事实。"""
    wrong = "输入有误：{} 应是{}，现在是 {!r:.60}"
    for name, allowed in CHOICES.items():
        value, wanted = globals()[name], "、".join(map(str, allowed))
        if type(value) is not type(allowed[0]) or value not in allowed:
            raise SystemExit(wrong.format(name, wanted + "之一", value))
    if type(PUSH_CONTENT) is not str or not re.fullmatch(TEXT, PUSH_CONTENT):
        raise SystemExit(wrong.format("PUSH_CONTENT", "一行 0–3000 个字", PUSH_CONTENT))
    known = type(TOKENS) is list and all(name in CHANNELS for name in TOKENS)
    if not known or len(set(TOKENS)) < len(TOKENS):
        raise SystemExit(wrong.format("TOKENS", "不重复的通道名的列表", TOKENS))
    values = {name: globals()[name.upper()] for name in Facts._fields[:-1]}
    return Facts(**values, tries=1 if BREAK_NO_FALLBACK else 3)


def told(facts, asked):
    """结果写成一句；与没弄坏时不同的，写出本来的结果。"""
    *_, rule = decide(facts, asked).values()
    *_, right = decide(facts._replace(tries=3), QUESTIONS).values()
    why = f"（{channel(facts)}）" if rule.result == "弹推送通知" else f"，{rule.why}"
    return f"{rule.result}{why}" + f" ✗ 本应{right.result}" * (rule.result != right.result)


def picture(path, asked):
    """决策树，标出这次走过的路；一个答案下面的画完，再画下一个。"""
    nodes = []

    def draw(parent, edge, label, detail, taken):
        node = {"parent": parent, "edge": edge, "label": label, "taken": taken, "detail": detail}
        nodes.append(node | {"tone": "plain" if label in asked else TONES.get(label, "quiet")})
        number = len(nodes) - 1
        for rule in asked.get(label, ()):
            draw(number, rule.answer, rule.result, rule.why, taken and path[label] == rule)

    draw(None, "", next(iter(asked)), "", True)
    return {"kind": "tree", "title": "这条消息在这部手机上", "nodes": nodes}


def main():
    """核对输入，说出结果和走过的问题，再列几种情形，画图。"""
    facts, asked = check(), questions(LATE if BREAK_QUIET_LATE else {})
    path = decide(facts, asked)
    print(told(facts, asked))
    for question, rule in path.items():
        print(f"  {question}？{rule.answer}")
    print("\n对照：一条文字消息，华为手机，划掉了；下面各改一两处")
    for name, changes in CASES.items():
        print(f"  {name} → {told(USUAL._replace(tries=facts.tries, **changes), asked)}")
    print(json.dumps({"trace": 1, "pictures": [picture(path, asked)]}, ensure_ascii=False))


if __name__ == "__main__":
    main()
