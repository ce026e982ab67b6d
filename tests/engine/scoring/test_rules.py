"""The shipped rule tables: complete and disjoint, drawn, named in both languages, and read alike at both speeds."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.feel import dmn
from tests.engine.scoring.conftest import RULES, rule_table

MODEL = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
DRAWING = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"
FILES = sorted(RULES.glob("*.dmn"))
UNIQUE = [
    *("abc", "approval_route", "churn_level", "contact_preference", "downgrade_guard", "frequency_band", "lifecycle"),
    *("need_type", "region", "rfm_score", "rfm_segment", "score_weights", "tier_annual", "tier_cdnow"),
    *("tier_client", "tier_value", "value_potential"),
]
flags = st.booleans()


@cache
def read(key):
    return dmn.read((RULES / f"{key}.dmn").read_bytes())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_table_reads_without_remarks_and_is_called_by_its_file(file):
    model = dmn.read(file.read_bytes())
    assert model.findings == []
    assert list(model.decisions) == [file.stem]
    assert re.search("[一-鿿]", model.decisions[file.stem])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_table_is_drawn_and_has_an_english_name(file):
    root = etree.parse(file).getroot()
    parts = {e.get("id") for e in root.iter(f"{MODEL}decision", f"{MODEL}inputData", f"{MODEL}informationRequirement")}
    assert parts == {e.get("dmnElementRef") for e in root.iter(f"{DRAWING}DMNShape", f"{DRAWING}DMNEdge")}
    assert root.xpath("//*[local-name()='property'][@name='name:en']/@value")


@pytest.mark.parametrize("key", UNIQUE)
def test_no_rule_can_be_left_out_without_a_gap(key):
    root = etree.parse(RULES / f"{key}.dmn").getroot()
    for rule in list(root.iter(f"{MODEL}rule")):
        table, place = rule.getparent(), rule.getparent().index(rule)
        table.remove(rule)
        assert dmn.read(etree.tostring(root)).findings, rule.get("id")
        table.insert(place, rule)


@given(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["normal", "contract", "locked"]),
            "direction": st.sampled_from(["up", "same", "down"]),
            "protected": flags,
            "tenure_ok": flags,
            "keep_ratio": st.sampled_from(["0", "0.7999", "0.8", "0.81", "1"]).map(Decimal),
            "fails": st.integers(0, 4),
            "period_end": flags,
        }
    )
)
def test_the_guard_answers_alike_as_dmn_and_as_simple_table(values):
    told = read("downgrade_guard").evaluate("downgrade_guard", values)
    answer = rule_table("downgrade_guard").decide(values | {"keep_ratio": Fraction(values["keep_ratio"])})
    assert told.matched == (answer.rule,)
    assert told.value == dict(answer.outputs)


@given(st.integers(-1, 2), flags, flags, st.integers(0, 800), st.integers(0, 800))
def test_lifecycle_answers_alike_as_dmn_and_as_simple_table(purchases, ended, returned, first, last):
    values = {
        "purchases": purchases,
        "contract_ended": ended,
        "returned": returned,
        "days_since_first": first,
        "days_since_last": last,
    }
    told = read("lifecycle").evaluate("lifecycle", values)
    assert told.value == dict(rule_table("lifecycle").decide(values).outputs)


def route(change, old, new, cost=0, refused=False):
    values = {"change": change, "from_band": old, "to_band": new, "size": cost, "automated_refused": refused}
    answer = read("approval_route").evaluate("approval_route", values).value
    return answer["route"], answer["approvers"], answer["mode"], answer["due"], answer["plain"]


def test_who_approves_a_change_of_tier():
    assert route("promote", 3, 2, 5_000) == ("none", [], "none", "", True)
    assert route("promote", 2, 1, 200) == ("sample", ["等级管理员"], "any", "2wd", True)
    assert route("promote", 3, 2, Decimal("5000.01")) == ("person", ["等级管理员"], "any", "2wd", True)
    assert route("promote", 3, 2, 0, True) == ("person", ["等级管理员"], "any", "2wd", False)
    assert route("demote", 2, 3) == ("person", ["部门主管"], "any", "5wd", True)
    assert route("demote", 1, 2) == ("person", ["部门主管", "高管"], "all", "5wd", False)
    assert route("demote", 2, 3, 0, True) == ("person", ["部门主管"], "any", "5wd", False)


def benefits(band, member="x", cell=None):
    values = {"band": band, "member": member, "cell": cell}
    return {row["key"]: row for row in read("benefits").evaluate("benefits", values).value}


def test_every_band_has_benefits_and_higher_bands_keep_the_silver_ones():
    regular, silver, gold = (benefits(band) for band in (3, 2, 1))
    assert "basic_guarantee" in regular
    assert {"recommendation", "after_sales"} <= regular.keys() & silver.keys() & gold.keys()
    assert {"hotline", "coupons"} <= silver.keys() & gold.keys()
    assert {"free_express", "complaint_priority"} <= gold.keys() - silver.keys()
    assert {row["part"] for row in gold.values()} == {"strategy", "process", "content"}


def test_core_customers_have_a_manager_of_their_own_whatever_the_scheme_calls_them():
    for found in (benefits(1, "A"), benefits(1, "vip"), benefits(3, "regular", "high_value")):
        assert found["named_manager"]["yearly_cost"] > 0
    assert "rescue_plan" in benefits(2, "silver", "at_risk")
