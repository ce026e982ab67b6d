"""Training (X1–X5, P11): by course and department, who has passed, who is still to, and whom it holds back."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from engine.access.models import Department, Person
from engine.kernel import Context
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import people
from engine.training.authority import valid
from engine.training.models import Authority, Course

NOWHERE = Words("(无部门)", "(no department)")


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a course and department, as they stand now, whatever the span."""
    counted: dict[tuple[Words, Words], Counter[str]] = {}
    for course, department, state in _standing(ctx, asked):
        counted.setdefault((course, department), Counter())[state] += 1
    return [_row(course, department, of) for (course, department), of in counted.items()]


def _standing(ctx: Context, asked: Asked) -> Iterator[tuple[Words, Words, str]]:
    found = ctx.session.execute(
        select(Authority, Course, Department)
        .join(Course, Course.id == Authority.course_id)
        .join(Person, Person.id == Authority.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(Authority.tenant_id == ctx.tenant, Person.disabled.is_(False), Person.name.in_(people(ctx, asked)))
        .order_by(Course.key, Department.name)
    )
    for held, course, department in found:
        name = Words(department.name, department.name_en or department.name) if department else NOWHERE
        yield Words(course.name, course.name_en or course.name), name, _state(ctx, held)


def _state(ctx: Context, held: Authority) -> str:
    if held.state == "suspended":
        return "suspended"
    if held.due_at is not None:
        return "overdue" if held.due_at < ctx.now else "due"
    return "passed" if valid(held, ctx.now.astimezone(ctx.zone).date()) else "expired"


def _row(course: Words, department: Words, of: Counter[str]) -> Row:
    told = {state: of[state] for state in ("passed", "due", "overdue", "suspended", "expired")}
    return {
        "course": course,
        "department": department,
        "people": of.total(),
        **told,
        "rate": percent(of["passed"], of.total()),
    }


REPORT = Report(
    key="training_standing",
    number="",
    theme="team",
    keepers=("培训管理员",),
    name=Words("培训情况", "Training"),
    definition=Words(
        "每门课、每个部门此刻的人数:合格、在学、逾期未完成、权限已暂停(没通过或到期没学完)、证书过期。每人每课只算一处。"
        "主管看到本部门,培训管理员看到全公司;谁在名单上见培训页。",
        "People by course and department as they stand now: passed, to do, overdue, suspended (failed or not done in "
        "time), certificate expired. Each counts once a course. Heads see their departments, training administrators "
        "the company; the training page names them.",
    ),
    formula=Words("合格率 = 合格 ÷ 人数 × 100", "rate = passed ÷ people × 100"),
    columns=(
        Column("course", Words("课程", "Course"), "text"),
        Column("department", Words("部门", "Department"), "text"),
        Column("people", Words("人数", "People")),
        Column("passed", Words("合格", "Passed")),
        Column("due", Words("在学", "To do")),
        Column("overdue", Words("逾期", "Overdue")),
        Column("suspended", Words("已暂停", "Suspended")),
        Column("expired", Words("证书过期", "Expired")),
        Column("rate", Words("合格率", "Rate"), "percent"),
    ),
    chart=Chart("stacked", "course", ["passed", "due", "overdue", "suspended", "expired"]),
    whose="people",
    filters=("department",),
    rows=rows,
)
