"""What processes read and write of a customer."""

import pytest

from engine.customers import commands
from engine.customers.dealings import Interaction, Need
from engine.customers.events import CustomerChanged
from engine.customers.imports import load
from engine.customers.templates import template
from tests.kit.drawings import drawing
from webapi.demo.accounts import FILE

SAMPLES = FILE.with_name("samples")


def test_a_profile_of_a_customer_who_never_bought(desk):
    told = desk.ask("customer.profile", customer="C-1")
    assert (told["code"], told["band"], told["owner"], told["lifecycle"], told["prospect"]) == (
        "C-1", 3, "ann", "potential", True,
    )  # fmt: skip
    assert (told["cell"], told["complaints_90d"], told["cap_left"], told["quiet_now"]) == (None, 0, 4, False)


def test_an_interaction_is_written_down_in_the_words_of_the_table(desk):
    desk.ask(
        "customer.interaction", customer="C-1", channel="线下拜访", subject="回顾", participants="王总", status="已完成"
    )
    row = desk.house.look(lambda ctx: ctx.session.query(Interaction).one())
    assert (row.channel, row.status, row.subject) == ("visit", "done", "回顾")
    assert "王总" not in row.participants


def test_a_need_keeps_the_note_behind_its_word(desk):
    desk.ask("customer.need", customer="C-1", type="产品需求", description="仓储", feedback="已确认(需补充成本明细)")
    row = desk.house.look(lambda ctx: ctx.session.query(Need).one())
    assert (row.kind, row.state, row.note) == ("product", "confirmed", "需补充成本明细")


def test_a_tag_is_put_on_once(desk):
    assert desk.ask("customer.tag", customer="C-1", tag="竞争对手接触", action="add")["changed"]
    assert not desk.ask("customer.tag", customer="C-1", tag="竞争对手接触", action="add")["changed"]
    assert desk.ask("customer.tag", customer="C-1", tag="竞争对手接触", action="remove")["changed"]


def test_a_pooled_customer_has_no_owner_until_somebody_claims_it(desk):
    desk.ask("customer.pool", customer="C-1", action="return", reason="idle")
    assert desk.customer()["owner"] is None
    desk.ask("customer.pool", customer="C-1", action="claim", by="cat")
    assert desk.customer()["owner"] == "cat"


def test_numbers_count_within_a_day(desk):
    assert [desk.ask("case.number", prefix="TS")["number"] for _ in range(2)] == ["TS20260302-0001", "TS20260302-0002"]


@pytest.mark.parametrize(("number", "band", "cell"), [("C2024001", 1, "high_value"), ("C2024002", 2, "potential")])
def test_the_sample_customers_stand_where_the_documents_put_them(desk, number, band, cell):
    with desk.house.unit() as ctx:
        load(ctx, template("customers"), SAMPLES / "T1.csv", opening="2026-02-20")
    with desk.house.unit() as ctx:
        customer = commands.find(ctx, number)
        ctx.record(CustomerChanged(customer_id=customer.id, changes={"band": [None, band]}, new={"band": band}))
    assert desk.ask("customer.profile", customer=number)["cell"] == cell


def test_a_second_complaint_counts_the_first_but_not_itself(desk):
    flows = "start > look:service > wait:user > end"
    look = {"service": "customer.profile", "in": '={customer: "C-1"}', "result": "profile"}
    desk.house.deploy(complaint__bpmn=drawing("complaint", flows, look=look))
    customer_id = desk.house.look(lambda ctx: commands.find(ctx, "C-1").id)
    runs = [desk.house.start("complaint", customer_id=customer_id) for _ in range(2)]
    told = [(run.variables["profile"]["complaints_90d"], run.variables["profile"]["complaints_open"]) for run in runs]
    assert told == [(0, 0), (1, 1)]
    desk.house.later(days=91)
    assert desk.ask("customer.profile", customer="C-1")["complaints_90d"] == 0


def test_a_parameter_that_the_model_leaves_out_is_an_incident_not_a_failure(desk):
    asked = {"service": "customer.profile", "in": "={customer: nobody}"}
    desk.house.deploy(ask__bpmn=drawing("ask", "start > s:service > end", s=asked))
    run = desk.house.start("ask")
    assert [incident.params["error"] for incident in run.incidents] == ["parameter_missing"]
