"""The demo's past: sixteen month ends (DOMAIN.md §2.8), each evaluated by the real processes, decided by demo people.

Nothing is written beside the engine: a tier administrator starts the batch evaluation, the other one confirms, the
reviews run, heads and executives approve most and reject a few. The last month's reviews stay open. Interrupted, it
goes on where it stopped, because each step looks at what is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from hashlib import sha256

from sqlalchemy import func, select

from engine.customers import commands as customers
from engine.customers.bulk import chunks
from engine.customers.models import Customer
from engine.customers.tiers import ScoreMove, ScoreRun
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Context
from engine.tasks import commands as tasks
from engine.tasks.eyes import excluded_from
from engine.tasks.models import Task
from webapi.demo.company import EXECUTIVE, PROCESS_OWNERS, TIER_ADMINS
from webapi.demo.stage import Stage

SCHEME = "cdnow"
DEFINITION = {
    "names": {"zh": "CDNOW 会员等级", "en": "CDNOW member tiers"},
    "table": "tier_cdnow",
    "window_months": 6,
    "min_tenure": 3,
    "period": "month",
    "automatic": False,
}
"""Its month ends are played, each in its time."""
FIRST, COUNT = date(1997, 3, 31), 16
CLOSING, MORNING = time(18), time(10)
AT_ONCE = 100
"""Tasks decided in one transaction."""
REJECTED_OF_100 = 6
REASONS = {
    "promote": ("本期多为一次性大单,观察一个周期再评", "有一笔退款尚在争议,结清后再升"),
    "demote": ("客户因我方缺货推迟采购,保留一期", "客户经理已约定下月复购,暂缓降级", "合作多年,给予一个观察期"),
}


def month_ends() -> list[date]:
    """The sixteen days of review, 1997-03-31 … 1998-06-30."""
    firsts = [date(FIRST.year + (FIRST.month + n) // 12, (FIRST.month + n) % 12 + 1, 1) for n in range(COUNT)]
    return [first - timedelta(days=1) for first in firsts]


def open_scheme(ctx: Context, until: date | None = None) -> None:
    """The tier scheme of the members, leading; `until` when nothing is bought after that day."""
    said = {**DEFINITION, "until": until.isoformat()} if until else DEFINITION
    customers.save_scheme(ctx, SCHEME, said, leading=True)


@dataclass(frozen=True, slots=True)
class Month:
    """What came of one month end."""

    day: date
    reviews: int
    approved: int
    rejected: int
    open: int


class Months:
    """Plays month ends of a tier scheme on a stage."""

    def __init__(self, stage: Stage, scheme: str = SCHEME) -> None:
        self.stage = stage
        self.scheme = scheme

    def over(self) -> bool:
        """Whether the last month end was played: from then on the company is in the visitor's hands."""
        with self.stage.unit(write=False) as ctx:
            case = _batch(ctx, self.scheme, month_ends()[-1])
            return case is not None and case.status == "completed"

    def earlier(self, told: Callable[[Month], None]) -> None:
        """All month ends but the last that were not played yet, in order: evaluated and decided."""
        for day in month_ends()[:-1]:
            told(self.month(day))

    def last(self) -> Month:
        """The last month end: evaluated, its reviews are left to the visitor."""
        return self.month(month_ends()[-1], decided=False)

    @property
    def after(self) -> date:
        """The day after the last month end."""
        return month_ends()[-1] + timedelta(days=1)

    def month(self, day: date, *, decided: bool = True) -> Month:
        """One month end: evaluated, confirmed, and the next morning everybody decides their reviews."""
        proposer, confirmer = TIER_ADMINS[day.month % 2], TIER_ADMINS[(day.month + 1) % 2]
        with self.stage.unit(proposer) as ctx:
            case = _batch(ctx, self.scheme, day)
        if case is None:
            self.stage.until(self.stage.at(day, CLOSING))
            with self.stage.unit(proposer) as ctx:
                said = {"scheme": self.scheme, "as_of": day.isoformat(), "mode": "live"}
                given = {**values.of(said), "as_of": values.of(day)}
                key = _key(self.scheme, day)
                instances.start(ctx, "tier_batch_evaluation", given, business_key=key, once=key)
        self.stage.settle()
        for element, by in (("confirm", confirmer), ("confirm_owner", PROCESS_OWNERS[0])):
            self._confirm(day, element, by)
        with self.stage.unit(write=False) as ctx:
            case = _batch(ctx, self.scheme, day)
            if case is None or case.status != "completed":
                raise RuntimeError(f"the evaluation of {day} is stuck: {case.status if case else 'not there'}")
        if not decided:
            return Month(day, self._reviews(day), 0, 0, len(self._open()))
        if self._open():
            self.stage.until(self.stage.at(day + timedelta(days=1), MORNING))
        approved, rejected = self._decide(day)
        return Month(day, self._reviews(day), approved, rejected, 0)

    def _confirm(self, day: date, element: str, by: str) -> None:
        with self.stage.unit(by) as ctx:
            case = _batch(ctx, self.scheme, day)
            if case is None:
                return
            waiting = select(Task.id).where(Task.instance_id == case.id, Task.element == element, Task.status == "open")
            for task_id in ctx.session.scalars(waiting).all():
                tasks.complete(ctx, task_id, {"decision": "confirm"})
        self.stage.settle()

    def _decide(self, day: date) -> tuple[int, int]:
        """Everybody works through their reviews; rounds, because an approval may open the next one's task."""
        counts = {"approve": 0, "reject": 0}
        while open_tasks := self._open():
            for some in chunks(open_tasks, AT_ONCE):
                with self.stage.unit() as ctx:
                    for task_id in some:
                        counts[self._answer(ctx, task_id, day)] += 1
            self.stage.settle()
        return counts["approve"], counts["reject"]

    def _answer(self, ctx: Context, task_id: str, day: date) -> str:
        """Decide one review as the person whose turn it is; the same customer and month always get the same answer."""
        task = ctx.session.get_one(Task, task_id)
        case = ctx.session.get_one(Instance, task.instance_id)
        customer = ctx.session.get_one(Customer, case.customer_id)
        draw = int.from_bytes(sha256(f"{customer.number} {day} {task.element}".encode()).digest()[:4], "big")
        direction = str(values.loads(case.variables)["direction"])
        reasons = REASONS[direction]
        reject = draw % 100 < REJECTED_OF_100
        data = {"decision": "reject", "comment": reasons[draw % len(reasons)]} if reject else {"decision": "approve"}
        tasks.complete(self.stage.acting(ctx, _whose_turn(ctx, task)), task_id, data)
        return str(data["decision"])

    def _open(self) -> list[str]:
        found = select(Task.id).where(Task.process == "tier_review", Task.status == "open").order_by(Task.id)
        with self.stage.unit(write=False) as ctx:
            return list(ctx.session.scalars(found))

    def _reviews(self, day: date) -> int:
        moves = select(func.count()).select_from(ScoreMove).join(ScoreRun, ScoreRun.id == ScoreMove.run_id)
        with self.stage.unit(write=False) as ctx:
            return ctx.session.scalar(moves.where(ScoreRun.scheme == self.scheme, ScoreRun.as_of == day)) or 0


def _key(scheme: str, day: date) -> str:
    return f"{scheme} {day}"


def _batch(ctx: Context, scheme: str, day: date) -> Instance | None:
    found = select(Instance).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == "tier_batch_evaluation",
        Instance.business_key == _key(scheme, day),
    )
    return ctx.session.scalars(found).one_or_none()


def _whose_turn(ctx: Context, task: Task) -> str:
    if task.assignee:
        return task.assignee
    kept_away = excluded_from(ctx, task)
    return next((name for name in TIER_ADMINS if name not in kept_away), EXECUTIVE)
