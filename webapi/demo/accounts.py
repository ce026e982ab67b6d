"""The demo's forty business customers: A公司 and B企业 as the documents print them, the others made up beside them.

Each has an opening balance as of `OPENING` and purchases from then until the demo's today, drawn by a fixed seed from
what kind of customer it is: those who buy more and more, those who fade, those who left and those who never bought.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from webapi.demo.company import DEPARTMENT_OF

OPENING = date(2024, 5, 31)
SEGMENT = "b2b"
HEADINGS = (
    "客户编号",
    "客户名称",
    "所属行业",
    "决策人(姓名/职位)",
    "联系方式",
    "历史合作时长",
    "累计合作金额",
    "核心需求标签",
    "客户分层",
    "最近合作时间",
    "客户经理",
    "部门",
    "地区",
    "客群",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A row of T1 and how the customer buys: `pace` orders a year of about `order` yuan, each year `trend` times it."""

    name: str
    industry: str
    decider: str
    reach: str
    tenure: str
    amount: str
    needs: str
    owner: str
    region: str
    pace: int = 12
    order: int = 20_000
    trend: float = 1.0
    until: int = 0
    since: int = 0
    last: str = ""
    tier: str = ""


ACCOUNTS = (
    Account("A公司", "制造业", "*总/采购总监", "XXXX", "2年", "500万", "降本增效、供应链优化", "zhou.ting", "上海",
            24, 105_000, 1.05, last="2024-05-20", tier="高价值"),
    Account("B企业", "IT服务", "*经理/技术负责人", "139XXXX", "6个月", "80万", "系统稳定性、售后支持", "wu.hao", "杭州",
            12, 42_000, 1.3, last="2024-05-15", tier="潜力"),
    Account("启明精工", "制造业", "顾建国/总经理", "13800010003", "3年", "620万", "智能仓储、降本增效", "zhou.ting", "苏州", 20, 110_000),
    Account("海岳物流", "物流运输", "范志远/运营总监", "13800010004", "4年", "480万", "车队管理、系统稳定性", "sun.yue", "上海", 18, 95_000),
    Account("云帆软件", "IT服务", "苗雨/采购经理", "13800010005", "18个月", "120万", "售后支持、培训", "wu.hao", "杭州", 10, 46_000, 1.2),
    Account("东篱食品", "食品加工", "尤娟/副总经理", "13800010006", "2年", "150万", "库存周转、保质期管理", "sun.yue", "南京", 12, 38_000),
    Account("澄江化工", "化工", "华立/设备部长", "13800010007", "5年", "900万", "安全生产、备件供应", "zhou.ting", "南通", 22, 130_000, 0.95),
    Account("晴川医药", "医药流通", "屈菲/信息主管", "13800010008", "1年", "60万", "合规追溯", "wu.hao", "合肥", 8, 30_000, 1.4),
    Account("北辰纺织", "纺织", "费强/厂长", "13800010009", "3年", "210万", "能耗优化", "sun.yue", "绍兴", 12, 52_000, 0.5),
    Account("江南印务", "印刷包装", "虞欢/采购主管", "13800010010", "2年", "40万", "交期稳定", "zhu.min", "无锡", 6, 18_000),
    Account("鼎盛建材", "建筑材料", "鲁刚/总经理", "13800010011", "4年", "330万", "物流配送、账期", "zhu.min", "宁波", 14, 70_000, 0.45),
    Account("百川水务", "公用事业", "祁连/工程部长", "13800010012", "2年", "260万", "远程监控", "jiang.yan", "常州", 8, 98_000),
    Account("朗月文创", "文化创意", "岑溪/创始人", "13800010013", "8个月", "12万", "小批量定制", "jiang.yan", "上海", 5, 9_000, 1.5),
    Account("恒远汽配", "汽车配件", "史大鹏/供应链总监", "13800010014", "3年", "560万", "供应链优化、质量追溯", "dong.hao", "苏州", 20, 102_000),
    Account("新禾农业", "农业", "田野/合作社社长", "13800010015", "1年", "25万", "季节性供货", "dong.hao", "徐州", 4, 22_000),
    Account("致远教育", "教育培训", "易凡/行政主管", "13800010016", "2年", "18万", "产品培训", "pan.li", "上海", 6, 11_000),
    Account("宏图广告", "文化传媒", "麦冬/客户总监", "13800010017", "1年", "9万", "响应速度", "pan.li", "杭州", 5, 8_000, 0.3, until=240),
    Account("天工机械", "制造业", "柴进/技术总监", "13800010018", "2年", "180万", "预防性维护、培训", "yuan.ye", "无锡", 10, 58_000, 1.15),
    Account("沪上餐饮", "餐饮连锁", "闻莺/采购总监", "13800010019", "3年", "90万", "门店配送", "ren.jie", "上海", 24, 14_000),
    Account("安澜保险", "金融服务", "丁一/科技部经理", "13800010020", "10个月", "70万", "数据安全", "yuan.ye", "南京", 6, 48_000, 1.1),
    Account("岭南电子", "电子制造", "关飞/采购总监", "13800010021", "4年", "780万", "供应链优化、交期", "zheng.kai", "深圳", 24, 118_000, 1.1),
    Account("粤海冷链", "物流运输", "容海/总经理", "13800010022", "2年", "240万", "温控追溯、7×24 服务", "zheng.kai", "广州", 14, 62_000),
    Account("鹭岛旅游", "旅游", "蓝天/市场总监", "13800010023", "1年", "15万", "淡季促销", "he.jing", "厦门", 5, 12_000),
    Account("南粤家居", "家居制造", "区丽/厂长", "13800010024", "3年", "310万", "小单快返", "he.jing", "佛山", 16, 56_000, 0.5),
    Account("星河照明", "照明", "辛星/外贸经理", "13800010025", "2年", "130万", "认证支持", "lin.tao", "中山", 10, 40_000),
    Account("闽都茶业", "食品加工", "茅盾生/总经理", "13800010026", "2年", "55万", "包装定制", "lin.tao", "福州", 8, 24_000),
    Account("湾区生物", "生物科技", "花蕾/实验室主任", "13800010027", "7个月", "95万", "冷链、合规追溯", "zheng.kai", "深圳", 9, 66_000, 1.6),
    Account("珠江船舶", "船舶制造", "江船/采购部长", "13800010028", "5年", "1200万", "备件供应、现场服务", "he.jing", "广州", 16, 240_000),
    Account("桂林山泉", "饮料", "泉清/销售总监", "13800010029", "1年", "32万", "旺季保供", "lin.tao", "桂林", 8, 21_000),
    Account("海丝陶瓷", "陶瓷", "窑青/总经理", "13800010030", "3年", "160万", "破损率", "deng.chao", "泉州", 9, 50_000, 0.4, until=200),
    Account("五羊五金", "五金", "羊城/采购经理", "13800010031", "2年", "48万", "账期", "deng.chao", "广州", 10, 17_000),
    Account("椰风日化", "日化", "海棠/品牌经理", "13800010032", "1年", "38万", "小批量定制", "liang.jing", "海口", 7, 26_000, 1.2),
    Account("凌云无人机", "智能硬件", "凌霄/研发总监", "13800010033", "4个月", "20万", "样机试用、技术支持", "mo.wen", "深圳", 6, 35_000, 1.8),
    Account("莞城鞋业", "鞋服", "步行/总经理", "13800010034", "4年", "190万", "快速打样", "su.han", "东莞", 8, 44_000, 0.3, until=400),
    Account("春风园艺", "园林", "春芳/项目经理", "13800010035", "1年", "8万", "项目交付", "wei.ning", "珠海", 3, 15_000),
    Account("格致仪器", "仪器仪表", "格林/销售总监", "13800010036", "", "", "计量认证、培训", "ou.yang", "广州", 10, 45_000, since=80),
    Account("知味烘焙", "餐饮连锁", "麦香/创始人", "13800010037", "", "", "门店配送", "ren.jie", "上海", 12, 9_000, since=60),
    Account("远山户外", "体育用品", "登高/采购主管", "13800010038", "", "", "样品试用", "mo.wen", "深圳", 0),
    Account("锦绣会展", "会展服务", "锦书/总经理", "13800010039", "", "", "应急响应", "yuan.ye", "上海", 0),
    Account("望江能源", "新能源", "江望/工程总监", "13800010040", "", "", "远程监控、现场服务", "zhou.ting", "南京", 0),
)  # fmt: skip


