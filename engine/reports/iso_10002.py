"""The evidence list of complaint handling: the 24 checks of DOMAIN.md §5 (ISO 10002:2018 = GB/T 19012-2019 and what
stands beside it), each with what keflow has on record in the span and where to look.

Clause numbers of the 2018 edition are an assumption until the text is bought; the list is an aid, no conformity claim.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, func, literal, select

from engine.customers.satisfaction import Satisfaction
from engine.customers.viewing_events import PersonalDataViewed
from engine.definitions.models import Definition
from engine.handbook.models import HandbookReader
from engine.history.chain import instant
from engine.history.models import Entry
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import after_sales_score
from engine.reports.report import Asked, Column, Report, Row, Words
from engine.sla.models import SlaClock
from engine.tasks.models import Task
from engine.training.models import Authority

COMPLAINT = "complaint"
CASES = "/cases?process=complaint"
Count = Callable[[Context, Asked], int]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list; without `count` keflow keeps no such record (yet), and says so."""

    clause: str
    what: Words
    count: Count | None = None
    of: Words = Words("", "")
    link: str | None = None


def _number(ctx: Context, question: Any) -> int:
    return ctx.session.scalar(question) or 0


def _begun(ctx: Context, asked: Asked, *more: Any, process: str = COMPLAINT) -> int:
    span = (Instance.started_at >= asked.span.since, Instance.started_at < asked.span.until)
    where = (Instance.tenant_id == ctx.tenant, Instance.process == process, *span, *more)
    return _number(ctx, select(func.count()).where(*where))


def _cases(*more: Any, process: str = COMPLAINT) -> Count:
    return lambda ctx, asked: _begun(ctx, asked, *more, process=process)


def _done(*elements: str, process: str = COMPLAINT) -> Count:
    def count(ctx: Context, asked: Asked) -> int:
        return _number(
            ctx,
            select(func.count()).where(
                Task.tenant_id == ctx.tenant,
                Task.process == process,
                Task.element.in_(elements),
                Task.completed_at >= asked.span.since,
                Task.completed_at < asked.span.until,
            ),
        )

    return count


def _clocks(*more: Any) -> Count:
    def count(ctx: Context, asked: Asked) -> int:
        span = (SlaClock.started_at >= asked.span.since, SlaClock.started_at < asked.span.until)
        where = (SlaClock.tenant_id == ctx.tenant, SlaClock.kind == "投诉", *span, *more)
        return _number(ctx, select(func.count()).where(*where))

    return count


def _assessed(ctx: Context, asked: Asked) -> int:
    streams = select(literal("instance:") + cast(Instance.id, String)).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == COMPLAINT,
        Instance.started_at >= asked.span.since,
        Instance.started_at < asked.span.until,
    )
    return _number(
        ctx,
        select(func.count()).where(
            Entry.tenant_id == ctx.tenant,
            Entry.stream.in_(streams),
            Entry.fact == "DecisionTaken",
            Entry.data.contains('"decision":"severity"', autoescape=True),
        ),
    )


def _surveyed(ctx: Context, asked: Asked) -> int:
    where = (Satisfaction.tenant_id == ctx.tenant, Satisfaction.about == COMPLAINT)
    span = Satisfaction.on.between(asked.span.first, asked.span.last)
    return _number(ctx, select(func.count()).where(*where, span))


def _public(ctx: Context, asked: Asked) -> int:
    where = (Definition.tenant_id == ctx.tenant, Definition.kind == "form", Definition.key == "public_complaint")
    return _number(ctx, select(func.count()).where(*where))


def _settings(*facts: str) -> Count:
    def count(ctx: Context, asked: Asked) -> int:
        return _number(
            ctx,
            select(func.count()).where(
                Entry.tenant_id == ctx.tenant, Entry.stream == "settings", Entry.fact.in_(facts)
            ),
        )

    return count


