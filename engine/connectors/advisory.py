"""Service types of 客户顾问委员会 (P22): whom to ask, and who is owed which answer."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import schema
from engine.customers import advisory
from engine.instances.services import Case
from engine.kernel import Context

ROWS = {"type": ["array", "null"], "items": {"type": ["object", "null"]}}


class SuggestMembers:
    """Core customers who may be asked to the board, by number; `members`."""

    key = "advisory.suggest"
    names = {"zh": "推荐核心客户", "en": "Suggest core customers"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"members": advisory.core(ctx)}


class MembersAdvice:
    """Each member who came with what became of their advice; `members`, and how much of it is `adopted`."""

    key = "advisory.members"
    names = {"zh": "归集建议与答复", "en": "Who is owed which answer"}  # noqa: RUF012
    parameters = schema({}, replies=ROWS, advice=ROWS)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        replies = [one for one in params.get("replies") or () if one]
        advice = [one for one in params.get("advice") or () if one]
        adopted = [one for one in advice if one.get("decision") in ("improve", "task")]
        return {"members": advisory.of_members(replies, advice), "adopted": len(adopted)}
