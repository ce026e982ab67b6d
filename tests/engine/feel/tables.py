"""Writes small DMN files for the tests."""

from xml.sax.saxutils import escape, quoteattr

Row = tuple[str, ...]


def definitions(body: str, namespace: str = "test") -> bytes:
    """A DMN file around some elements."""
    space = "https://www.omg.org/spec/DMN/20191111/MODEL/"
    return f'<definitions xmlns="{space}" name="M" id="m" namespace="{namespace}">{body}</definitions>'.encode()


def table(
    hit: str,
    ins: dict[str, str],
    outs: dict[str, str],
    rows: list[Row],
    *,
    allowed: dict[str, str] | None = None,
    values: dict[str, str] | None = None,
    defaults: dict[str, str] | None = None,
    inputs: bool = False,
) -> bytes:
    """A file with one decision `D`, a table with rows r1, r2, …; `hit` may name an aggregation behind COLLECT."""
    policy, _, aggregation = hit.partition(" ") if hit.startswith("COLLECT ") else (hit, "", "")
    parts = [
        f'<decisionTable id="t" hitPolicy="{policy}"' + (f' aggregation="{aggregation}"' if aggregation else "") + ">"
    ]
    for text, kind in ins.items():
        limit = f"<inputValues><text>{escape((allowed or {}).get(text, ''))}</text></inputValues>"
        reference = f' typeRef="{kind}"' if kind else ""
        parts.append(f"<input><inputExpression{reference}><text>{escape(text)}</text></inputExpression>{limit}</input>")
    for name, kind in outs.items():
        limit = f"<outputValues><text>{escape((values or {}).get(name, ''))}</text></outputValues>"
        default = (defaults or {}).get(name)
        entry = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
        parts.append(f"<output name={quoteattr(name)} typeRef={quoteattr(kind)}>{limit}{entry}</output>")
    for number, row in enumerate(rows, 1):
        cells = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[: len(ins)])
        entries = "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[len(ins) :])
        parts.append(f'<rule id="r{number}">{cells}{entries}</rule>')
    data = required = ""
    if inputs:
        for number, (text, kind) in enumerate(ins.items()):
            data += f'<inputData id="i{number}" name="{text}"><variable name="{text}" typeRef="{kind}"/></inputData>'
            required += f'<informationRequirement><requiredInput href="#i{number}"/></informationRequirement>'
    return definitions(f'{data}<decision id="d" name="D">{required}{"".join(parts)}</decisionTable></decision>')
