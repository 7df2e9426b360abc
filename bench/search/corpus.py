"""A site of 1,000 or 5,000 pages for the benchmark of the search: the real pages among many others.

`python -m bench.search.corpus --pages 1000 --into DIR` copies content/ and adds generated pages:
articles, tutorials and questions about neighbouring subjects, which use the words of the field and
answer none of its questions. Page n is made from n alone, so that a larger site contains every
smaller one, and the same command always writes the same bytes.
"""

from __future__ import annotations

import argparse
import math
import posixpath
import random
import re
import shutil
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from scraper import article as articles
from scraper.article import Article, Header

ROOT = Path(__file__).resolve().parent.parent.parent
AUTHOR = "生成器"

# ── what pages are about ──
# Five lines a subject: name, name in addresses, group (data, infra, ui, view, biz, tool, device)
# and categories; things; parts that act; what goes wrong; stems of its identifiers.
SUBJECTS = """
关系数据库 | database | data | server
索引 联合索引 执行计划 慢查询 事务 隔离级别 行锁 表结构 主键 外键 分页 视图 统计信息
查询优化器 存储引擎 复制线程 连接池
查询越来越慢 / 事务互相等待 / 写入突然卡住
Pool Index Query Lock Row

全文检索引擎 | fulltext-engine | data | server web
倒排表 分词器 相关度 同义词 停用词 分片副本 高亮片段 聚合桶 别名 映射字段
索引节点 协调节点 合并线程 查询解析器
搜不到刚写入的文档 / 排序结果不稳定 / 集群变成黄色
Shard Posting Analyzer Suggest Bucket

键值缓存 | kv-cache | data | server
过期时间 淘汰策略 热点键 大键 管道 哨兵 命中率 预热脚本 序列化格式 内存碎片
缓存代理 持久化进程 从节点 淘汰线程
命中率掉到一半 / 大量键同时过期 / 内存涨到上限
Cache Evict Slot Pipeline Ttl

消息队列 | message-queue | infra | server
主题 分区 消费组 位点 死信 积压 重平衡 生产者 批量大小 压缩方式 保留时长
消费者 代理节点 协调者 控制器
积压越来越多 / 重平衡停不下来 / 消费者停在旧位点
Topic Offset Broker Consumer Partition

容器编排 | orchestration | infra | server
镜像 副本数 探针 命名空间 服务网格 滚动更新 资源配额 亲和性 配置映射 存储卷 节点池
调度器 控制循环 入口网关 节点代理
容器反复重启 / 节点被驱逐 / 探针一直失败
Pod Replica Probe Node Volume

构建系统 | build-system | tool | android ios server
增量编译 依赖图 构建缓存 产物 任务图 编译参数 变体 注解处理 并行度 锁文件
任务执行器 依赖解析器 远程缓存 编译守护进程
改一行要编五分钟 / 依赖冲突 / 本地能编而流水线编不过
Task Artifact Variant Module Graph

持续集成 | continuous-integration | tool | server electron
流水线 触发器 阶段 构建机 密钥变量 制品库 并发任务 门禁 定时任务 徽章 审批
执行节点 调度服务 制品仓库 通知机器人
任务排队太久 / 偶发失败 / 制品传不上去
Job Stage Runner Trigger Gate

单元测试 | unit-test | tool | android ios web flutter
断言 夹具 替身 覆盖率 参数化用例 快照 随机种子 测试数据 隔离环境 用例命名
测试运行器 断言库 桩服务 报告生成器
用例时好时坏 / 覆盖率上不去 / 单跑能过一起跑就失败
Fixture Stub Suite Assert Snapshot

端到端测试 | e2e-test | tool | web electron android
选择器 页面对象 等待条件 录屏回放 测试账号 并行分组 无头浏览器 失败截图 基线图
浏览器驱动 用例调度器 比对服务 设备农场
元素找不到 / 等待总是超时 / 截图比对误报
Locator Scenario Driver Baseline Step

GraphQL 网关 | graphql-gateway | infra | server web
查询语句 解析函数 类型定义 片段 指令 数据加载器 变更 联邦子图 复杂度上限 持久化查询
网关进程 模式注册表 解析器链 客户端缓存
一次查询打出几百条语句 / 字段返回空值 / 缓存里是旧对象
Resolver Schema Fragment Loader Field

REST 接口设计 | rest-api | infra | server
资源路径 状态码 分页参数 版本前缀 幂等键 请求体 过滤条件 接口文档 契约 错误对象
接口网关 序列化层 校验器 文档生成器
调用方解析失败 / 分页漏了几条 / 旧版本客户端报错
Resource Route Payload Cursor Contract

微服务注册 | service-registry | infra | server
服务实例 健康检查 元数据 权重 下线流程 命名空间 订阅列表 本地快照 环境标签
注册中心 服务代理 配置推送器 健康探测器
下线的实例还有流量 / 实例列表为空 / 权重不生效
Instance Registry Endpoint Weight Lease

配置中心 | config-center | infra | server
配置项 灰度规则 版本快照 监听器 加密字段 默认值 环境隔离 变更记录 格式校验
配置服务 客户端代理 变更审计 同步任务
改了配置不生效 / 本地快照过旧 / 不同环境串了配置
Setting Profile Snapshot Watcher Scope

分布式事务 | distributed-transaction | data | server
补偿动作 全局事务号 分支 回滚日志 悬挂 空回滚 本地消息表 状态表 对账任务
事务协调者 资源管理器 补偿任务 对账程序
分支停在准备阶段 / 补偿执行了两次 / 对账差一分钱
Saga Branch Compensate Ledger Phase

定时任务调度 | job-scheduler | infra | server
触发表达式 分片参数 失败重跑 执行记录 任务依赖 错过策略 时区设置 执行器 超时阈值
调度中心 执行节点 选主模块 告警模块
任务跑了两次 / 半夜的任务没有跑 / 分片不均匀
Schedule Cron Worker Misfire Slice

对象存储 | object-storage | data | server web
存储桶 预签名地址 生命周期 分段 校验和 访问策略 版本控制 跨域规则 冷存储 目录前缀
存储网关 生命周期任务 签名服务 回源节点
签名总是不对 / 文件覆盖后还是旧的 / 下载速度只有一半
Bucket Object Presign Lifecycle Part

大文件分段上传 | chunk-upload | data | web uni-app electron
分段大小 断点记录 秒传 并行数 校验值 进度条 合并请求 暂停 续传凭据 临时文件
上传队列 合并任务 校验线程 进度上报器
进度停在九成 / 合并以后打不开 / 切到后台就中断
Chunk Upload Resume Checksum Merge

文件下载管理 | download-manager | device | android ios electron
下载任务 断点 存储目录 磁盘配额 通知栏进度 校验 优先级 重定向 文件名 临时后缀
下载服务 任务队列 磁盘监视器 校验器
下载完打不开 / 进度回退 / 文件名变成乱码
Download Segment Quota Target Queue

支付接入 | payment | biz | android ios mini-program server
订单号 支付结果 退款 对账单 签名串 异步通知 沙箱 渠道 手续费 金额单位 收银台
收银台页面 支付网关 对账任务 退款任务
扣了款订单没更新 / 签名验证不过 / 沙箱里能付线上不能
Payment Order Refund Channel Receipt

优惠券与促销 | coupon | biz | server mini-program web
券模板 领取记录 使用门槛 叠加规则 预算 发放批次 核销 过期时间 人群包 限领次数
规则引擎 发券服务 核销服务 预算账本
券领了看不到 / 叠加金额算错 / 预算超发
Coupon Campaign Rule Batch Budget

订单状态流转 | order-flow | biz | server
订单状态 超时关单 库存预占 发货单 状态迁移 操作日志 拆单 售后单 幂等号
订单服务 库存服务 关单任务 履约系统
已付款订单被关掉 / 库存扣成负数 / 状态倒着走
Order Stock Transition Parcel Timeout

地图与定位 | map-location | device | android ios mini-program
坐标系 瓦片 标注 路线 围栏 定位精度 逆地理编码 缩放级别 轨迹 海量点 罗盘
定位服务 瓦片加载器 路线规划器 渲染线程
定位偏了几百米 / 地图一片空白 / 标注点错位
Marker Tile Geofence Route Camera

日志收集 | log-collection | infra | server android ios
日志级别 采集规则 解析模板 索引周期 采样率 上下文字段 滚动文件 脱敏规则 归档
采集代理 解析管道 索引集群 上报线程
日志少了一截 / 时间对不上 / 磁盘被日志写满
Logger Appender Parser Sample Trace

链路追踪 | tracing | infra | server web
跨度 采样率 上下文传播 调用树 标签 火焰图 耗时分位 入口 异步边界 关联日志
采集端 汇聚节点 存储后端 探针
调用树断开 / 采样后看不到慢请求 / 耗时对不上
Span Trace Baggage Sampler Exporter

告警系统 | alerting | infra | server
告警规则 阈值 静默 聚合窗口 升级策略 值班表 恢复通知 抑制关系 评估周期 渠道
规则引擎 通知网关 聚合器 值班系统
半夜收到上百条 / 恢复了没有通知 / 该响的没有响
Alert Rule Silence Window Duty

埋点统计 | analytics | biz | web android ios mini-program
事件名 属性 漏斗 留存 曝光 会话切分 公共参数 上报批次 采样 去噪 实验分组
埋点 SDK 上报队列 清洗任务 报表服务
数据比实际少 / 曝光重复统计 / 漏斗第二步归零
Event Funnel Exposure Batch Metric

A/B 实验 | ab-test | biz | server web
实验组 分流比例 白名单 互斥层 显著性 样本量 指标 放量 参数下发 对照组
分流服务 实验平台 指标任务 参数缓存
两组人数差太多 / 用户换了组 / 结论每天都变
Experiment Layer Variant Assign Metric

CSS 布局 | css-layout | ui | web
弹性盒 网格 外边距 层叠上下文 媒体查询 容器查询 定位 溢出 基线对齐 吸顶 间距变量
样式引擎 布局线程 预处理器 自动前缀插件
子元素把父元素撑破 / 底部被键盘顶起 / 吸顶不起作用
Grid Flex Gap Sticky Inset

前端状态管理 | state-management | ui | web flutter
状态树 派生值 订阅 中间件 不可变数据 动作 选择器 持久化 局部状态 依赖追踪
状态容器 调试面板 订阅者 持久化插件
界面不跟着变 / 一个输入框让整页重绘 / 刷新以后状态丢失
Store Selector Action Reducer Slice

前端路由 | frontend-router | ui | web uni-app
动态路由 路由守卫 懒加载 历史栈 滚动位置 嵌套路由 查询参数 重定向 页面标题 锚点
路由器 导航守卫 历史管理器 预取器
刷新以后是空白页 / 返回时滚动位置丢失 / 守卫里死循环
Router Guard Route Outlet History

前端打包 | bundler | tool | web electron
入口 代码分割 摇树 源映射 热更新 公共块 环境变量 插件 产物哈希 外部依赖 压缩
打包器 开发服务器 压缩插件 模块解析器
首页脚本有三兆 / 热更新不生效 / 上线后用户还在用旧脚本
Chunk Entry Plugin Loader Manifest

表单校验 | form-validation | ui | web mini-program flutter
校验规则 错误提示 必填项 异步校验 联动字段 默认值 提交按钮 焦点 掩码 草稿
表单容器 校验器 提交处理器 草稿存储
提示一闪就没 / 重复提交两次 / 校验通过却交不上去
Form Field Validator Draft Submit

富文本编辑器 | rich-text | ui | web electron
选区 光标 粘贴 格式刷 块级节点 撤销栈 占位文字 输入法 链接卡片 文档模型
编辑内核 粘贴过滤器 历史模块 渲染层
粘贴以后样式乱掉 / 光标跳到开头 / 中文输入多出一个字
Editor Selection Block Mark Command

无限滚动列表 | virtual-list | ui | web android ios flutter
行高 复用池 预加载 占位 滚动偏移 分页游标 吸顶组头 空状态 下拉刷新 缓冲区
列表容器 回收器 分页加载器 测量器
快速滑动出现白块 / 回到顶部会跳 / 最后一页反复请求
Viewport Recycler Cell Page Offset

动画 | animation | view | android ios web flutter
缓动曲线 关键帧 转场 帧率 补间 手势跟随 弹簧参数 图层 离屏渲染 中断 时长
合成线程 动画引擎 定时器 手势识别器
动画掉帧 / 打断以后位置不对 / 低端机上闪一下
Tween Spring Keyframe Curve Layer

移动端自适应布局 | adaptive-layout | view | android ios flutter
约束 安全区 断点 字号缩放 横竖屏 折叠屏 键盘高度 最小宽度 留白 分栏 优先级
布局引擎 约束求解器 窗口监听器 测量过程
横屏以后按钮看不见 / 大字体下文字截断 / 约束互相冲突
Constraint Inset Anchor Pane Margin

深色模式 | dark-mode | view | android ios web
颜色变量 语义色 主题 跟随系统 图标着色 图片遮罩 对比度 切换动画 状态栏 阴影
主题管理器 资源加载器 系统设置监听 样式表
切换以后白屏一闪 / 图标看不清 / 网页部分没有变
Theme Palette Tint Token Scheme

图片加载 | image-loading | view | android ios flutter
占位图 内存缓存 磁盘缓存 采样 圆角 渐进显示 解码线程 预取 取消 动图 列表复用
图片加载器 解码器 缓存层 请求调度器
列表里图片错位 / 大图把内存撑满 / 占位图不消失
Image Decoder Placeholder Target Request

图像编码格式 | image-codec | data | server web android
有损压缩 色彩空间 透明通道 量化 渐进编码 元数据 缩略图 动图帧 码率 色带
编码器 解码器 转码服务 质量评估器
转码以后颜色发灰 / 透明背景变黑 / 体积反而变大
Codec Encoder Frame Profile Chroma

相机采集 | camera | device | android ios flutter
预览尺寸 对焦 曝光 闪光灯 画面方向 帧回调 分辨率 变焦 白平衡 拍照延迟
相机服务 预览控件 图像分析器 方向传感器
预览画面拉伸 / 拍出来是横的 / 后台回来黑屏
Camera Preview Exposure Lens Shutter

视频播放器 | video-player | device | android ios web
清晰度 缓冲区 首帧 倍速 字幕 封面 小窗 播放列表 拖动 音轨 自适应码率
播放内核 解封装器 渲染器 缓存代理
首帧要等两秒 / 拖动以后音画对不上 / 切清晰度黑一下
Player Track Buffer Subtitle Seek

视频剪辑导出 | video-export | device | android ios
时间线 片段 滤镜 转场 关键帧 导出参数 水印 音量 封面帧 硬编码 进度
合成器 导出会话 滤镜链 时间线模型
导出卡在最后一秒 / 水印位置偏移 / 声音提前结束
Timeline Clip Filter Export Watermark

蓝牙设备 | bluetooth | device | android ios mini-program
扫描 配对 服务 特征值 广播包 信号强度 连接参数 固件 白名单 分包 绑定
蓝牙适配器 外设 协议栈 扫描器
扫描不到设备 / 写特征值失败 / 锁屏以后断开
Peripheral Beacon Scan Gatt Pairing

NFC 与门禁卡 | nfc | device | android ios
标签 数据格式 前台分发 读写扇区 卡模拟 感应距离 密钥 防冲突 校验
读卡器 标签服务 系统分发器 安全芯片
贴上去没有反应 / 读到一半失败 / 系统弹出别的应用
Tag Sector Reader Emulate Dispatch

扫码识别 | qr-scan | device | android ios mini-program
码制 纠错级别 取景框 连续扫描 亮度 相册识别 透视校正 多码 容错 识别区域
识别引擎 预处理器 取景界面 解析器
暗处扫不出来 / 一次扫出两个结果 / 相册里的识别不了
Scanner Barcode Frame Region Torch

文字识别 | ocr | data | server android
版面 文本框 置信度 字典 倾斜校正 二值化 表格线 印章 手写体 竖排 词表
检测模型 识别模型 后处理模块 版面分析器
数字零认成字母 / 表格串行 / 竖排文字乱序
Ocr Layout Glyph Deskew Region

语音合成播报 | text-to-speech | device | android ios server
音色 语速 停顿标记 多音字 音频缓存 打断 数字读法 播报队列 采样格式
合成引擎 播报队列 文本规整器 音频输出
多音字读错 / 两句叠在一起 / 静音模式还在播
Voice Utterance Phoneme Prosody Speak

传感器与计步 | sensors | device | android ios
采样频率 加速度 陀螺仪 步数 低通滤波 批量上报 唤醒 校准 静止判断 误差
传感器中枢 融合算法 后台服务 滤波器
步数半夜增加 / 熄屏以后不计步 / 数值来回抖动
Sensor Motion Filter Step Calibrate

本地数据库 | local-database | data | android ios flutter
数据表 迁移脚本 事务 观察查询 索引 外键 预编译语句 主线程 加密 清理策略
数据访问层 迁移器 观察者 写入线程
升级以后表不存在 / 主线程被卡住 / 数据库文件越来越大
Dao Migration Entity Cursor Table

落盘加密 | encryption-at-rest | data | server android ios
数据密钥 主密钥 密钥轮换 信封加密 初始向量 密文字段 硬件密钥库 备份密钥 审计
密钥管理服务 加密代理 硬件模块 轮换任务
换机以后解不开 / 轮换后旧数据读不出 / 查询变得很慢
Cipher Envelope Keyring Rotate Vault

单点登录 | single-sign-on | infra | server web
身份提供方 断言 授权码 回跳地址 会话时长 登出 刷新凭据 作用域 角色映射 租户
认证中心 业务系统 会话存储 目录服务
登录以后又跳回登录页 / 一个系统登出别的还在 / 回跳地址被拒绝
Sso Session Realm Claim Redirect

权限模型 | access-control | biz | server web
角色 资源 动作 继承 数据范围 策略 管理员 临时授权 审批 菜单 按钮级控制
鉴权中间件 策略引擎 组织服务 审计任务
改了角色不生效 / 看到了别部门的数据 / 管理员也被拒绝
Role Policy Grant Tenant Subject

图形验证码 | captcha | biz | web server mini-program
滑块 拼图 票据 风险分 降级 有效期 无感校验 背景图 轨迹 二次验证
验证服务 风控引擎 前端组件 票据存储
滑到位置还是失败 / 票据过期 / 老机型加载不出来
Captcha Ticket Slider Risk Challenge

短信与邮件发送 | sms-email | biz | server
模板 签名 送达回执 退信 通道 频次 变量 退订 发件域名 抄送 附件
发送网关 模板服务 回执处理器 通道路由
验证码五分钟才到 / 进了垃圾箱 / 变量没有替换
Mail Template Sender Bounce Channel

电子表格导出 | spreadsheet | data | server web
工作表 单元格 公式 合并区域 列宽 流式写入 日期格式 模板 数据透视 冻结行
导出服务 写入器 模板引擎 任务队列
导出十万行内存不够 / 长数字变成科学计数 / 打开提示文件损坏
Sheet Cell Workbook Export Style

PDF 生成 | pdf | data | server electron
字体嵌入 分页 页眉页脚 目录 水印 表单域 矢量图 签章 压缩 书签
排版引擎 渲染进程 字体管理器 合并工具
中文变成方块 / 表格跨页断开 / 文件大到几十兆
Pdf Page Font Stamp Outline

打印与小票 | printing | device | electron android mini-program
纸宽 打印指令 切纸 字号 驱动 打印队列 票据模板 条码 走纸 缓冲
打印服务 打印机驱动 队列管理器 模板渲染器
打出来是乱码 / 最后一行没切 / 队列卡住不动
Printer Ticket Spool Paper Raster

正则表达式 | regex | tool | web server
分组 回溯 断言 贪婪量词 字符类 标志位 命名捕获 边界 替换串 转义
匹配引擎 编译缓存 调试工具 规则集
一段文字匹配了十秒 / 中文匹配不到 / 换行以后失效
Pattern Capture Matcher Quantifier Anchor

时区与日期 | timezone | data | server web android
时区偏移 夏令时 时间戳 日历 格式串 闰秒 周起始日 农历 本地化 截止时间
时间库 时区数据 格式化器 调度器
差了八个小时 / 跨年那周算错 / 夏令时那天少一小时
Zone Clock Calendar Instant Format

编码与字符集 | charset | data | server web
代理对 归一化 全角 字节序标记 转码 乱码 组合字符 排序规则 截断 字节长度
转码器 数据库驱动 终端 解析器
存进去变成问号 / 截断处多出乱码 / 长度和看到的不一样
Charset Codepoint Collation Encode Grapheme

浮点与金额计算 | decimal | data | server web
精度 舍入 定点数 最小单位 溢出 税率 分摊 汇率 比较误差 千分位
计算库 序列化层 报表任务 数据库列
合计差一分钱 / 前后端结果不同 / 大数丢了末位
Decimal Money Rounding Scale Amount

国际化文案 | i18n | tool | web android ios
文案键 复数规则 占位符 语言包 回退语言 伪本地化 文字方向 翻译平台 上下文说明
提取工具 翻译平台 语言切换器 编译插件
切换语言后一半没变 / 占位符原样显示 / 德文把按钮撑开
Locale Bundle Plural Message Fallback

小程序分包 | mp-subpackage | tool | mini-program uni-app
主包 分包 独立分包 预下载 体积上限 公共组件 占位组件 路径 静态资源 按需注入
编译器 开发者工具 加载器 上传工具
主包超过上限 / 分包页面白屏 / 跨分包引用失败
Subpackage Bundle Preload Entry Asset

小程序组件通信 | mp-component | ui | mini-program uni-app
属性 事件 插槽 数据监听 行为 选择器 页面栈 生命周期 关系 纯数据字段
组件实例 页面实例 渲染层 逻辑层
子组件收不到属性 / 事件触发两次 / 更新以后闪烁
Component Slot Property Behavior Observer

跨端样式适配 | cross-style | ui | uni-app mini-program
条件编译 尺寸单位 安全区 导航栏 字体 图标 滚动容器 层级 原生组件 主题变量
编译器 渲染引擎 样式预处理器 页面容器
同一份样式两端不同 / 原生组件盖住弹窗 / 底部多出空白
Style Unit Navbar Safearea Theme

桌面应用打包 | desktop-packaging | tool | electron
安装包 代码签名 自动更新 差分包 公证 安装目录 图标 协议注册 增量 卸载
打包工具 更新服务 签名服务 安装程序
更新以后打不开 / 杀毒软件报警 / 公证一直排队
Installer Update Signing Delta Feed

桌面窗口管理 | window-management | ui | electron
主窗口 子窗口 托盘 菜单 快捷键 多显示器 缩放 无边框 拖拽区 单实例 置顶
主进程 渲染进程 窗口管理器 预加载脚本
窗口开到屏幕外 / 托盘图标消失 / 拖拽区点不动
Window Tray Menu Shortcut Display

进程间通信 | ipc | infra | electron android
通道 序列化 上下文隔离 共享内存 句柄 同步调用 端口 权限边界 大对象 绑定
主进程 渲染进程 服务进程 代理对象
调用没有返回 / 传大对象卡住 / 进程死了不知道
Ipc Channel Handle Proxy Bridge

混合开发桥接 | native-bridge | infra | flutter uni-app android ios
方法通道 事件流 参数映射 线程切换 生命周期 插件注册 原生视图 错误传递 版本协商
插件 宿主应用 引擎 通道
插件方法找不到 / 原生视图盖住弹层 / 热重启后回调失效
Bridge Plugin Method Stream Host

内嵌网页 | webview | view | android ios flutter
脚本注入 缓存模式 文件选择 进度条 跨域 用户代理 返回键 下载 白屏检测 预热
网页内核 桥接脚本 容器页面 资源拦截器
网页打开一片白 / 返回键直接退出 / 选择文件没反应
Webview Script Cookie Intercept Container

应用启动流程 | app-startup | tool | android ios flutter
冷启动 启动任务 延迟初始化 首屏 预加载 闪屏 任务依赖 主线程 类加载 归因
启动器 初始化任务 闪屏页 后台线程
闪屏停两秒 / 第一次打开特别慢 / 初始化顺序错了
Startup Splash Initializer Launch Stage

崩溃收集 | crash-report | tool | android ios web
堆栈 符号表 聚合 线程快照 面包屑 信号 上报时机 设备信息 版本分布 归因
采集器 符号化服务 聚合任务 上报模块
堆栈全是地址 / 同一个问题分成几十组 / 启动崩溃报不上来
Crash Symbol Stack Breadcrumb Report

内存泄漏检测 | memory-leak | tool | android ios web
引用链 弱引用 堆快照 监听器 单例 闭包 定时器 大对象 回收 支配树
检测工具 垃圾回收器 快照分析器 监控脚本
页面退出还占着内存 / 用一天就变卡 / 快照太大打不开
Heap Leak Reference Retain Dump

依赖注入 | dependency-injection | tool | android server web
作用域 单例 工厂 限定符 模块 循环依赖 延迟注入 生命周期 绑定 测试替换
容器 注解处理器 工厂方法 作用域管理器
循环依赖起不来 / 拿到两个单例 / 测试里换不掉
Inject Provider Scope Binding Module

代码规范检查 | lint | tool | web android server
规则集 忽略列表 自动修复 提交钩子 基线 严重级别 格式化 编辑器插件 例外注释
检查器 格式化工具 提交钩子 编辑器
本地和流水线结果不同 / 一次报出两千条 / 格式化互相打架
Lint Rule Baseline Fixer Format

版本管理流程 | version-control | tool | server
分支 标签 合并请求 变基 子模块 大文件 提交信息 保护规则 发布分支 冲突
代码托管平台 合并机器人 钩子脚本 发布脚本
合并以后代码丢了 / 子模块指向旧提交 / 历史太大克隆不动
Branch Merge Commit Tagging Hook

接口文档生成 | api-docs | tool | server web
注释 示例 模型定义 枚举说明 变更对比 在线调试 导航 版本 必填标记 废弃标记
生成器 解析插件 文档站点 对比工具
文档和接口对不上 / 示例跑不通 / 枚举没有说明
Docs Schema Sample Operation Outline

模拟数据服务 | mock-server | tool | web flutter
录制 回放 模板 延迟 匹配规则 场景 随机数据 状态切换 代理 契约
模拟服务 代理层 录制器 规则匹配器
命中了错误的规则 / 上线忘了关掉 / 录制的数据过期
Mock Scenario Replay Matcher Delay

性能压测 | load-test | tool | server
并发数 吞吐量 响应分位 预热 思考时间 压测模型 瓶颈 影子表 梯度 报告
施压机 被测服务 监控面板 脚本录制器
压到一半曲线下降 / 施压机先满了 / 结果每次都不同
Load Scenario Ramp Throughput Probe

推荐与排序 | recommendation | biz | server
召回 精排 特征 曝光过滤 多样性 冷启动 模型版本 打分 兜底列表 用户画像
召回服务 排序服务 特征平台 重排模块
首页总是同一批 / 新用户没有结果 / 特征取到空值
Recall Ranker Feature Candidate Score

数据同步管道 | data-pipeline | data | server
变更日志 快照 字段映射 断点 水位线 宽表 增量 全量 校验 延迟 回填
采集任务 转换任务 写入任务 元数据服务
下游少了几行 / 延迟越拉越大 / 回填把线上拖慢
Pipeline Sink Source Watermark Backfill

网页无障碍 | web-a11y | ui | web
焦点顺序 语义标签 替代文字 对比度 键盘操作 跳过链接 角色 实时区域 触控尺寸
读屏软件 浏览器 检查工具 焦点管理器
读屏读不出按钮 / 弹窗关闭后焦点丢失 / 键盘走不进菜单
Aria Focus Landmark Label Trap

图表可视化 | charts | ui | web electron
坐标轴 图例 提示框 数据集 刻度 缩放 配色 堆叠 画布 大数据量 导出图片
图表库 渲染器 数据适配器 交互层
一万个点就卡 / 坐标轴标签重叠 / 缩放以后线断开
Chart Axis Legend Series Tooltip
"""

