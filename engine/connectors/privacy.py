"""Service types of requests about personal information (P19). Results hold codes and ids; what is said is sealed."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.instances import linking
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context
from engine.outreach import links
from engine.privacy import copying, erasing, finding, holds, queries, requests


class FindPerson:
    """Whose data a request is about, by the reach that was told; the case is then about that customer. The result:
    `found`, `contact`, `customer`, `whole` (the person is the customer), and `promise`, the kind of D08."""

    key = "privacy.find"
    names = {"zh": "查找本人资料", "en": "Find whose data it is"}  # noqa: RUF012
    parameters = schema({}, reach=OPTIONAL_TEXT, customer=OPTIONAL_TEXT, name=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        reach = finding.told(ctx, case.instance_id, params.get("reach"))
        name = finding.told(ctx, case.instance_id, params.get("name"))
        found = finding.by_reach(ctx, reach, params.get("customer"), name)
        told: dict[str, Any] = {"promise": finding.promise(ctx), "law": queries.settings(ctx)["law"]}
        if found is None or case.customer_id not in (None, found.customer.id):
            return {**told, "found": False, "contact": None, "customer": None, "whole": False}
        linking.link(ctx, row_of(ctx, case.instance_id), found.customer.id)
        whole = erasing.is_the_customer(ctx, found.customer, found.contact)
        return {
            **told,
            "found": True,
            "contact": found.contact.id,
            "customer": found.customer.number,
            "whole": whole,
        }


class MakeCopy:
    """A copy of everything about the person, sealed; the result is its `link`, which opens once, for 15 days."""

    key = "privacy.copy"
    names = {"zh": "生成个人信息副本", "en": "Make a copy of the data"}  # noqa: RUF012
    parameters = schema({"contact": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        row = copying.make(ctx, finding.contact(ctx, params["contact"]).contact, case=case.instance_id)
        return {"copy": row.id, "link": links.address(ctx, links.COPY, {"y": row.id})}


class Correct:
    """Puts name, title, phone or mail right; the result: `fields`, and `tier`, what the rules say now."""

    key = "privacy.correct"
    names = {"zh": "更正个人信息", "en": "Correct the data"}  # noqa: RUF012
    parameters = schema(
        {"contact": TEXT}, name=OPTIONAL_TEXT, title=OPTIONAL_TEXT, phone=OPTIONAL_TEXT, mail=OPTIONAL_TEXT
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        names = ("name", "title", "phone", "mail")
        given = {name: finding.told(ctx, case.instance_id, params.get(name)) for name in names}
        contact = finding.contact(ctx, params["contact"]).contact
        return requests.correct(ctx, contact, given, case=case.instance_id)


class LookForHolds:
    """Whether something keeps the person from being erased: `held`, and `holds` with code and day."""

    key = "privacy.holds"
    names = {"zh": "查依法保留", "en": "Look for legal holds"}  # noqa: RUF012
    parameters = schema({"contact": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        found = finding.contact(ctx, params["contact"])
        whole = erasing.is_the_customer(ctx, found.customer, found.contact)
        held = holds.of(ctx, found.customer, whole=whole)
        return {"held": bool(held), "holds": held}


class Explain:
    """The tier in plain words, with what would change it, and what a review by a person needs."""

    key = "privacy.explain"
    names = {"zh": "说明等级由来", "en": "Explain the tier"}  # noqa: RUF012
    parameters = schema({"contact": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return requests.explain(ctx, finding.contact(ctx, params["contact"]).customer)


class Stop:
    """Withdraws consent (`withdraw`), or ends profiling, too (`object`), at once."""

    key = "privacy.stop"
    names = {"zh": "立即停止", "en": "Stop at once"}  # noqa: RUF012
    parameters = schema({"contact": TEXT, "what": {"enum": ["withdraw", "object"]}})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        contact = finding.contact(ctx, params["contact"]).contact
        return requests.stop(ctx, contact, params["what"], case=case.instance_id)


class RefuseAutomation:
    """Ends decisions about the tier by rules alone, at once; tells what the last one rests on (`privacy.explain`)."""

    key = "privacy.refuse_automation"
    names = {"zh": "停止只由规则决定等级", "en": "End decisions by rules alone"}  # noqa: RUF012
    parameters = schema({"contact": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        contact = finding.contact(ctx, params["contact"]).contact
        return requests.refuse_automation(ctx, contact, case=row_of(ctx, case.instance_id))


class Erase:
    """Erases the person for good; the result says what was reached, as counts."""

    key = "privacy.erase"
    names = {"zh": "删除个人信息", "en": "Erase the person"}  # noqa: RUF012
    parameters = schema({"contact": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        done = erasing.erase(ctx, params["contact"], case=case.instance_id)
        return {"whole": done.whole, "reached": {name.replace(".", "_"): n for name, n in done.reached.items()}}


class ForgetRequest:
    """Destroys the key of the request's own case: what was told to have somebody erased goes, too."""

    key = "privacy.forget"
    names = {"zh": "清除请求中的个人信息", "en": "Forget what the request told"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        erasing.forget_case(ctx, case.instance_id)
        return {}
