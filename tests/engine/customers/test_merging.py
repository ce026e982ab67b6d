"""Two records of one customer become one, and two again for as long as nothing contradicts."""

import csv
from datetime import date
from pathlib import Path

import pytest

from engine.customers import contacts, duplicates, merges, merging
from engine.customers import dealing_commands as dealings
from engine.customers.commands import find, save_contact
from engine.customers.contact_queries import contacts_of
from engine.customers.dealing_commands import participants
from engine.customers.dealings import Interaction
from engine.customers.models import CustomerMerge
from engine.customers.queries import streams
from engine.customers.search import sounds
from engine.instances import commands as instances
from engine.kernel import Conflict, Invalid
from tests.kit import House
from webapi.demo.purchases import write_customers
from webapi.scenarios import world

BOTH = {
    "C-1": {"band": 1, "tier": "gold", "bought": {date(2026, 1, 5): 900}, "region": "上海"},
    "C-2": {"band": 2, "tier": "silver", "bought": {date(2026, 2, 5): 300}, "met": {date(2026, 2, 6): "care"}},
}


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": BOTH})
    with house.unit() as ctx:
        for number, phone in (("C-1", "13800000001"), ("C-2", "13800000002")):
            save_contact(ctx, number, name="张伟" if number == "C-1" else "李娜", title="经理", reach=phone)
        second = find(ctx, "C-2")
        dealings.record_interaction(ctx, second, {"channel": "phone", "subject": "回访", "participants": "李娜、王总"})
        (
            dealings.tag(ctx, second, "重点"),
            dealings.tag(ctx, find(ctx, "C-1"), "重点"),
            dealings.tag(ctx, second, "出口"),
        )
        instances.start(ctx, "work_item", {"action": "寄样品"}, customer_id=second.id)
    house.settle()
    return house


def everything(house: House) -> dict[str, dict[str, list]]:
    """All rows of both customers, by number and table."""

    def rows(ctx):
        return {
            number: {table.name: merging.keys(ctx, table, find(ctx, number).id) for table in merging.tables()}
            for number in ("C-1", "C-2")
        }

    return house.look(rows)


def merged(house: House, **taken: str) -> str:
    with house.unit() as ctx:
        merge = merges.merge(ctx, find(ctx, "C-1"), find(ctx, "C-2"), taken)
    return merge


def test_everything_of_the_loser_is_reached_from_the_winner(company: House) -> None:
    before = everything(company)
    loser = company.look(lambda ctx: find(ctx, "C-2").id)
    merged(company, region="this", name="other")
    after = everything(company)
    assert after["C-1"] == after["C-2"]  # the number leads there
    for table, rows in before["C-2"].items():
        kept = {"tier_state", "customer_tag"}
        missing = [row for row in rows if row not in after["C-1"][table]]
        assert missing == [] or table in kept, table
    with company.unit() as ctx:
        winner = find(ctx, loser)
        assert (winner.number, winner.name, winner.region) == ("C-1", "客户 C-2", "上海")
        assert f"customer:{loser}" in streams(ctx, "C-1")
        met = ctx.session.query(Interaction).filter_by(subject="回访", customer_id=winner.id).all()
        assert "李娜、王总" in participants(ctx, met).values()
        assert [one["decides"] for one in contacts_of(ctx, winner)] == [True, False]


def test_an_undo_puts_every_row_back_and_the_ledger_tells_both(company: House) -> None:
    before = everything(company)
    merge = merged(company, contact="other", name="other")
    with company.unit() as ctx:
        back = merges.undo(ctx, merge, "不是同一家")
        assert back.number == "C-2"
    assert everything(company) == before
    with company.unit() as ctx:
        assert find(ctx, "C-1").name == "客户 C-1"
        known = contacts.deciders(ctx, [find(ctx, n).id for n in ("C-1", "C-2")])
        assert sorted(one.values["name"] for one in known.values()) == ["张伟", "李娜"]
        first, second = (find(ctx, number).id for number in ("C-1", "C-2"))
    told = [entry.fact for entry in company.ledger(f"customer:{first}")]
    assert told[-2:] == ["CustomersMerged", "CustomerMergeUndone"]
    assert [entry.fact for entry in company.ledger(f"customer:{second}")][-2:] == [
        "CustomerMergedAway",
        "CustomerRestored",
    ]


@pytest.mark.parametrize("field", ["name", "region"])
def test_what_changed_since_stands_against_an_undo(company: House, field: str) -> None:
    merge = merged(company, **{field: "other"})
    with company.unit() as ctx:
        setattr(find(ctx, "C-1"), field, "又改了")
    with company.unit() as ctx:
        assert merges.contradictions(ctx, ctx.session.get_one(CustomerMerge, merge)) == [f"changed_{field}"]
        with pytest.raises(Conflict, match="merge_contradicted"):
            merges.undo(ctx, merge, "撤销")


def test_an_undo_is_not_done_twice_and_a_record_is_not_merged_with_itself(company: House) -> None:
    merge = merged(company)
    with company.unit() as ctx:
        merges.undo(ctx, merge, "看错了")
    with company.unit() as ctx, pytest.raises(Conflict):
        merges.undo(ctx, merge, "再来")
    with company.unit() as ctx, pytest.raises(Invalid, match="merge_with_itself"):
        merges.merge(ctx, find(ctx, "C-1"), find(ctx, "C-1"), {})


def test_a_merge_into_one_that_was_merged_itself_leads_on_and_holds_the_first_undo(company: House) -> None:
    world.settle(company, {"crowd": 0, "customers": {"C-3": {}}})
    first = merged(company)
    with company.unit() as ctx:
        merges.merge(ctx, find(ctx, "C-3"), find(ctx, "C-1"), {})
    with company.unit() as ctx:
        assert find(ctx, "C-2").number == "C-3"
        assert merges.contradictions(ctx, ctx.session.get_one(CustomerMerge, first)) == ["winner_merged"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("上海蓝海科技有限公司", "上海蓝海科技公司", True),
        ("海丝陶瓷", "海丝陶磁", True),
        ("上海蓝海科技有限公司", "蓝海科技", True),
        ("蓝海一店", "蓝海二店", False),
        ("客户 X-1", "客户 X-10", False),
        ("A公司", "B公司", False),
        ("上海蓝海科技有限公司", "上海海蓝贸易有限公司", False),
    ],
)
def test_names_are_compared_as_written_and_as_spoken(one: str, other: str, alike: bool) -> None:
    assert (duplicates.likeness(one, other) >= duplicates.ALIKE) is alike


def test_a_shared_phone_is_suspected_until_somebody_tells_them_apart(company: House) -> None:
    with company.unit() as ctx:
        save_contact(ctx, "C-2", name="赵六", reach="138 0000 0001", decides=False)
    with company.unit() as ctx:
        (suspect,) = duplicates.suspects(ctx, find(ctx, "C-1"))
        assert (suspect.customer.number, suspect.points, suspect.reasons) == ("C-2", 100, ("phone",))
        assert [(one.number, two.customer.number) for one, two in duplicates.pairs(ctx)] == [("C-1", "C-2")]
        merges.tell_apart(ctx, find(ctx, "C-2"), find(ctx, "C-1"))
    with company.unit() as ctx:
        assert (duplicates.suspects(ctx, find(ctx, "C-1")), duplicates.pairs(ctx)) == ([], [])


def test_no_two_members_of_the_demo_sound_like_one_customer(tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    write_customers(file, 23_570)
    with file.open(encoding="utf-8-sig", newline="") as rows:
        names = [row["客户名称"] for row in csv.DictReader(rows)]
    assert len({sounds(name) for name in names}) == 23_570