# ── from which side ──
# A line with "=" names a facet: name, name in addresses, and the groups of subjects that it suits
# (all, where none is named). "@" are titles, "#" headings and "-" sentences.
# What stands in braces is drawn anew each time, see _slots.
FACETS = """
= 安装 | install
@ {主}的安装与初始配置：{端} 上的完整过程
@ 从零安装{主}：依赖、目录和第一次启动
@ {主}装好以后先检查的几件事
# 准备环境
# 安装依赖
# 第一次启动
- 安装之前先看系统版本，低于 {版} 的环境里{件}起不来。
- 依赖装到一半中断的话，删掉临时目录再来，不要在原处接着装。
- 装完先跑一次自带的示例，能看到{物}就说明环境没有问题。
- 内网机器要提前把安装包放到镜像里，不然{件}会一直等到超时。
- 安装脚本会写入默认的{物}，覆盖之前先备份原来的那一份。
- 多人共用一台机器时，{件}的端口和目录都要分开。

= 性能 | performance
@ {主}性能优化：把{物}的耗时降下来
@ {症}？{主}的性能从哪里查起
@ 一次{主}的提速记录：{物}与{物}
# 先量再改
# 瓶颈在哪里
# 优化前后对比
- 没有测量就不要动手，先把{物}的耗时分成几段打出来。
- 大部分时间花在{件}上，{物}本身只占一成左右。
- 把{物}从循环里挪出来，同样的请求快了 {数} 毫秒。
- 平均值会骗人，要看最慢的百分之一落在哪里。
- 优化{物}之后吞吐量上去了，{件}的负载反而更平稳。
- 同一台机器连续测五轮，去掉第一轮，结果才可以比较。

= 排错 | troubleshooting
@ {主}排错：{症}怎么办
@ {端} 上{症}，最后发现是{物}的问题
@ {主}报错 {码} 的排查过程
# 怎样重现
# 排查过程
# 根本原因
- 先确认能不能稳定重现，偶发的问题要先把日志打全。
- 把{件}的日志级别调到最细，{时}就能看到第一条异常。
- 报错里的 {码} 只说明{物}不合法，真正的原因在上一行。
- 我们用二分法逐个关掉改动，最后落在{物}上。
- 同样的数据换一台机器就正常，说明问题出在{件}的环境。
- 不要一上来就重启，重启以后{物}的现场就没有了。

= 权限 | permission
@ {主}的权限怎么给：最小够用
@ {主}提示没有权限，{物}读不到
@ {端} 上{主}要申请哪些权限
# 需要哪些权限
# 被拒绝以后
# 按角色收紧
- 权限只给到{物}这一级，不要图省事给整个{件}。
- 用户拒绝授权以后，界面要说明少了什么功能，不要反复弹窗。
- 账号能读不能写的时候，{件}返回的错误码是 {码}。
- 服务账号与个人账号分开，离职交接时{物}才不会断。
- 每个季度把{物}的授权名单导出来核对一遍。
- 申请权限的时机放在用户真正用到{物}的那一步。

= 升级 | upgrade
@ {主}升级到 {版}：改动与兼容
@ 升级以后{症}：{主}版本变化记录
@ {主}大版本升级清单
# 哪些地方变了
# 升级步骤
# 升级以后检查
- {版} 起{物}的默认值变了，老项目要显式写出来。
- 升级分两步走：先升{件}，观察一周，再升客户端。
- 旧接口 {接} 还能用，但会打印一行废弃警告。
- 升级之前把{物}导出一份，回退时要用。
- 变更说明里没有提到{物}，是从提交记录里看到的。
- 不要跨两个大版本直接升，{件}的数据格式认不出来。

= 缓存 | caching
@ {主}的缓存策略：{物}什么时候失效
@ 给{主}加一层缓存之后{症}
@ {主}里的缓存分几级，各管什么
# 缓存放在哪一层
# 失效与更新
# 命中率
- 缓存的键里要带上{物}的版本，不然升级以后读到旧值。
- 先写数据再删缓存，中间失败就靠过期时间兜底。
- 同一时刻大量{物}过期，压力会全部落到{件}上。
- 本地缓存只放很少变的{物}，有效期 {数} 秒就够。
- 命中率低于六成，说明键拆得太细，或者根本不该缓存。
- 空结果也缓存一小会儿，免得不存在的{物}反复穿到后面。

= 并发 | concurrency
@ {主}的并发问题：两个线程同时改{物}
@ 并发一高{症}：{主}的锁怎么加
@ {主}里的线程模型与{物}
# 竞争出现在哪里
# 加锁的粒度
# 换成无锁的做法
- 两个请求同时读到旧的{物}，后写的把先写的盖掉了。
- 锁加在{物}上而不是加在{件}上，等待时间少了一大半。
- 回调不在主线程里，直接改界面会崩溃。
- 线程池的大小跟着核数走，盲目调大只会增加切换。
- 用版本号做乐观更新，冲突时重读一次{物}再提交。
- 死锁的线程快照里，{件}在等{物}，而{物}被另一个线程占着。

= 测试 | testing
@ {主}怎么写测试：{物}的替身
@ {主}的测试用例总是偶发失败
@ 给{主}补测试：从{物}开始
# 测什么，不测什么
# 准备数据
# 让用例稳定
- 用例里不要依赖真实的{件}，换成内存里的替身。
- 时间、随机数和网络是不稳定的三个来源，都要能注入。
- 先给{物}写一条最简单的用例，再补边界。
- 断言写结果，不写过程，重构{物}时用例才不会全红。
- 测试数据用生成器造，不要从线上拷。
- 跑一遍不到 {数} 毫秒的用例，大家才愿意随手跑。

= 监控 | monitoring
@ {主}要监控哪些指标
@ {主}的监控面板：{物}放在第一行
@ {症}却没有告警：{主}监控补漏
# 核心指标
# 告警阈值
# 面板怎么摆
- 先看四样：流量、错误、延迟和饱和度，{物}属于最后一种。
- {物}的曲线要和发布时间放在一起看。
- 阈值按最近两周的数据定，先宽后紧。
- {件}自己也要被监控，它停了面板上只会是一条平线。
- 告警里写明错误码和处理办法，半夜看到的人不用再翻文档。
- 采样间隔 {数} 秒会漏掉短促的尖峰，关键的{物}要缩短。

= 国际化 | localization
@ {主}的国际化：{物}里的文字怎么处理
@ 海外用户反馈{症}：{主}的语言与时区
@ {主}支持多语言要改哪些地方
# 文字与格式
# 时区与货币
# 海外网络
- 界面上的文字不要拼接，整句交给翻译，{物}用占位符。
- 日期和数字按用户的语言格式化，服务器只存统一的值。
- {物}的长度翻译后可能变成两倍，布局要留余量。
- 海外机房里的{件}离用户更近，但数据合规要先问清楚。
- 错误码不翻译，错误说明才翻译。
- 从右向左的语言里，{物}的方向要整个反过来。

= 配置 | configuration
@ {主}的配置项说明：{物}与{物}
@ {主}改了配置不起作用
@ {主}的默认配置哪些该改
# 配置文件在哪里
# 常用配置
# 按环境区分
- {配} 的默认值偏保守，流量大的时候调到 {数} 比较合适。
- 配置的优先级是命令行、环境变量、文件，最后才是默认值。
- 改了{物}要重启{件}，热加载只对日志级别有效。
- 开发环境和生产环境的{物}分开放，不要靠注释切换。
- 把密钥写进配置文件是最常见的泄露方式。
- 启动时打印一遍生效的配置，排查时省很多事。

= 兼容 | compatibility
@ {主}的兼容问题：旧版 {端} 上{症}
@ {主}在不同系统版本上的差异
@ {主}的向后兼容：老客户端怎么办
# 受影响的版本
# 兼容写法
# 什么时候放弃旧版本
- 旧系统上没有这个接口，要先判断版本再调用 {接}。
- 新字段只加不改，老客户端遇到不认识的{物}应当忽略。
- 同一段代码在厂商定制的系统上表现不同，{件}会提前返回。
- 低版本用户不到百分之二的时候，可以考虑只给提示。
- 兼容代码集中放在一个文件里，以后删起来容易。
- 真机比模拟器可靠，{物}的问题大多只在真机上出现。

= 选型 | comparison
@ {主}选型：自己写还是用现成的
@ 三种{主}方案的比较
@ 为什么我们换掉了原来的{主}
# 比较什么
# 各自的长处
# 最后的选择
- 选型先看能不能运维，再看功能多少。
- 两个方案的{物}差不多，差别主要在{件}的成熟度。
- 社区是否活跃，看最近半年的提交和问题回复就知道。
- 自己写的好处是{物}完全可控，代价是没有人接手。
- 小团队用托管服务更划算，{件}的升级不用操心。
- 做一个两天的原型，比看十篇评测有用。

= 入门 | basics
@ {主}入门：先弄懂{物}
@ 新人一天上手{主}
@ {主}的几个基本概念：{物}、{物}和{物}
# 几个概念
# 最小的例子
# 接下来学什么
- 第一次接触{主}，先把{物}和{物}分清楚。
- 可以把{件}想成一个前台，所有请求都先经过它。
- 最小的例子不到三十行，重点看{物}怎样传进去。
- 官方文档按功能排列，新人更适合按{物}的流程读。
- 不必一开始就记住全部参数，常用的只有四五个。
- 把例子里的{物}改掉一个值，看看结果怎么变。

= 原理 | internals
@ {主}的内部结构：{件}做了什么
@ 读源码看{主}：一次请求经过哪些步骤
@ {主}里的{物}到底是怎样工作的
# 整体结构
# 一次请求的路径
# 关键的数据结构
- 请求先到{件}，再由它找到对应的{物}。
- {物}并不是一次写好的，而是在后台慢慢合并。
- 源码里最值得看的是 {接}，它决定了{物}的先后。
- 这里用空间换时间，多存一份{物}，读的时候就不用再算。
- {件}内部是一个循环，每轮处理一批{物}。
- 结构看起来复杂，拆开来只有读、改、写三步。

= 备份恢复 | backup | data infra biz tool
@ {主}的备份与恢复演练
@ {物}误删以后：{主}怎样恢复
@ {主}备份了却恢复不出来
# 备份什么
# 恢复步骤
# 定期演练
- 没有演练过的备份等于没有备份。
- 全量每天一次，增量每小时一次，{物}另外单独导出。
- 恢复之前先停掉{件}，不然旧数据会和新数据混在一起。
- 备份文件要放在另一个机房，并且加上校验。
- 恢复用了四十分钟，其中一半时间在重建{物}。
- 误删的{物}如果还没有被清理，可以先从回收区找。

= 安全 | security
@ {主}的安全检查：{物}会不会泄露
@ {主}上线前的安全清单
@ {主}被扫出漏洞：{物}没有校验
# 攻击面
# 加固措施
# 检查清单
- 来自客户端的{物}一律不可信，服务器要重新校验。
- 日志里不要出现手机号和密钥，{物}打码后再写。
- {件}只监听内网地址，管理端口不要暴露出去。
- 依赖里的漏洞每周扫一次，高危的当天处理。
- 下载来的{物}先验签再使用，顺序不能反。
- 错误提示不要带上内部路径，写一个编号 {码} 就够了。

= 内存 | memory
@ {主}占用内存过高：{物}没有释放
@ {主}的内存曲线一直往上走
@ {主}在低内存设备上被系统结束
# 内存花在哪里
# 释放的时机
# 验证是否泄漏
- 进出页面十次，{物}的数量不回落就是泄漏。
- 监听器注册了没有注销，{件}会一直引用着页面。
- 大的{物}用完立刻释放，不要等系统回收。
- 收到内存警告的时候，先清掉看不见的{物}。
- 按需读取{物}，不要一次全部放进内存。
- 堆快照里排在第一的往往是图片，第二才是{物}。

= 耗电与流量 | battery | device view ui tool
@ {主}太耗电：{物}的频率怎么降
@ 用户投诉耗电，定位到{主}
@ {主}的流量从哪里来
# 测量方法
# 降低频率
# 后台限制
- 后台每分钟唤醒一次，一晚上电量少掉一成。
- 把零散的{物}攒成一批，网络模块就不用反复唤醒。
- 息屏以后{件}应当停下来，亮屏再恢复。
- 系统的电量报告里，{主}排在前三就要处理。
- 移动网络下默认不加载{物}，由用户点击再取。
- 定位和{物}都不需要最高精度，够用就好。

= 灰度发布 | rollout
@ {主}的灰度发布：先放百分之五
@ {主}灰度期间看哪些数据
@ {主}新旧版本同时在线的问题
# 分批规则
# 观察指标
# 停止的条件
- 先给内部员工，再给百分之五的用户，每一步至少观察一天。
- 灰度开关放在服务器，客户端只读结果，不自己判断。
- 新旧两套{物}会同时存在，{件}要两种都认识。
- 错误率比对照组高出千分之三，就停止放量。
- 灰度名单按用户编号取模，不要按时间随机。
- 放量过程中不改别的东西，否则分不清原因。

= 回滚 | rollback
@ {主}上线失败怎么回滚
@ 回滚以后{症}：{主}的数据没有退回去
@ {主}回滚预案模板
# 什么情况回滚
# 回滚步骤
# 数据怎么处理
- 回滚不是把代码退回去就完了，{物}的格式也要兼容。
- 先切流量，再停新版本，最后清理{物}。
- 预案写清楚谁来决定、谁来操作，时限是多少分钟。
- 加字段的改动可以直接退，删字段的改动退不回去。
- 每次发布都保留前三个版本的产物，{件}随时能切回去。
- 回滚之后补一份记录，写明{物}的影响范围。

= 日志 | logging
@ {主}的日志怎么打才有用
@ 从日志看{主}：{码} 是什么意思
@ {主}日志太多，{物}淹没在里面
# 打哪些字段
# 级别怎么分
# 从日志还原现场
- 每条日志带上请求编号、用户编号和{物}，三样缺一不可。
- 循环里不要打日志，汇总成一条再写。
- 错误级别只给需要人处理的情况，{物}重试成功不算。
- 客户端日志按天滚动，保留七天，用户反馈时一键上传。
- 日志里写清楚{件}的版本，排查兼容问题时用得上。
- 看日志先看时间，{件}和服务器的时钟可能差几秒。

= 封装 | wrapping
@ 封装{主}：对外只留三个方法
@ {主}的二次封装踩过的坑
@ 给{主}包一层：接口怎么设计
# 为什么要封装
# 接口设计
# 错误怎样往外传
- 业务代码不直接依赖{件}，中间隔一层自己的接口。
- 对外的方法只有 {接} 和 {接}，其余都是内部细节。
- 回调太多就改成一个事件流，{物}作为事件的内容。
- 不要把第三方的错误码直接抛给上层，转成自己的 {码}。
- 封装层不做业务判断，只管{物}的转换。
- 参数多于四个就收进一个对象，给每项写好默认值。

= 迁移 | migration
@ {主}迁移方案：不停机搬走{物}
@ 把旧系统迁移到新的{主}
@ {主}迁移后数据对不上
# 迁移之前
# 双写与校验
# 切换流量
- 迁移分四步：双写、补历史、校验、切读。
- 先搬冷数据，热的{物}留到最后一晚。
- 校验程序每晚抽样比较{物}，不一致的写进清单。
- 切换那一刻要能在一分钟之内切回来。
- 老系统里的{物}有几万条脏数据，清洗花的时间最多。
- 迁移脚本要能重复执行，中断以后接着跑。

= 异常处理 | error-handling
@ {主}的异常处理：哪些该抛，哪些该吞
@ {主}错误码对照：{码} 以及相近的几个
@ {主}出错时给用户看什么
# 错误的分类
# 重试还是放弃
# 提示文案
- 能恢复的错误在内部重试，不能恢复的尽早抛出来。
- 吞掉异常之后至少留一行日志，不然{物}丢了都不知道。
- 错误码分三段：模块、类别和序号，{码} 属于{件}。
- 给用户看的提示写下一步怎么做，不写内部原因。
- 异步任务里的异常不会自己冒出来，要在回调里接住。
- 同一个错误一分钟内只上报一次，避免把{件}打满。

= 超时重试 | timeout
@ {主}超时怎么设：连接、读取和总时长
@ {主}重试以后{症}
@ {主}的超时时间为什么不生效
# 三种超时
# 重试的间隔
# 避免放大
- 总超时要小于上游的超时，不然上游先放弃，这边还在算。
- 只对读操作自动重试，写操作先确认有没有成功。
- 重试间隔逐次加倍，再加一点随机量。
- {配} 单位是毫秒，写成秒就等于没有超时。
- 三层各重试三次，最底下的{件}会收到二十七次请求。
- 超时以后旧的请求可能还会返回，{物}要能识别出来。

= 容量规划 | capacity | data infra biz
@ {主}的容量怎么估：按{物}倒推
@ 大促之前给{主}扩容
@ {主}单机能扛多少
# 估算方法
# 压测结果
# 扩容步骤
- 先算每秒多少请求，再乘以{物}的平均大小。
- 单机压到 CPU 七成为止，留三成应付突发。
- 扩容以后{物}要重新分布，这段时间延迟会升高。
- 存储按一年的增长留余量，{物}占大头。
- 活动峰值是平时的六倍，{件}必须提前扩好。
- 水平扩展之前，先看看有没有单点卡在{件}上。

= 开发规范 | conventions
@ {主}的开发规范：命名、目录和注释
@ 团队里{主}怎么约定
@ {主}代码的目录该怎么放
# 命名
# 目录结构
# 例外怎么申请
- 名字里写清楚{物}是什么，不写缩写。
- 一个文件只放一种{物}，超过三百行就拆。
- 规范能用工具检查的就不要靠人记。
- 例外要写注释，说明为什么{物}不能照规矩来。
- 公共的{物}放在一个目录，业务自己的放在自己目录。
- 规范每半年修订一次，没有人遵守的条目删掉。

= 代码评审 | code-review
@ {主}的代码评审看什么
@ 评审里发现的{主}问题：{物}
@ {主}改动怎么提才容易通过
# 评审清单
# 常见的问题
# 怎样提意见
- 先看{物}有没有测试，再看写法。
- 一次改动不超过四百行，评审的人才看得仔细。
- 涉及{件}的改动要请熟悉的人看。
- 看到 {接} 被直接调用，要问一句失败了怎么办。
- 意见分成必须改和建议改两种，写在最前面。
- 评审不是挑错，把不明白的{物}问清楚也是收获。

= 包体积 | size | view ui device tool
@ {主}让安装包大了多少
@ 减小{主}的体积：去掉{物}
@ {主}体积超限：从{物}查起
# 体积构成
# 能删的部分
# 防止反弹
- 先列出体积最大的二十个文件，{物}常常排在前面。
- 不用的架构和语言包去掉，能省三分之一。
- 图片换成更小的格式，肉眼几乎看不出差别。
- 按需下载{物}，首次安装只带必需的部分。
- 流水线里加一道体积门禁，超过 {数} KB 就提醒。
- 重复引入了两个版本的{件}，统一以后小了不少。

= 成本 | cost | data infra biz tool
@ {主}的成本怎么降
@ 账单涨了一倍：{主}的{物}太多
@ {主}上云以后的费用构成
# 钱花在哪里
# 可以省的地方
# 持续跟踪
- 账单里最大的一项是{物}，其次才是流量。
- 夜间把{件}缩到最小，白天再放开。
- 冷的{物}转到便宜的存储，读取慢一点没关系。
- 给每个团队打上标签，费用才能分摊到人。
- 预留实例便宜三成，但用量要稳定才合适。
- 先关掉没有人用的测试环境，见效最快。

= 自动化 | automation
@ 用脚本自动化{主}的日常操作
@ {主}自动化：定时检查{物}
@ 把{主}的重复劳动交给机器
# 哪些值得自动化
# 脚本怎么写
# 出错时通知谁
- 一周做三次以上的操作就值得写成脚本。
- 脚本先支持空跑，把要改的{物}列出来再执行。
- 出错时发一条通知到值班群，附上{码}。
- 脚本要能重复执行，第二次跑不应当再改{物}。
- 凭据从环境变量里取，不要写死在脚本里。
- 给脚本加上超时，{件}卡住时自己退出。

= 降级 | degradation
@ {主}的降级方案：{件}停了怎么办
@ {主}故障时保住核心功能
@ {主}的开关与降级演练
# 依赖梳理
# 降级开关
# 演练记录
- 把依赖分成强弱两类，{物}属于弱依赖，可以先关。
- 降级以后返回上一次的{物}，比返回空好。
- 开关要能在一分钟内生效，不依赖{件}本身。
- 演练选在流量低的下午，通知到所有相关的人。
- 恢复的时候逐步放开，不要一下子全部打开。
- 降级期间产生的{物}要能补回来，先写进文件。

= 调试 | debugging
@ 调试{主}的几个小技巧
@ {端} 上怎样调试{主}
@ 断点停不下来：{主}的调试环境
# 工具
# 看中间状态
# 远程调试
- 调试构建里打开{物}的详细输出，正式包里要关掉。
- 断点会改变时序，并发问题用日志更可靠。
- 把{物}画成图，比一行行看快得多。
- 远程调试要先把端口转发出来，真机和电脑在同一个网络。
- 在 {接} 里下条件断点，只在{物}为空时停住。
- 界面问题先看层级，再看{物}有没有传对。

= 数据清理 | cleanup | data infra device tool
@ {主}的数据清理：{物}保留多久
@ 清理{主}以后{症}
@ {主}磁盘占用太大，{物}怎么清
# 哪些可以删
# 清理任务
# 误删保护
- 超过保留期的{物}先标记，过三天再真正删除。
- 清理任务放在凌晨，每批 {数} 条，批与批之间歇一会儿。
- 删除并不会马上释放空间，{件}要整理一次才行。
- 清理之前导出名单，由两个人核对。
- 缓存目录可以整个删掉，用户数据不可以。
- 临时文件在启动时清，不要等到磁盘满。
"""

