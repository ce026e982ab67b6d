"""A company with a tree of departments; the wiring is the access room's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.access import commands
from engine.access.appliers import APPLIERS
from engine.history import append
from engine.kernel import Wiring
from tests.kit import House
from tests.kit.databases import fresh, postgres_answers


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    if request.param == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    with fresh(request.param, tmp_path) as engine:
        yield House(engine, Wiring(appliers=APPLIERS, followers={}, append=append))


@pytest.fixture
def company(house: House) -> House:
    """总部 (eve) > 销售部 (bob, deputy dan) > 华东组 (cat, where ann works); 客服部 has no head of its own."""
    with house.unit() as ctx:
        for key, parent in (("总部", None), ("销售部", "总部"), ("华东组", "销售部"), ("客服部", "总部")):
            commands.add_department(ctx, key, parent=parent)
        for name, at in (("eve", "总部"), ("bob", "销售部"), ("dan", "销售部"), ("cat", "华东组"), ("ann", "华东组")):
            commands.add_person(ctx, name, roles=["staff"], department=at)
        commands.add_person(ctx, "flo", roles=["staff"], department="客服部")
        commands.set_head(ctx, "总部", "eve")
        commands.set_head(ctx, "销售部", "bob", deputy="dan")
        commands.set_head(ctx, "华东组", "cat")
    return house