def _read(ctx: Context, asked: Asked) -> int:
    span = (HandbookReader.read_at >= asked.span.since, HandbookReader.read_at < asked.span.until)
    return _number(ctx, select(func.count()).where(HandbookReader.tenant_id == ctx.tenant, *span))


def _trained(ctx: Context, asked: Asked) -> int:
    where = (Authority.tenant_id == ctx.tenant, Authority.holds.is_(True), Authority.since <= asked.span.last)
    return _number(ctx, select(func.count()).where(*where))


def _looked(ctx: Context, asked: Asked) -> int:
    span = (Entry.at >= instant(asked.span.since), Entry.at < instant(asked.span.until))
    looked = (Entry.stream.startswith("access:"), Entry.fact == PersonalDataViewed.__name__)
    return _number(ctx, select(func.count()).where(Entry.tenant_id == ctx.tenant, *looked, *span))


def _scored(ctx: Context, asked: Asked) -> int:
    *items, _ = after_sales_score.rows(ctx, asked)
    return sum(1 for item in items if item["on_record"])


CLOSED = Instance.status == "completed"
CHECKS = (
    Check("4.2–4.15", Words("方针页列出全部原则", "The policy page names the principles")),
    Check("5.2–5.3", Words("方针已签署、发布,员工已确认", "The policy is signed, published, acknowledged"), _read,
          Words("确认已读手册的人次", "handbooks read and acknowledged"), "/handbook/flow"),
    Check(
        "5.4",
        Words("已指定投诉负责人与角色,有代理人", "Complaint roles are named, with a deputy"),
        _settings("HeadSet", "GroupJoined"),
        Words("任命记录", "appointments"),
        "/audit",
    ),
    Check("6.2", Words("可衡量的目标、日期与结果", "Measurable objectives, dates, results"),
          _clocks(SlaClock.target == "resolution"), Words("解决时限", "promises"), "/reports/complaint_handling"),
    Check("6.4", Words("在岗人员受过培训", "Trained staff on duty"), _trained,
          Words("合格在岗(人 × 课程)", "people qualified, by course"), "/training"),
    Check("7.1", Words("如何投诉是公开、免费、易懂的", "How to complain is public, free and plain"), _public,
          Words("公开投诉表单版本", "versions of the public form"), "/processes"),
    Check("7.2", Words("唯一编号,登记要素齐全", "A number and all fields at registration"), _cases(),
          Words("登记的投诉", "complaints registered"), CASES),
    Check("7.3", Words("跟踪到底,按要求与到期告知状态", "Tracked to the end, status told"), _done("tell"),
          Words("告知客户", "customers told"), CASES),
    Check("7.4", Words("立即确认收到(有时间戳)", "Acknowledged at once, with a time"),
          _clocks(SlaClock.target == "acknowledge", SlaClock.stopped_at.is_not(None)),
          Words("确认记录", "acknowledgements"), "/reports/promises"),
    Check("7.5", Words("初步评估:严重度、安全、影响", "First assessment of severity and impact"), _assessed,
          Words("严重度判定(D10)", "severity decisions (D10)"), CASES),
    Check("7.6", Words("调查与严重度相称,调查人不是当事人", "Investigated by somebody who is not its subject"),
          _done("investigate"), Words("调查", "investigations"), CASES),
    Check("7.7–7.8", Words("告知决定与理由,必要时给替代方案", "Decision told with reasons and alternatives"),
          _done("remedy", "tell"), Words("决定与告知", "decisions and answers"), CASES),
    Check("7.9", Words("接受才关闭;拒绝时告知内外部途径并继续关注", "Closed when accepted, else options told"),
          _cases(CLOSED), Words("已关闭的投诉", "complaints closed"), "/reports/complaints"),
    Check("附录", Words("一线→部门→高管→外部的路径存在且被使用", "The ladder exists and is used"),
          _cases(process="escalation"), Words("进入阶梯的事项", "matters on the ladder"), "/reports/escalations"),
    Check("8.1–8.2", Words("记录保存、分类,趋势与根因", "Records kept and classified, trends, causes"), _done("close"),
          Words("办结时的原因分类", "causes given at closing"), "/reports/breach_causes"),
    Check("8.3", Words("抽样了解对处理过程的满意度", "Satisfaction with the process sampled"), _surveyed,
          Words("投诉后的答卷", "answers after complaints"), "/reports/satisfaction_score"),
    Check("8.4", Words("指标:收到、按时、重开、升级", "Indicators: received, in time, reopened, escalated"), _clocks(),
          Words("投诉时限记录", "complaint clocks"), "/reports/complaint_handling"),
    Check("8.5", Words("内部审核计划与报告(P13)", "Internal audit plan and reports (P13)"),
          _cases(process="supervision_check"), Words("监督检查", "supervision checks"),
          "/cases?process=supervision_check"),
    Check("8.6", Words("管理评审记录", "Management review minutes"), _done("decide", process="policy_review"),
          Words("评审会记录", "reviews held"), "/cases?process=policy_review"),
    Check("8.7", Words("纠正措施被证明有效", "Corrective actions proved effective"),
          _done("recheck", process="supervision_item"), Words("复核", "rechecks"), "/cases?process=supervision_item"),
    Check("4.10", Words("身份受保护,有访问记录", "Identity protected, access on record"), _looked,
          Words("查阅个人信息的记录", "looks at personal data"), "/views"),
    Check("GB/T 17242-2025", Words("先通读全文", "Read the full text first")),
    Check("COPC CX 7.0", Words("各流程按时率与周期", "On-time rate and cycle time per process"), _clocks(),
          Words("投诉时限记录", "complaint clocks"), "/reports/process_compliance"),
    Check("GB/T 27922-2011", Words("售后服务评分(R20)", "After-sales score (R20)"), _scored,
          Words("有记录可评的条目", "items with records"), "/reports/after_sales_score"),
)  # fmt: skip
FOUND, EMPTY = Words("有记录", "On record"), Words("期间内没有", "None in the span")
OUTSIDE = Words("keflow 尚不记录", "Not kept in keflow yet")


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a check, in the order of the list."""
    told: list[Row] = []
    for number, check in enumerate(CHECKS, 1):
        count = check.count(ctx, asked) if check.count else None
        state = OUTSIDE if count is None else FOUND if count else EMPTY
        told.append(
            {
                "number": number,
                "clause": Words(check.clause, "annex" if check.clause == "附录" else check.clause),
                "check": check.what,
                "state": state,
                "count": count,
                "of": check.of if check.count else None,
                "link": check.link,
            }
        )
    return told


REPORT = Report(
    key="iso_10002",
    theme="audit",
    name=Words("投诉管理证据清单(ISO 10002 / GB/T 19012)", "Evidence of complaint handling (ISO 10002)"),
    definition=Words(
        "审计投诉处理时核对的 24 项,各项在期间内的记录数与所在位置。条款号按 2018 版推定,未购买标准原文前不声明符合。",
        "The 24 points that an audit of complaint handling checks, with what is on record in the span and where. "
        "Clause numbers assume the 2018 edition; no claim of conformity before the text was bought.",
    ),
    formula=Words(
        "计数:期间内的记录;“尚不记录”如实列出", "counts of records in the span; what keflow does not keep is said so"
    ),
    columns=(
        Column("number", Words("序号", "No.")),
        Column("clause", Words("条款", "Clause"), "text"),
        Column("check", Words("核对内容", "Check"), "text"),
        Column("state", Words("状态", "State"), "text"),
        Column("count", Words("记录数", "Records")),
        Column("of", Words("记录", "What"), "text"),
        Column("link", Words("位置", "Where"), "link"),
    ),
    whose="house",
    filters=(),
    rows=rows,
)
