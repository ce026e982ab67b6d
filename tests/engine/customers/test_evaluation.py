"""A run scores everybody, proposes moves, and says them once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import create_engine, text

from engine.customers import commands, evaluation
from engine.kernel import Conflict, Invalid

HEAD = "客户编号,购买时间,购买金额"


def run(shop, as_of: date, mode: str = "live", scheme: str = "cdnow") -> dict:
    """Evaluate as the service task does: prepare, score, record."""
    with shop.unit(write=False) as ctx:
        order = evaluation.prepare(ctx, scheme, as_of, mode)
    scored = evaluation.score(order)
    with shop.unit() as ctx:
        return evaluation.record(ctx, scored)


@pytest.fixture
def selling(ruled, table):
    """C-1 buys little, C-2 grows, C-3 falls; the first review is behind us."""
    lines = ["C-1,1998-01-05,10", "C-2,1998-01-05,10", "C-3,1997-12-05,500", "C-2,1998-02-10,500"]
    ruled.takes("purchases", table(HEAD, *lines), create_customers=True)
    run(ruled, date(1998, 1, 31))
    return ruled


def members(shop) -> dict:
    return dict(shop.rows("SELECT c.number, s.member FROM tier_state s JOIN customer c ON c.id = s.customer_id"))


def test_the_first_review_gives_everybody_a_tier(selling):
    assert members(selling) == {"C-1": "regular", "C-2": "regular", "C-3": "gold"}
    assert selling.facts(selling.stream("C-3"))[-1] == "TierAssigned"
    assert selling.rows("SELECT number, band FROM customer ORDER BY number") == [("C-1", 3), ("C-2", 3), ("C-3", 1)]


def test_a_grown_customer_is_proposed_and_the_numbers_add_up(selling):
    summary = run(selling, date(1998, 2, 28))
    assert (summary["movers"], summary["promotions"], summary["customers"]) == (1, 1, 3)
    assert selling.rows("SELECT from_member, to_member, amount_cents, status FROM score_move") == [
        ("regular", "gold", 51_000, "proposed")
    ]
    gold = next(tier for tier in summary["tiers"] if tier["member"] == "gold")
    assert (gold["customers"], gold["customers_after"]) == (1, 2)
    assert members(selling)["C-2"] == "regular"  # until somebody decides


def test_a_repeat_changes_nothing(selling):
    first = run(selling, date(1998, 2, 28))
    before = selling.rows("SELECT * FROM tier_state ORDER BY customer_id"), selling.one("SELECT COUNT(*) FROM ledger")
    again = run(selling, date(1998, 2, 28))
    after = selling.rows("SELECT * FROM tier_state ORDER BY customer_id"), selling.one("SELECT COUNT(*) FROM ledger")
    assert again["run"] == first["run"]
    assert after == before


def test_a_preview_says_the_same_and_writes_nothing(selling):
    before = selling.one("SELECT COUNT(*) FROM ledger")
    preview = run(selling, date(1998, 2, 28), "preview")
    assert (preview["movers"], preview["run"]) == (1, None)
    assert selling.one("SELECT COUNT(*) FROM ledger") == before
    live = run(selling, date(1998, 2, 28))
    assert {**live, "run": None, "mode": "preview"} == preview


def test_a_preview_of_an_evaluated_day_answers_that_run(selling):
    live = run(selling, date(1998, 2, 28))
    assert run(selling, date(1998, 2, 28), "simulation") == live


def test_a_falling_customer_is_warned_and_then_proposed_one_step_down(selling):
    days = [(2, 28), (3, 31), (4, 30), (5, 31), (6, 30)]
    quiet = [run(selling, date(1998, month, day)) for month, day in days]
    assert [summary["demotions"] for summary in quiet] == [0] * 5
    assert selling.facts(selling.stream("C-3"))[-1] == "TierWarned"  # what it bought is out of the window: once below
    selling.house.now = datetime(1998, 8, 1, tzinfo=UTC)
    assert run(selling, date(1998, 7, 31))["demotions"] == 1
    assert selling.rows("SELECT from_member, to_member, fails FROM score_move WHERE direction = 'demote'") == [
        ("gold", "silver", 2)
    ]


def test_days_that_make_no_sense_are_refused(selling):
    with pytest.raises(Invalid, match="as_of_in_future"):
        run(selling, date(1999, 1, 31))
    with pytest.raises(Invalid, match="as_of_before_last_run"):
        run(selling, date(1997, 12, 31))
    with selling.unit() as ctx:
        commands.save_scheme(ctx, "cdnow", {"table": "tier_cdnow", "window_months": 3}, leading=True)
    with pytest.raises(Conflict, match="as_of_evaluated"):
        run(selling, date(1998, 1, 31))


def test_a_partner_and_a_locked_tier_are_held(selling):
    with selling.unit() as ctx:
        commands.change(ctx, "C-2", kind="partner")
    summary = run(selling, date(1998, 2, 28))
    assert (summary["movers"], summary["counts"]["hold"]) == (0, 1)
    assert selling.facts(selling.stream("C-2"))[-1] == "TierHeld"


def test_refund_and_purchase_anew_restore_the_answer(selling, table):
    proposed = []
    for day, amount in ((1, "-490"), (2, "490")):
        selling.takes("purchases", table(HEAD, f"C-2,1998-02-1{day},{amount}", name=f"{day}.csv"))
        proposed.append(run(selling, date(1998, 2, 28), "preview")["movers"])
    assert proposed == [0, 1]


def test_the_order_of_the_rows_is_irrelevant(ruled, table):
    lines = [f"-{n},1998-01-0{1 + n % 9},{n * 37 % 500}" for n in range(1, 60)]
    for name, some in (("A", lines), ("B", lines[::-1])):
        path = table(HEAD, *[f"{name}{line}" for line in some], name=f"{name}.csv")
        ruled.takes("purchases", path, create_customers=True)
    run(ruled, date(1998, 1, 31))
    found = [{number[1:]: tier for number, tier in members(ruled).items() if number[0] == name} for name in "AB"]
    assert found[0] == found[1]


def test_an_opening_balance_counts_month_by_month(ruled, table):
    head = "客户编号,客户名称,历史合作时长,累计合作金额"
    ruled.takes("customers", table(head, "C-9,老客户,12个月,1200"), opening="1998-01-31")
    spent = {day: run(ruled, day, "preview")["tiers"] for day in (date(1998, 1, 31), date(1998, 5, 31))}
    revenue = [sum(tier["revenue"] for tier in tiers) for tiers in spent.values()]
    assert revenue == [600, 200]  # six of its twelve months lie in the window, then the last two


ANNUAL = {"names": {"zh": "年采购金额", "en": "Annual purchases"}, "table": "tier_annual", "segment": "b2b"}


@pytest.fixture
def two_peoples(selling, table):
    """B-1 and B-2 are business customers, with a leading scheme of their own."""
    selling.takes("customers", table("客户编号,客户名称,客群", "B-1,某公司,b2b", "B-2,另一公司,b2b"))
    selling.takes("purchases", table(HEAD, "B-1,1998-02-10,2000000", name="b2b.csv"))
    with selling.unit() as ctx:
        commands.save_scheme(ctx, "annual", ANNUAL, leading=True)
    return selling


def test_a_scheme_for_a_segment_scores_and_leads_only_that_segment(two_peoples):
    run(two_peoples, date(1998, 2, 28))
    assert members(two_peoples).keys() == {"C-1", "C-2", "C-3"}
    run(two_peoples, date(1998, 2, 28), scheme="annual")
    assert dict(two_peoples.rows("SELECT number, band FROM customer WHERE segment = 'b2b'")) == {"B-1": 1, "B-2": 3}
    assert members(two_peoples)["C-3"] == "gold"


def test_limits_of_millions_are_compared_exactly(two_peoples):
    run(two_peoples, date(1998, 2, 28), scheme="annual")
    assert run(two_peoples, date(1998, 3, 31), scheme="annual")["counts"]["keep"] == 2


def test_a_segment_has_one_leading_scheme(two_peoples):
    with pytest.raises(Conflict), two_peoples.unit() as ctx:
        commands.save_scheme(ctx, "other", ANNUAL, leading=True)


def test_a_commit_after_an_evaluation_is_seen_by_a_fresh_connection(selling, table):
    run(selling, date(1998, 3, 31))
    selling.takes("customers", table("客户编号,客户名称", "C-77,新客户", name="more.csv"))
    fresh = create_engine(selling.house.engine.url)
    with fresh.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM customer WHERE number = 'C-77'")).scalar() == 1
    fresh.dispose()
    assert run(selling, date(1998, 4, 30))["customers"] == selling.one("SELECT COUNT(*) FROM customer")