# ── what fits every subject ──
OPENINGS = """
{人}反馈{端} 上{症}，查了两天才找到原因，这里把过程整理出来。
项目里用{主}已经一年多，这篇记下{面}方面的经验，供后来的人参考。
这篇讲{主}的{面}，例子来自一个有几十万用户的 App，细节做了简化。
{主}的资料不少，讲{面}的却很零散，本文按遇到的先后整理。
先说结论：{症}多半与{物}有关，其次才是{件}。
接手这个模块的时候文档只有半页，{物}和{物}的关系全靠读代码。
上个版本改了{物}，上线当晚就有人说{症}，于是有了这篇笔记。
很多人把{物}和{物}混为一谈，{面}做不好往往就从这里开始。
下面的做法在 {端} 和服务器上都验证过，版本是 {版}。
如果只有五分钟，看第一节的清单就够了，其余是为什么。
本文假设你已经会用{主}，只谈{面}这一件事。
为了{面}，我们前后换过三种写法，最后留下的是最简单的那种。
{主}平时不起眼，一旦{症}，整条链路都会受影响。
这是组内分享的文字版，主题是{主}的{面}，去掉了业务相关的部分。
"""

SENTENCES = """
这里的{物}指的是{件}里的那一份，不是客户端缓存的那一份。
{件}收到请求以后先检查{物}，再决定要不要往下走。
调用 {接} 的时候传进去的{物}不能为空，否则直接返回 {码}。
在 {端} 上，{物}由系统管理，我们只能在回调里读到结果。
{件}和{件}之间没有直接的依赖，靠{物}联系起来。
默认情况下{物}每 {数} 秒刷新一次，页面不可见时会停下来。
如果{症}，先看{物}是不是还停留在旧的值。
改动之前最好和{人}确认一遍，{物}往往还有别的地方在用。
{时}的数据显示，{物}增加以后{件}的延迟没有明显变化。
这个参数在文档里只有一句话，实际影响的是{物}的顺序。
从用户登录到看见列表，中间会经过三次{物}的检查。
推送到达的时候页面可能还没有创建，{物}要先存起来。
收到{常}的回调里不要做耗时的操作，把{物}交给后台线程。
网络不好的时候{件}会反复重试，界面要给出明确的提示。
服务器返回的错误码有十几个，真正需要处理的只有 {码} 和超时。
日志里看到 {码} 不必紧张，它只表示{物}被跳过了。
SDK 的初始化放在主线程，{物}的加载放在后台。
同一个用户在两台设备上操作，{物}以最后一次为准。
权限被拒绝以后，{件}不会再回调，要自己处理这种情况。
消息到达的先后与{物}无关，不要用它来排序。
通知栏里点进来的页面没有经过首页，{物}要重新取一次。
{物}看起来只是一个数字，背后对应着{件}的一整套规则。
我们把{物}从界面层移到数据层，测试一下子好写了。
{人}提醒说，{件}在凌晨会重启一次，任务要避开那个时间。
如果必须保留旧的{物}，可以给它加一个版本号。
{接} 是异步的，返回值只说明任务已经排上队。
{接} 和 {接} 不能在同一帧里调用，后一个会覆盖前一个。
{配} 设得太小会频繁触发{件}，太大又浪费内存。
把 {配} 改成 {数} 以后，{症}的情况少了八成。
参考了几个开源项目的做法，它们都把{物}单独放在一个模块。
这一步容易漏掉的是{物}，它不会报错，只会让结果变慢。
在浏览器里可以直接打开开发者工具，看{物}的变化。
Android 和 iOS 的差别主要在{物}，其余逻辑可以共用。
小屏手机上{物}会被压缩，需要单独处理。
用户量小的时候看不出问题，到了十万级{件}就会成为瓶颈。
线上没有条件打断点，只能靠{物}的快照来推断。
后来发现是{人}改了默认的{物}，没有写进变更说明。
整个过程不需要停机，{件}会自动切换到备用的{物}。
这个现象在测试环境重现不了，因为那里只有一个{件}。
如果用的是 {版} 之前的版本，{物}需要手动创建。
{物}的生命周期比页面长，退出时记得释放。
客户端只负责展示，{物}的计算全部放在服务器。
有一种偷懒的办法是每次都重建{物}，数据量小的时候也能接受。
{件}的状态可以用 {接} 查到，正常时返回的是非空列表。
连接断开以后{物}会保留 {数} 秒，这段时间内恢复就不用重来。
多语言环境下{物}的长度不固定，不要写死宽度。
升级 SDK 之后编译不过，多半是{物}的包名变了。
{物}和{物}同时修改时，先改前者，否则{件}会报 {码}。
我们给{物}加了一个开关，出问题时可以远程关掉。
单独看每一步都没有错，合在一起{物}就多算了一次。
读者可能会问，为什么不直接用{件}自带的{物}。
答案是它不支持按用户区分，几个账号会互相影响。
接口返回成功不等于{物}已经生效，中间还有几秒的延迟。
最稳妥的办法是等{件}的回调，不要用定时器去猜。
{物}只在第一次打开时生成，之后一直复用。
排查到这里可以确定，问题不在网络，而在{物}。
顺便把{物}的命名统一了一遍，以后搜索起来方便。
{件}占用的端口可能和别的服务冲突，启动前先检查。
这段逻辑原来写在三个地方，{物}的判断条件还不一样。
真正上线以后，{人}最关心的是{物}能不能随时调整。
在弱网下抓包可以看到，{件}把同一份{物}请求了两遍。
列表很长的时候，{物}要分页，不要一次全部返回。
头像、昵称这类资料变化很少，放进{物}就可以了。
{物}里不要放大段文字，超过 {数} 字节就单独存。
用户切换账号时，旧账号的{物}一定要清干净。
崩溃日志里最后一行是 {接}，说明{物}当时已经被释放。
错误提示写成“操作失败”没有用，要告诉用户{物}哪里不对。
{端} 的审核对{物}有要求，提交之前看一遍条款。
服务端改了{物}的格式，客户端没有跟上，于是{症}。
两个团队对{物}的理解不同，这才是{症}的起因。
按这个思路改完，{时}再没有收到同样的反馈。
代码不多，难的是想清楚{物}应该归谁管。
回过头看，一开始就该把{物}和{件}分开。
数据量翻了十倍，{件}的写法却还是当初的样子。
证书过期、时间不准、代理拦截，这三样也会表现成{症}。
会话过期以后再调用 {接}，拿到的是空的{物}。
图片和视频走另一条路，不经过{件}，也就不受{物}影响。
{物}的上限是 {数}，超过以后最早的那一条会被挤掉。
如果业务允许，{物}可以晚几秒更新，换来{件}的轻松。
把{症}的时间点和发布记录对一下，往往就有答案。
{人}用脚本统计了一周，九成的{物}其实没有被用到。
这里踩过一个坑：{物}的默认编码不是预想的那一种。
群里有人问能不能跳过{物}，可以，但{件}会多做一次检查。
长连接和普通请求共用线程池，{物}一多就互相拖累。
升级之后要重新登录，否则本地的{物}还是旧格式。
界面卡住的那几秒里，{件}正在等{物}。
把复杂的{物}拆成几个小的，失败时只要重做一部分。
文档里的示例省略了错误处理，照抄会漏掉 {码}。
"""

