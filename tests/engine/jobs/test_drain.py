"""What is due is done once, in due order, at its own time; what is cancelled or rolled back never."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from engine import jobs
from engine.jobs import GiveUp, Inside, Job, Outside, Retry, clock
from engine.kernel import Context, Invalid
from tests.engine.jobs.conftest import T0, Effect, House

HOUR = timedelta(hours=1)


def test_jobs_run_in_due_order_each_at_its_own_time(house: House) -> None:
    house.later("third", due=T0 + 3 * HOUR)
    house.later("first", due=T0 + HOUR)
    house.later("second", due=T0 + 2 * HOUR)

    assert house.drain(hours=2) == 2
    assert house.effects() == ["first", "second"]
    assert house.times() == [T0 + HOUR, T0 + 2 * HOUR]


def test_what_a_job_causes_runs_in_the_same_drain(house: House) -> None:
    def chain(ctx: Context, job: Job) -> None:
        ctx.session.add(Effect(what=str(job.payload), at=ctx.now))
        if job.payload < 3:
            jobs.later(ctx, "chain", job.payload + 1, due=ctx.now + HOUR)

    house.handlers["chain"] = chain
    house.later(1, "chain")
    assert house.drain(hours=5) == 3
    assert house.times() == [T0, T0 + HOUR, T0 + 2 * HOUR]


def test_a_rollback_leaves_neither_row_nor_job(house: House) -> None:
    def work(ctx: Context) -> None:
        ctx.session.add(Effect(what="row", at=ctx.now))
        jobs.later(ctx, "effect", "job")
        ctx.session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        house.does(work)
    assert house.drain(days=1) == 0
    assert house.effects() == []


def test_cancelled_jobs_never_run(house: House) -> None:
    first = house.later("by id")
    house.later("by key", key="k")
    house.later("by instance", instance_id="i-1")
    house.later("stays")

    assert house.does(lambda ctx: jobs.cancel(ctx, ids=[first])) == 1
    assert house.does(lambda ctx: jobs.cancel(ctx, key="k")) == 1
    assert house.does(lambda ctx: jobs.cancel(ctx, instance_id="i-1")) == 1
    assert house.drain() == 1
    assert house.effects() == ["stays"]


def test_a_job_begun_and_cancelled_in_one_transaction_never_existed(house: House) -> None:
    def work(ctx: Context) -> int:
        job = jobs.later(ctx, "effect", "x")
        return jobs.cancel(ctx, ids=[job])

    assert house.does(work) == 1
    assert house.drain() == 0


def test_there_is_one_job_of_a_key(house: House) -> None:
    first = house.later("first", key="review:7")
    assert house.later("second", key="review:7") == first
    assert house.drain() == 1
    assert house.effects() == ["first"]


def test_a_failing_job_is_tried_again_with_growing_pauses_then_kept_as_given_up(house: House) -> None:
    def fails(ctx: Context, job: Job) -> None:
        ctx.session.add(Effect(what="must not stay", at=ctx.now))
        raise ValueError("boom")

    house.handlers["fails"] = fails
    job = house.later(None, "fails", retries=2)
    house.drain()
    (waiting,) = house.waiting()
    assert (waiting.attempts, waiting.due_at, waiting.error) == (1, T0 + timedelta(seconds=10), "ValueError: boom")
    house.drain(hours=1)
    (waiting,) = house.waiting()
    assert (waiting.attempts, waiting.due_at) == (3, None)
    assert house.effects() == []

    house.handlers["fails"] = house.handlers["effect"]
    assert house.does(lambda ctx: jobs.retry(ctx, [job])) == 1
    assert house.drain() == 1


def test_the_kind_says_what_giving_up_means(house: House) -> None:
    def refuse(ctx: Context, job: Job) -> None:
        raise GiveUp("never")

    def failed(ctx: Context, job: Job, error: Exception) -> None:
        ctx.session.add(Effect(what=f"incident {job.payload} {error}", at=ctx.now))

    house.handlers["refuse"] = Inside(refuse, failed=failed)
    house.later(7, "refuse")
    house.drain()
    assert house.effects() == ["incident 7 never"]
    assert house.waiting() == []


def test_a_job_may_ask_for_its_own_pause_without_using_up_tries(house: House) -> None:
    def soon(ctx: Context, job: Job) -> None:
        if ctx.now < T0 + HOUR:
            raise Retry(timedelta(minutes=30))
        ctx.session.add(Effect(what="done", at=ctx.now))

    house.handlers["soon"] = soon
    house.later(None, "soon", retries=0)
    house.drain(hours=2)
    assert house.times() == [T0 + HOUR]


def test_an_outside_call_gets_the_same_key_on_every_try_and_no_transaction(house: House) -> None:
    keys: list[str] = []

    def call(request: str, key: str) -> str:
        keys.append(key)
        house.later("written beside the call")  # would wait for ever if a transaction were open
        if len(keys) == 1:
            raise TimeoutError
        return request.upper()

    def finish(ctx: Context, job: Job, answer: str) -> None:
        ctx.session.add(Effect(what=answer, at=ctx.now))

    house.handlers["call"] = Outside(lambda ctx, job: job.payload, call, finish)
    job = house.later("hello", "call")
    house.drain(minutes=1)
    assert keys == [job, job]
    assert "HELLO" in house.effects()


def test_an_outside_call_that_is_no_longer_wanted_is_not_made(house: House) -> None:
    house.handlers["call"] = Outside(lambda ctx, job: None, lambda request, key: 1 / 0, effect_of_answer)
    house.later("x", "call")
    assert house.drain() == 1
    assert house.waiting() == [] == house.effects()


def effect_of_answer(ctx: Context, job: Job, answer: object) -> None:
    ctx.session.add(Effect(what=str(answer), at=ctx.now))


def test_with_nothing_due_a_drain_asks_twice_and_writes_nothing(house: House) -> None:
    house.later("tomorrow", due=T0 + 24 * HOUR)
    statements: list[str] = []
    event.listen(
        house.database, "before_cursor_execute", lambda c, cur, text, *rest: statements.append(text.split()[0])
    )
    assert house.drain() == 0
    assert [verb for verb in statements if verb != "BEGIN"] == ["SELECT", "SELECT"]


def test_the_manual_clock_moves_with_the_jobs_and_never_back(house: House) -> None:
    house.manual_clock()
    house.later("late", due=T0 - HOUR)
    house.later("next", due=T0 + 2 * HOUR)

    advance = lambda **to: jobs.advance(house.database, house.context, clock.Target(**to))  # noqa: E731
    assert advance(next_due=True) == (T0, 1)
    assert advance(next_due=True) == (T0 + 2 * HOUR, 1)
    assert advance(next_due=True) == (T0 + 2 * HOUR, 0)
    assert advance(seconds=60) == (T0 + 2 * HOUR + timedelta(minutes=1), 0)
    with pytest.raises(Invalid):
        advance(to=T0)
    assert house.times() == [T0, T0 + 2 * HOUR]
    assert house.does(lambda ctx: clock.now(ctx.session, "manual")) == T0 + 2 * HOUR + timedelta(minutes=1)
