"""What is older than the house keeps it goes in the night; what a hold keeps stays; the report says what remains."""

from sqlalchemy import select

from engine.customers.dealings import Interaction
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
