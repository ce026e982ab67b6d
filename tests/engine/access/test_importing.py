"""A company's people from a table: all rows or none."""

import pytest

from engine.access import commands, queries
from engine.access.importing import Imported, import_people
from engine.kernel import Invalid
from tests.kit import House

PEOPLE = ["用户名", "姓名", "部门", "上级", "角色", "组", "负责部门", "邮箱"]
ROWS = [
    ["ann", "安娜", "总公司/销售部", "bob", "员工", "等级管理员、一线客服", "", "ann@example.com"],
    ["bob", "鲍勃", "总公司/销售部", "", "", "", "销售部", ""],
    ["eve", "伊芙", "总公司", "", "管理员", "", "总公司", None],
]


def taken(house: House, header: list[str], rows: list[list[object]]) -> Imported:
    with house.unit() as ctx:
        return import_people(ctx, header, list(enumerate(rows, 2)))


def test_people_departments_heads_and_groups_come_from_one_table(house: House) -> None:
    done = taken(house, PEOPLE, ROWS)
    assert (done.people, done.departments) == (3, 2)
    assert house.look(lambda ctx: queries.manager_of(ctx.session, "ann")) == "bob"
    assert house.look(lambda ctx: queries.executive(ctx.session)) == "eve"
    assert house.look(lambda ctx: queries.people_in(ctx.session, "一线客服")) == ["ann"]
    assert house.look(lambda ctx: queries.actor_of(ctx.session, "eve")).roles == {"admin"}


def test_importing_twice_adds_nothing(house: House) -> None:
    taken(house, PEOPLE, ROWS)
    done = taken(house, PEOPLE, ROWS)
    assert (done.people, done.departments, done.existing) == (0, 0, 3)


def test_one_wrong_row_refuses_all_and_names_every_wrong_row(house: House) -> None:
    wrong = [
        *ROWS,
        ["*经理", "", "", "", "", "", "", ""],
        ["cat", "", "没有", "", "", "", "", ""],
        ["dan", "", "", "", "国王"],
    ]
    with pytest.raises(Invalid) as refusal:
        taken(house, PEOPLE, wrong)
    found = {(error["path"][0], error["code"]) for error in refusal.value.errors}
    assert found == {(5, "name_invalid"), (6, "department_unknown"), (7, "role_unknown")}
    assert house.look(lambda ctx: queries.people(ctx.session)) == []


def test_departments_may_stand_in_any_order(house: House) -> None:
    house.person("bob")
    header = ["部门编号", "部门名称", "英文名", "上级部门", "负责人"]
    done = taken(house, header, [["S", "销售部", "Sales", "HQ", "bob"], ["HQ", "总公司", "", "", ""]])
    assert done.departments == 2
    assert house.look(lambda ctx: queries.head_of(ctx.session, "Sales")) == "bob"


def test_a_table_of_people_who_head_departments_leaves_the_deputies_in_place(house: House) -> None:
    house.person("bob").person("dan")
    taken(house, ["部门编号", "副职"], [["S", "dan"]])
    taken(house, ["用户名", "负责部门"], [["bob", "S"]])
    with house.unit() as ctx:
        commands.disable(ctx, "bob")
    assert house.look(lambda ctx: queries.head_of(ctx.session, "S")) == "dan"


def test_a_table_of_something_else_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="header_unknown"):
        taken(house, ["单号", "客户编号"], [])
