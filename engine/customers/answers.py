"""A dry run of any table that asks only what is known of every customer: who would get another answer than today.

Each combination of values is asked once of the table in force and once of the draft.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.customers import decisions, known, words
from engine.customers.models import Customer
from engine.feel import dmn, values
from engine.kernel import Context, Invalid


@dataclass(frozen=True, slots=True)
class Other:
    """A customer with another answer than today: both answers as JSON texts, and the values they follow from."""

    customer_id: str
    today: str
    draft: str
    amount_cents: int
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """All customers asked; `others` with the largest spend of the last year first."""

    customers: int
    asked: tuple[str, ...]
    counts: dict[str, tuple[int, int]]
    others: list[Other]


def compare(ctx: Context, key: str, content: bytes, tell: Callable[[float], None] = lambda share: None) -> Answers:
    """Ask both tables about everybody; `tell` hears the share that is done. Invalid dry_run_inputs with the inputs that
    nobody knows of all customers."""
    trial = decisions.trial(ctx, key, content)
    models = [decisions.model(side, key) for side in (ctx, trial)]
    asked = sorted({name for model in models for name in model.inputs})
    strange = [name for name in asked if name not in known.NAMES]
    if strange or not asked:
        raise Invalid("dry_run_inputs", key=key, inputs=", ".join(strange))
    sides = [_Asker(model, key) for model in models]
    counts: dict[str, list[int]] = {}
    others, number = [], 0
    everybody = ctx.session.scalar(select(func.count()).where(Customer.tenant_id == ctx.tenant)) or 1
    for customer_id, cents, told in known.everybody(ctx):
        if number % known.PAGE == 0:
            tell(number / everybody)
        number += 1
        inputs = {name: told[name] for name in asked}
        said = [side.ask(inputs) for side in sides]
        for side, answer in enumerate(said):
            counts.setdefault(answer, [0, 0])[side] += 1
        if said[0] != said[1]:
            others.append(Other(customer_id, said[0], said[1], cents, inputs))
    others.sort(key=lambda other: (-other.amount_cents, other.customer_id))
    return Answers(number, tuple(asked), {answer: (both[0], both[1]) for answer, both in counts.items()}, others)


class _Asker:
    """One table's answers, each combination of values asked once; an answer is a JSON text, "" where there is none."""

    def __init__(self, model: dmn.Model, key: str) -> None:
        self.model, self.key = model, key
        self.known: dict[tuple[Any, ...], str] = {}

    def ask(self, inputs: Mapping[str, Any]) -> str:
        place = tuple(inputs.values())
        if place not in self.known:
            result = self.model.evaluate(self.key, values.of(dict(inputs)))
            self.known[place] = "" if result.failed else values.dumps(result.value)
        return self.known[place]


def told(found: Answers) -> dict[str, Any]:
    """The comparison in numbers."""
    pairs: dict[tuple[str, str], list[int]] = {}
    for other in found.others:
        pairs.setdefault((other.today, other.draft), []).append(other.amount_cents)
    moves = [
        {"from": today, "to": draft, "customers": len(cents), "revenue": words.yuan(sum(cents))}
        for (today, draft), cents in pairs.items()
    ]
    return {
        "customers": found.customers,
        "changed": len(found.others),
        "at_stake": words.yuan(sum(other.amount_cents for other in found.others)),
        "moves": sorted(moves, key=lambda row: -row["customers"]),
        "answers": [{"answer": answer, "today": both[0], "draft": both[1]} for answer, both in found.counts.items()],
    }


def rows(found: Answers) -> Iterator[dict[str, Any]]:
    """Those who would get another answer, the largest spend first."""
    for other in found.others:
        yield {
            "id": other.customer_id,
            "from": other.today,
            "to": other.draft,
            "amount": words.yuan(other.amount_cents),
            "inputs": values.wire(values.of(dict(other.inputs))),
        }
