"""Words that readers use for one another, and what to offer while they type."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hooks.search import pinyin, text
from hooks.search.model import Page

# What readers call the same thing, a line each. The glossary's terms come on top.
_SAME = """
打洞 穿透 穿越 hole punching
崩溃 闪退 crash
报错 错误 异常 error
登录 登陆 login
账号 帐号 账户
群组 群聊
超大群 万人群 大群
聊天室 直播间 chatroom
屏幕共享 共享屏幕 录屏 投屏 屏幕分享
离线推送 远程推送 push
推送 push
通知 提醒 notification
角标 红点 小红点 未读数 badge
免打扰 勿扰 静音
黑名单 拉黑 blacklist
已读回执 已读 read receipt
撤回 recall 收回 撤销
阅后即焚 焚毁
漫游 历史消息 聊天记录 云端消息
消息丢失 丢消息 漏消息 丢失消息 漏收 收不全
收不到 没收到 接收不到 不弹 没反应
连不上 连接失败 连接不上
重连 断线重连 reconnect
断线 掉线 断开 disconnect
踢下线 挤下线 顶下线 顶号 互踢 被踢
保活 心跳 keepalive heartbeat
限流 限速 控速 频控 频率限制 throttle 太快
去重 幂等 重复消息 重复
乱序 顺序 次序
签名 signature 验签
令牌 token
密钥 秘钥 secret
证书 certificate
语音 录音 voice 麦克风
图片 照片 image
缩略图 thumbnail
视频 video
表情 emoji 贴图 表情包
头像 avatar
昵称 用户名
自定义 定制 custom 改成
隐藏 去掉 不显示 关掉
打包 构建 编译 build
混淆 proguard
安卓 android
苹果 ios
网页 浏览器 web
服务端 服务器 后端 server
客户端 client
会话 对话 conversation
会话列表 聊天列表
会话页 聊天界面 聊天页面 聊天页
输入框 输入栏 输入法
气泡 bubble
占位文字 提示文字 placeholder
铃声 提示音
横幅 悬浮通知 banner
提及 艾特 mention
引用 回复 reply
草稿 draft
置顶 顶置
夜间模式 深色模式 暗黑模式 dark mode
颜色 配色 品牌色 灰底 变灰
消息 message
单聊 私聊
插件 加号扩展 plugin
厂商 华为小米 vendor
丢包 packet loss
延迟 时延 latency
带宽 bandwidth
信令 signaling
时间戳 timestamp
回调 callback webhook
跨域 cors
超时 timeout
握手 handshake
过期 失效 回收 expire
分批 分页 batch
公网 外网
内网 局域网
黑屏 白屏
回声 听到自己 自己的声音
豆腐块 方块 乱码
相册 保存图片
噪声 杂音 噪音
好友 联系人 friend
扩展 expansion
属性 kv
转码 转换格式
播放 play
上传 upload
下载 download
删除 清空 delete
刷新 更新 refresh
跳转 点击 打开
监听 listener
初始化 init
导航 navigation
负载均衡 load balance
一致性哈希 consistent hash
排队 队列 queue
集成 接入 对接 integrate
示例 例子 样例 demo
源码 源代码 代码仓库
配置 设置 config
升级 迁移 migrate
废弃 弃用 deprecated
权限 授权 permission
日志 log
发不出去 发送失败 发送不了
登录失败 登录不上 登不上
打不通 呼不通 接不通 呼叫失败
视频通话 视频呼叫 音视频通话
应用商店 应用市场
禁言 mute
踢人 移出群 踢出群
入群 进群 加群 加入群组
退群 退出群
文件 附件 file
位置 定位 location
小视频 短视频
摄像头 相机 camera
码率 比特率 bitrate
帧率 fps
编解码 codec
中继 relay
凭证 凭据 credential
哈希 散列 hash
雪花算法 snowflake
缓存 cache
序号 序列号
上限 最多 最大
写扩散 推模式
读扩散 拉模式
"""
# Words of Taiwan, as they read in simplified characters, and ours; longer ones first.
_REGIONAL = """
讯息 消息
伺服器 服务器
用户端 客户端
使用者 用户
网际网路 互联网
网路 网络
软体 软件
硬体 硬件
程式码 代码
程式 程序
资料库 数据库
资料 数据
登入 登录
登出 退出
设定 设置
预设 默认
连线 连接
暱称 昵称
位址 地址
通讯埠 端口
连接埠 端口
萤幕 屏幕
视讯 视频
影片 视频
音讯 音频
相片 照片
档案 文件
执行绪 线程
行程 进程
讯号 信号
讯令 信令
讯框 帧
解析度 分辨率
快取 缓存
记忆体 内存
非同步 异步
介面 界面
杂凑 哈希
函式 函数
变数 变量
物件 对象
阵列 数组
字串 字符串
位元组 字节
回呼 回调
推播 推送
凭证 证书
金钥 密钥
签章 签名
逾时 超时
频宽 带宽
封包 数据包
传送 发送
载入 加载
除错 调试
相容 兼容
当机 崩溃
支援 支持
帐号 账号
贴图 表情
简讯 短信
行动 移动
"""
_BETWEEN = re.compile(rf"[^\w{text.HAN}.+#/ -]+|\s+-\s+|(?<=[{text.HAN}])\s+|\s+(?=[{text.HAN}])")
# what begins or ends no phrase
_LOOSE = re.compile(
    "^(?:的|和|与|及|或|在|用|把|被|从|对|为|是|了|怎么|如何|为什么|怎样|第?[一二三四五六七八九十\\d]+[、.章节步])+"
    "|(?:的|和|与|及|或|在|了|吗|呢|是)+$"
)
_SPLIT = re.compile("(?:的|和|与|以及|怎么|如何|为什么)")
_HAN_RUN = re.compile(f"[{text.HAN}]+")
_COMMON = 3  # titles and headings that make a run of characters a phrase
_SHORTEST, _LONGEST = 2, 30  # characters of a phrase
_NAME = 3  # characters of a name that no reader's dictionary may know
_OFFERED = 12  # phrases of one key


def key(phrase: str) -> str:
    """What is compared of a phrase: lower case, simplified, without spaces."""
    return re.sub(r"\s+", "", text.normalized(phrase).lower())


def synonyms(groups: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    """For each word the others that mean the same, by the words' keys; `groups` come on top of
    what every reader of the field may say. Their words are names, even without others.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    own = [line.split() for line in _SAME.strip().splitlines()]
    groups = list(groups)
    names = {word for group in groups for word in map(key, group) if len(word) >= _NAME}
    for group in [*own, *groups]:
        keys = [word for word in dict.fromkeys(map(key, group)) if word]
        for word in keys:
            found[word].update(dict.fromkeys(other for other in keys if other != word))
    return {word: list(found[word]) for word in sorted(found) if found[word] or word in names}