LINKS = ("另外，", "其实", "不过，", "同时，", "实际上，", "需要注意的是，", "一般来说，", "因此，")

ITEMS = """
{物}：由{件}维护，客户端只读
{物}：上线前确认一次，之后很少改动
{物}：默认关闭，需要时再打开
{物}：数量不超过 {数}，多了会影响{件}
先看{物}，再看{物}，最后看{件}
{件}的日志里没有 {码}
{端} 与其他平台的结果一致
{配}：单位是毫秒，不能为负数
{配}：只在启动时读取一次
{接}：重复调用没有副作用
{接}：必须在{物}准备好以后调用
{症}时，先记下时间和账号
不要在回调里同步等待{物}
{人}确认过{物}的含义
用户退出登录时清掉{物}
服务器时间与本机时间相差不超过 {数} 秒
网络切换以后{物}能自动恢复
推送通知打开的页面也能拿到{物}
权限被拒绝时有替代的入口
列表为空、只有一条、超过一页，三种情况都试过
旧版本的{物}能被新版本读懂
错误码与文档一致，没有未说明的值
{件}重启之后{物}不丢
超时、取消、失败各有各的提示
"""

STEPS = """
打开{件}的管理页面，找到{物}一栏。
把 {配} 设为 {数}，保存以后等一分钟。
调用 {接}，确认返回的{物}不为空。
换一个测试账号登录，重复上面的操作。
导出{物}，与{时}的那一份比较。
关掉{件}，观察{物}会不会自动恢复。
清空本地缓存，重新打开 App。
在日志里搜索 {码}，记下第一次出现的时间。
把{物}恢复成默认值，再逐项改回来。
升级到 {版}，其他配置保持不变。
请{人}在另一台设备上验证一次。
确认没有{症}以后，再放开全部用户。
给{物}补一条测试，防止以后又改坏。
先在测试环境执行，看{件}的负载有没有变化。
把处理结果写进文档，附上{物}的截图。
断开网络十秒再接上，看{物}是否一致。
"""

