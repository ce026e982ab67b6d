"""Service types of handbooks: what to write, what is missing, the next copy, who has yet to read it."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import NAMES, OPTIONAL_TEXT, TEXT, schema
from engine.customers import trials
from engine.handbook import lifecycle, rulechanges
from engine.instances.services import Case
from engine.kernel import Context

SECTIONS = {"type": "array", "items": {"type": "object"}}
MAYBE = {"type": ["array", "null"], "items": {"type": "object"}}
CHARTER = {"type": "object"}
NUMBER = {"type": "integer", "minimum": 1}


class LastCharter:
    """The charter of the copy in force: audience, information, goal, figures."""

    key = "handbook.charter"
    names = {"zh": "取出上一版章程", "en": "Take out the last charter"}  # noqa: RUF012
    parameters = schema({}, book=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return lifecycle.charter(ctx, params.get("book"))


class BeginHandbook:
    """What the next copy of a handbook begins with: its sections with the text in force and what is rendered below,
    a reviewer for each department that works by it."""

    key = "handbook.begin"
    names = {"zh": "起草手册", "en": "Begin a handbook"}  # noqa: RUF012
    parameters = schema({"book": TEXT}, drafted=MAYBE)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return lifecycle.begin(ctx, params["book"], params.get("drafted") or [])


class CheckHandbook:
    """The sections with what was written, and what is still missing in them; `to_write` are those."""

    key = "handbook.check"
    names = {"zh": "检查手册", "en": "Check a handbook"}  # noqa: RUF012
    parameters = schema({"sections": SECTIONS, "written": SECTIONS})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return lifecycle.check(params["sections"], params["written"])


class TryRules:
    """Tries every table behind a handbook that waits for approval on all customers, as the studio's dry run does;
    `trials` are what reviewers see: {table, draft, outcome, customers, changed, at_stake}."""

    key = "handbook.try_rules"
    names = {"zh": "试算待批的规则", "en": "Try the rules that wait"}  # noqa: RUF012
    parameters = schema({"book": TEXT})

    def prepare(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Any:
        return rulechanges.trials_of(ctx, params["book"])

    def call(self, request: Any, idempotency_key: str) -> Any:
        return [(about, trials.carried_out(order)) for about, order in request]

    def finish(self, ctx: Context, answer: Any, case: Case) -> Mapping[str, Any]:
        return {"trials": [{**about, **rulechanges.told(found)} for about, found in answer]}


class WaitingRules:
    """The changes of rules behind a handbook that wait for approval or for their day: `waiting`."""

    key = "handbook.waiting"
    names = {"zh": "还在等的规则", "en": "Rules that wait"}  # noqa: RUF012
    parameters = schema({"book": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"waiting": rulechanges.waiting(ctx, params["book"])}


class SettleComments:
    """What follows from the answers to comments: `to_write` anew, and the `reviewers` who look once more."""

    key = "handbook.settle"
    names = {"zh": "整理手册意见", "en": "Settle comments on a handbook"}  # noqa: RUF012
    parameters = schema({"sections": SECTIONS, "answered": SECTIONS})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return lifecycle.settle(params["sections"], params["answered"])


class PublishHandbook:
    """The next copy of a handbook, in both languages; `readers` are those of its audience who have yet to read it."""

    key = "handbook.publish"
    names = {"zh": "发布手册", "en": "Publish a handbook"}  # noqa: RUF012
    parameters = schema({"book": TEXT, "charter": CHARTER, "sections": SECTIONS})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return lifecycle.publish(ctx, params["book"], params["charter"], params["sections"], case.instance_id)


class HandbookUnread:
    """Who of these people has not yet read the copy, and who heads them."""

    key = "handbook.unread"
    names = {"zh": "谁还没读手册", "en": "Who has not read a handbook"}  # noqa: RUF012
    parameters = schema({"book": TEXT, "number": NUMBER, "people": NAMES})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return lifecycle.unread(ctx, params["book"], params["number"], params["people"] or [])


class HandbookRead:
    """A person has read a copy."""

    key = "handbook.read"
    names = {"zh": "登记已读手册", "en": "A handbook was read"}  # noqa: RUF012
    parameters = schema({"book": TEXT, "number": NUMBER, "person": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        lifecycle.read_by(ctx, params["book"], params["number"], params["person"])
        return {}