def regional() -> dict[str, str]:
    """Words of Taiwan and what they are called here."""
    pairs = (line.split() for line in _REGIONAL.strip().splitlines())
    return {theirs: ours for theirs, ours in pairs if theirs != ours}


def offers(pages: Iterable[Page], terms: Iterable[str]) -> dict[str, list[list[str | int]]]:
    """What to offer by what has been typed: phrases with their weights, the best first, by key, by
    pinyin and by initials. Phrases are titles, headings, terms, and what several of these share.
    """
    weights: Counter[str] = Counter()
    shared: Counter[str] = Counter()
    pages = list(pages)
    for page in pages:
        lines = _lines(page)
        weights.update(dict.fromkeys(map(_trim, lines), 1))
        weights[_trim(page.title)] += 5
        shared.update({piece for line in lines for piece in _pieces(line)})
        weights.update(dict.fromkeys(page.tags, 2))
    for term in terms:
        weights[term] += 6
    shared |= _common(line for page in pages for line in _lines(page))
    for phrase, count in shared.items():
        if count > 1:
            weights[phrase] += 2 * count
    return _by_key(weights)


def _by_key(weights: Mapping[str, int]) -> dict[str, list[list[str | int]]]:
    found: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for phrase, weight in weights.items():
        typed = key(phrase)
        if not _SHORTEST <= len(typed) <= _LONGEST:
            continue
        full, initials = pinyin.spelled(typed)
        for name in {typed, full, initials}:
            if len(name) >= _SHORTEST:
                best = found[name].get(typed)
                if best is None or best[1] < weight or (best[1] == weight and best[0] > phrase):
                    found[name][typed] = (phrase, weight)
    return {
        name: [[*pair] for pair in sorted(phrases.values(), key=lambda p: (-p[1], p[0]))[:_OFFERED]]
        for name, phrases in sorted(found.items())
    }


def _lines(page: Page) -> list[str]:
    """A page's title and headings, each once."""
    headings = (section.heading for section in page.sections if section.heading)
    return list(dict.fromkeys((page.title, *headings)))


def _common(lines: Iterable[str]) -> Counter[str]:
    """Runs of two to six characters that many lines share, and that no longer run explains."""
    counted: Counter[str] = Counter()
    for line in lines:
        runs = {
            run[at : at + size]
            for run in _HAN_RUN.findall(text.normalized(line))
            for size in range(2, 8)
            for at in range(len(run) - size + 1)
        }
        counted.update(runs)
    common = {run: count for run, count in counted.items() if count >= _COMMON}
    explained = {
        part
        for run, count in common.items()
        for part in (run[1:], run[:-1])
        if common.get(part, 0) <= count
    }
    kept = {r: c for r, c in common.items() if r not in explained and len(r) < 7 and _tidy(r) == r}
    return Counter(kept)


def _pieces(line: str) -> list[str]:
    return [
        tidy
        for piece in _BETWEEN.split(line)
        for part in _SPLIT.split(piece)
        if _SHORTEST <= len(tidy := _tidy(part)) <= 12
    ]


def _tidy(phrase: str) -> str:
    return _trim(_LOOSE.sub("", _trim(phrase)))


def _trim(phrase: str) -> str:
    return " ".join(phrase.split()).strip(" ，。：；、？！,.:;?!-—")
