"""Table D20: what each right sees of each class of field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.access.masking import SHOWN, show

EXPECTED = [
    ("name", "王小明", "王*", "王小明"),
    ("phone", "13912341234", "139****1234", "139****1234"),
    ("phone", "139-1234-1234", "139****1234", "139****1234"),
    ("mail", "wang@example.com", "w***@example.com", "w***@example.com"),
    ("identity", "11010519491231002X", "***", "***002X"),
    ("internal", "80万", "***", "80万"),
    ("public", "北京甲公司", "北京甲公司", "北京甲公司"),
]


@pytest.mark.parametrize(("kind", "value", "none", "need"), EXPECTED)
def test_each_right_sees_its_part(kind: str, value: str, none: str, need: str) -> None:
    assert [show(kind, value, right) for right in ("none", "need", "full")] == [none, need, value]


def test_what_was_erased_stays_absent() -> None:
    assert show("name", None, "full") is None


@given(kind=st.sampled_from(["phone", "mail", "identity"]), value=st.text("0123456789@.ab", min_size=9, max_size=30))
def test_a_masked_value_never_shows_the_whole(kind: str, value: str) -> None:
    assert value not in {shown(value) for right, shown in SHOWN[kind].items() if right == "none"}
