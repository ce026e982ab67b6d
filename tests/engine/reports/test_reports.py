"""Small books, and figures counted by hand."""

from datetime import UTC, date, datetime, timedelta

from engine.access import queries as access
from engine.customers.cell_history import CellMark
from engine.customers.routes import PROMOTE
from engine.customers.tiers import BenefitGrant, ScoreMove, ScoreRun
from engine.improvement.models import PlanAction
from engine.kernel import new_id
from tests.engine.reports.conftest import Books, at

MARCH = [date(2026, 3, day) for day in range(1, 32)]


def test_conversion_counts_a_cohort_whenever_it_pays(books: Books) -> None:
    february = datetime(2026, 2, 10, tzinfo=UTC)
    one, two, _ = (books.customer(number, created=february) for number in ("1", "2", "3"))
    old = books.customer("4", created=february)
    books.bought(one, 10, MARCH[4])
    books.bought(two, -10, MARCH[4])  # a refund is no payment
    books.bought(old, 10, date(2025, 6, 1))  # had bought before the entry: no lead
    rows = books.report("conversion", first=date(2026, 2, 1))
    assert [(r["month"], r["leads"], r["payers"], r["rate"]) for r in rows] == [
        ("2026-02", 3, 1, 33.3), ("2026-03", 0, 0, None),
    ]  # fmt: skip


def test_retention_leaves_out_whom_it_won(books: Books) -> None:
    kept, lost, won = (books.customer(number, band=2) for number in "123")
    books.bought(kept, 10, date(2025, 6, 1))
    books.bought(lost, 10, date(2025, 3, 5))
    books.bought(won, 10, MARCH[9])
    band, whole = books.report("retention")
    assert (band["start"], band["won"], band["end"], band["retention"], band["churn"]) == (2, 1, 2, 50.0, 50.0)
    assert {**whole, "band": ""} == {**band, "band": ""}


def test_score_and_csat_are_two_figures(books: Books) -> None:
    books.scored(books.customer("1"), MARCH[2], 70, 80, 90)
    assert books.report("satisfaction_score") == [{"month": "2026-03", "answers": 3, "score": 80.0, "csat": 66.7}]
    assert books.report("satisfaction_by_tier")[0]["band"] == "Band 3"


def test_points_and_percent_stay_apart_and_come_with_an_interval(books: Books) -> None:
    customer = books.customer("1")
    books.scored(customer, date(2026, 2, 10), 65, 70, 75, 80, 85)
    books.scored(customer, MARCH[9], 81, 84, 87, 90, 93)
    mean, csat = books.report("before_after")
    assert (mean["before"], mean["after"], mean["points"], mean["relative"]) == (75.0, 87.0, 12.0, 16.0)
    assert (mean["low"], mean["high"]) == (3.9, 20.1)
    assert (csat["before"], csat["after"], csat["points"], csat["relative"]) == (40.0, 100.0, 60.0, 150.0)


def test_a_complaint_takes_gross_and_net_time(books: Books) -> None:
    customer = books.customer("1")
    case = books.case("complaint", customer, at(2))
    pause = {"from": at(3).isoformat(), "to": at(4).isoformat(), "reason": "customer"}
    books.clock(case, customer, "first_response", at(2), status="met", stopped_at=at(2, 19))
    books.clock(case, customer, "resolution", at(2), status="met", stopped_at=at(10), text="7d", pauses=[pause])
    (row,) = books.report("complaint_handling")
    assert (row["received"], row["solved"], row["gross"], row["net"]) == (1, 1, 192.0, 168.0)
    assert (row["answered_24h"], row["solved_7d"]) == (100.0, 0.0)
    promised = {one["target"]: one["within"] for one in books.report("promises")}
    assert promised == {"First response": 100.0, "Resolution": 100.0}
    assert books.report("response_time")[0]["median"] == 600


def test_complaints_for_a_thousand_orders_and_growth(books: Books) -> None:
    customer = books.customer("1")
    books.bought(customer, 100, *MARCH[:4])
    books.bought(customer, -50, MARCH[5])
    books.bought(customer, 200, date(2025, 3, 9))
    books.case("complaint", customer, at(8))
    (row,) = books.report("sales")
    assert (row["orders"], row["per_thousand"], row["sales"], row["growth"]) == (4, 250.0, 350.0, 75.0)


def test_activity_of_a_band(books: Books) -> None:
    again, once = books.customer("1"), books.customer("2")
    books.bought(again, 100, MARCH[0], MARCH[1])
    books.bought(once, 40, MARCH[0])
    books.bought(once, -10, MARCH[3])
    (row,) = books.report("activity")
    assert (row["buyers"], row["repurchase"], row["orders"], row["order_value"]) == (2, 50.0, 3, 76.67)
    assert row["ltv"] == 115.0