CHECKS = """
重复前面的操作三次，{物}每次都应当一致，不一致说明{件}还在用旧配置。
日志里能看到 {接} 的返回，并且没有 {码}。
把{物}改成一个明显的值，界面在 {数} 秒之内应当跟着变。
观察半天，{件}的错误数没有增加，就可以认为生效了。
故意制造一次失败，用户看到的应当是提示，而不是空白页。
换成低端设备再试，{症}没有再出现。
"""

CHANGES = """
这一部分与 SDK 的 5.x 无关，{物}的写法没有变化。
5.x 的接口没有影响到{主}，沿用原来的{物}即可。
没有需要改的地方，只是{件}的最低版本提高到 {版}。
与 5.x 没有关系；如果同时升级，先升{件}再升客户端。
"""

SCOPES = """
平台：{端}，系统版本不限，{件}的版本在 {版} 以上。
环境：一台开发机和一个测试账号，{物}用默认值。
不适用：{物}由第三方托管的情况，那时{件}改不了。
前提：已经能正常登录，网络没有代理。
数据来自测试环境，{物}做过脱敏。
"""

ASKED = """
我在 {端} 上用{主}，最近{症}，不知道从哪里下手。
同样的代码在测试机上正常，换成{人}的手机就{症}。
文档看了两遍，只说要设置 {配}，没有说{物}怎么填。
日志里一直打印 {码}，网上搜不到说明。
已经试过清缓存、重装、换网络，都没有用。
{件}是别的团队维护的，我只能看到{物}。
升级到 {版} 之前没有这个问题，不确定是不是改了{物}。
调用 {接} 以后回调一直不来，也没有超时的提示。
请问{物}应该放在客户端还是服务器？
有没有人遇到过，{面}到底应该怎么做？
项目下周要上线，{人}催得很急，先谢谢各位。
会不会和推送或者登录的流程有关系？
"""

