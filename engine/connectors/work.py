"""The two ends of a piece of work that a row of a table asks for: what is to be done, and that it was done."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, schema
from engine.customers import work
from engine.instances.services import Case
from engine.kernel import Context


class ReadWork:
    """What a row asks for: action, owner, due. Work that somebody starts by hand brings them itself."""

    key = "work.read"
    names = {"zh": "读取待办内容", "en": "Read what is to be done"}  # noqa: RUF012
    parameters = schema(
        {}, source=OPTIONAL_TEXT, row=OPTIONAL_TEXT, action=OPTIONAL_TEXT, owner=OPTIONAL_TEXT, due=OPTIONAL_TEXT
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        if params.get("source") and params.get("row"):
            return work.read(ctx, params["source"], params["row"])
        on = date.fromisoformat(params["due"][:10]) if params.get("due") else None
        return {
            "action": params.get("action") or "",
            "owner": params.get("owner") or case.started_by,
            "due": work.due(ctx, on),
        }


class CloseWork:
    """Sets the row done from which the work came; the result says whether that changed it."""

    key = "work.close"
    names = {"zh": "回写完成状态", "en": "Set the row done"}  # noqa: RUF012
    parameters = schema({}, source=OPTIONAL_TEXT, row=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        done = bool(params.get("source") and params.get("row")) and work.close(ctx, params["source"], params["row"])
        return {"changed": done}