def test_customers_with_potential_at_the_start_convert_by_buying_or_turning_high_value(books: Books) -> None:
    """Of four with potential when March began one buys, one turns high value; one who came to it later counts not."""
    hopeful = [books.customer(str(n)) for n in range(5)]
    before, within = MARCH[0] - timedelta(days=28), MARCH[0] + timedelta(days=9)
    marked = [(one, before, "potential") for one in hopeful[:4]]
    marked += [(hopeful[1], within, "high_value"), (hopeful[2], within, "ordinary"), (hopeful[4], within, "potential")]
    with books.house.unit() as ctx:
        for customer, on, cell in marked:
            ctx.session.add(CellMark(id=new_id(), tenant_id=ctx.tenant, customer_id=customer, on=on, cell=cell))
    for n in (0, 4):
        books.bought(hopeful[n], 100, MARCH[2])
    (row,) = books.report("activity")
    assert (row["potential"], row["converted"]) == (4, 50.0)


def test_the_funnel_counts_a_flow_once_a_stage(books: Books) -> None:
    flows = [books.case("customer_flow", books.customer(str(n)), at(2)) for n in range(4)]
    for flow in flows:
        books.task(flow, "customer_flow", "contact", at(2), at(3))
    for flow in (*flows[:2], flows[0]):  # the first comes to needs twice
        books.task(flow, "customer_flow", "need", at(3), at(5))
    contact, need, design, *_ = books.report("journey_funnel")
    assert (contact["reached"], contact["of_started"], contact["days"]) == (4, 100.0, 1.0)
    assert (need["reached"], need["of_started"], need["of_before"], need["days"]) == (2, 50.0, 50.0, 2.0)
    assert (design["reached"], design["of_before"]) == (0, 0.0)
    step = books.report("journey_map")[0]
    assert (step["touchpoint"], step["done"], step["median"]) == ("First contact", 4, 1.0)


def test_coverage_leaves_out_what_was_held(books: Books) -> None:
    customer = books.customer("1")
    for outcome in ("done", "done", "done", "missed", "blocked"):
        books.case("followup", customer, at(4), outcome=outcome, ended_at=at(5))
    books.case("followup", customer, at(6), status="waiting")
    (row,) = books.report("followup_coverage")
    assert (row["due"], row["done"], row["missed"], row["held"], row["open"], row["coverage"]) == (6, 3, 1, 1, 1, 75.0)


def test_causes_of_breaches_add_up(books: Books) -> None:
    customer = books.customer("1")
    case = books.case("complaint", customer, at(2))
    for cause in ("missing_tools", "missing_tools", None, "missing_tools"):
        books.clock(case, customer, "resolution", at(2), status="missed", missed_at=at(9), cause=cause)
    told = [(row["cause"], row["missed"], row["share"], row["running"]) for row in books.report("breach_causes")]
    assert told == [("missing_tools", 3, 75.0, 75.0), ("Not yet explained", 1, 25.0, 100.0)]


def test_changes_known_within_a_day(books: Books) -> None:
    customer = books.customer("1")
    case = books.case("complaint", customer, at(2))
    for hours in (5, 20, 30):
        books.clock(case, customer, "resolution", at(2), kind="需求变更同步", stopped_at=at(2) + timedelta(hours=hours))
    assert books.report("change_sync") == [
        {"month": "2026-03", "changes": 3, "within": 2, "rate": 66.7, "median": 20.0}
    ]


def test_matters_climb_to_the_highest_level_only(books: Books) -> None:
    for highest in ((), ("plan_department",), ("plan_department", "plan_executive")):
        root = books.case("complaint", books.customer(str(len(highest))), at(2))
        ladder = books.case("escalation", None, at(3), root_id=root)
        for element in highest:
            books.task(ladder, "escalation", element, at(3), root_id=root)
    told = [(row["level"][:7], row["cases"], row["share"]) for row in books.report("escalations")]
    assert told == [("Level 1", 1, 33.3), ("Level 2", 1, 33.3), ("Level 3", 1, 33.3)]