ANSWERED = """
看描述像是{物}的问题，先把 {配} 打出来确认一下。
我遇到过一样的，原因是{件}没有等{物}准备好。
你把 {接} 挪到登录成功以后再试试。
{码} 的意思是{物}不匹配，和网络没有关系。
不建议每次重建{物}，改成复用就好。
{端} 上有个限制，{物}在后台会被系统回收。
先在最小的工程里重现，多半能看出是谁改了{物}。
补充一点，{件}升级到 {版} 以后行为不一样。
楼上说的对，另外记得处理权限被拒绝的情况。
最后解决了吗？我这边改了{物}以后就没有再{症}。
"""

NAMES = """
南山小栈 半夜修表 青石巷 北风代码 三行注释 雨后的键盘 老周在路上 柚子皮 云边写字 一只编译器
慢半拍 海盐汽水 七号站台 蓝墨水 空指针先生 木头人 南瓜灯 晚风过境 白纸黑字 小满
"""

PEOPLE = """
测试同事 运维同事 产品经理 客户 海外用户 新来的同事 后端同事 前端同事 设计师 老用户 外包团队
值班的人
"""

COMMON = """
消息 推送 连接 用户 服务器 登录 权限 通知 列表 回调 会话 网络 请求 数据 状态 任务 结果 事件
"""

TIMES = "上周 昨晚 这个月 上线以后 凌晨 高峰期 最近三天 发布当天 第二天 午休时间"

VERBS = """
open close reset load save query update create remove start stop pause resume attach detach apply
resolve prepare refresh select merge split verify restore collect dispatch bind release count find
"""

TAILS = ("", "", "", "Async", "Config", "Handler", "State", "Once", "All", "Safely", "Later")

PARAMETERS = """
maxIdle timeoutMs retryLimit batchSize bufferKb warmupCount minInterval keepDays pageLimit ratio
queueDepth lazyMode strictCheck sampleRate fallback graceMs parallel prefix ttlSeconds threshold
"""

PLACES = {
    "android": "Android", "ios": "iOS", "web": "Web", "flutter": "Flutter",
    "mini-program": "小程序", "uni-app": "uni-app", "electron": "Electron", "server": "服务端",
}  # fmt: skip

# ── code: a language's programs, with the same slots; no other braces hold one Han character ──
CODE: dict[str, tuple[str, ...]] = {
    "kotlin": (
        """
class {类}Manager(private val {变}: {类}Store) {
    // 先读{物}，没有再创建
    fun {方}(id: String): {类}? {
        val cached = {变}.find(id) ?: return null
        if (cached.{参} > {数}) {
            Log.w("{类}", "{码} id=$id")
            return null
        }
        return cached
    }
}
""",
        """
val {变} = {类}Client.Builder()
    .{参}({数})
    .build()
{变}.{方} { result ->
    // 回调不在主线程
    handler.post { adapter.submit(result.items) }
}
""",
    ),
    "java": (
        """
public final class {类}Service {
    private static final int LIMIT = {数};

    /** {物}超过上限时返回 false。 */
    public boolean {方}(List<{类}> items) {
        if (items.size() > LIMIT) {
            logger.warn("{码} size={}", items.size());
            return false;
        }
        items.forEach(this::{法});
        return true;
    }
}
""",
        """
{类}Options options = new {类}Options();
options.set{类}Limit({数});
{变}.{方}(options, new Callback<{类}>() {
    @Override
    public void onSuccess({类} value) {
        render(value);
    }

    @Override
    public void onError(int code) {
        Log.e(TAG, "{码} code=" + code);
    }
});
""",
    ),
    "swift": (
        """
final class {类}Controller {
    private let limit = {数}

    // {物}为空时直接返回
    func {方}(_ items: [{类}]) -> [{类}] {
        guard !items.isEmpty else { return [] }
        return Array(items.prefix(limit))
    }
}
""",
        """
{变}.{方}(limit: {数}) { result in
    switch result {
    case .success(let value):
        DispatchQueue.main.async { self.reload(value) }
    case .failure(let error):
        print("{码}", error)
    }
}
""",
    ),
    "ts": (
        """
interface {类}Options {
  {参}: number
  name?: string
}

// {物}按名字取，取不到就抛出
export async function {方}(options: {类}Options): Promise<string[]> {
  const response = await fetch(`/api/{径}?limit=${options.{参}}`)
  if (!response.ok) {
    throw new Error('{码}')
  }
  return response.json()
}
""",
        """
const {变} = new {类}Manager({ {参}: {数} })
{变}.on('change', (next) => {
  if (next.length === 0) return
  {变}.{方}(next[0])
})
""",
    ),
    "js": (
        """
function {方}(items, limit = {数}) {
  // {物}去掉空值再返回
  const kept = items.filter((item) => item && item.id)
  if (kept.length > limit) {
    console.warn('{码}', kept.length)
  }
  return kept.slice(0, limit)
}
""",
        """
Page({
  data: { {变}: [], loading: false },
  onShow() {
    this.setData({ loading: true })
    {方}({ {参}: {数} })
      .then((items) => this.setData({ {变}: items }))
      .finally(() => this.setData({ loading: false }))
  },
})
""",
    ),
    "dart": (
        """
class {类}Repository {
  final int limit = {数};

  // {物}由上层传入
  Future<List<String>> {方}(String id) async {
    final rows = await store.query(id, limit: limit);
    if (rows.isEmpty) {
      throw StateError('{码}');
    }
    return rows;
  }
}
""",
    ),
    "python": (
        """
def {蛇}(items: list[str], limit: int = {数}) -> list[str]:
    # {物}按写入的先后排列
    kept = [item for item in items if item]
    if len(kept) > limit:
        raise ValueError("{码}")
    return sorted(kept)[:limit]
""",
        """
client = {类}Client(timeout={数})
with client.session() as session:
    for row in session.{蛇}("{径}"):
        print(row.id, row.state)
""",
    ),
    "yaml": (
        """
{径}:
  enabled: true
  {参}: {数}
  # {物}留空表示不限制
  rules:
    - name: {变}
      level: warn
""",
    ),
    "json": (
        """
{
  "name": "{径}",
  "{参}": {数},
  "items": ["{变}", "{方}"],
  "enabled": true
}
""",
    ),
    "bash": (
        """
# 查看{物}的当前状态
{径}ctl status --limit {数}
{径}ctl export --out ./{变}.json
grep "{码}" logs/{径}.log | tail -n 20
""",
    ),
    "css": (
        """
.{径}-panel {
  display: grid;
  gap: {数}px;
  /* {物}在窄屏上改成一列 */
  grid-template-columns: repeat(2, minmax(0, 1fr));
}
""",
    ),
    "text": (
        """
WARN [{径}] {方} failed, code={码}, cost={数}ms
INFO [{径}] retry 1/3 after {数}ms
INFO [{径}] {法} done
""",
    ),
}

WRITTEN_IN = {
    "android": ("kotlin", "java", "text"),
    "ios": ("swift", "text"),
    "web": ("ts", "js", "css", "json"),
    "flutter": ("dart", "yaml", "text"),
    "mini-program": ("js", "json"),
    "uni-app": ("js", "css"),
    "electron": ("ts", "js", "json"),
    "server": ("java", "python", "yaml", "bash", "text"),
}

# the sections that a tutorial has to have, in their order (rule TUT-1)
EIGHT = (
    "适用范围", "现象", "原因", "做法", "怎么确认生效", "常见坑", "在 5.x 里的变化", "参考",
)  # fmt: skip
CLOSINGS = ("小结", "最后", "还可以继续做的", "相关内容")
PLAIN_HEADINGS = (
    "背景", "{物}与{物}", "{件}的作用", "{端} 上的差别", "实现", "常见问题", "注意事项", "验证",
    "{症}的时候", "几个细节", "参数说明", "我们的做法", "{物}从哪里来", "上线以后",
)  # fmt: skip

