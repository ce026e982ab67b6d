"""Writing to customers, and the links that such messages carry."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, customer_of, schema
from engine.customers.cells import Unreadable
from engine.customers.vocabulary import PURPOSES, word
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context, Invalid
from engine.outreach import links, sending

LANGUAGE = {"enum": ["zh", "en", None]}


class WriteCustomer:
    """A message to a customer by template, if the table contact_preference lets it go. The result says `sent`,
    `decision` (send, block, next_hour, next_period, by_person, no_channel, undeliverable), `reason` and `until`.

    A purpose that is stricter than the template's own counts.
    `to` is the address, or the case's sealed reference to it, of somebody who is no contact on record.
    """

    key = "customer.message"
    names = {"zh": "给客户发消息", "en": "Write to a customer"}  # noqa: RUF012
    parameters = schema(
        {"template": TEXT},
        customer=OPTIONAL_TEXT,
        to=OPTIONAL_TEXT,
        purpose=OPTIONAL_TEXT,
        language=LANGUAGE,
        params={"type": ["object", "null"]},
    )

    def prepare(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Any:
        customer = customer_of(ctx, params["customer"], case) if params.get("customer") else None
        if customer is None and not params.get("to"):
            raise Invalid("message_to_nobody")
        wish = sending.Wish(
            customer=customer,
            template=params["template"],
            purpose=_purpose(params.get("purpose")),
            params=params.get("params") or {},
            language=params.get("language") or "zh",
            to=params.get("to"),
        )
        return sending.prepare(ctx, wish, case)

    def call(self, request: Any, idempotency_key: str) -> Any:
        return sending.send(request, idempotency_key)

    def finish(self, ctx: Context, answer: Any, case: Case) -> Mapping[str, Any]:
        return sending.note(ctx, answer, case)


def _purpose(told: str | None) -> str:
    """A purpose as a code or in the words of the tables (关怀); service where the process does not say."""
    try:
        return word(told, PURPOSES) if told else "service"
    except Unreadable as refused:
        raise Invalid("parameter_unknown", name="purpose", value=told) from refused


class SurveyLink:
    """The link to a survey for a customer; whoever follows it answers the case that waits for `survey_answered` with
    this survey's key. The result is `link`."""

    key = "survey.link"
    names = {"zh": "生成问卷链接", "en": "Make a link to a survey"}  # noqa: RUF012
    parameters = schema({"survey": TEXT}, customer=OPTIONAL_TEXT, days={"type": ["integer", "null"], "minimum": 1})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        about = {"s": params["survey"]}
        if params.get("customer"):
            about["c"] = customer_of(ctx, params["customer"], case).id
        return {"link": links.address(ctx, links.SURVEY, about, params.get("days"))}


class StatusLink:
    """The link under which somebody outside sees how this case goes, nothing internal. The result is `link`."""

    key = "status.link"
    names = {"zh": "生成进度链接", "en": "Make a link to the status"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        root = row_of(ctx, case.instance_id).root_id
        return {"link": links.address(ctx, links.STATUS, {"i": root})}
