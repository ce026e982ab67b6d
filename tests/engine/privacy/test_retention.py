"""What is older than the house keeps it goes in the night; what a hold keeps stays; the report says what remains."""

from sqlalchemy import select

from engine.customers import commands as customers
from engine.customers import dealing_commands as dealings
from engine.customers.dealings import Interaction
from engine.customers.models import Contact
from engine.privacy import holds, queries, retention, settings
from tests.engine.privacy.conftest import MAIL, NAME, PHONE, SAID, known, lived
from tests.kit import House
from tests.kit.grepping import found


def subjects(house: House) -> list[str]:
    return house.look(
        lambda ctx: [row.subject for row in ctx.session.scalars(select(Interaction).order_by(Interaction.id))]
    )


def nights(house: House, days: int) -> None:
    with house.unit() as ctx:
        retention.set_next(ctx)
    house.later(days=days)


def test_words_about_a_customer_go_when_their_time_is_over(told: House) -> None:
    known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    lived(told, "P-1")
    with told.unit("lin") as ctx:
        settings.change(ctx, {"retention_months": {"interaction": 1}}, reason="短一些")
    nights(told, 29)
    assert subjects(told) == [SAID]
    nights(told, 3)
    assert subjects(told) == ["***"]
    run = told.look(queries.last_retention)
    assert run.report["remains"]["interaction"] == 1


def test_what_a_hold_keeps_stays(told: House) -> None:
    known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    lived(told, "P-1")
    with told.unit("lin") as ctx:
        settings.change(ctx, {"retention_months": {"interaction": 1}}, reason="短一些")
        holds.put(ctx, "P-1", "法院要求保全")
    nights(told, 40)
    assert subjects(told) == [SAID]


def test_a_case_long_over_forgets_what_it_was_told(told: House) -> None:
    known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    _, over = lived(told, "P-1")
    with told.unit("lin") as ctx:
        settings.change(ctx, {"retention_months": {"case": 1}}, reason="短一些")
    nights(told, 40)
    assert over.variables == {}
    assert not [place for place in found(told, [SAID]) if place.startswith("ledger")]
    assert SAID not in str([entry.data for entry in told.told(f"instance:{over.id}")])


def expiring(house: House, months: int = 1, *, by_night: bool = True) -> None:
    with house.unit("lin") as ctx:
        settings.change(
            ctx, {"expire_contacts": by_night, "retention_months": {"contact": months}}, reason="关系已经结束"
        )


def named(house: House, contact: str) -> bool:
    return house.look(lambda ctx: ctx.session.get_one(Contact, contact).erased_at is None)


def test_contacts_of_a_relation_that_ended_are_erased_by_night_where_the_house_says_so(told: House) -> None:
    [gone] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    [met] = known(told, "P-2", "乙公司", ("李四", "13900000001", "li@example.com"))
    expiring(told)
    nights(told, 29)
    with told.unit() as ctx:
        row = {"channel": "phone", "subject": "回访", "status": "done", "on": ctx.now.date()}
        dealings.record_interaction(ctx, customers.find(ctx, "P-2"), row)
    nights(told, 4)
    assert (named(told, gone), named(told, met)) == (False, True)
    assert not found(told, [PHONE, MAIL])
    assert "PersonErased" in [entry.fact for entry in told.ledger(f"customer:{of(told, gone)}")]


def test_a_person_sees_to_contacts_where_nothing_is_set_and_a_hold_keeps_them(told: House) -> None:
    [one] = known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    expiring(told, by_night=False)
    nights(told, 40)
    assert named(told, one)
    with told.unit("lin") as ctx:
        holds.put(ctx, "P-1", "法院要求保全")
    expiring(told)
    nights(told, 3)
    assert named(told, one)


def of(house: House, contact: str) -> str:
    return house.look(lambda ctx: ctx.session.get_one(Contact, contact).customer_id)