ROWS = {
    ("项目", "默认值", "说明"): "| {物} | {数} | {短} |",
    ("现象", "可能的原因", "先看哪里"): "| {症} | {物}{因} | {件}的{物} |",
    ("参数", "取值", "影响"): "| {配} | {数} | {短} |",
    ("阶段", "耗时（毫秒）", "备注"): "| {物} | {数} | {短} |",
}

REMARKS = """
由{件}维护
重启后生效
只影响 {端}
与{物}一起变化
超过以后报 {码}
默认关闭
上线前要确认
{件}会自动调整
旧版本没有这一项
用户可以修改
大部分时间花在这里
和{物}只能选一个
"""

CAUSES = "过期 为空 不一致 被覆盖 没有刷新 超过上限 写错了环境 顺序反了 没有授权 被截断"

DESCRIPTIONS = """
{主}的{面}：{物}、{物}和{件}各要注意什么，附检查清单。
{端} 上{症}的原因与处理，兼谈{主}的{面}。
从{物}说起，记录{主}在{面}方面的做法和取舍。
{主}遇到 {码} 时怎样定位，{物}和{物}分别看什么。
整理{主}里与{面}有关的{物}，给出可以照做的步骤。
一次{症}的处理经过，最后落在{主}的{物}上。
"""

# what some titles begin with: the words of the field, in passing
OCCASIONS = """
消息中心重构
登录页改版
用户反馈整理
通知设置页
列表卡顿之后
服务器搬家
崩溃率周报
SDK 升级之后
推送大促备战
聊天页性能周报
长连接网关压测
会话页改版
权限弹窗整改
超时告警复盘
错误码清理
回调地址变更
音视频课堂上线
群活动页开发
离线包方案
连接数翻倍以后
图片服务拆分
多端账号打通
"""

QUESTION_ENDS = ("，有人遇到过吗？", "，求指点", "，应该怎么处理？", "，请教一下", "，卡了两天了")


# ── the vocabulary, read ──


@dataclass(frozen=True)
class Subject:
    """What a page is about: its words, and the categories in which it can stand."""

    name: str
    slug: str
    group: str
    categories: tuple[str, ...]
    things: tuple[str, ...]
    parts: tuple[str, ...]
    symptoms: tuple[str, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True)
class Facet:
    """From which side a page looks at its subject."""

    name: str
    slug: str
    groups: frozenset[str]
    titles: tuple[str, ...]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What is settled about a page before it is written: enough to link to it."""

    number: int
    subject: Subject
    facet: Facet
    platform: str
    kind: str
    title: str

    @property
    def category(self) -> str:
        """The folder of the page."""
        return "questions" if self.kind == "question" else self.platform

    @property
    def path(self) -> PurePosixPath:
        """Where the page stands below content/."""
        name = f"gen-{self.number:04d}-{self.subject.slug}-{self.facet.slug}.md"
        return PurePosixPath(self.category, name)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip().split("\n"))


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects in the order of SUBJECTS."""
    return tuple(map(_subject, SUBJECTS.strip().split("\n\n")))


def _subject(block: str) -> Subject:
    first, things, parts, symptoms, stems = block.split("\n")
    name, slug, group, categories = first.split(" | ")
    return Subject(
        name=name,
        slug=slug,
        group=group,
        categories=tuple(categories.split()),
        things=tuple(things.split()),
        parts=tuple(parts.split()),
        symptoms=tuple(symptoms.split(" / ")),
        stems=tuple(stems.split()),
    )


@cache
def facets() -> tuple[Facet, ...]:
    """All facets in the order of FACETS."""
    return tuple(map(_facet, FACETS.strip().split("\n\n")))


def _facet(block: str) -> Facet:
    lines = block.split("\n")
    name, slug, *groups = lines[0].removeprefix("= ").split(" | ")
    chosen = groups[0].split() if groups else [subject.group for subject in subjects()]

    def marked(mark: str) -> tuple[str, ...]:
        return tuple(line[2:] for line in lines if line.startswith(mark))

    return Facet(name, slug, frozenset(chosen), marked("@"), marked("#"), marked("-"))


@cache
def _pairs() -> tuple[tuple[Subject, Facet], ...]:
    """Every subject from every side that suits it, shuffled once and for all."""
    found = [(s, f) for s in subjects() for f in facets() if s.group in f.groups]
    _chance(0).shuffle(found)
    return tuple(found)


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311


# ── templates, filled ──

_HAN = r"\u4e00-\u9fff"
_SLOT = re.compile(rf"\{{([{_HAN}])\}}")
_TOO_CLOSE = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9`])|(?<=[A-Za-z0-9`])(?=[{_HAN}])")
_TOO_FAR = re.compile(rf"(?<=[{_HAN}，。、；：]) (?=[{_HAN}])")


def spaced(text: str) -> str:
    """A space between Han and Latin, and none within Han, as rule ZH-1 wants it."""
    return _TOO_CLOSE.sub(" ", _TOO_FAR.sub("", text))


def _deck(rng: random.Random, cards: Sequence[str]) -> Callable[[], str]:
    """Draws one card after the other, and shuffles anew when none is left."""

    def drawn() -> Iterator[str]:
        while True:
            yield from rng.sample(cards, len(cards))

    return drawn().__next__


class Voice:
    """Says templates in the words of one page: few things and names, which come back."""

    def __init__(self, rng: random.Random, subject: Subject, facet: Facet, platform: str) -> None:
        self.rng = rng
        self._slots = _slots(rng, subject, facet, platform)

    def say(self, template: str) -> str:
        """The template with each slot filled."""
        return spaced(_SLOT.sub(lambda slot: self._slots[slot[1]](), template))


def _slots(
    rng: random.Random, subject: Subject, facet: Facet, platform: str
) -> dict[str, Callable[[], str]]:
    """What may stand in the braces of a template."""
    names = _names(rng, subject)
    api = _deck(rng, names)
    parameter = rng.choice(_parameters())
    prefix = re.sub("[aeiou-]", "", subject.slug)[:4].upper()
    codes = [f"{prefix}-{rng.randrange(1000, 9999)}" for _ in range(2)]
    first, second = rng.sample(subject.stems, 2)
    fixed = {
        "主": subject.name, "面": facet.name, "径": subject.slug, "类": first + second,
        "变": second[0].lower() + second[1:] + first, "方": names[0], "法": names[1],
        "蛇": re.sub("(?=[A-Z])", "_", names[0]).lower(), "参": parameter,
        "版": f"{rng.randrange(1, 9)}.{rng.randrange(20)}",
    }  # fmt: skip
    things = rng.sample(subject.things, min(8, len(subject.things)))
    drawn: dict[str, Sequence[str]] = {
        "物": things, "件": rng.sample(subject.parts, 3), "症": rng.sample(subject.symptoms, 2),
        "码": codes, "端": (PLACES[platform],), "常": COMMON.split(), "人": PEOPLE.split(),
        "时": TIMES.split(), "因": CAUSES.split(),
        "配": [f"`{first.lower()}.{parameter}`", f"`{second.lower()}.{rng.choice(_parameters())}`"],
    }  # fmt: skip
    slots: dict[str, Callable[[], str]] = {name: _deck(rng, all_) for name, all_ in drawn.items()}
    slots |= {name: _constant(text) for name, text in fixed.items()}
    remark = _deck(rng, _lines(REMARKS))
    slots["短"] = lambda: _SLOT.sub(lambda slot: slots[slot[1]](), remark())
    slots["接"] = lambda: f"`{api()}`"
    slots["数"] = lambda: str(rng.choice(_NUMBERS))
    return slots


_NUMBERS = (3, 5, 8, 10, 15, 20, 30, 40, 50, 64, 80, 100, 120, 150, 200, 256, 300, 500, 800, 1024)


@cache
def _parameters() -> tuple[str, ...]:
    return tuple(PARAMETERS.split())


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(VERBS.split())


def _constant(text: str) -> Callable[[], str]:
    return lambda: text


def _names(rng: random.Random, subject: Subject) -> list[str]:
    """Four invented names of functions."""
    verbs = rng.sample(_verbs(), 4)
    return [verb + "".join(_stems(rng, subject)) + rng.choice(TAILS) for verb in verbs]


def _stems(rng: random.Random, subject: Subject) -> list[str]:
    return rng.sample(subject.stems, rng.choice((1, 2)))


# ── pages, planned and written ──


def capacity() -> int:
    """How many pages can be generated before a title would come back."""
    return len(_pairs()) * min(len(facet.titles) for facet in facets())


@cache
def plan(number: int) -> Plan:
    """What page `number`, from 1, will be; ValueError where there is no such page."""
    if not 0 < number <= capacity():
        raise ValueError(f"no page {number}: there are {capacity()}")
    turn, at = divmod(number - 1, len(_pairs()))
    subject, facet = _pairs()[at]
    rng = _chance(2 * number)
    platform = rng.choice(subject.categories)
    kind = rng.choices(("article", "tutorial", "question"), (11, 6, 3))[0]
    template = facet.titles[(turn + at) % len(facet.titles)]
    title = Voice(rng, subject, facet, platform).say(template)
    if rng.random() < 0.15:
        title = f"{rng.choice(_lines(OCCASIONS))}丨{title}"
    if kind == "question":
        title = title.rstrip("？") + rng.choice(QUESTION_ENDS)
    return Plan(number, subject, facet, platform, kind, title)


def page(number: int) -> Article:
    """The page, whole."""
    planned = plan(number)
    rng = _chance(2 * number + 1)
    voice = Voice(rng, planned.subject, planned.facet, planned.platform)
    header = _header(planned, voice)
    body = _BODIES[planned.kind](planned, voice, rng.randrange(3050, 4600))
    return Article(planned.path, header, body)


def _header(planned: Plan, voice: Voice) -> Header:
    rng = voice.rng
    day = date(2018, 1, 1) + timedelta(days=rng.randrange(2500))
    updated = day + timedelta(days=rng.randrange(5, 400)) if rng.random() < 0.3 else None
    status = rng.choices(("current", "archived", "outdated"), (95, 3, 2))[0]
    return Header(
        title=planned.title,
        description=voice.say(rng.choice(_lines(DESCRIPTIONS))),
        category=planned.category,
        kind=planned.kind,
        tags=(planned.subject.name, planned.facet.name),
        platforms=(planned.platform,),
        date=day.isoformat(),
        updated=updated.isoformat() if updated else None,
        author=AUTHOR,
        provenance="original",
        license="CC-BY-SA-4.0",
        status=status,
        replaced_by=_address(_earlier(planned, rng), planned) if status == "outdated" else None,
    )


def _earlier(planned: Plan, rng: random.Random) -> Plan:
    """A page before this one, near to it where chance finds one; of the first the page itself."""
    if planned.number == 1:
        return planned
    found = [plan(rng.randrange(1, planned.number)) for _ in range(12)]
    near = (one for one in found if one.subject is planned.subject or one.facet is planned.facet)
    return next(near, found[0])


def _address(target: Plan, planned: Plan) -> str:
    return posixpath.relpath(target.path, planned.path.parent)


