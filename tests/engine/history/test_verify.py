"""Whatever is done to the ledger behind our back is found and named; nothing else is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.history import Report, verify
from engine.history.chain import GENESIS, entry_hash
from engine.kernel import Context
from tests.engine.history.conftest import SECRET, House, RuleChanged, StepDone, TierAssigned

CASE = "WHERE stream = 'instance:i-1'"


def test_an_untouched_ledger_is_sound(house: House) -> None:
    report = house.lived().verify()
    assert (report.sound, report.entries, report.streams, report.checkpoints, report.signed) == (True, 8, 3, 1, True)


def test_an_empty_ledger_is_sound(house: House) -> None:
    assert house.verify().sound
    assert house.checkpoint() is None


def test_life_goes_on_between_checkpoints(house: House) -> None:
    house.lived().record(StepDone(instance_id="i-1"), StepDone(instance_id="i-2"))
    assert house.verify().sound
    assert (house.checkpoint(), house.checkpoint()) == (2, None)
    report = house.verify()
    assert (report.sound, report.checkpoints) == (True, 2)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET seq = 9", "DELETE FROM {}"],
)
@pytest.mark.parametrize("table", ["ledger", "ledger_leaf"])
def test_the_database_itself_refuses_changes(house: House, table: str, statement: str) -> None:
    house.lived()
    with pytest.raises(DBAPIError, match="append-only"):
        house.does(lambda ctx: ctx.session.execute(text(statement.format(table))))


def test_not_even_replacing_or_truncating_is_let_through(house: House) -> None:
    house.lived()
    sqlite = house.database.dialect.name == "sqlite"
    statement = "INSERT OR REPLACE INTO ledger SELECT * FROM ledger LIMIT 1" if sqlite else "TRUNCATE ledger"
    with pytest.raises(DBAPIError, match="append-only"):
        house.does(lambda ctx: ctx.session.execute(text(statement)))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-03-02T01:03:00.000001Z"),
        ("fact", "StepDonf"),
        ("element", "approvf"),
        ("element", None),
        ("actor", "bob"),
        ("data", '{"note":"走完两步"}'),
        ("data", '{"note": "走完一步"}'),
        ("hash", "0" * 64),
        ("tenant_id", "other"),
        ("stream", "instance:i-0"),
        ("seq", 33),
    ],
)
def test_a_change_in_any_column_is_found_and_named(house: House, column: str, value: object) -> None:
    house.lived().sql(f"UPDATE ledger SET {column} = :value {CASE} AND seq = 3", value=value)
    broken = house.verify().broken
    assert broken is not None
    assert broken.seq in (3, 4)  # the entry itself, or the one after the hole that it left
    assert broken.stream in ("instance:i-1", "instance:i-0")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seq=st.integers(1, 5), place=st.integers(0, 18), char=st.characters(codec="utf-8", exclude_characters="\0"))
def test_any_changed_character_of_the_data_is_named(house: House, seq: int, place: int, char: str) -> None:
    if not house.verify().entries:
        house.lived()
    data = '{"note":"走完一步"}'
    place %= len(data)
    changed = data[:place] + char + data[place + 1 :]
    house.sql(f"UPDATE ledger SET data = :changed {CASE} AND seq = {seq}", changed=changed)
    broken = house.verify().broken
    house.sql(f"UPDATE ledger SET data = :data {CASE} AND seq = {seq}", data=data)
    assert (broken is None) == (changed == data)
    assert broken is None or (broken.what, broken.seq, broken.fact) == ("hash", seq, "StepDone")
    assert house.verify().sound


def test_a_swapped_pair_is_found(house: House) -> None:
    move = f"UPDATE ledger SET seq = :b {CASE} AND seq = :a"
    house.lived()
    for a, b in ((2, 99), (3, 2), (99, 3)):
        house.sql(move, a=a, b=b)
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.seq) == ("hash", 2)


def test_a_removed_entry_is_a_gap(house: House) -> None:
    house.lived().sql(f"DELETE FROM ledger {CASE} AND seq = 3")
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.stream, broken.seq) == ("gap", "instance:i-1", 4)


def test_an_added_entry_is_found(house: House) -> None:
    copy = "INSERT INTO ledger SELECT tenant_id, stream, 6, at, fact, element, actor, data, hash FROM ledger "
    house.lived().sql(copy + f"{CASE} AND seq = 5")
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.seq) == ("hash", 6)


def test_a_well_made_addition_is_found_by_the_head(house: House) -> None:
    house.lived().sql("DELETE FROM ledger_head", _forged(house, [5], 6))
    broken = house.verify().broken
    assert broken is not None
    assert broken.what == "head"


def test_a_cut_off_tail_is_found_though_the_head_was_moved_back(house: House) -> None:
    house.lived().sql(f"DELETE FROM ledger {CASE} AND seq > 3", _head_follows())
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.stream, broken.seq) == ("checkpoint", "instance:i-1", 5)


def test_a_cut_off_tail_is_found_by_the_head(house: House) -> None:
    house.lived().sql(f"DELETE FROM ledger {CASE} AND seq > 3")
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.seq) == ("head", 3)


def test_a_whole_stream_that_vanished_is_found(house: House) -> None:
    house.lived().sql(f"DELETE FROM ledger {CASE}", f"DELETE FROM ledger_head {CASE}")
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.stream) == ("checkpoint", "instance:i-1")


def test_a_chain_rebuilt_without_the_key_is_found(house: House) -> None:
    house.lived()
    _rebuild(house, actor="mallory")
    broken = house.verify().broken
    assert broken is not None
    assert broken.what == "checkpoint"

    # ... and also when the leaves were rebuilt with it
    house.sql("UPDATE ledger_leaf SET hash = (SELECT hash FROM ledger_head h WHERE h.stream = ledger_leaf.stream)")
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.stream, broken.seq) == ("checkpoint", "checkpoint", 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_checkpoint SET at = '2026-03-02T01:07:00.000000Z'",
        "UPDATE ledger_checkpoint SET leaves = 4",
        "UPDATE ledger_checkpoint SET number = 2",
        "DELETE FROM ledger_checkpoint",
        "DELETE FROM ledger_leaf WHERE stream = 'settings'",
        "UPDATE ledger_head SET anchored = 1 WHERE stream = 'instance:i-1'",
    ],
)
def test_tampering_with_the_anchors_is_found(house: House, statement: str) -> None:
    house.lived().sql(statement)
    broken = house.verify().broken
    assert broken is not None
    assert broken.what == "checkpoint"


def test_signatures_of_another_key_are_found(house: House) -> None:
    assert house.lived().verify("another secret").broken is not None


def test_only_some_streams_can_be_checked(house: House) -> None:
    house.lived().sql(f"UPDATE ledger SET actor = 'bob' {CASE}")
    assert house.verify(streams=["customer:c-1", "settings"]).sound
    assert not house.verify(streams=["instance:i-1"]).sound


def test_many_operations_leave_one_entry_each_and_no_false_alarm(house: House) -> None:
    facts = [StepDone(instance_id=f"i-{n % 7}", note={"数": n}) for n in range(40)]
    for fact in facts:
        house.record(fact, TierAssigned(customer_id="c-1"), RuleChanged())
    report = house.verify()
    assert (report.sound, report.entries, report.streams) == (True, 120, 9)


def _head_follows() -> str:
    return (
        "UPDATE ledger_head SET seq = (SELECT max(seq) FROM ledger l WHERE l.stream = ledger_head.stream), "
        "hash = (SELECT hash FROM ledger l WHERE l.stream = ledger_head.stream ORDER BY seq DESC LIMIT 1)"
    )


def _forged(house: House, after: list[int], seq: int) -> str:
    with house.database.connect() as connection:
        row = connection.execute(text(f"SELECT * FROM ledger {CASE} AND seq = {after[0]}")).one()
    made = entry_hash(row.hash, row.tenant_id, row.stream, seq, row.at, row.fact, row.element, row.actor, row.data)
    return (
        f"INSERT INTO ledger SELECT tenant_id, stream, {seq}, at, fact, element, actor, data, '{made}' "
        f"FROM ledger {CASE} AND seq = {after[0]}"
    )


def _rebuild(house: House, actor: str) -> None:
    with house.database.connect() as connection:
        rows = connection.execute(text(f"SELECT * FROM ledger {CASE} ORDER BY seq")).all()
    last = GENESIS
    for row in rows:
        last = entry_hash(last, row.tenant_id, row.stream, row.seq, row.at, row.fact, row.element, actor, row.data)
        change = f"UPDATE ledger SET actor = '{actor}', hash = '{last}' {CASE} AND seq = {row.seq}"
        house.sql(change, _head_follows())


def test_verifying_in_a_transaction_that_has_already_read_is_no_trouble(house: House) -> None:
    house.lived()

    def work(ctx: Context) -> Report:
        ctx.session.execute(text("SELECT count(*) FROM ledger"))
        return verify(ctx.session, SECRET)

    assert house.does(work, write=False).sound


def test_bytes_that_are_no_text_are_a_finding(house: House) -> None:
    if house.database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses such bytes itself")
    house.lived().sql(f"UPDATE ledger SET data = CAST(x'7bff7d' AS TEXT) {CASE} AND seq = 3")
    broken = house.verify().broken
    assert broken is not None
    assert (broken.what, broken.seq) == ("hash", 3)
