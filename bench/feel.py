"""What a compiled condition and a table of a thousand rows cost, in processor time: the best of several goes."""

from collections.abc import Callable
from decimal import Decimal
from time import thread_time

from bench.figures import Figure, at_most
from engine.feel import dmn, expression
from tests.engine.feel.tables import table

GOES = 7


def measure() -> list[Figure]:
    scope = {"amount": Decimal(2000), "tier": "gold"}
    condition = expression('amount > 1000 and tier = "gold"')
    rows = [(f"[{row * 10}..{row * 10 + 10})", f"{row}") for row in range(1000)]
    model = dmn.read(table("UNIQUE", {"x": "number"}, {"": "number"}, rows))
    return [
        at_most("a compiled FEEL condition", best(lambda _: condition(scope), 5000) * 1e6, 5, "µs"),
        at_most("a decision of 1,000 rows", best(lambda n: model.evaluate("D", {"x": n * 9}), 1000) * 1e3, 1, "ms"),
    ]


def best(work: Callable[[int], object], times: int) -> float:
    """Seconds of processor time one call takes."""
    spans = []
    for _ in range(GOES):
        begun = thread_time()
        for number in range(times):
            work(number)
        spans.append((thread_time() - begun) / times)
    return min(spans)