def _article(planned: Plan, voice: Voice, size: int) -> str:
    """An article of about `size` bytes: an opening, and three to seven sections."""
    rng, say = voice.rng, voice.say
    sentence = _sentences(voice, planned.facet)
    plain = rng.sample(PLAIN_HEADINGS, rng.randrange(1, 4))
    chosen = rng.sample(planned.facet.headings, rng.randrange(2, 4))
    names = [say(name) for name in _mixed(rng, chosen, plain)]
    extras = _extras(planned, voice)
    left = size - sum(map(_bytes, extras))
    blocks = [[_opening(voice)]] + [[] for _ in names]
    for block in blocks:
        while not block or sum(map(_bytes, block)) < left / len(blocks) - 100:
            block.append(_paragraph(voice, sentence))
    for at, extra in zip(sorted(rng.sample(range(len(names)), len(extras))), extras, strict=True):
        blocks[at + 1].append(extra)
    result = blocks[0]
    for at, (name, block) in enumerate(zip(names, blocks[1:], strict=True)):
        deeper = 0 < at and rng.random() < 0.25
        result += [f"{'###' if deeper else '##'} {name}", *block]
    if rng.random() < 0.4:
        result += [f"## {rng.choice(CLOSINGS)}", _paragraph(voice, sentence), *_links(planned, rng)]
    return "\n\n".join(result)


def _tutorial(planned: Plan, voice: Voice, size: int) -> str:
    """A tutorial with its eight sections."""
    rng, say = voice.rng, voice.say
    sentence = _sentences(voice, planned.facet)
    code = [_code(planned, voice)] if rng.random() < 0.8 else []
    reasons = [_paragraph(voice, sentence)]
    sections = [
        [_bullets(voice, SCOPES, 3)],
        [_bullets(voice, "{症}\n{症}，日志里有 {码}\n{人}说{症}，换一台设备又正常", 2)],
        reasons,
        [_numbered(voice, STEPS, rng.randrange(4, 7)), *code, _paragraph(voice, sentence)],
        [_numbered(voice, CHECKS, rng.randrange(2, 4))],
        [_bullets(voice, ITEMS, rng.randrange(3, 5))],
        [say(rng.choice(_lines(CHANGES)))],
        _links(planned, rng) or [say("没有别的参考，{物}以官方文档为准。")],
    ]
    fixed = sum(_bytes(text) for section in sections for text in section)
    while fixed + sum(map(_bytes, reasons[1:])) < size - 450:
        reasons.append(_paragraph(voice, sentence))
    result = [_opening(voice)]
    for name, section in zip(EIGHT, sections, strict=True):
        result += [f"## {name}", *section]
    return "\n\n".join(result)


def _question(planned: Plan, voice: Voice, size: int) -> str:
    """A question with the answers of two to four people."""
    rng = voice.rng
    sentence = _sentences(voice, planned.facet)
    asked, answered = _deck(rng, _lines(ASKED)), _deck(rng, _lines(ANSWERED))
    result = [_joined(voice, asked, 3), _joined(voice, asked, 2)]
    if rng.random() < 0.5:
        result.append(_code(planned, voice))
    people = rng.sample(NAMES.split(), rng.randrange(2, 5))
    share = (size - sum(map(_bytes, result))) / len(people) - 200
    for at, person in enumerate(people):
        if at < 2:
            result.append(("## 最佳回答", "## 其他回答")[at])
        day = date(2025, 1, 1) + timedelta(days=rng.randrange(300))
        answer = [f"### {person}的回答", day.isoformat(), voice.say(answered())]
        if at == 0:
            answer.append(_numbered(voice, STEPS, 4))
        while sum(map(_bytes, answer)) < share:
            answer.append(_paragraph(voice, sentence))
        result += answer
    return "\n\n".join(result)


_BODIES: dict[str, Callable[[Plan, Voice, int], str]] = {
    "article": _article,
    "tutorial": _tutorial,
    "question": _question,
}


def _bytes(text: str) -> int:
    return len(text.encode())


def _mixed(rng: random.Random, ours: Sequence[str], others: Sequence[str]) -> list[str]:
    """Both lists in one, each in its own order."""
    places = set(rng.sample(range(len(ours) + len(others)), len(ours)))
    mine, theirs = iter(ours), iter(others)
    return [next(mine if at in places else theirs) for at in range(len(ours) + len(others))]


def _sentences(voice: Voice, facet: Facet) -> Callable[[], str]:
    """Sentences of the facet, each once, among those that suit every subject."""
    rng = voice.rng
    own, common = rng.sample(facet.sentences, len(facet.sentences)), _deck(rng, _lines(SENTENCES))
    return lambda: own.pop() if own and rng.random() < 0.3 else common()


def _opening(voice: Voice) -> str:
    return _joined(voice, _deck(voice.rng, _lines(OPENINGS)), voice.rng.randrange(1, 3))


def _paragraph(voice: Voice, sentence: Callable[[], str]) -> str:
    return _joined(voice, sentence, voice.rng.randrange(2, 5))


def _joined(voice: Voice, sentence: Callable[[], str], count: int) -> str:
    """So many sentences, some of them tied to the one before."""
    said = [voice.say(sentence())]
    for _ in range(count - 1):
        tie = voice.rng.choice(LINKS) if voice.rng.random() < 0.15 else ""
        said.append(voice.say(tie + sentence()))
    return "".join(said)


def _extras(planned: Plan, voice: Voice) -> list[str]:
    """What stands between paragraphs: lists, a table in some pages, code in half of them."""
    rng = voice.rng
    found = [_bullets(voice, ITEMS, rng.randrange(3, 6))] if rng.random() < 0.7 else []
    found += [_numbered(voice, STEPS, rng.randrange(3, 6))] if rng.random() < 0.3 else []
    found += [_table(voice)] if rng.random() < 0.3 else []
    found += [_code(planned, voice)] if rng.random() < 0.35 else []
    rng.shuffle(found)
    return found[:3]


def _bullets(voice: Voice, items: str, count: int) -> str:
    chosen = voice.rng.sample(_lines(items), count)
    return "\n".join(f"- {voice.say(item)}" for item in chosen)


def _numbered(voice: Voice, steps: str, count: int) -> str:
    chosen = voice.rng.sample(_lines(steps), count)
    return "\n".join(f"{n}. {voice.say(step)}" for n, step in enumerate(chosen, 1))


def _table(voice: Voice) -> str:
    names, row = voice.rng.choice(list(ROWS.items()))
    rows = [voice.say(row) for _ in range(voice.rng.randrange(3, 6))]
    return "\n".join((f"| {' | '.join(names)} |", "|---" * len(names) + "|", *rows))


def _code(planned: Plan, voice: Voice) -> str:
    language = voice.rng.choice(WRITTEN_IN[planned.platform])
    program = voice.say(voice.rng.choice(CODE[language]).strip("\n"))
    return f"```{language}\n{program}\n```"


def _links(planned: Plan, rng: random.Random) -> list[str]:
    """A list with one or two pages of before; none in the first pages."""
    if planned.number < 20:
        return []
    targets = {_earlier(planned, rng) for _ in range(rng.randrange(1, 3))}
    ordered = sorted(targets, key=lambda target: target.number)
    return ["\n".join(f"- [《{one.title}》]({_address(one, planned)})" for one in ordered)]


def write(content: Path, into: Path, pages: int) -> int:
    """Copy `content` to the new or empty folder `into` and add pages until there are `pages`.

    Returns how many were generated. Raises FileExistsError where something stands in `into`, and
    ValueError where there are more real pages than that, or fewer words than it takes.
    """
    if into.exists() and any(into.iterdir()):
        raise FileExistsError(f"{into} is not empty")
    missing = pages - sum(1 for _ in content.rglob("*.md"))
    if not 0 <= missing <= capacity():
        raise ValueError(f"{pages} pages cannot be made: {missing} are missing of {capacity()}")
    unwanted = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(content, into, ignore=unwanted, dirs_exist_ok=True)
    for made in map(page, range(1, missing + 1)):
        file = into / made.path
        file.parent.mkdir(exist_ok=True)
        file.write_text(articles.render(made), encoding="utf-8", newline="\n")
    return missing


# ── queries, drawn from the pages ──

_RUN = re.compile(rf"(?:[{_HAN}]|[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*| (?=\S))+")
_WORD = re.compile(rf"[{_HAN}]+|[^{_HAN} ]+")
SHORTEST, LONGEST = 6, 12


def sample(pages: Mapping[str, str], count: int, seed: int) -> list[dict[str, Any]]:
    """`count` spans of the pages (address → plain text), each of 6 to 12 characters from the edge
    of one word to that of another, each in one page only (case and spaces apart).

    Fewer than `count` where the pages do not hold them.
    """
    rng = _chance(seed)
    addresses = sorted(pages)
    edges = _edges(pages.values())
    folded = [_folded(pages[address]) for address in addresses]
    whole, starts = "\n".join(folded), list(accumulate((len(t) + 1 for t in folded), initial=0))
    found: dict[str, str] = {}
    for _ in range(200 * count if addresses else 0):
        if len(found) == count:
            break
        address = rng.choice(addresses)
        span = _span(rng, pages[address], edges)
        if span and span not in found and len(_within(_folded(span), whole, starts)) == 1:
            found[span] = address
    return [
        {"id": f"sampled-{n:04d}", "q": span, "gold": [address], "cat": "sampled"}
        for n, (span, address) in enumerate(found.items(), 1)
    ]


def _folded(text: str) -> str:
    return "\n".join("".join(line.split()) for line in text.lower().split("\n"))


def _within(span: str, whole: str, starts: Sequence[int]) -> set[int]:
    """The first and the last page that holds a span."""
    return {bisect_right(starts, at) for at in (whole.find(span), whole.rfind(span))}


def _span(rng: random.Random, text: str, edges: Callable[[str], list[int]]) -> str:
    """A span of one line of the text, or nothing: not every line has one."""
    runs = _RUN.findall(rng.choice(text.split("\n")))
    run = rng.choice(runs).strip() if runs else ""
    places = edges(run)
    spans = [
        run[start:end]
        for start in places
        for end in places
        if SHORTEST <= end - start <= LONGEST and run[start] != " " != run[end - 1]
    ]
    chosen = [span for span in spans if not re.fullmatch(r"[\d ._-]+|[的了着们].*", span)]
    return rng.choice(chosen) if chosen else ""


def _edges(texts: Iterable[str]) -> Callable[[str], list[int]]:
    """Where words begin and end in a run of Han, Latin and spaces, by how firmly two Han characters
    hold together in these texts: no dictionary that an engine may also use has a say.
    """
    ones: Counter[str] = Counter()
    twos: Counter[str] = Counter()
    for text in texts:
        for han in re.findall(f"[{_HAN}]+", text):
            ones.update(han)
            twos.update(map("".join, pairwise(han)))
    total = ones.total() or 1

    def bond(one: str, other: str) -> float:
        return math.log((twos[one + other] + 0.1) * total / (ones[one] + 1) / (ones[other] + 1))

    def edges(run: str) -> list[int]:
        found = {0, len(run)}
        for word in _WORD.finditer(run):
            found |= {word.start(), word.end()}
            if word[0][0] > "\u4dff":
                bonds = [bond(one, other) for one, other in pairwise(word[0])]
                found |= {word.start() + at for at in _weakest(bonds)}
        return sorted(found)

    return edges


def _weakest(bonds: Sequence[float]) -> Iterator[int]:
    """The characters before which a word begins: the bond there is loose, and looser than those on
    either side.
    """
    around = [math.inf, *bonds, math.inf]
    for at, (before, here, after) in enumerate(zip(around[:-2], bonds, around[2:], strict=True), 1):
        if here < _LOOSE or (here < min(before, after) and here < _FIRM):
            yield at


_LOOSE, _FIRM = 1.0, 4.0


def main() -> None:
    """Write a site's content."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, required=True, help="Markdown pages, real ones too")
    parser.add_argument("--into", type=Path, required=True, help="a new or empty folder")
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    options = parser.parse_args()
    made = write(options.content, options.into, options.pages)
    print(f"{options.pages} pages in {options.into}, {made} of them generated")


if __name__ == "__main__":
    main()
