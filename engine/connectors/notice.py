"""Telling people inside the house something about a case."""

from collections.abc import Mapping
from typing import Any

from engine.access import queries as access
from engine.connectors.concerned import names
from engine.instances.events import NoticeSent
from engine.instances.services import Case
from engine.kernel import Context


class SendNotice:
    """A notice to one or several people, or to all of a group; nobody to tell is no error, the result says how many."""

    key = "notice.send"
    names = {"zh": "发送通知", "en": "Send a notice"}  # noqa: RUF012
    parameters = {  # noqa: RUF012
        "type": "object",
        "properties": {
            "to": {"type": ["string", "array", "null"], "items": {"type": ["string", "null"]}},
            "group": {"type": ["string", "null"]},
            "kind": {"type": "string", "minLength": 1},
            "task": {"type": ["string", "null"]},
            "level": {"type": ["integer", "null"], "minimum": 1},
        },
        "required": ["kind"],
    }

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        to = set(names(params.get("to")))
        with ctx.session.no_autoflush:  # people are not changed by a case, which is written once, at the end
            if params.get("group"):
                to |= set(access.people_in(ctx.session, params["group"], tenant=ctx.tenant))
            to &= access.existing(ctx.session, to, tenant=ctx.tenant)
        if to:
            ctx.record(
                NoticeSent(
                    instance_id=case.instance_id,
                    element=case.element,
                    to=tuple(sorted(to)),
                    kind=params["kind"],
                    customer_id=case.customer_id,
                    about=params.get("task"),
                    level=int(params["level"]) if params.get("level") else None,
                )
            )
        return {"told": len(to)}
