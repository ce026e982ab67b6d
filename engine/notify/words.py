"""What notices say: kind -> (Chinese, English), the one source for pages, mails and robots.

Nothing personal stands in them: a case's number, a task's name, a time, a link.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

LINES: dict[str, tuple[str, str]] = {
    "assigned": ("您有新任务:{task}", "A task for you: {task}"),
    "migrated": ("任务“{task}”转到流程的新版本继续", "Task “{task}” goes on in a new version of its process"),
    "mentioned": ("有人在“{task}”的备注里提到您", "You were mentioned in a comment on “{task}”"),
    "sla_warned": ("时限已用去 {percent}%:{task}", "{percent}% of the time is gone: {task}"),
    "sla_missed": ("已超过时限:{task}", "The promised time has passed: {task}"),
    "sla_pause": ("时限仍在暂停:{task}", "The clock is still paused: {task}"),
    "escalated": ("问题升级到{level}", "Escalated to {level}"),
    "escalation_informed": ("您关注的问题升级到{level}", "A matter of yours has risen to {level}"),
    "escalation_reminder": ("升级的问题仍在等待处理", "An escalated matter still waits"),
    "followup_missed": ("回访逾期未做:{task}", "A follow-up was missed: {task}"),
    "privacy_overdue": ("个人信息请求逾期未办:{task}", "A personal information request is overdue: {task}"),
    "feedback_overdue": ("反馈七天没有办好:{task}", "Feedback was not done in seven days: {task}"),
    "review_late": ("资料复核逾期:{task}", "A data review is overdue: {task}"),
    "class_doubted": ("客户经理认为等级与客户不符", "An owner doubts that a tier fits"),
    "project_lagging": ("优化项目没有推进:{task}", "An improvement project does not move: {task}"),
    "handbook_unread": ("手册有新版本等您阅读:{task}", "A new copy of a handbook waits to be read: {task}"),
    "handbook_unread_team": ("您的团队有人没有读手册:{task}", "Some of your team have not read the handbook: {task}"),
    "policy_overdue": (
        "制度评估超过二十个工作日没有完成:{task}",
        "A policy review took more than twenty working days: {task}",
    ),
    "training_overdue": ("培训到期没有学完:{task}", "A training was not done in time: {task}"),
    "corrective_late": ("整改逾期:{task}", "A corrective measure is overdue: {task}"),
    "task_lagging": ("跨部门任务没有推进", "A task across departments does not move"),
    "pool_soon": (
        "三天内没有跟进,您有 {count} 位客户将退回公海",
        "{count} of your customers return to the pool unless you follow up",
    ),
    "owner_changed": ("客户换了客户经理", "A customer has another owner"),
    "change_unread": ("客户要求变更超过 24 小时未确认", "A changed requirement was not acknowledged in 24 hours"),
    "churn_signals": ("客户出现流失信号", "A customer shows signs of leaving"),
    "rapid_response": ("请加入快速响应小组", "You are called to a rapid response team"),
    "contingency": ("已宣布应急", "An emergency was declared"),
    "stuck": ("流程受阻,需要处理:{task}", "A case is stuck and needs help: {task}"),
    "calendar_unpublished": (
        "{year} 年的工作日历“{calendar}”尚未公布,涉及该年的期限为暂定",
        "The business calendar “{calendar}” of {year} is not published; due dates in it are provisional",
    ),
    "draft_waits": ("有草稿等您审核:{task}", "A draft waits for your review: {task}"),
    "draft_urgent": ("已紧急发布,等您补审:{task}", "Published in an emergency, your review is due: {task}"),
    "draft_approved": ("您的草稿已批准:{task}", "Your draft was approved: {task}"),
    "draft_refused": ("您的草稿被退回:{task}", "Your draft was turned down: {task}"),
    "draft_published": ("您的草稿今天生效:{task}", "Your draft takes effect today: {task}"),
    "draft_stopped": ("您的草稿未能按期生效:{task}", "Your draft did not take effect on its day: {task}"),
    "weekly": (
        "本周团队:在手 {open} 项,逾期 {overdue} 项,升级 {escalated} 项;近 30 天按时完成 {in_time}",
        "Your team this week: {open} in hand, {overdue} overdue, {escalated} escalated; {in_time} in time (30 days)",
    ),
    "channel_failed": ("通知渠道“{channel}”发送失败", "The channel “{channel}” could not deliver"),
    "test": ("这是一条测试通知", "This is a test notice"),
    "tier_warning": ("客户等级预警", "A customer may lose the tier"),
    "tier_changed": ("客户等级已变更", "A customer's tier has changed"),
    "review_overdue": ("等级评审逾期:{task}", "A tier review is overdue: {task}"),
}
BATCH = {"task": "还有一批,请看收件箱", "task_en": "and more, see your inbox"}
"""What stands for the name of a task where a whole batch is told at once."""
OTHER = ("通知:{task}", "Notice: {task}")
LEVELS = {
    1: ("一级(一线解决)", "level 1 (front line)"),
    2: ("二级(部门联动)", "level 2 (department)"),
    3: ("三级(高管介入)", "level 3 (executive)"),
}
NUMBER, DUE, MORE = ("案件编号", "Case"), ("期限", "Due"), ("查看", "Open")


class _Given(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return ""


def line(kind: str, params: Mapping[str, Any], lang: str) -> str:
    """The notice in one sentence."""
    at = int(lang == "en")
    given = _Given(params)
    given["task"] = (params.get("task_en") if at else None) or params.get("task") or ""
    if "level" in params:
        given["level"] = LEVELS.get(params["level"], (str(params["level"]),) * 2)[at]
    return LINES.get(kind, OTHER)[at].format_map(given).rstrip(":“” ")


def body(kind: str, params: Mapping[str, Any], lang: str, zone: ZoneInfo, link: str | None) -> str:
    """The notice with its facts, a line each."""
    at = int(lang == "en")
    colon = (":", ": ")[at]
    told = [line(kind, params, lang)]
    if params.get("number"):
        told.append(f"{NUMBER[at]}{colon}{params['number']}")
    if params.get("due"):
        due = datetime.fromisoformat(params["due"]).astimezone(zone)
        told.append(f"{DUE[at]}{colon}{due:%Y-%m-%d %H:%M}")
    if link:
        told.append(f"{MORE[at]}{colon}{link}")
    return "\n".join(told)
