"""A connector that leaves the house: it notes in a file of the test's that it was called, and with which key."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CALLS = "PROOF_CALLS"


class Pay:
    key = "proof.pay"
    names = {"zh": "付款", "en": "Pay"}  # noqa: RUF012
    parameters = {"type": "object"}  # noqa: RUF012

    def prepare(self, ctx: Any, params: Mapping[str, Any], case: Any) -> str:
        return str(case.instance_id)

    def call(self, request: str, idempotency_key: str) -> str:
        with Path(os.environ[CALLS]).open("a") as calls:
            calls.write(f"{request} {idempotency_key}\n")
        return idempotency_key

    def finish(self, ctx: Any, answer: str, case: Any) -> Mapping[str, Any]:
        return {"receipt": answer}
