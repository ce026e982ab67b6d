"""Table D20 decides what anybody sees of a person, deployed or not; what it does not answer is hidden."""

from itertools import product

import pytest

from engine.access import masking as brought_along
from engine.definitions import masking
from tests.kit import House
from tests.kit.house import ROOT

CLASSES = list(brought_along.DEFAULT)
RIGHTS = ("none", "need", "full")
VALUES = {"name": "王小明", "phone": "13912341234", "mail": "wang@example.com", "identity": "310101199001011234"}


@pytest.mark.parametrize(("field_class", "right"), [*product(CLASSES, RIGHTS)])
def test_the_shipped_table_says_what_holds_without_it(house: House, field_class: str, right: str) -> None:
    before = house.look(lambda ctx: masking.sight(ctx, field_class, right))
    house.deploy("processes/rules/masking.dmn")
    assert house.look(lambda ctx: masking.sight(ctx, field_class, right)) == before


@pytest.mark.parametrize(
    ("field_class", "none", "need", "full"),
    [
        ("name", "王*", "王小明", "王小明"),
        ("phone", "139****1234", "139****1234", "13912341234"),
        ("mail", "w***@example.com", "w***@example.com", "wang@example.com"),
        ("identity", "***", "***1234", "310101199001011234"),
    ],
)
def test_what_each_right_sees(house: House, field_class: str, none: str, need: str, full: str) -> None:
    house.deploy("processes/rules/masking.dmn")
    value = VALUES[field_class]
    seen = house.look(lambda ctx: [masking.show(ctx, field_class, value, right) for right in RIGHTS])
    assert seen == [none, need, full]


def test_a_house_that_changes_the_table_changes_what_is_seen(house: House) -> None:
    stricter = (
        (ROOT / "processes/rules/masking.dmn")
        .read_text("utf-8")
        .replace('<text>"masked"</text>', '<text>"hidden"</text>')
    )
    house.deploy(masking__dmn=stricter.encode())
    assert house.look(lambda ctx: masking.show(ctx, "phone", VALUES["phone"], "need")) == "***"