def test_a_promotion_is_entitled_days_after_it_was_earned(books: Books) -> None:
    customer = books.customer("1")
    summary = {"customers": 4, "promotions": 1, "demotions": 0, "movers": 1, "benefit_cost": 12}
    run = ScoreRun(scheme="s", scheme_version=1, as_of=MARCH[9], rules="r", mode="live", data_hash="", scored_at=at(10),
                   summary=summary)  # fmt: skip
    with books.house.unit() as ctx:
        ctx.session.add(run)
        ctx.session.flush()
        ctx.session.add(
            ScoreMove(run_id=run.id, customer_id=customer, direction=PROMOTE, from_member="low", to_member="high",
                      amount_cents=1, fails=0, reviews=1, route="none", status="applied"))  # fmt: skip
        ctx.session.add(
            BenefitGrant(customer_id=customer, scheme="s", member="high", version=1, granted_on=MARCH[12]))  # fmt: skip
    (row,) = books.report("entitlement_latency")
    assert (row["member"], row["promoted"], row["median"]) == ("high", 1, 3.0)
    assert books.report("tier_moves") == [{"scheme": "s", "from": "low", "to": "high", "proposed": 1, "applied": 1}]
    assert (books.report("rule_backtest")[0]["movers"], books.report("tier_exceptions")[0]["share"]) == (25.0, 0.0)
    assert books.report("benefit_grants")[0]["held"] == 1


def test_waiting_ends_when_somebody_takes_the_task(books: Books) -> None:
    case = books.case("complaint", books.customer("1"), at(2))
    books.task(case, "complaint", "ask", at(2, 9), at(2, 15), claimed_at=at(2, 13), due_at=at(2, 16))
    books.task(case, "complaint", "ask", at(3, 9), at(3, 11), due_at=at(3, 10))
    (row,) = books.report("step_waiting")
    assert (row["done"], row["waited"], row["worked"]) == (2, 3.0, 1.0)
    scored = books.report("process_compliance")[0]
    assert (scored["tasks"], scored["timed"], scored["in_time"]) == (2, 2, 50.0)


def test_effort_beside_value(books: Books) -> None:
    big, small = books.customer("1", band=1), books.customer("2")
    books.bought(big, 300, MARCH[1])
    books.bought(small, 100, MARCH[1])
    for number, customer in enumerate((big, big, big, small)):
        case = books.case("complaint", customer, at(2))
        books.task(case, "complaint", "ask", at(2), at(3 + number), customer_id=customer)
    first, last = books.report("tier_effort")
    assert (first["effort_share"], first["sales_share"], last["effort_share"]) == (75.0, 75.0, 25.0)


def test_one_who_answers_for_customers_counts_only_those(books: Books) -> None:
    house = books.house.person("mia").person("aud", "auditor")
    mine = house.look(lambda ctx: access.person(ctx.session, "mia").id)
    books.bought(books.customer("1", owner_id=mine), 10, MARCH[1])
    books.bought(books.customer("2"), 90, MARCH[1])
    assert books.report("sales", by="mia")[0]["sales"] == 10.0
    assert books.report("sales", by="aud")[0]["sales"] == 100.0


def test_the_evidence_list_counts_checks_reviews_and_rechecks_of_the_span(books: Books) -> None:
    def told(clause: str) -> tuple[str, int]:
        [row] = [row for row in books.report("iso_10002") if row["clause"] == clause]
        return row["state"], row["count"]

    assert [told(clause) for clause in ("8.5", "8.6", "8.7", "5.2–5.3", "6.4", "4.10")] == [("None in the span", 0)] * 6
    books.case("supervision_check", None, at(2))
    item = books.case("supervision_item", None, at(2))
    books.task(item, "supervision_item", "recheck", at(3), at(4))
    books.task(item, "supervision_item", "recheck", at(3))  # not done yet
    review = books.case("policy_review", None, at(2))
    books.task(review, "policy_review", "decide", at(3), at(5))
    assert [told(clause) for clause in ("8.5", "8.6", "8.7")] == [("On record", 1)] * 3
    assert told("GB/T 27922-2011")[0] in ("On record", "None in the span")
    assert [row["clause"] for row in books.report("iso_10002") if row["state"] == "Not kept in keflow yet"] == [
        "4.2–4.15", "GB/T 17242-2025",
    ]  # fmt: skip


def test_what_was_done_before_it_was_to_begin_is_a_bar_of_a_day(books: Books) -> None:
    with books.house.unit() as ctx:
        for action, day in (("early", 4), ("in its time", 10)):
            ctx.session.add(
                PlanAction(action=action, starts_on=MARCH[9], ends_on=MARCH[12], done_on=MARCH[day],
                           recorded_at=ctx.now, recorded_by="ann"))  # fmt: skip
    bars = {row["action"]: (row["starts"], row["ends"]) for row in books.report("plan_gantt")}
    assert bars["early"] == (MARCH[4].isoformat(), MARCH[4].isoformat())
    assert bars["in its time"] == (MARCH[9].isoformat(), MARCH[10].isoformat())
