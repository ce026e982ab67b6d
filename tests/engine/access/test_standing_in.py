"""Who stands in: never somebody away or kept away, never in a circle, and somebody whenever there is one above."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.access import absences, commands, standing_in
from engine.access.appliers import APPLIERS
from engine.history import append
from engine.kernel import Conflict, Invalid, Wiring
from tests.kit import House
from tests.kit.databases import fresh

TREE = (("总部", None), ("销售部", "总部"), ("华东组", "销售部"), ("客服部", "总部"))
STAFF = {"eve": "总部", "bob": "销售部", "dan": "销售部", "cat": "华东组", "ann": "华东组", "flo": "客服部"}
HEADS = {"总部": ("eve", None), "销售部": ("bob", "dan"), "华东组": ("cat", None)}
names = st.sampled_from(sorted(STAFF))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with fresh("sqlite", tmp_path_factory.mktemp("tree")) as engine:
        house = House(engine, Wiring(appliers=APPLIERS, followers={}, append=append))
        with house.unit() as ctx:
            for key, parent in TREE:
                commands.add_department(ctx, key, parent=parent)
            for name, at in STAFF.items():
                commands.add_person(ctx, name, roles=["staff"], department=at)
            for key, (head, deputy) in HEADS.items():
                commands.set_head(ctx, key, head, deputy=deputy)
        yield house


@given(who=names, exclude=st.sets(names, max_size=5), away=st.dictionaries(names, st.none() | names, max_size=4))
@settings(max_examples=80, deadline=None)
def test_whoever_stands_in_is_there_and_may(
    tree: House, who: str, exclude: set[str], away: dict[str, str | None]
) -> None:
    def ask(ctx):
        ctx.memo[standing_in.ABSENT] = away
        return standing_in.instead_of(ctx, who, exclude)

    found = tree.look(ask)
    assert found.person not in exclude | away.keys()
    if "eve" not in exclude | away.keys():
        assert found.person is not None  # the chain ends at the top, which is always somebody


def test_days_are_said_once_and_in_order(company: House) -> None:
    with company.unit() as ctx:
        absences.record(ctx, "ann", date(2026, 3, 5), date(2026, 3, 10), "cat")
    with company.unit() as ctx, pytest.raises(Conflict, match="absence_overlaps"):
        absences.record(ctx, "ann", date(2026, 3, 10), date(2026, 3, 12))
    for first, last in ((date(2026, 3, 14), date(2026, 3, 13)), (date(2026, 2, 1), date(2026, 2, 2))):
        with company.unit() as ctx, pytest.raises(Invalid, match="absence_days_wrong"):
            absences.record(ctx, "ann", first, last)


def test_two_people_do_not_stand_in_for_each_other(company: House) -> None:
    with company.unit() as ctx:
        absences.record(ctx, "ann", date(2026, 3, 5), date(2026, 3, 10), "cat")
    with company.unit() as ctx, pytest.raises(Invalid, match="substitute_circle"):
        absences.record(ctx, "cat", date(2026, 3, 10), date(2026, 3, 12), "ann")
    with company.unit() as ctx:
        absences.record(ctx, "cat", date(2026, 3, 11), date(2026, 3, 12), "ann")


def test_who_is_back_is_there_again(company: House) -> None:
    with company.unit() as ctx:
        held = absences.record(ctx, "ann", date(2026, 3, 1), date(2026, 3, 10), "cat")
    assert company.look(lambda ctx: standing_in.instead_of(ctx, "ann").person) == "cat"
    with company.unit("ann") as ctx:
        absences.end(ctx, held)
    assert company.look(lambda ctx: standing_in.instead_of(ctx, "ann").person) == "ann"
