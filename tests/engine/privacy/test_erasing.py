"""Somebody is erased: nothing that is stored anywhere tells who it was, the chain still verifies, work goes on."""

from pathlib import Path

import pytest
from sqlalchemy import select

from engine.access import queries as access
from engine.customers import audience, contacts, merges
from engine.customers import commands as customers
from engine.customers.contacts import Wish, save
from engine.customers.imports import load
from engine.customers.models import Contact, Customer, CustomerMerge
from engine.customers.templates import template
from engine.history import verify
from engine.kernel import Conflict, Forbidden, Invalid
from engine.privacy import erasing, holds, inventory, sealed
from tests.engine.privacy.conftest import HOME, MAIL, NAME, PHONE, VALUES, known, lived
from tests.kit import House, Run
from tests.kit.grepping import found

SECRET = "a secret for tests only"


def erased(house: House, contact: str, **more) -> dict[str, int]:
    with house.unit() as ctx:
        return erasing.erase(ctx, contact, **more).reached


def sound(house: House) -> bool:
    return house.look(lambda ctx: verify(ctx.session, SECRET)).sound


def told_of(house: House, run: Run) -> str:
    """What may be read of a case's history."""
    return str([entry.data for entry in house.told(f"instance:{run.id}")])


def test_a_person_is_gone_from_everything_that_is_stored(told: House, tmp_path: Path) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    _running, over = lived(told, "P-1")
    assert over.finished
    assert NAME in told_of(told, over)
    assert {place.split(".")[0] for place in found(told, VALUES)} >= {"instance", "interaction", "job", "blob"}
    reached = erased(told, contact, others=[HOME])
    assert reached["files"] == 1
    assert found(told, VALUES) == []
    assert sound(told)
    assert "***" in told_of(told, over)


