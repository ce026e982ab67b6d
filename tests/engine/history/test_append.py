"""Appending: a few statements whatever the size, and no writer can break another's chain."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from engine.history import Entry, append, queries
from engine.history.chain import Merkle, canonical, instant
from engine.kernel import Actor, Conflict, Context, Wiring
from engine.kernel.database import transaction
from tests.engine.history.conftest import T0, House, RuleChanged, StepDone, TierAssigned

SHANGHAI = timezone(timedelta(hours=8))


def test_entries_keep_what_was_recorded_in_order(house: House) -> None:
    house.record(StepDone(instance_id="i", element="approve", note={"b": Decimal("1.10"), "a": [T0, None]}))
    house.record(StepDone(instance_id="i", note=None), TierAssigned(customer_id="c"))
    first, second = house.does(lambda ctx: queries.entries(ctx.session, "default", "instance:i"))
    assert (first.seq, first.fact, first.element, first.actor) == (1, "StepDone", "approve", "ann")
    assert first.at == T0 + timedelta(minutes=1)
    assert first.data == {"note": {"b": Decimal("1.10"), "a": ["2026-03-02T01:00:00.000000Z", None]}}
    assert list(first.data["note"]) == ["b", "a"]
    assert (second.seq, second.element, second.data) == (2, None, {})


def test_pages_of_a_stream_follow_the_numbers(house: House) -> None:
    house.record(*(StepDone(instance_id="i", note=n) for n in range(5)))
    page = house.does(lambda ctx: queries.entries(ctx.session, "default", "instance:i", after=2, limit=2))
    assert [entry.seq for entry in page] == [3, 4]


def test_a_timeline_merges_streams_newest_first_page_by_page(house: House) -> None:
    for n in range(3):
        house.record(StepDone(instance_id="i", note=n), TierAssigned(customer_id="c"))
    house.record(StepDone(instance_id="other"))
    streams = [queries.instance("i"), queries.customer("c")]
    read = lambda **page: house.does(lambda ctx: queries.timeline(ctx.session, "default", streams, **page))  # noqa: E731
    whole = read()
    assert [(entry.stream, entry.seq) for entry in whole] == [
        *(("instance:i", 3), ("customer:c", 3)),
        *(("instance:i", 2), ("customer:c", 2)),
        *(("instance:i", 1), ("customer:c", 1)),
    ]
    last = read(limit=3)[-1]
    assert read(before=(last.at, last.stream, last.seq)) == whole[3:]


@pytest.mark.parametrize("streams", [1, 300])
def test_a_unit_of_work_costs_three_statements(house: House, streams: int) -> None:
    statements: list[str] = []

    def work(ctx: Context) -> None:
        for n in range(streams):
            ctx.record(StepDone(instance_id=f"i-{n}"))
            ctx.record(StepDone(instance_id=f"i-{n}"))
        ctx.session.connection()
        event.listen(house.database, "before_cursor_execute", lambda c, cur, text, *rest: statements.append(text))

    house.does(work)
    assert [text.split()[0] for text in statements if text != "BEGIN"] == ["SELECT", "INSERT", "INSERT"]


def test_two_writers_of_shared_streams_never_break_a_chain_nor_block_in_a_circle(house: House) -> None:
    house.record(*(TierAssigned(customer_id=f"c-{n}") for n in range(4)), RuleChanged())
    errors: list[BaseException] = []

    def write(order: list[int]) -> None:
        try:
            for _ in range(25):
                with transaction(Session(house.database), write=True) as session:
                    ctx = Context(session, Actor("bob"), T0, Wiring({}, {}, append))
                    for n in order:
                        ctx.record(TierAssigned(customer_id=f"c-{n}"))
                    ctx.record(RuleChanged())
                    ctx.seal()
        except BaseException as error:
            errors.append(error)

    writers = [threading.Thread(target=write, args=(order,)) for order in ([0, 1, 2], [3, 2, 1], [2, 0, 3])]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    report = house.verify()
    assert (report.sound, report.entries) == (True, 5 + 3 * 25 * 4)


def test_of_two_beginners_of_a_stream_the_second_is_told(house: House) -> None:
    if house.database.dialect.name == "sqlite":
        pytest.skip("writers of SQLite queue before they begin")
    outcomes: list[str] = []
    begun = threading.Barrier(2)

    def begin() -> None:
        try:
            with transaction(Session(house.database), write=True) as session:
                ctx = Context(session, Actor("bob"), T0, Wiring({}, {}, append))
                ctx.record(TierAssigned(customer_id="new"))
                session.execute(select(func.count()).select_from(Entry))
                begun.wait(10)
                ctx.seal()
            outcomes.append("written")
        except Conflict as conflict:
            outcomes.append(conflict.code)

    beginners = [threading.Thread(target=begin) for _ in range(2)]
    for beginner in beginners:
        beginner.start()
    for beginner in beginners:
        beginner.join()
    assert set(outcomes) <= {"written", "history.stream_moved"}
    assert "written" in outcomes
    assert house.verify().entries == outcomes.count("written")


def test_instants_are_fixed_width_text_in_utc() -> None:
    assert instant(datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)) == "2026-03-02T01:00:00.000000Z"
    assert instant(datetime(2026, 3, 2, 1, 0, 0, 5, tzinfo=UTC)) == "2026-03-02T01:00:00.000005Z"


def test_a_fact_keeps_only_plain_values() -> None:
    assert canonical({"客户": {"b", "a"}, "text": "\ud800"}) == '{"客户":["a","b"],"text":"\\ud800"}'
    with pytest.raises(TypeError, match="cannot keep a object"):
        canonical({"x": object()})
    with pytest.raises(ValueError, match="Out of range"):
        canonical({"x": float("nan")})


def test_the_merkle_root_is_that_of_rfc_6962() -> None:
    """Three leaves: node(node(a, b), c)."""
    from hashlib import sha256

    leaf = [sha256(b'\0["s%d",1,"h"]' % n).digest() for n in range(3)]
    pair = sha256(b"\1" + leaf[0] + leaf[1]).digest()
    root = Merkle()
    for n in range(3):
        root.add(f"s{n}", 1, "h")
    assert root.root() == sha256(b"\1" + pair + leaf[2]).hexdigest()
