"""A handbook is looked at when its day comes, once; what it did is told in points and percent apart."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.customers import commands as customers
from engine.customers.satisfaction import Satisfaction
from engine.handbook import commands, copies, reviews
from engine.instances.models import Instance
from engine.kernel import Context, Forbidden, Invalid, new_id
from engine.reports import handbook_effect
from engine.wiring import WIRING
from tests.kit import House

KPIS = [
    {"metric": "满意度", "target": "85 分", "figure": "score", "aim": 85},
    {"metric": "销售周期", "target": "30 天", "figure": "cycle", "aim": 30},
    {"metric": "士气", "target": "高"},
]
CHARTER = {"audience": ["一线客服"], "information": "怎么流转", "goal": "人人会用", "kpis": KPIS}


def published(house: House, review_on: date | None = None) -> None:
    house.person("pat", "process_owner").person("ann", groups=("一线客服",)).person("bob", groups=("一线客服",))
    with house.unit("pat") as ctx:
        commands.publish(ctx, "flow", {"charter": CHARTER, "texts": {}}, review_on=review_on)


def due(house: House) -> Any:
    return house.look(lambda ctx: reviews.standing(ctx, "flow")["review_on"])


def settled(house: House, **told: Any) -> None:
    with house.unit() as ctx:
        reviews.settle(ctx, {"book": "flow", **told}, new_id())


def test_without_a_day_in_the_charter_it_is_due_a_year_after_publication(house: House) -> None:
    assert due(house) is None
    published(house)
    assert due(house) == house.now.astimezone(house.look(lambda ctx: ctx.zone)).date() + timedelta(days=365)


def test_a_day_that_has_come_starts_one_review(house: House) -> None:
    house.deploy("processes", "forms")
    published(house, house.now.date() + timedelta(days=1))
    with house.unit() as ctx:
        assert reviews.start_due(ctx) == 0
    house.later(days=2)
    for _ in range(2):
        with house.unit() as ctx:
            reviews.start_due(ctx)
        house.settle()
    found = house.look(
        lambda ctx: list(ctx.session.scalars(select(Instance.process).where(Instance.status == "waiting")))
    )
    assert found.count(reviews.PROCESS) == 1


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ({"decision": "keep", "review_on": "2030-01-01"}, date(2030, 1, 1)),
        ({"decision": "retire"}, None),
        ({"decision": "optimise", "review_on": "2030-01-01"}, None),
    ],
)
def test_what_was_decided_says_when_again(house: House, told: dict[str, Any], day: date | None) -> None:
    published(house)
    settled(house, **told)
    assert due(house) == day
    assert house.look(lambda ctx: reviews.standing(ctx, "flow")["retired"]) == (told["decision"] == "retire")


@pytest.mark.parametrize(
    "told", [{"decision": "keep"}, {"decision": "keep", "review_on": "2020-01-01"}, {"decision": "?"}]
)
def test_a_copy_is_not_kept_without_a_day_ahead(house: House, told: dict[str, Any]) -> None:
    published(house)
    with pytest.raises(Invalid, match="review_decision"):
        settled(house, **told)


def scored(ctx: Context, day: date, score: int) -> None:
    customer = customers.create(ctx, f"KH-{new_id()}", "某公司")
    row = Satisfaction(id=new_id(), tenant_id=ctx.tenant, customer_id=customer.id, score=score)
    row.on, row.about, row.channel, row.band = day, "plan", "phone", 2
    ctx.session.add(row)


def test_before_and_after_stand_in_points_and_percent_and_goals_beside_what_was_reached(house: House) -> None:
    published(house)
    house.later(days=30)
    with house.unit() as ctx:
        scored(ctx, ctx.now.date() - timedelta(days=40), 75)
        scored(ctx, ctx.now.date() - timedelta(days=5), 87)
    with house.unit("pat", write=False) as ctx:
        effect = handbook_effect.of_copy(ctx, "flow", 1)
    score = next(one for one in effect["figures"] if one["key"] == "score")
    assert [score[name] for name in ("before", "after", "points", "relative")] == [75.0, 87.0, 12.0, 16.0]
    assert (effect["readers"], effect["audience"]) == (0, 2)
    assert [(one["reached"], one["met"]) for one in effect["goals"]] == [(87.0, True), (None, None), (None, None)]


def test_whoever_sees_a_part_of_the_house_does_not_read_the_effect(house: House) -> None:
    published(house)
    with house.unit("ann", write=False) as ctx, pytest.raises(Forbidden, match="report_of_the_house"):
        handbook_effect.of_copy(ctx, "flow", 1)


def test_a_review_looks_at_the_figures_of_the_whole_house_and_asks_some_of_the_audience(house: House) -> None:
    house.deploy("processes", "forms")
    published(house)
    collect = WIRING.connectors["policy_review.collect"]
    with house.unit("ann") as ctx:
        assert copies.newest(ctx, "flow") is not None
        told = collect.run(ctx, {"book": "flow"}, None)
    assert told["staff"] == ["ann", "bob"]
    assert told["readers"] == "0 / 2"
    assert [one["metric"] for one in told["goals"]] == ["满意度", "销售周期", "士气"]
    assert len(told["duties"]) == 6


@pytest.mark.parametrize(("months", "begun"), [((70, 78), 1), ((90, 78), 0), ((70, 90), 0)])
def test_a_target_missed_two_months_running_starts_one_review(
    house: House, months: tuple[int, int], begun: int
) -> None:
    """The figures of the month before last and of the last, against a target of 85; asked about on the 3rd and 4th."""
    house.deploy("processes", "forms")
    published(house)
    while house.now.date().day != 3:
        house.later(days=1)
    with house.unit() as ctx:
        for score, days in zip(months, (45, 10), strict=True):
            scored(ctx, ctx.now.date() - timedelta(days=days), score)
    for _ in range(2):
        with house.unit() as ctx:
            WIRING.connectors["policy_review.start_due"].run(ctx, {}, None)
        house.settle()
        house.later(days=1)
    found = [run.variables for run in house.runs("policy_review") if run.variables.get("source") == "kpi"]
    assert len(found) == begun
    assert all("78 / 85 (-7)" in told["why"] and "2 months running" in told["why"] for told in found)