def test_a_case_of_somebody_who_was_erased_goes_on_to_its_end(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    running, _ = lived(told, "P-1")
    erased(told, contact)
    running.task("again").completed_by("bob", story="nothing more")
    told.message("over", {"c": "P-1"})
    told.settle()
    assert running.finished
    assert running.incidents == []
    assert sound(told)


def test_of_a_company_only_the_person_goes_and_the_colleague_stays(told: House) -> None:
    gone, stays = known(told, "C-1", "远洋公司", (NAME, PHONE, MAIL), ("李思思", "13800001111", "li@example.com"))
    running, _over = lived(told, "C-1")
    with told.unit("ann") as ctx:
        from engine.tasks import commands as tasks

        tasks.draft(ctx, running.task("again").id, {"who": "李思思", "story": f"{NAME}请李思思接手"})
    erased(told, gone, others=[HOME])
    assert found(told, VALUES) == []
    assert told.look(lambda ctx: customers.find(ctx, "C-1").name) == "远洋公司"
    kept = told.look(lambda ctx: ctx.vault.open(ctx.session, f"contact:{stays}", "contact.name",
                                                ctx.session.get_one(Contact, stays).name))  # fmt: skip
    assert kept == "李思思"
    from engine.tasks import queries as inbox

    shown = told.look(lambda ctx: inbox.shown(ctx, inbox.task(ctx, running.task("again").id)))
    assert shown["draft"] == {"who": "李思思", "story": "***请李思思接手"}
    assert sound(told)


def test_others_keep_their_own_words(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    known(told, "P-2", "王小敏", ("王小敏", "13700002222", "min@example.com"))
    with told.unit() as ctx:
        other = customers.find(ctx, "P-2").id
    run = told.start("talk", customer_id=other, customer="P-2", note="王小敏打电话来,13700002222")
    erased(told, contact)
    assert run.variables["note"] == "王小敏打电话来,13700002222"
    assert "王小敏打电话来" in told_of(told, run)


def test_a_list_from_before_does_not_bring_them_back(told: House, tmp_path: Path) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    erased(told, contact)
    path = tmp_path / "T1.csv"
    path.write_text(
        f"客户编号,客户名称,决策人,联系方式\nP-1,{NAME},{NAME},{PHONE}\nP-9,新客户,{NAME},+86 {PHONE}\n", "utf-8"
    )
    with told.unit() as ctx, pytest.raises(Invalid) as refused:
        load(ctx, template("customers"), path)
    told_rows = {(line["row"], line["code"]) for line in refused.value.params["report"]["refused"]}
    assert told_rows == {(2, "person_erased"), (3, "person_erased")}
    assert found(told, VALUES) == []


def test_while_a_hold_stands_nobody_is_erased_and_the_reason_is_told(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    with told.unit("lin") as ctx:
        hold = holds.put(ctx, "P-1", "法院要求保全,(2026)沪01民初1号").id
    with told.unit() as ctx, pytest.raises(Conflict) as refused:
        erasing.erase(ctx, contact)
    assert (refused.value.code, refused.value.params["reason"]) == ("legal_hold", "法院要求保全,(2026)沪01民初1号")
    with told.unit("lin") as ctx:
        holds.lift(ctx, hold, "结案")
    assert erased(told, contact)["people"] == 1


def test_only_who_looks_after_privacy_holds(told: House) -> None:
    known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    with told.unit("ann") as ctx, pytest.raises(Forbidden):
        holds.put(ctx, "P-1", "不想删")


def test_a_number_is_found_however_it_is_grouped(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    run = told.start("talk", note="回电 +86 139-1234-5678,谢谢")
    erased(told, contact)
    assert run.variables["note"] == "回电 ***,谢谢"


def test_tier_and_purchases_stay_as_numbers_of_nobody(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    erased(told, contact)
    row = told.look(lambda ctx: ctx.session.scalars(select(Customer).where(Customer.number == "P-1")).one())
    assert (row.name, row.initials, row.erased_at) == ("***", "", told.now)


def test_nobody_plans_to_meet_somebody_who_was_erased(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    with told.unit() as ctx:
        customers.find(ctx, "P-1").owner_id = access.person(ctx.session, "ann").id
    assert sum(told.look(audience.groups).values()) == 1
    erased(told, contact)
    assert told.look(audience.groups) == {}


def test_another_person_may_come_with_another_number(told: House) -> None:
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    erased(told, contact)
    with told.unit() as ctx:
        row = customers.create(ctx, "P-2", "别人")
        save(ctx, [Wish(row.id, None, "别人甲", None, "13600003333")])
    assert len(told.look(lambda ctx: ctx.session.scalars(select(Contact)).all())) == 2


def merged(house: House, winner: str, loser: str) -> None:
    with house.unit() as ctx:
        merges.merge(ctx, customers.find(ctx, winner), customers.find(ctx, loser), {})


def test_what_a_merge_kept_of_them_goes_too(told: House) -> None:
    known(told, "P-2", f"{NAME}个体户", (NAME, PHONE, MAIL))
    known(told, "P-3", f"{NAME}老店", (NAME, PHONE, MAIL))
    [contact] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    for number in ("P-1", "P-2", "P-3"):
        lived(told, number)
    merged(told, "P-2", "P-3")
    merged(told, "P-1", "P-2")
    erased(told, contact, others=[HOME])
    assert found(told, [*VALUES, f"{NAME}个体户", f"{NAME}老店"]) == []
    assert told.look(lambda ctx: [one.kept for one in ctx.session.scalars(select(CustomerMerge))]) == [None, None]
    told_streams = told.look(lambda ctx: ctx.session.scalars(select(CustomerMerge.loser_id)).all())
    assert not [stream for stream in told_streams if NAME in str(told.told(f"customer:{stream}"))]
    assert sound(told)


def test_of_a_merged_company_the_undo_survives_without_the_person(told: House) -> None:
    known(told, "C-2", f"{NAME}的分公司", ("李思思", "13800001111", "li@example.com"))
    gone, *_ = known(told, "C-1", "远洋公司", (NAME, PHONE, MAIL))
    merged(told, "C-1", "C-2")
    erased(told, gone, others=[HOME])
    assert found(told, VALUES) == []
    with told.unit() as ctx:
        merge = ctx.session.scalars(select(CustomerMerge)).one().id
        back = merges.undo(ctx, merge, "分开经营")
        assert back.name == "***的分公司"
    assert told.look(lambda ctx: ctx.session.get_one(CustomerMerge, merge).kept) is None
    assert sound(told)


def test_whatever_is_sealed_about_people_stands_in_the_inventory() -> None:
    listed = {kept.place for kept in inventory.INVENTORY}
    where = {place.vault for places in sealed.PLACES.values() for place in places}
    assert where | {f"contact.{field}" for field in contacts.SEALED} <= listed
