"""A dry run says who would move under a changed table, exactly as reviews under it would, and changes nothing."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine.customers import answers, dryrun, trials
from engine.jobs import progress
from engine.kernel import Invalid, NotFound
from tests.engine.customers.test_evaluation import HEAD, run

RULES = Path(__file__).resolve().parents[3] / "processes" / "rules"


def drawn(key: str, old: str = "", new: str = "") -> bytes:
    text = (RULES / f"{key}.dmn").read_text("utf-8")
    assert old in text
    return text.replace(old, new).encode() if old else text.encode()


@pytest.fixture
def selling(ruled, table):
    """C-1 buys little, C-2 has grown to 320 yuan, C-3 to 510; their first review is behind them."""
    lines = ["C-1,1998-01-05,10", "C-2,1998-01-05,10", "C-3,1997-12-05,10", "C-2,1998-06-10,310", "C-3,1998-06-10,500"]
    ruled.takes("purchases", table(HEAD, *lines), create_customers=True)
    run(ruled, date(1998, 1, 31))
    return ruled


def compared(shop, key: str, content: bytes) -> dict:
    def look(ctx) -> dict:
        (found,) = dryrun.compare(ctx, key, content)
        return {**dryrun.told(found), "sample": list(trials.seen(ctx, list(dryrun.rows(found))))}

    return shop.house.look(look)


def test_a_lower_limit_moves_whom_it_reaches(selling):
    told = compared(selling, "tier_cdnow", drawn("tier_cdnow", "400", "300"))
    assert (told["customers"], told["changed"], told["at_stake"]) == (3, 1, Decimal("320.00"))
    assert told["moves"] == [{"from": "silver", "to": "gold", "customers": 1, "revenue": Decimal("320.00")}]
    assert [(tier["member"], tier["today"], tier["draft"]) for tier in told["tiers"]] == [
        *(("regular", 1, 1), ("silver", 1, 0), ("gold", 1, 2))
    ]
    assert [(row["customer"], row["from"], row["to"]) for row in told["sample"]] == [("C-2", "silver", "gold")]


def undrawn(side):
    """Whom the tables decide about; who of them is drawn as a sample is cast anew for each version of the rules."""
    tasks = side["tasks"]
    return {**side, "tasks": (tasks["none"] + tasks["sample"], tasks["person"])}


def test_the_draft_does_what_reviews_do_once_it_is_in_force(selling):
    content = drawn("tier_cdnow", "400", "300")
    told = compared(selling, "tier_cdnow", content)
    selling.house.deploy(**{"tier_cdnow__dmn": content})
    live = run(selling, date(1998, 6, 30))
    assert undrawn({side: live[side] for side in dryrun.SIDES}) == undrawn(told["draft"])


@pytest.mark.parametrize("key", ["tier_cdnow", "downgrade_guard", "approval_route", "benefits"])
def test_a_draft_that_changes_nothing_makes_no_difference(selling, key):
    told = compared(selling, key, drawn(key) + b"<!-- looked at -->")
    assert (told["changed"], told["moves"]) == (0, [])
    assert told["today"] == told["draft"]


def test_another_route_moves_nobody_but_makes_other_tasks(selling):
    content = drawn("approval_route", '<text>"none"</text>', '<text>"person"</text>')
    told = compared(selling, "approval_route", content.replace(b"<text>[]</text>", '<text>["高管"]</text>'.encode()))
    assert told["changed"] == 0
    assert told["today"]["tasks"]["person"] < told["draft"]["tasks"]["person"]
    assert told["draft"]["tasks"]["groups"]["高管"] > told["today"]["tasks"]["groups"].get("高管", 0)


def test_nothing_is_written(selling):
    before = selling.one("SELECT COUNT(*) FROM ledger"), selling.rows("SELECT * FROM tier_state ORDER BY customer_id")
    compared(selling, "tier_cdnow", drawn("tier_cdnow", "400", "300"))
    after = selling.one("SELECT COUNT(*) FROM ledger"), selling.rows("SELECT * FROM tier_state ORDER BY customer_id")
    assert before == after


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("&gt;= 400", "&gt;= 450", "scheme_|table_|tiers_"),
        ("window_spend</text>", "window_spend +</text>", "unreadable"),
    ],
)
def test_a_draft_that_cannot_set_tiers_is_refused_with_the_reason(selling, old, new, code):
    with pytest.raises(Invalid, match=code):
        compared(selling, "tier_cdnow", drawn("tier_cdnow", old, new))


def test_a_draft_of_a_table_that_is_not_there_is_refused(selling):
    with pytest.raises(NotFound):
        selling.house.look(lambda ctx: dryrun.compare(ctx, "none_such", drawn("tier_cdnow")))


def asked_all(shop, key: str, content: bytes) -> dict:
    def look(ctx) -> dict:
        found = trials.run(ctx, key, content)
        return {**found.told, "sample": list(trials.seen(ctx, found.who[0]))}

    return shop.house.look(look)


def test_any_table_on_what_is_known_of_everybody_is_compared(selling):
    content = (
        drawn("frequency_band", "&gt;= 12", "&gt;= 2").replace(b"[4..12)", b"[1..2)").replace(b"&lt; 4", b"&lt; 1")
    )
    told = asked_all(selling, "frequency_band", content)
    assert (told["customers"], told["changed"]) == (3, 3)
    assert sum(one["draft"] for one in told["answers"]) == sum(one["today"] for one in told["answers"]) == 3
    assert {row["customer"]: row["inputs"]["purchase_days"] for row in told["sample"]} == {"C-1": 1, "C-2": 2, "C-3": 2}


def test_a_table_that_asks_for_more_says_what(selling):
    with pytest.raises(Invalid, match="dry_run_inputs") as refused:
        selling.house.look(lambda ctx: answers.compare(ctx, "severity", drawn("severity")))
    assert "hazard" in refused.value.params["inputs"]


def test_who_would_be_followed_up_differently_is_told_by_name(selling):
    monthly = drawn("followup_frequency", "P1M", "P2M")
    told = asked_all(selling, "followup_frequency", monthly)
    assert told["draft"]["tasks_a_month"] < told["today"]["tasks_a_month"]
    assert {row["customer"] for row in told["sample"]} <= {"C-1", "C-2", "C-3"}
    assert all("P2M" in row["to"] and "P2M" not in row["from"] for row in told["sample"])
    assert told["sample"]


@pytest.mark.parametrize("key", ["followup_frequency", "incentive"])
def test_work_that_stays_the_same_concerns_nobody(selling, key):
    assert asked_all(selling, key, drawn(key) + b"<!-- looked at -->")["sample"] == []


def ask(house, key: str, content: bytes) -> None:
    with house.unit("zoe") as ctx:
        trials.ask(ctx, key, content)


@pytest.fixture
def owned(selling):
    selling.house.person("zoe", "process_owner")
    return selling


def result(house, key: str):
    def look(ctx):
        row = trials.found(ctx, key)
        return row and (row.state, trials.result(row), row.error)

    with house.unit("zoe", write=False) as ctx:
        return look(ctx)


def test_a_dry_run_done_later_finds_the_same_and_is_kept(owned):
    content = drawn("tier_cdnow", "400", "300")
    ask(owned.house, "tier_cdnow", content)
    assert result(owned.house, "tier_cdnow")[0] == "waiting"
    owned.house.settle()
    state, found, _ = result(owned.house, "tier_cdnow")
    told = compared(owned, "tier_cdnow", content)
    assert state == "done"
    assert {**found.told[0], "sample": told["sample"]} == told


def test_a_dry_run_taken_back_leaves_nothing(owned):
    ask(owned.house, "tier_cdnow", drawn("tier_cdnow"))
    with owned.house.unit("zoe") as ctx:
        trials.cancel(ctx, "tier_cdnow")
    owned.house.settle()
    assert result(owned.house, "tier_cdnow") is None
    assert owned.rows("SELECT * FROM job WHERE kind = 'dry_run'") == []


def test_whoever_asks_anew_gets_the_new_answer(owned):
    for content in (drawn("tier_cdnow"), drawn("tier_cdnow", "400", "300")):
        ask(owned.house, "tier_cdnow", content)
    owned.house.settle()
    assert result(owned.house, "tier_cdnow")[1].told[0]["changed"] == 1


def test_a_refusal_of_a_later_dry_run_is_told(owned):
    ask(owned.house, "severity", drawn("severity"))
    owned.house.settle()
    state, _, error = result(owned.house, "severity")
    assert (state, error["code"]) == ("failed", "dry_run_inputs")


def test_a_long_run_tells_how_far_it_is_and_hears_that_nobody_waits(owned):
    ask(owned.house, "tier_cdnow", drawn("tier_cdnow"))
    (job,) = owned.rows("SELECT id FROM job WHERE kind = 'dry_run'")
    progress.telling(owned.house.engine, job[0])(0.4)
    with owned.house.unit("zoe") as ctx:
        assert trials.share(ctx, trials.found(ctx, "tier_cdnow")) == pytest.approx(0.4)
        trials.cancel(ctx, "tier_cdnow")
    with pytest.raises(progress.Unwanted):
        progress.telling(owned.house.engine, job[0])(0.5)
