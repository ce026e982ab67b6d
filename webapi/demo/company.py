"""The people of the demo company: a small trading house with two sales departments and a service department."""

from dataclasses import dataclass

from engine.access import commands, queries
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
ACCOUNT_MANAGERS = ("zhou.ting", "wu.hao", "sun.yue", "zheng.kai", "he.jing", "lin.tao")

DEPARTMENTS = (
    ("hq", "总部", "Head office", None, EXECUTIVE),
    ("east", "华东销售部", "Sales East", "hq", "wang.fang"),
    ("south", "华南销售部", "Sales South", "hq", "li.qiang"),
    ("service", "客户服务部", "Customer service", "hq", "zhao.min"),
)
GROUPS = (
    ("等级管理员", "Tier administrators"),
    ("部门主管", "Department heads"),
    ("高管", "Executives"),
    ("流程负责人", "Process owners"),
    ("客户经理", "Account managers"),
    ("系统", "System"),
)
PEOPLE = (
    Person("admin", "系统管理员", "管理员 administrator", "hq", ("admin",)),
    Person(EXECUTIVE, "陈立", "高管 executive", "hq", groups=("高管",)),
    Person("wang.fang", "王芳", "部门主管 head, 华东", "east", groups=("部门主管",)),
    Person("li.qiang", "李强", "部门主管 head, 华南", "south", groups=("部门主管",)),
    Person("zhao.min", "赵敏", "部门主管 head, 客服", "service", groups=("部门主管",)),
    Person("zhou.ting", "周婷", "客户经理 account manager", "east", groups=("客户经理",)),
    Person("wu.hao", "吴昊", "客户经理 account manager", "east", groups=("客户经理",)),
    Person("sun.yue", "孙悦", "客户经理 account manager", "east", groups=("客户经理",)),
    Person("zheng.kai", "郑凯", "客户经理 account manager", "south", groups=("客户经理",)),
    Person("he.jing", "何静", "客户经理 account manager", "south", groups=("客户经理",)),
    Person("lin.tao", "林涛", "客户经理 account manager", "south", groups=("客户经理",)),
    Person("xu.li", "徐丽", "等级管理员 tier administrator", "service", groups=("等级管理员",)),
    Person("ma.chao", "马超", "等级管理员 tier administrator", "service", groups=("等级管理员",)),
    Person("huang.lan", "黄岚", "流程负责人 process owner", "hq", ("process_owner",), ("流程负责人",)),
    Person("gao.yuan", "高原", "流程负责人 process owner", "hq", ("process_owner",), ("流程负责人",)),
    Person("shen.jing", "沈静", "审计 auditor", "hq", ("auditor",)),
)
DEPARTMENT_OF = {person.name: person.department for person in PEOPLE}


def found(ctx: Context, password: str | None) -> None:
    """Departments with their heads, groups, and people who all sign in with this password (nobody without one)."""
    for key, name, name_en, parent, _ in DEPARTMENTS:
        commands.add_department(ctx, key, name=name, name_en=name_en, parent=parent)
    known = queries.groups_named(ctx.session, {name for name, _ in GROUPS}, tenant=ctx.tenant)
    for name, name_en in GROUPS:
        if name not in known:
            commands.add_group(ctx, name, name_en=name_en)
    heads = {department: head for department, _, _, _, head in DEPARTMENTS}
    for person in PEOPLE:
        head = heads[person.department]
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
        above = EXECUTIVE if person.name == heads[person.department] else heads[person.department]
        if person.name != above:
            commands.move_person(ctx, person.name, manager=above)
