"""T1: the customer's record, its deciding contact sealed, computed columns compared, and the way back out."""

import csv

import pytest

from engine.customers import queries, search
from engine.customers.cells import yuan_text
from engine.customers.templates import template
from engine.kernel import Invalid

T1 = (
    "客户编号,客户名称,所属行业,决策人(姓名/职位),联系方式,历史合作时长,累计合作金额,核心需求标签,客户分层,最近合作时间"
)
A = "C2024001,A公司,制造业,*总/采购总监,XXXX,2年,500万,降本增效、供应链优化,高价值,2024-05-20"
B = "C2024002,B企业,IT服务,王小明/技术负责人,13912341234,6个月,80万,系统稳定性、售后支持,潜力,2024-05-15"


def exported(shop, key: str, path):
    """The export as a file."""
    with shop.unit(write=False) as ctx, path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column.title for column in template(key).columns])
        writer.writerows(template(key).export(ctx))
    return path


def test_the_sample_rows_come_in_and_computed_columns_are_compared(shop, table):
    report = shop.takes("customers", table(T1, A, B))
    assert report.counts["written"] == 2
    assert shop.rows("SELECT number, industry FROM customer ORDER BY number") == [
        ("C2024001", "制造业"), ("C2024002", "IT服务"),
    ]  # fmt: skip
    first = [line for line in report.differences if line["row"] == 2]
    assert {line["column"]: line["computed"] for line in first} == {
        "months": "0个月", "amount": yuan_text(0), "tier": None, "last": None,
    }  # fmt: skip


def test_opening_balances_are_taken_when_a_day_is_named(shop, table):
    report = shop.takes("customers", table(T1, A), opening="2024-05-20")
    assert shop.rows("SELECT amount_cents, months FROM opening_balance") == [(500_000_000, 24)]
    assert [line["column"] for line in report.differences] == ["last", "tier"]


def test_an_opening_balance_without_its_months_is_refused_instead_of_never_counting(shop, table):
    with pytest.raises(Invalid) as refused:
        shop.takes("customers", table(T1, A.replace("2年", "")), opening="2024-05-20")
    assert refused.value.params["report"]["refused"][0]["code"] == "opening_months_wrong"
    assert shop.rows("SELECT * FROM opening_balance") == []


def test_contacts_are_sealed_and_shown_by_right(shop, table):
    shop.house.person("ann").person("eve")
    shop.takes("customers", table(f"{T1},客户经理", f"{B},ann"))
    assert "王小明" not in str(shop.rows("SELECT * FROM contact"))
    with shop.unit("ann", write=False) as ctx:
        own = queries.one(ctx, "C2024002")["contacts"][0]
    assert (own["name"], own["phone"]) == ("王小明", "139****1234")
    with shop.unit(write=False) as ctx:
        assert queries.one(ctx, "C2024002")["contacts"][0]["name"] == "王*"


@pytest.mark.parametrize(
    ("said", "found"),
    [("C2024002", 1), ("B企业", 1), ("139 1234 1234", 1), ("B企", 0), ("C2024", 0), ("1391234", 0)],
)
def test_who_calls_is_found_by_what_is_said_in_full_only(shop, table, said, found):
    shop.house.person("eve")
    shop.takes("customers", table(T1, A, B))
    with shop.unit("eve", write=False) as ctx:
        assert len(search.callers(ctx, said)) == found
        assert queries.page(ctx, q=said) == []


def test_a_masked_value_never_replaces_a_real_one(shop, table):
    shop.takes("customers", table(T1, B, name="a.csv"))
    masked = B.replace("王小明", "*经理").replace("13912341234", "139XXXX")
    assert shop.takes("customers", table(T1, masked, name="b.csv")).counts["unchanged"] == 1


def test_another_real_name_is_another_contact(shop, table):
    shop.takes("customers", table(T1, B, name="a.csv"))
    shop.takes("customers", table(T1, B.replace("王小明", "李四"), name="b.csv"))
    assert shop.one("SELECT COUNT(*) FROM contact") == 2
    assert shop.one("SELECT COUNT(*) FROM contact WHERE decides") == 1


def test_export_and_import_again_changes_nothing(ruled, table, tmp_path):
    ruled.takes("customers", table(T1, A, B))
    head = "单号,客户编号,购买时间,购买金额,购买商品"
    ruled.takes(
        "purchases", table(head, "1,C2024001,1998-05-20 10:30,-1.5,x", "2,C2024002,1998-05-20,80,y", name="p.csv")
    )
    again = ruled.takes("customers", exported(ruled, "customers", tmp_path / "t1.csv"))
    assert (again.counts["unchanged"], again.counts["changed"], again.differences) == (2, 0, [])
    bought = ruled.takes("purchases", exported(ruled, "purchases", tmp_path / "p2.csv"))
    assert (bought.counts["skipped"], bought.counts["written"]) == (2, 0)


def test_wrong_cells_are_named(shop, table):
    lines = ["C-1,A,制造业,,,viel,10,,,2024-02-30", ",B,,,,,,,,", "C-1,C,,,,,,,,", "C-1,D,,,,,,,,"]
    with pytest.raises(Invalid) as refused:
        shop.takes("customers", table(T1, *lines))
    told = {(line["row"], line["column"], line["code"]) for line in refused.value.params["report"]["refused"]}
    assert told == {
        (2, "months", "not_a_duration"), (2, "last", "no_such_date"), (3, "number", "cell_empty"),
        (5, "number", "customer_twice"),
    }  # fmt: skip


def test_a_staff_member_sees_the_own_customers_only(shop, table):
    shop.house.person("ann").person("bob").person("aud", "auditor")
    shop.takes("customers", table("客户编号,客户名称,客户经理", "C-1,甲,ann", "C-2,乙,bob"))
    for who, seen in (("ann", ["C-1"]), ("bob", ["C-2"]), ("aud", ["C-1", "C-2"])):
        with shop.unit(who, write=False) as ctx:
            assert [customer["number"] for customer in queries.page(ctx)] == seen
