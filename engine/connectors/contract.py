"""Contracts: kept when they are signed, and talked about before they end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from engine.connectors.concerned import TEXT, customer_of, schema
from engine.customers import contracts
from engine.instances.services import Case
from engine.kernel import Context

DAY = {"type": "string", "format": "date"}


class SignContract:
    """Keeps a contract of the customer, from and to a day, amount in yuan; the result is its `id`. Nothing is kept
    without an end (`to` is null): a single delivery is no contract that could end."""

    key = "contract.sign"
    names = {"zh": "登记合同", "en": "Keep a contract"}  # noqa: RUF012
    parameters = schema(
        {"customer": TEXT, "number": TEXT, "from": DAY, "amount": {"type": "number", "minimum": 0}},
        to={"type": ["string", "null"], "format": "date"},
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        if not params.get("to"):
            return {"id": None}
        cents = int((Decimal(str(params["amount"])) * 100).to_integral_value())
        span = date.fromisoformat(params["from"]), date.fromisoformat(params["to"])
        return {"id": contracts.sign(ctx, customer, params["number"], *span, cents, case=case.instance_id)}


class RemindOfRenewals:
    """Asks whoever owns the customer to talk about each contract that ends within 60 days; once a contract. The result
    is `reminded`, how many."""

    key = "contract.remind"
    names = {"zh": "提醒续约", "en": "Remind of renewals"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"reminded": contracts.remind(ctx)}
