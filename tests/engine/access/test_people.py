"""People, what they hold, and what the ledger keeps of it."""

import pytest
from sqlalchemy import event, text

from engine.access import commands, queries
from engine.access.rules import ALLOWED, may
from engine.kernel import Actor, Conflict, Forbidden, Invalid, NotFound
from tests.kit import House


def test_a_person_acts_with_roles_and_groups(house: House) -> None:
    with house.unit() as ctx:
        commands.add_group(ctx, "等级管理员", name_en="Tier managers")
        commands.add_person(ctx, "ann", roles=["process_owner"], groups=["Tier managers"])
    actor = house.look(lambda ctx: queries.actor_of(ctx.session, "ann"))
    assert actor.roles == {"process_owner", "staff"}
    assert actor.groups == {"等级管理员"}


def test_an_actor_costs_one_statement(company: House) -> None:
    said: list[str] = []
    event.listen(company.engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    with company.unit(write=False) as ctx:
        said.clear()
        actor = queries.actor_of(ctx.session, "bob")
        assert len([one for one in said if not one.startswith("BEGIN")]) == 1
    assert len(actor.departments) == 2


def test_a_disabled_person_is_nobody(house: House) -> None:
    house.person("ann", password="first secret")
    with house.unit() as ctx:
        commands.disable(ctx, "ann")
    with pytest.raises(NotFound):
        house.look(lambda ctx: queries.actor_of(ctx.session, "ann"))
    assert house.look(lambda ctx: not queries.credentials(ctx.session, "ann").fit("first secret"))


def test_the_password_opens_and_a_new_one_ends_what_was_signed(house: House) -> None:
    house.person("ann", password="first secret")
    before = house.look(lambda ctx: queries.credentials(ctx.session, "ann"))
    with house.unit("ann") as ctx:
        commands.set_password(ctx, "ann", "second secret")
    assert house.look(lambda ctx: not queries.credentials(ctx.session, "ann").fit("first secret"))
    assert house.look(lambda ctx: queries.credentials(ctx.session, "ann").fit("second secret"))
    old = (before.person_id, before.credential)
    assert house.look(lambda ctx: queries.signed_in(ctx.session, *old)) is None


def test_names_and_secrets_never_reach_the_ledger(house: House) -> None:
    with house.unit() as ctx:
        commands.add_person(ctx, "ann", display_name="安小姐", email="an@example.com", password="pass phrase")
    kept = " ".join(entry.data for entry in house.ledger("settings"))
    assert "ann" in kept
    assert not any(word in kept for word in ("安小姐", "example.com", "pass phrase", "argon2"))
    row = house.look(lambda ctx: ctx.session.execute(text("SELECT * FROM person")).one())
    assert "example.com" not in str(row)


@pytest.mark.parametrize("name", ["", "*经理", "a,b", "a、b", "=x", "${x}", "a/b", "x" * 65, "a\nb"])
def test_a_name_that_lists_or_expressions_would_misread_is_refused(house: House, name: str) -> None:
    with pytest.raises(Invalid), house.unit() as ctx:
        commands.add_person(ctx, name)


def test_a_name_is_taken_once(house: House) -> None:
    house.person("ann")
    with pytest.raises(Conflict), house.unit() as ctx:
        commands.add_person(ctx, "ann")


def test_only_an_admin_manages_people(house: House) -> None:
    house.person("ann").person("root", "admin")
    with pytest.raises(Forbidden), house.unit("ann") as ctx:
        commands.add_person(ctx, "bob")
    with house.unit("root") as ctx:
        commands.add_person(ctx, "bob")
    assert house.ledger("settings")[-1].actor == "root"


def test_roles_and_groups_come_and_go(house: House) -> None:
    house.person("ann", groups=("客服",))
    with house.unit() as ctx:
        commands.grant(ctx, "ann", role="auditor")
        commands.grant(ctx, "ann", role="auditor")
        commands.revoke(ctx, "ann", group="客服")
    actor = house.look(lambda ctx: queries.actor_of(ctx.session, "ann"))
    assert actor.roles == {"staff", "auditor"}
    assert not actor.groups
    assert [entry.fact for entry in house.ledger("settings")][-2:] == ["RoleGranted", "GroupLeft"]


def test_the_last_admin_stays(house: House) -> None:
    house.person("root", "admin")
    with pytest.raises(Conflict), house.unit("root") as ctx:
        commands.revoke(ctx, "root", role="admin")


def test_a_group_answers_to_its_aliases(house: House) -> None:
    with house.unit() as ctx:
        commands.add_group(ctx, "一线客服", name_en="Frontline", aliases=["客服"])
        commands.add_person(ctx, "ann", groups=["客服"])
    assert house.look(lambda ctx: queries.people_in(ctx.session, "Frontline")) == ["ann"]
    with pytest.raises(Conflict), house.unit() as ctx:
        commands.add_group(ctx, "客服")


@pytest.mark.parametrize(("verb", "thing"), [pair for pair in ALLOWED if pair[0] not in ("read", "evaluate")])
def test_an_auditor_may_change_nothing(verb: str, thing: str) -> None:
    assert not may(Actor("aud", "1", frozenset({"auditor"})), verb, thing)


def test_several_roles_add_up() -> None:
    both = Actor("ann", "1", frozenset({"auditor", "staff"}))
    assert may(both, "read", "ledger")
    assert may(both, "work", "task")
