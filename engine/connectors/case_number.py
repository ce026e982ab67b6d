"""A readable, unique number for a case, told to the customer and searched for by everybody."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import TEXT, schema
from engine.instances import numbers
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context


class GiveNumber:
    """The next number of a prefix today, TS20261121-0007; it becomes the business key of a case that has none."""

    key = "case.number"
    names = {"zh": "生成编号", "en": "Give the case a number"}  # noqa: RUF012
    parameters = schema({"prefix": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"number": numbers.give(ctx, row_of(ctx, case.instance_id), params["prefix"])}
