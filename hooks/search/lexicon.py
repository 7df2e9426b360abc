"""Words of this field that mean the same, whatever the site is about."""

# What readers call the same thing, a line each. The glossary's terms come on top.
SAME = """
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
REGIONAL = """
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
