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
from itertools import count as counting
from typing import Any

from sqlalchemy import select

from engine.instances.models import Instance
from engine.kernel import Forbidden, Rejected
from engine.notify import queries as notices
from engine.tasks import commands as tasks
from engine.tasks.models import Task
from webapi.demo.accounts import SEGMENT, accounts
from webapi.demo.company import DEPARTMENT_OF, HEAD_OF, PEOPLE
from webapi.demo.months import Months
from webapi.demo.shipped import PROCESSES
from webapi.demo.stage import Stage
from webapi.scenarios import Astray, Play, Scenario, duration, folders, scenarios, world
from webapi.scenarios import Stage as Playable

HEART = (
    "customer_flow",
    "complaint",
    "service_request",
    "followup",
    "feedback",
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
CALLED = ("approval", "escalation", "work_item", "improvement", "cross_dept_task", "handbook_lifecycle")
DAYS = 89
"""With today they are ninety, the span that reports show first."""
TOLD_ON = date(2026, 3, 2)
"""The day on which scenarios are told: their dates move with the story."""
ONCE = ("contingency", "followup_plan", "improvement", "handbook_lifecycle", "data_review")
"""What a company does now and then: each of their scenarios once."""
FOR_ALL = "followup_plan"
"""What sets off work for every customer day by day: it begins in the last days only."""
LAST = 7
ROUNDS = 2
ON_THEIR_WAY = (1, 3, 8, 13)
"""So many days ago a case of every process began that somebody put aside: some in time still, some late."""
PUT_ASIDE = 0.15
"""The share of stories that somebody puts aside on the way; the clock then does the rest."""
OPENS, AFTERNOON, CLOSES = time(9), time(15, 30), time(18)
DONE_A_DAY = 0.6
GOES_ON = 0.15
"""The share of talks that end with something to be done next; each of these opens a task of its own."""
NEXT = ("next_action", "next_on")
READ_AFTER = (1, 45, 87)
"""Days after which people have read their notices."""
FORGOTTEN = timedelta(days=14)
FADING = 0.6
"""Customers whose purchases shrink faster than this a year are those to be won back."""
CONTRACT = "HT2026001"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Quarter:
    """Plays the stories of the ninety days before `today` on a stage."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.stage = stage
        self.first = today - timedelta(days=DAYS)
        self.end = stage.at(today, OPENS)
        self.dice = random.Random(20)  # noqa: S311 - sample data
        self.told: set[str] = set()
        self.astray: list[str] = []

    def play(self, told: Callable[[int, int], None]) -> None:
        """All stories side by side, always the one whose time comes first; `told` hears how many began, of how many."""
        agenda = [
            (begins, n, self._lived(story, begins, late)) for n, (begins, story, late) in enumerate(self._stories())
        ]
        count, begun = len(agenda), set()
        agenda.append((self.stage.at(self.first, CLOSES), count, self._evaluated()))
        agenda.append((self.stage.at(self.first, AFTERNOON), count + 1, self._worked()))
        agenda.append((self.stage.at(self.first, CLOSES), count + 2, self._read()))
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

    def _stories(self) -> Iterator[tuple[datetime, Scenario, bool]]:
        """Every scenario of every process some times over, on days of the ninety and with customers in turn; and of
        each process the longest on the last days, which somebody puts aside."""
        whose = 0
        for key in (*HEART, *ONCE):
            told = [
                scenario
                for scenario in scenarios(PROCESSES / key)
                if _alone(scenario)
                for _ in range(ROUNDS if key in HEART else 1)
            ]
            days = [self.dice.randrange(DAYS - LAST if key == FOR_ALL else 0, DAYS) for _ in told]
            concerned = [account for account in accounts() if key != "churn_rescue" or account.trend < FADING]
            longest = max(told, key=_length)
            late = [(longest, DAYS - ago, True) for ago in (ON_THEIR_WAY if key in HEART else ON_THEIR_WAY[-1:])]
            for scenario, day, aside in [*((one, day, False) for one, day in zip(told, days, strict=True)), *late]:
                account, whose = concerned[whose % len(concerned)], whose + 1
                begins = self.first + timedelta(days=day)
                story = _told_of(scenario, account.number, account.owner, begins - TOLD_ON, whose)
                yield self._office(self.stage.at(begins, time(self.dice.randrange(9, 17)))), story, aside

    def _evaluated(self) -> Iterator[datetime]:
        """The business scheme is evaluated at once and at each month end, and its reviews are decided."""
        months = Months(self.stage, SCHEME)
        months.month(self.first)
        for n in range(1, DAYS):
            day = self.first + timedelta(days=n)
            if (day + timedelta(days=1)).day == 1:
                yield self.stage.at(day, CLOSES)
                months.month(day)

    def _worked(self) -> Iterator[datetime]:
        """Each working day people do most of what is no story of ours: what planners and messages opened."""
        answers, numbers = _answers(), counting(900)
        for n in range(1, DAYS):
            moment = self._office(self.stage.at(self.first + timedelta(days=n), AFTERNOON))
            yield moment
            moved = moment.date() - TOLD_ON
            for task in self._others():
                data = answers.get((task.process, task.element)) or answers.get(("", task.element))
                if data is None or self.dice.random() > DONE_A_DAY:
                    continue
                if NEXT[0] in data and self.dice.random() > GOES_ON:
                    data = {name: value for name, value in data.items() if name not in NEXT}
                names = {"C-1": accounts()[0].number, CONTRACT: f"{CONTRACT[:-3]}{next(numbers)}"}
                try:
                    _completed(self.stage, task, "", retold(data, names, moved))
                except (Astray, Rejected) as left:
                    self.astray.append(f"{task.process} {task.element}: {left}")

    def _read(self) -> Iterator[datetime]:
        """People read what they were told, but for what came last."""
        for n in READ_AFTER:
            yield self.stage.at(self.first + timedelta(days=n), CLOSES)
            for person in PEOPLE:
                with self.stage.unit(person.name) as ctx:
                    notices.read(ctx)

    def _others(self) -> list[Task]:
        """The open tasks of cases that no story tells."""
        with self.stage.unit(write=False) as ctx:
            rows = ctx.session.execute(
                select(Task, Instance.root_id)
                .join(Instance, Instance.id == Task.instance_id)
                .where(Task.status == "open", Task.process.in_((*HEART, *CALLED)))
                .order_by(Task.id)
            ).all()
            return [task for task, root in rows if not {task.instance_id, root} & self.told]

    def _lived(self, story: Scenario, begins: datetime, put_aside: bool) -> Iterator[datetime]:
        """One story: does what is due and says when it goes on."""
        story = self._among_us(story)
        play, moment, steps = Acted(self.stage, story), begins, story.told.get("steps", ())
        put_aside = put_aside or self.dice.random() < PUT_ASIDE
        aside = self.dice.randrange(_length(story) or 1) if put_aside else len(steps)
        try:
            play.begin(story.told.get("variables", {}))
            self.told.add(play.case)
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
        if begins < self.end - FORGOTTEN:
            self.told.discard(play.case)  # what was put aside long ago, or went another way, others have taken up since

    def _among_us(self, story: Scenario) -> Scenario:
        """The story told of cases that are open here, where it names some that run."""
        names = {}
        with self.stage.unit(write=False) as ctx:
            for number, process in story.told.get("given", {}).get("running", {}).items():
                numbered = select(Instance.business_key).where(
                    Instance.process == process, Instance.ended_at.is_(None), Instance.business_key.is_not(None)
                )
                names[number] = ctx.session.scalar(numbered.order_by(Instance.id.desc()).limit(1)) or number
        return replace(story, told=retold(dict(story.told), names, timedelta(0)))

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
        _completed(self.stage, task, by, data)


def _length(story: Scenario) -> int:
    """How many steps it takes."""
    return len(story.told.get("steps", ()))


def _completed(stage: Playable, task: Task, by: str, data: Mapping[str, Any]) -> None:
    """The task is completed by the first who may. Astray when nobody may."""
    for name in _candidates(task, by):
        try:
            with stage.unit(name) as ctx:
                tasks.complete(ctx, task.id, dict(data))
        except Forbidden:
            continue
        stage.settle()
        return
    raise Astray(f"nobody may complete {task.element}")


def _answers() -> dict[tuple[str, str], Mapping[str, Any]]:
    """What the scenarios answer in each task, the first of each; under ("", element) for tasks of called processes."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for folder in folders(PROCESSES):
        for scenario in scenarios(folder):
            for step in scenario.told.get("steps", ()):
                if "do" in step:
                    found.setdefault((scenario.process, step["do"]), step.get("with", {}))
                    found.setdefault(("", step["do"]), step.get("with", {}))
    return found


def _candidates(task: Task, by: str) -> Iterator[str]:
    """Who is asked, in order: whoever has it, whom the scenario names, those of the task's groups, nearest first."""
    asked = dict.fromkeys(name for name in (task.assignee, by, *(task.people or ())) if name)
    near = DEPARTMENT_OF.get(by or (task.assignee or ""))
    for person in sorted(PEOPLE, key=lambda person: person.department != near):
        if set(person.groups) & set(task.groups):
            asked.setdefault(person.name)
    return iter(asked)


def _alone(scenario: Scenario) -> bool:
    """Whether a story asks for nothing that would have to be made up: a second customer, rules that wait."""
    return "C-2" not in str(scenario.told.get("steps")) and "proposed" not in scenario.told.get("given", {})


def _told_of(scenario: Scenario, customer: str, owner: str, moved: timedelta, count: int) -> Scenario:
    """The same story of another customer, with that customer's people, on other days, under a contract of its own."""
    department = DEPARTMENT_OF[owner]
    names = {
        CONTRACT: f"{CONTRACT[:-3]}{count:03}",
        world.OWNER: owner,
        HEAD_OF[DEPARTMENT_OF[world.OWNER]]: HEAD_OF[department],
        "C-1": customer,
    }
    return replace(scenario, told=retold(dict(scenario.told), names, moved))


def retold(said: Any, names: Mapping[str, str], moved: timedelta) -> Any:
    """The same words with other names, and days moved."""
    if isinstance(said, dict):
        return {key: retold(value, names, moved) for key, value in said.items()}
    if isinstance(said, list):
        return [retold(value, names, moved) for value in said]
    if isinstance(said, str) and DAY.fullmatch(said):
        return (date.fromisoformat(said) + moved).isoformat()
    if isinstance(said, date):
        return said + moved
    return names.get(said, said) if isinstance(said, str) else said