def number(n: int) -> str:
    """The customer number of the n-th account, from 1: C2024001 …"""
    return f"C2024{n:03d}"


def write_customers(file: Path) -> None:
    """The accounts as T1 prints them, with owner, department, region and segment behind."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(HEADINGS)
        for n, account in enumerate(ACCOUNTS, 1):
            told = (account.name, account.industry, account.decider, account.reach, account.tenure, account.amount)
            seen = (account.needs, account.tier, account.last, account.owner, DEPARTMENT_OF[account.owner])
            table.writerow((number(n), *told, *seen, account.region, SEGMENT))


def write_purchases(file: Path, today: date) -> None:
    """What the accounts bought since the opening balance, until the day before `today`; one refund now and then."""
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["单号", "客户编号", "购买时间", "购买金额", "购买商品"])
        for n, account in enumerate(ACCOUNTS, 1):
            for order, (day, amount) in enumerate(_orders(account, n, today), 1):
                goods = "退货" if amount < 0 else account.needs.split("、")[order % len(account.needs.split("、"))]
                table.writerow([f"SO{n:03d}-{order:04d}", number(n), day.isoformat(), amount, goods])


def _orders(account: Account, n: int, today: date) -> Iterator[tuple[date, int]]:
    if not account.pace:
        return
    dice = random.Random(2024 + n)  # noqa: S311 - sample data
    gap = 365 / account.pace
    day = today - timedelta(days=account.since) if account.since else OPENING + timedelta(days=dice.uniform(1, gap))
    end = today - timedelta(days=max(account.until, 1))
    while day <= end:
        years = (day - OPENING).days / 365
        amount = int(account.order * account.trend**years * dice.uniform(0.6, 1.4) / 100) * 100
        yield day, amount
        if dice.random() < 0.02:
            yield day + timedelta(days=dice.randrange(2, 9)), -amount // 4
        day += timedelta(days=max(1, round(gap * dice.uniform(0.5, 1.5) / min(account.trend**years, 1.0))))
