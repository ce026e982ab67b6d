"""Whom to greet: birthdays with consent only, sealed, found without being opened; each case once."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.access import queries as access
from engine.customers import care, commands, permissions
from engine.customers.models import Contact
from engine.instances import queries
from engine.instances.models import Instance
from engine.kernel import Conflict, Context, Invalid
from engine.outreach.events import ContactOptedOut
from engine.privacy import copying, erasing
from tests.kit import House
from webapi.scenarios import world

TUESDAY = date(2026, 3, 10)


def born(house: House, text: str | None, *, consent: bool = True) -> str:
    """C-1's contact, whose birthday it is; with consent to care."""
    world.furnish(house)
    world.settle(
        house, {"customers": {"C-1": {"band": 2, "contact": {"name": "王小明", "phone": "13912345678"}}}, "crowd": 0}
    )
    contact_id = house.look(lambda ctx: ctx.session.scalars(select(Contact.id)).one())
    with house.unit(world.OWNER) as ctx:
        if consent:
            permissions.consent(ctx, contact_id, "care", given=True, source="面谈")
            ctx.session.flush()
        if text:
            care.set_birthday(ctx, contact_id, text)
    return contact_id


def greeted(house: House, day: date = TUESDAY) -> list[str]:
    return house.look(lambda ctx: [f"{one.number} {one.occasion}" for one in care.due(ctx, day)])


@pytest.mark.parametrize("text", ["03-10", "lunar 01-22", "lunar leap 01-22"])
def test_a_birthday_by_the_sun_or_the_moon_is_greeted_on_its_day(house: House, text: str) -> None:
    born(house, text)
    assert greeted(house) == ["C-1 birthday"]
    assert greeted(house, TUESDAY + timedelta(days=1)) == []


def test_a_birthday_on_a_sunday_is_greeted_on_friday(house: House) -> None:
    born(house, "03-15")
    assert greeted(house, date(2026, 3, 13)) == ["C-1 birthday"]
    assert greeted(house, date(2026, 3, 15)) == []


def test_without_consent_no_birthday_is_kept_and_after_it_is_withdrawn_none_is_greeted(house: House) -> None:
    with pytest.raises(Conflict, match="birthday_without_consent"):
        born(house, "03-10", consent=False)
    contact_id = house.look(lambda ctx: ctx.session.scalars(select(Contact.id)).one())
    with house.unit(world.OWNER) as ctx:
        permissions.consent(ctx, contact_id, "care", given=True, source="面谈")
        ctx.session.flush()
        care.set_birthday(ctx, contact_id, "03-10")
        permissions.consent(ctx, contact_id, "care", given=False, source="来电")
    assert greeted(house) == []


def test_who_opted_out_is_not_greeted(house: House) -> None:
    contact_id = born(house, "03-10")
    with house.unit() as ctx:
        contact = ctx.session.get_one(Contact, contact_id)
        ctx.record(ContactOptedOut(customer_id=contact.customer_id, contact=contact.id, source="link"))
    assert greeted(house) == []


def test_the_day_stands_nowhere_in_clear_and_goes_with_the_person(house: House) -> None:
    contact_id = born(house, "lunar 01-22")
    row = house.look(lambda ctx: ctx.session.get_one(Contact, contact_id))
    assert "01-22" not in f"{row.birthday} {row.birthday_index}"

    def copied(ctx: Context) -> Any:
        return copying.about(ctx, ctx.session.get_one(Contact, contact_id))["person"][0]["birthday"]

    assert house.look(copied) == "lunar 01-22"
    with house.unit() as ctx:
        erasing.erase(ctx, contact_id)
    row = house.look(lambda ctx: ctx.session.get_one(Contact, contact_id))
    assert (row.birthday, row.birthday_index) == (None, None)
    assert greeted(house) == []


def test_a_birthday_that_cannot_be_read_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="birthday_unreadable"):
        born(house, "1980-03-10")


def test_a_festival_an_anniversary_and_a_first_purchase_are_reasons(house: House) -> None:
    world.furnish(house)
    bought = {"C-1": {date(2024, 3, 10): 100}, "C-2": {date(2026, 3, 4): 100}, "C-3": {date(2025, 11, 1): 100}}
    contact = {"phone": "13912345678"}
    world.settle(house, {"customers": {key: {"bought": days, "contact": contact} for key, days in bought.items()}})
    assert greeted(house) == ["C-1 anniversary", "C-2 new_customer"]
    assert greeted(house, date(2026, 6, 19)) == [f"{key} festival" for key in bought]  # 端午


def test_planned_twice_it_is_one_case(house: House) -> None:
    born(house, "03-10")
    for _ in range(2):
        house.later(days=(date(2026, 3, 5) - house.now.date()).days)
        with house.unit() as ctx:
            care.plan(ctx)
        house.settle()
    cases = house.look(lambda ctx: list(ctx.session.scalars(select(Instance.process))))
    assert cases.count(care.PROCESS) == 1


@pytest.mark.parametrize(
    ("hour", "day", "at"),
    [(7, 0, "09:00"), (12, 0, "12:00"), (19, 0, "next 09:00"), (12, 3, "then 09:00"), (7, -2, "09:00")],
)
def test_greetings_go_out_between_nine_and_six(house: House, hour: int, day: int, at: str) -> None:
    def asked(ctx: Context) -> str:
        local = ctx.now.astimezone(ctx.zone).replace(hour=hour, minute=0, second=0, microsecond=0)
        ctx.now = local.astimezone(ctx.now.tzinfo)
        found = care.moment(ctx, local.date() + timedelta(days=day)).astimezone(ctx.zone)
        word = {0: "", 1: "next ", 3: "then "}[(found.date() - local.date()).days]
        return f"{word}{found:%H:%M}"

    assert house.look(asked) == at


def test_a_campaign_greets_each_of_its_list_once_but_nobody_elses_and_nobody_who_was_erased(house: House) -> None:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": {"C-1": {}, "C-2": {}, "C-3": {"owner": "he.jing"}}})
    with house.unit() as ctx:
        commands.find(ctx, "C-2").erased_at = ctx.now
        owner = access.actor_of(ctx.session, world.OWNER, tenant=ctx.tenant)
        listed = ["C-1", "C-1", "C-2", "C-3"]
        queued = [care.campaign(ctx, "spring", listed, TUESDAY, {"gift": "样品"}, by=owner)]
    house.settle()
    with house.unit() as ctx:
        queued.append(care.campaign(ctx, "spring", listed, TUESDAY, {}, by=owner))
    (case,) = house.runs(care.PROCESS)
    assert (queued, case.variables["customer"], case.variables["gift"]) == ([1, 0], "C-1", "样品")


def test_a_campaigns_cases_bear_its_name_and_say_who_asked_for_it(house: House) -> None:
    born(house, None)
    on, gift = house.now.date() + timedelta(days=1), {"gift": "茶具", "cost": 300}
    with house.unit(world.OWNER) as ctx:
        assert care.campaign(ctx, "冬季答谢", ["C-1"], on, gift, by=ctx.actor) == 1
    house.settle()
    case = house.look(lambda ctx: ctx.session.scalars(select(Instance).where(Instance.process == care.PROCESS)).one())
    assert (case.business_key, queries.variables(case)["asked_by"]) == ("冬季答谢", world.OWNER)
