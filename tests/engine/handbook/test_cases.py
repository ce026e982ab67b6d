"""Case studies: nobody can be told from them, and they are found in either language."""

from typing import Any

import pytest
from sqlalchemy import select

from engine.customers import commands as customers
from engine.customers import contacts
from engine.customers.models import Contact, Customer
from engine.handbook import cases, content
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Context, NotFound, new_id
from engine.privacy import anonymising
from tests.kit import House
from tests.kit.drawings import drawing

TEXTS = {
    "zh": {"title": "首答拖了三天", "story": "没有人回电", "cause": "交班没有清单", "lesson": "交班写清单"},
    "en": {"title": "Three days", "story": "Nobody called back", "cause": "No hand-over", "lesson": ""},
}


def admitted(house: House, number: str = "AL-1", **told: Any) -> None:
    with house.unit() as ctx:
        made = {"kind": "complaint", "outcome": "failure", "book": "flow", "texts": TEXTS, **told}
        cases.publish(ctx, number, made, new_id())


def a_customer(ctx: Context) -> Customer:
    """华东机械有限公司, whose contact is 王芳."""
    customer = customers.create(ctx, "KH-77", "华东机械有限公司")
    contact = Contact(id=new_id(), tenant_id=ctx.tenant, customer_id=customer.id, decides=True, basis="contract")
    for field, value in (("name", "王芳"), ("phone", "13912345678")):
        setattr(contact, field, ctx.vault.seal(ctx.session, contacts.subject(contact.id), f"contact.{field}", value))
    ctx.session.add(contact)
    ctx.session.flush()
    return customer


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("华东机械有限公司催了两次", "某客户催了两次"),
        ("华东机械的王芳说", "某客户的某联系人说"),
        ("客户 kh-77", "客户 某客户"),
        ("打 139 1234 5678 找她", "打 某联系人 找她"),
        ("写到 li.si@example.com 或 0755-88886666", "写到 *** 或 ***"),
        ("证件 11010519491231002X", "证件 ***"),
        ("三天里 20 个客户来电", "三天里 20 个客户来电"),
    ],
)
def test_who_it_is_about_is_taken_out_of_a_text(house: House, said: str, left: str) -> None:
    with house.unit() as ctx:
        found = anonymising.without(ctx, {"story": said}, a_customer(ctx), english=False)
    assert found["texts"] == {"story": left}
    assert (found["replaced"] > 0) == (said != left)


def test_without_a_customer_ways_to_reach_somebody_still_go(house: House) -> None:
    with house.unit(write=False) as ctx:
        found = anonymising.without(ctx, {"story": "call 13912345678"}, None, english=True)
    assert found == {"texts": {"story": "call ***"}, "replaced": 1}


@pytest.mark.parametrize(
    ("words", "found"), [("回电", 1), ("NOBODY back", 1), ("清单 三天", 1), ("回电 退款", 0), ("", 1)]
)
def test_a_case_is_found_by_all_of_the_words_in_either_language(house: House, words: str, found: int) -> None:
    admitted(house)
    assert len(house.look(lambda ctx: cases.search(ctx, words, "zh"))) == found


def test_its_chapter_tells_it_and_what_has_no_english_is_told_in_chinese(house: House) -> None:
    admitted(house)
    book = house.look(lambda ctx: content.written(ctx, "flow", "en"))
    chapter = next(one for one in book["chapters"] if one["key"] == "cases")
    texts = [block["text"] for block in chapter["blocks"]]
    assert texts[0] == "Three days"
    assert "Cause: No hand-over" in texts
    assert "Lesson: 交班写清单" in texts
    other = house.look(lambda ctx: cases.search(ctx, "", "en", book="tiers"))
    assert other == []


def test_published_again_it_takes_the_place_of_what_it_was(house: House) -> None:
    admitted(house)
    house.later(days=1)
    admitted(house, outcome="success")
    (one,) = house.look(lambda ctx: cases.search(ctx, "", "zh"))
    assert one["outcome"] == "success"


def test_a_handbook_that_is_not_there_takes_no_case(house: House) -> None:
    with pytest.raises(NotFound, match="handbook_unknown"):
        admitted(house, book="cooking")


def test_who_did_something_in_a_case_may_have_it_written_up_and_nobody_else_of_another_department(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", a={"assignee": "ann"}))
    house.person("ann").person("bob")
    with house.unit() as ctx:
        customer = a_customer(ctx)
        instances.start(ctx, "p", customer_id=customer.id, business_key="TS-7")
    with house.unit("ann", write=False) as ctx:
        cases.may_be_told(ctx, "TS-7", None)
    with pytest.raises(NotFound), house.unit("bob", write=False) as ctx:
        cases.may_be_told(ctx, "TS-7", None)


def test_a_study_is_about_the_case_and_not_about_what_it_called(house: House) -> None:
    house.deploy(
        p__bpmn=drawing("p", "start > c:call > end", c={"calledElement": "q"}),
        q__bpmn=drawing("q", "start > a:user > end"),
    )
    with house.unit() as ctx:
        whole = instances.start(ctx, "p", business_key="TS-7").id
        parts = ctx.session.scalars(select(Instance.business_key).where(Instance.process == "q")).all()
        assert parts == ["TS-7"]
        found = cases.about(ctx, "TS-7", None)
    assert found is not None
    assert found.id == whole
