"""The people of the demo company: a trading house of sixty in six departments."""

from dataclasses import dataclass
from datetime import date, timedelta

from engine.access import commands, duty, queries
from engine.kernel import Context


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in as `name`; `title` is shown to whoever looks for the right person to play."""

    name: str
    display_name: str
    title: str
    department: str
    roles: tuple[str, ...] = ("staff",)
    groups: tuple[str, ...] = ()


EXECUTIVE = "chen.li"
TIER_ADMINS = ("xu.li", "ma.chao")
PROCESS_OWNERS = ("huang.lan", "gao.yuan")
TRAINER = "jin.hui"
ROSTER, ROSTER_OF, DUTY_MANAGER = "值班", "一线客服", "zhao.min"
ACCOUNT_MANAGERS = ("zhou.ting", "wu.hao", "sun.yue", "zheng.kai", "he.jing", "lin.tao")

DEPARTMENTS = (
    ("hq", "总部", "Head office", None, EXECUTIVE),
    ("east", "华东销售部", "Sales East", "hq", "wang.fang"),
    ("south", "华南销售部", "Sales South", "hq", "li.qiang"),
    ("service", "客户服务部", "Customer service", "hq", "zhao.min"),
    ("tech", "技术部", "Engineering", "hq", "luo.wei"),
    ("product", "产品部", "Products", "hq", "xie.qian"),
)
GROUPS = (
    ("等级管理员", "Tier administrators"),
    ("部门主管", "Department heads"),
    ("高管", "Executives"),
    ("流程负责人", "Process owners"),
    ("客户经理", "Account managers"),
    ("一线客服", "Frontline service"),
    ("售前产品", "Presales and products"),
    ("售后技术", "After-sales and engineering"),
    ("财务法务", "Finance and legal"),
    ("质检", "Quality"),
    ("培训管理员", "Training"),
    ("数据管理员", "Data administrators"),
    ("隐私负责人", "Privacy officers"),
    ("项目负责人", "Project leads"),
    ("值班", "On duty"),
    ("值班主管", "Duty managers"),
    ("客服主管", "Service heads"),
    ("技术主管", "Engineering heads"),
    ("系统", "System"),
)
SHOWN = (
    Person("admin", "系统管理员", "管理员 administrator", "hq", ("admin",)),
    Person(EXECUTIVE, "陈立", "高管 executive", "hq", groups=("高管",)),
    Person("wang.fang", "王芳", "部门主管 head, 华东", "east", groups=("部门主管",)),
    Person("li.qiang", "李强", "部门主管 head, 华南", "south", groups=("部门主管",)),
    Person("zhao.min", "赵敏", "部门主管 head, 客服", "service", groups=("部门主管", "客服主管", "值班主管")),
    Person("luo.wei", "罗伟", "部门主管 head, 技术", "tech", groups=("部门主管", "技术主管")),
    Person("xie.qian", "谢倩", "部门主管 head, 产品", "product", groups=("部门主管",)),
    Person("zhou.ting", "周婷", "客户经理 account manager", "east", groups=("客户经理",)),
    Person("wu.hao", "吴昊", "客户经理 account manager", "east", groups=("客户经理",)),
    Person("sun.yue", "孙悦", "客户经理 account manager", "east", groups=("客户经理",)),
    Person("zheng.kai", "郑凯", "客户经理 account manager", "south", groups=("客户经理",)),
    Person("he.jing", "何静", "客户经理 account manager", "south", groups=("客户经理",)),
    Person("lin.tao", "林涛", "客户经理 account manager", "south", groups=("客户经理",)),
    Person("tang.yu", "唐雨", "一线客服 frontline", "service", groups=("一线客服",)),
    Person("cao.lei", "曹磊", "售后工程师 engineer", "tech", groups=("售后技术",)),
    Person("peng.jie", "彭杰", "售前顾问 presales", "product", groups=("售前产品",)),
    Person("xu.li", "徐丽", "等级管理员 tier administrator", "service", groups=("等级管理员",)),
    Person("ma.chao", "马超", "等级管理员 tier administrator", "service", groups=("等级管理员",)),
    Person("fang.yi", "方怡", "财务 finance", "hq", groups=("财务法务",)),
    Person("qin.lan", "秦岚", "质检 quality", "hq", groups=("质检",)),
    Person("huang.lan", "黄岚", "流程负责人 process owner", "hq", ("process_owner",), ("流程负责人",)),
    Person("gao.yuan", "高原", "流程负责人 process owner", "hq", ("process_owner",), ("流程负责人",)),
    Person("shen.jing", "沈静", "审计 auditor", "hq", ("auditor",)),
)
"""Whom a visitor may want to play; one at least of every role."""

CROWD: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("hq", "财务法务"): (("yan.bo", "严波"), ("gu.xin", "顾欣")),
    ("hq", "质检"): (("meng.ke", "孟可"),),
    ("hq", "培训管理员"): (("jin.hui", "金慧"),),
    ("hq", "数据管理员"): (("bai.ran", "白冉"), ("hou.yu", "侯宇")),
    ("hq", "隐私负责人"): (("shao.qi", "邵琪"),),
    ("hq", "项目负责人"): (("long.fei", "龙飞"),),
    ("east", "客户经理"): (
        ("zhu.min", "朱敏"),
        ("jiang.yan", "江燕"),
        ("dong.hao", "董浩"),
        ("pan.li", "潘莉"),
        ("yuan.ye", "袁野"),
        ("ren.jie", "任杰"),
    ),
    ("south", "客户经理"): (
        ("deng.chao", "邓超"),
        ("liang.jing", "梁静"),
        ("mo.wen", "莫文"),
        ("su.han", "苏涵"),
        ("wei.ning", "韦宁"),
        ("ou.yang", "欧阳"),
    ),
    ("service", "一线客服"): (
        ("bao.na", "鲍娜"),
        ("shi.lei", "石磊"),
        ("kang.xue", "康雪"),
        ("mao.rui", "毛瑞"),
        ("qiu.yan", "邱艳"),
        ("tan.wei", "谭薇"),
    ),
    ("tech", "售后技术"): (
        ("hao.jun", "郝军"),
        ("cui.peng", "崔鹏"),
        ("lei.ming", "雷鸣"),
        ("duan.yi", "段毅"),
        ("yin.hao", "尹浩"),
        ("qiao.bin", "乔斌"),
        ("lai.sheng", "赖胜"),
    ),
    ("product", "售前产品"): (("wen.qing", "文清"), ("ji.yang", "纪洋"), ("fu.rong", "傅蓉"), ("zou.yi", "邹怡")),
}
"""The others, by department and group."""

PEOPLE = SHOWN + tuple(
    Person(name, display_name, group, department, groups=(group,))
    for (department, group), some in CROWD.items()
    for name, display_name in some
)
DEPARTMENT_OF = {person.name: person.department for person in PEOPLE}
HEAD_OF = {key: head for key, _, _, _, head in DEPARTMENTS}


def found(ctx: Context, password: str | None) -> None:
    """Departments with their heads, groups, and people who all sign in with this password (nobody without one)."""
    for key, name, name_en, parent, _ in DEPARTMENTS:
        commands.add_department(ctx, key, name=name, name_en=name_en, parent=parent)
    known = queries.groups_named(ctx.session, {name for name, _ in GROUPS}, tenant=ctx.tenant)
    for name, name_en in GROUPS:
        if name not in known:
            commands.add_group(ctx, name, name_en=name_en)
    for person in PEOPLE:
        head = HEAD_OF[person.department]
        commands.add_person(
            ctx,
            person.name,
            display_name=person.display_name,
            roles=person.roles,
            groups=person.groups,
            department=person.department,
            password=password,
        )
        if person.name == head:
            commands.set_head(ctx, person.department, person.name)
    for person in PEOPLE:
        above = EXECUTIVE if person.name == HEAD_OF[person.department] else HEAD_OF[person.department]
        if person.name != above:
            commands.move_person(ctx, person.name, manager=above)


def roster(ctx: Context, first: date, today: date) -> None:
    """The duty roster of the ninety days and of the month to come: day and night go round the frontline."""
    names = [person.name for person in PEOPLE if ROSTER_OF in person.groups]
    duty.plan(ctx, ROSTER, names, first, today + timedelta(days=30))
