"""Personal data at rest: sealed, bound to its place, gone with its key."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engine.kernel.vault import DataKey, Vault
from tests.kit import House


def test_what_is_sealed_opens_and_equal_values_differ(house: House) -> None:
    with house.unit() as ctx:
        one, two = (house.vault.seal(ctx.session, "contact:1", "contact.phone", "13912341234") for _ in range(2))
        assert one != two
        assert "1391234" not in one
        assert house.vault.open(ctx.session, "contact:1", "contact.phone", two) == "13912341234"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.one_of(st.none(), st.text()), max_size=8))
def test_any_text_survives(house: House, texts: list[str | None]) -> None:
    with house.unit() as ctx:
        values = [(f"contact:{n % 3}", "contact.name", text) for n, text in enumerate(texts)]
        sealed = house.vault.seal_all(ctx.session, values)
        back = [(subject, column, text) for (subject, column, _), text in zip(values, sealed, strict=True)]
        assert house.vault.open_all(ctx.session, back) == texts


@pytest.mark.parametrize("place", [("contact:2", "contact.phone"), ("contact:1", "contact.mail")])
def test_a_value_moved_to_another_row_or_column_does_not_open(house: House, place: tuple[str, str]) -> None:
    with house.unit() as ctx:
        house.vault.seal(ctx.session, "contact:2", "contact.phone", "x")
        sealed = house.vault.seal(ctx.session, "contact:1", "contact.phone", "13912341234")
        with pytest.raises(ValueError, match="altered"):
            house.vault.open(ctx.session, *place, sealed)


def test_erasing_the_key_erases_the_person_and_nobody_else(house: House) -> None:
    with house.unit() as ctx:
        gone = house.vault.seal(ctx.session, "contact:1", "contact.name", "王小明")
        kept = house.vault.seal(ctx.session, "contact:2", "contact.name", "李雷")
    with house.unit() as ctx:
        assert house.vault.erase(ctx.session, "contact:1")
    with house.unit() as ctx:
        assert house.vault.open(ctx.session, "contact:1", "contact.name", gone) is None
        assert house.vault.open(ctx.session, "contact:2", "contact.name", kept) == "李雷"


def test_a_new_secret_keeps_values_and_blind_indexes(house: House) -> None:
    with house.unit() as ctx:
        sealed = house.vault.seal(ctx.session, "contact:1", "contact.phone", "13912341234")
        index = house.vault.index(ctx.session, "contact.phone", "13912341234")
    both, new = Vault("the next secret", "a secret for tests only"), Vault("the next secret")
    with house.unit() as ctx:
        with pytest.raises(LookupError):
            new.open(ctx.session, "contact:1", "contact.phone", sealed)
        assert both.rotate(ctx.session) == len(ctx.session.scalars(select(DataKey)).all())
    with house.unit() as ctx:
        assert new.open(ctx.session, "contact:1", "contact.phone", sealed) == "13912341234"
        assert new.index(ctx.session, "contact.phone", "13912341234") == index


def test_a_blind_index_finds_equals_within_a_column_only(house: House) -> None:
    with house.unit() as ctx:
        seen = {
            house.vault.index(ctx.session, c, t) for c in ("contact.phone", "contact.mail") for t in ("1", "2", "1")
        }
    assert len(seen) == 4
