"""The demo's last ninety days: the scenarios of the processes, lived by its business customers on the moved clock.

Nothing is written beside the engine. Every story is a scenario with another customer, that customer's people and other
days; stories run beside one another, each person takes some hours for each step, some put a task aside, and what is
not over when today comes stays open, on its way or late.
"""

import heapq
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from engine.kernel import Forbidden, Rejected
from engine.tasks import commands as tasks
from engine.tasks.models import Task
from webapi.demo.accounts import SEGMENT, accounts
from webapi.demo.company import DEPARTMENT_OF, HEAD_OF, PEOPLE
from webapi.demo.months import Months
from webapi.demo.shipped import PROCESSES
from webapi.demo.stage import Stage
from webapi.scenarios import Astray, Play, Scenario, duration, scenarios, world

HEART = (
    "customer_flow",
    "complaint",
    "service_request",
    "followup",
    "satisfaction",
    "churn_rescue",
    "change_sync",
    "rapid_response",
)
"""The processes whose scenarios the demo lives; the others are called by them, or played month by month."""
SCHEME = "annual"
DEFINITION = {
    "names": {"zh": "年采购金额分级", "en": "Tiers by annual purchases"},
    "table": "tier_annual",
    "segment": SEGMENT,
    "window_months": 12,
    "min_tenure": 1,
    "period": "month",
}
DAYS = 90
TOLD_ON = date(2026, 3, 2)
"""The day on which scenarios are told: their dates move with the story."""
ROUNDS = 3
PUT_ASIDE = 0.15
"""The share of stories that somebody puts aside on the way; the clock then does the rest."""
OPENS, CLOSES = time(9), time(18)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Quarter:
    """Plays the stories of the ninety days before `today` on a stage."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage = stage
        self.first = today - timedelta(days=DAYS)
        self.end = stage.at(today, OPENS)
        self.dice = random.Random(20)  # noqa: S311 - sample data
        self.astray: list[str] = []

    def play(self, told: Callable[[int, int], None]) -> None:
        """All stories side by side, always the one whose time comes first; `told` hears how many began, of how many."""
        agenda = [(begins, n, self._lived(story, begins)) for n, (begins, story) in enumerate(self._stories())]
        count, begun = len(agenda), set()
        agenda.append((self.stage.at(self.first, CLOSES), count, self._evaluated()))
        heapq.heapify(agenda)
        while agenda and agenda[0][0] < self.end:
            moment, n, story = heapq.heappop(agenda)
            self.stage.until(moment)
            begun.add(n)
            told(min(len(begun), count), count)
            following = next(story, None)
            if following is not None:
                heapq.heappush(agenda, (following, n, story))
        self.stage.until(self.end)

    def _stories(self) -> Iterator[tuple[datetime, Scenario]]:
        """Every scenario of every process some times over, on days of the ninety and with customers in turn."""
        whose = 0
        for key in HEART:
            folder = PROCESSES / key
            for scenario in scenarios(folder) if folder.is_dir() else ():
                for _ in range(ROUNDS):
                    day = self.first + timedelta(days=self.dice.randrange(DAYS))
                    account, whose = accounts()[whose % len(accounts())], whose + 1
                    story = _told_of(scenario, account.number, account.owner, day - TOLD_ON)
                    yield self._office(self.stage.at(day, time(self.dice.randrange(9, 17)))), story

    def _evaluated(self) -> Iterator[datetime]:
        """The business scheme is evaluated at once and at each month end, and its reviews are decided."""
        months = Months(self.stage, SCHEME)
        months.month(self.first)
        for n in range(1, DAYS):
            day = self.first + timedelta(days=n)
            if (day + timedelta(days=1)).day == 1:
                yield self.stage.at(day, CLOSES)
                months.month(day)

    def _lived(self, story: Scenario, begins: datetime) -> Iterator[datetime]:
        """One story: does what is due and says when it goes on."""
        play, moment, steps = Acted(self.stage, story), begins, story.told.get("steps", ())
        aside = self.dice.randrange(len(steps) or 1) if self.dice.random() < PUT_ASIDE else len(steps)
        try:
            play.begin(story.told.get("variables", {}))
            for step in steps[:aside]:
                if "later" in step:
                    moment += duration(step["later"])
                elif not {"open", "refused", "knows"} & set(step):
                    moment = self._office(moment + timedelta(minutes=self.dice.randrange(10, 240)))
                    yield moment
                    play.act(step)
                    continue
                yield moment
        except (Astray, Rejected) as left:
            self.astray.append(f"{story}: {left}")

    def _office(self, moment: datetime) -> datetime:
        """This moment, or the next at which somebody is at work."""
        local = moment.astimezone(self.stage.parts.config.zone)
        if local.time() >= CLOSES:
            local = self.stage.at(local.date() + timedelta(days=1), OPENS)
        elif local.time() < OPENS:
            local = self.stage.at(local.date(), OPENS)
        while local.weekday() >= 5:
            local = self.stage.at(local.date() + timedelta(days=1), OPENS)
        return local + timedelta(minutes=self.dice.randrange(30))


class Acted(Play):
    """A play whose tasks are done by whoever may: the one the scenario names, else a colleague of the task's group."""

    def complete(self, element: str, by: str, data: Mapping[str, Any]) -> None:
        task = next((task for task in self.tasks() if task.element == element), None)
        if task is None:
            raise Astray(f"no open task {element}; open are {self.open()}")
        for name in _candidates(task, by):
            try:
                with self.stage.unit(name) as ctx:
                    tasks.complete(ctx, task.id, dict(data))
            except Forbidden:
                continue
            break
        else:
            raise Astray(f"nobody may complete {element}")
        self.stage.settle()


def _candidates(task: Task, by: str) -> Iterator[str]:
    """Who is asked, in order: whoever has it, whom the scenario names, those of the task's groups, nearest first."""
    asked = dict.fromkeys([task.assignee or by, by])
    near = DEPARTMENT_OF.get(by)
    for person in sorted(PEOPLE, key=lambda person: person.department != near):
        if set(person.groups) & set(task.groups):
            asked.setdefault(person.name)
    return iter(asked)


def _told_of(scenario: Scenario, customer: str, owner: str, moved: timedelta) -> Scenario:
    """The same story of another customer, with that customer's people, on other days."""
    department = DEPARTMENT_OF[owner]
    names = {world.OWNER: owner, HEAD_OF[DEPARTMENT_OF[world.OWNER]]: HEAD_OF[department], "C-1": customer}

    def retold(said: Any) -> Any:
        if isinstance(said, dict):
            return {key: retold(value) for key, value in said.items()}
        if isinstance(said, list):
            return [retold(value) for value in said]
        if isinstance(said, str) and DAY.fullmatch(said):
            return (date.fromisoformat(said) + moved).isoformat()
        if isinstance(said, date):
            return said + moved
        return names.get(said, said) if isinstance(said, str) else said

    return replace(scenario, told=retold(dict(scenario.told)))
