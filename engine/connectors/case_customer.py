"""Whoever takes a complaint or request down says whose it is, whether they may see that customer's record or not."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import TEXT, schema
from engine.customers import commands
from engine.instances import linking
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context, NotFound


class LinkCustomer:
    """The case is about this customer; tells nothing of the record. Another customer than the case's own is unknown."""

    key = "case.customer"
    names = {"zh": "确定是哪位客户", "en": "Say whose case it is"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = commands.find(ctx, params["customer"])
        if case.customer_id not in (None, customer.id):
            raise NotFound("customer_unknown", customer=params["customer"])
        linking.link(ctx, row_of(ctx, case.instance_id), customer.id)
        return {}
