"""Service types of case studies: what one begins with, who is taken out of it, and its place in the handbook."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.customers import commands as customers
from engine.customers.models import Customer
from engine.handbook import cases
from engine.handbook.words import LANGUAGES
from engine.instances.services import Case
from engine.kernel import Context, NotFound
from engine.kernel.context import SYSTEM
from engine.privacy import anonymising


def _customer(ctx: Context, params: Mapping[str, Any]) -> Customer | None:
    """The customer whom the source is about; nobody where it names none that there is."""
    source = cases.about(ctx, params.get("source"), None)
    if source is not None and source.customer_id:
        return ctx.session.get(Customer, source.customer_id)
    try:
        return customers.find(ctx, params["customer"]) if params.get("customer") else None
    except NotFound:
        return None


class PrefillCaseStudy:
    """What a case study begins with: {kind, facts, facts_en, author}. Facts identify nobody; nothing sealed is read.
    The `author` named by whoever proposes it writes, else who asked for it, else who last worked on the case."""

    key = "case_study.prefill"
    names = {"zh": "案例取数", "en": "Facts for a case study"}  # noqa: RUF012
    parameters = schema({}, source=OPTIONAL_TEXT, kind=OPTIONAL_TEXT, customer=OPTIONAL_TEXT, author=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        source = cases.about(ctx, params.get("source"), params.get("kind"), _customer(ctx, params))
        asked = case.started_by if case.started_by != SYSTEM.name else None
        return cases.prefill(ctx, source, params.get("kind"), params.get("author") or asked)


class AnonymiseCaseStudy:
    """The `texts` of a form (title, story, cause, lesson, each with _en) without customer, contacts and numbers:
    {texts: {zh, en}, replaced}."""

    key = "case_study.anonymise"
    names = {"zh": "案例隐去身份", "en": "Take names out of a case study"}  # noqa: RUF012
    parameters = schema({"texts": {"type": "object"}}, source=OPTIONAL_TEXT, customer=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer, told = _customer(ctx, params), params["texts"]
        clear = {
            language: anonymising.without(
                ctx,
                {name: told.get(name if language == "zh" else f"{name}_en") or "" for name in cases.TEXTS},
                customer,
                english=language == "en",
            )
            for language in LANGUAGES
        }
        texts = {language: one["texts"] for language, one in clear.items()}
        return {"texts": texts, "replaced": sum(one["replaced"] for one in clear.values())}


class PublishCaseStudy:
    """Admits a case study to a handbook's chapter of cases, under its number."""

    key = "case_study.publish"
    names = {"zh": "发布案例", "en": "Publish a case study"}  # noqa: RUF012
    parameters = schema(
        {"number": TEXT, "kind": TEXT, "outcome": TEXT, "book": TEXT, "texts": {"type": "object"}}, course=OPTIONAL_TEXT
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"number": cases.publish(ctx, params["number"], params, case.instance_id)}
