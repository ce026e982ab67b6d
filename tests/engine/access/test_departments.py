"""Who heads, who manages, and which customers one may see."""

import pytest

from engine.access import commands, queries
from engine.kernel import Invalid
from tests.kit import House


def test_a_department_without_a_head_is_headed_from_above(company: House) -> None:
    assert company.look(lambda ctx: queries.head_of(ctx.session, "华东组")) == "cat"
    assert company.look(lambda ctx: queries.head_of(ctx.session, "客服部")) == "eve"


def test_the_deputy_stands_in_for_a_disabled_head(company: House) -> None:
    with company.unit() as ctx:
        commands.disable(ctx, "bob")
    assert company.look(lambda ctx: queries.head_of(ctx.session, "销售部")) == "dan"


@pytest.mark.parametrize(
    ("who", "manager"), [("ann", "cat"), ("cat", "bob"), ("bob", "dan"), ("flo", "eve"), ("eve", None)]
)
def test_a_manager_is_the_nearest_head_who_is_somebody_else(company: House, who: str, manager: str | None) -> None:
    assert company.look(lambda ctx: queries.manager_of(ctx.session, who)) == manager


def test_a_named_manager_goes_before_the_tree(company: House) -> None:
    with company.unit() as ctx:
        commands.move_person(ctx, "ann", manager="flo")
    assert company.look(lambda ctx: queries.manager_of(ctx.session, "ann")) == "flo"


def test_managers_never_form_a_circle(company: House) -> None:
    with company.unit() as ctx:
        commands.move_person(ctx, "ann", manager="cat")
    with pytest.raises(Invalid), company.unit() as ctx:
        commands.move_person(ctx, "cat", manager="ann")


def test_the_executive_heads_the_root(company: House) -> None:
    assert company.look(lambda ctx: queries.executive(ctx.session)) == "eve"


def scope_of(house: House, who: str) -> tuple[queries.Scope, dict[str, str]]:
    def found(ctx: object) -> tuple[queries.Scope, dict[str, str]]:
        rows = queries.departments(ctx.session)  # type: ignore[attr-defined]
        return queries.scope(queries.actor_of(ctx.session, who)), {row.key: row.id for row in rows}  # type: ignore[attr-defined]

    return house.look(found)


def test_staff_see_their_own_customers(company: House) -> None:
    scope, at = scope_of(company, "ann")
    assert scope.holds(scope.person_id, at["客服部"])
    assert not scope.holds("somebody else", at["华东组"])


def test_a_head_sees_the_department_and_what_is_below(company: House) -> None:
    scope, at = scope_of(company, "bob")
    assert scope.holds("somebody", at["销售部"])
    assert scope.holds("somebody", at["华东组"])
    assert not scope.holds("somebody", at["客服部"])


def test_the_executive_and_the_auditor_see_everything(company: House) -> None:
    company.person("aud", "auditor")
    assert scope_of(company, "eve")[0].everything
    assert scope_of(company, "aud")[0].everything


def test_without_a_role_nothing_is_seen(company: House) -> None:
    with company.unit() as ctx:
        commands.add_person(ctx, "guest")
    scope, at = scope_of(company, "guest")
    assert not scope.holds("guest", at["总部"])
