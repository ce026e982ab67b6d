"""A tier review that somebody starts by hand: its variables are what anybody says, and change no tier by themselves."""

from datetime import date

from sqlalchemy import select

from engine.customers.models import Customer
from tests.kit import House, Run
from webapi.scenarios import world

ASKED = {"scheme": world.SCHEME, "direction": "promote", "customer": "C-1"}


def asked_for(house: House, by: str, proposed: str) -> Run:
    """C-1, whose account manager is zheng.kai, has bought enough for silver; `by` asks for a tier."""
    world.furnish(house)
    world.settle(house, {"customers": {"C-1": {"tier": "regular", "bought": {date(2026, 2, 10): 200}}}})
    run = house.start("tier_review", by=by, proposed=proposed, run=None, requested_by="chen.li", **ASKED)
    house.settle()
    return run


def test_what_the_rules_do_not_give_is_not_given_by_asking(house: House) -> None:
    run = asked_for(house, world.OWNER, "gold")
    assert [incident.params["error"] for incident in run.incidents] == ["proposal_not_by_the_rules"]
    assert band_of(house) != 1


def test_a_customer_of_somebody_else_is_not_reviewed_under_a_name_in_the_variables(house: House) -> None:
    run = asked_for(house, "xu.li", "silver")
    assert [incident.params["error"] for incident in run.incidents] == ["customer_unknown"]
    assert run.tasks == []


def band_of(house: House) -> int | None:
    return house.look(lambda ctx: ctx.session.scalars(select(Customer.band).where(Customer.number == "C-1")).one())
