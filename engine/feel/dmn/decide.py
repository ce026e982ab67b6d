"""Decision tables at work: reads the XML of a table, compiles its cells, and answers by the hit policy (DMN 1.5,
clause 8).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from engine.feel import operators as op
from engine.feel.builtins.lists import sum_
from engine.feel.compiler import Code, Static, subtrees
from engine.feel.dmn.boxed import Boxes
from engine.feel.dmn.index import Column, bits
from engine.feel.dmn.table import (
    Anything,
    Cell,
    Entry,
    Equals,
    Formula,
    Input,
    OneOf,
    Output,
    Rule,
    Table,
    cell,
    constant,
    is_constant,
)
from engine.feel.dmn.xml import Element, child, children, ident, text
from engine.feel.errors import Finding, Wrong
from engine.feel.run import Env
from engine.feel.types import ANY, Named, Type, coerce

CHUNK: Final = 1000
_HITS: Final = {"UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"}
_LISTS: Final = {"RULE ORDER", "OUTPUT ORDER", "COLLECT"}


class Columns:
    """What is compiled of one table: input closures, cell closures where a cell must be evaluated, output closures,
    and the row index."""

    def __init__(self, boxes: Boxes, element: Element, static: Static, name: str) -> None:
        self.boxes = boxes
        self.static = static
        self.inside = static.inside(frozenset({"?"}))  # where cells are: they see the tested value
        self.where = ident(element)
        clauses = children(element, "input")
        self.input_codes: list[Code] = []
        self.allowed: list[Code | None] = []
        self.inputs_known: list[str] = []
        inputs = tuple(self._input(clause) for clause in clauses)
        self.output_types: list[Type] = []
        self.default_codes: list[Code | None] = []
        clauses = children(element, "output")
        outputs = tuple(self._output(clause, len(clauses) == 1) for clause in clauses)
        self.cell_codes: list[list[Code]] = []
        self.output_codes: list[list[Code]] = []
        rules = tuple(
            self._rule(row, number, len(inputs), len(outputs))
            for number, row in enumerate(children(element, "rule"), 1)
        )
        hit = element.get("hitPolicy", "UNIQUE").replace("_", " ").upper()
        if hit not in _HITS:
            boxes.report(Finding("unknown_hit_policy", self.where, {"hit": hit}))
            hit = "UNIQUE"
        aggregation = element.get("aggregation", "")
        if aggregation not in ("", "SUM", "MIN", "MAX", "COUNT"):
            boxes.report(Finding("unknown_aggregation", self.where, {"aggregation": aggregation}))
        label = element.get("outputLabel") or name
        self.table = Table(label, hit, aggregation, inputs, outputs, rules, self.where)
        self.chunks = [
            [Column([rule.cells[index] for rule in rules[start : start + CHUNK]]) for index in range(len(inputs))]
            for start in range(0, len(rules), CHUNK)
        ]

    def _input(self, clause: Element) -> Input:
        expression = child(clause, "inputExpression")
        source = text(expression)
        code, tree = self._compile(source, expression if expression is not None else clause)
        kind = self.boxes.type_of(None if expression is None else expression.get("typeRef"), ident(clause))
        self.input_codes.append(self.boxes.typed(code, kind, ident(clause)))
        declared = self.boxes.infer(tree)
        known = kind if kind is not ANY else declared
        named = declared if isinstance(declared, Named) else known
        allowed: Cell | None = self.boxes.limits.get(named.name) if isinstance(named, Named) else None
        allowed_code: Code | None = None
        values = child(clause, "inputValues")
        if values is not None and (limit := text(values)):
            allowed_code, allowed_tree = self._compile(limit, values, "unary")
            allowed = _cell(allowed_tree, limit)
        self.allowed.append(None if isinstance(allowed, Anything) else allowed_code)
        name = str(tree.children[0]) if tree is not None and tree.data == "name" else None
        self.inputs_known.append(base_name(known))
        return Input(source, name, base_name(known), allowed, ident(clause))

    def _output(self, clause: Element, single: bool) -> Output:
        kind = self.boxes.type_of(clause.get("typeRef"), ident(clause))
        self.output_types.append(kind)
        values: tuple[Any, ...] = ()
        listed = child(clause, "outputValues")
        if listed is not None and (limit := text(listed)):
            _, tree = self._compile(limit, listed, "unary")
            found = _cell(tree, limit)
            parts = found.cells if isinstance(found, OneOf) and not found.negated else (found,)
            values = tuple(part.value for part in parts if isinstance(part, Equals))
        default: Entry | None = None
        self.default_codes.append(None)
        entry = child(clause, "defaultOutputEntry")
        if entry is not None and (source := text(entry)):
            code, tree = self._compile(source, entry)
            self.default_codes[-1] = code
            default = _entry(tree, source)
        name = "" if single else " ".join((clause.get("name") or "").split())
        return Output(name, base_name(kind), values, default, ident(clause))

    def _rule(self, row: Element, number: int, inputs: int, outputs: int) -> Rule:
        where = row.get("id") or str(number)
        tests, results = children(row, "inputEntry"), children(row, "outputEntry")
        if len(tests) != inputs or len(results) != outputs:
            self.boxes.report(Finding("row_length", where, {"row": number}))
        cells: list[Cell] = []
        codes: list[Code] = []
        for entry in tests[:inputs]:
            code, tree = self._compile(text(entry) or "-", entry, "unary")
            self._unquoted(tree, self.inputs_known[len(cells)], where)
            cells.append(_cell(tree, text(entry)))
            codes.append(code)
        entries: list[Entry] = []
        values: list[Code] = []
        for entry in results[:outputs]:
            source = text(entry)
            code, tree = self._compile(source, entry) if source else (_nothing, None)
            self._unquoted(tree, base_name(self.output_types[len(entries)]), where)
            entries.append(_entry(tree, source) if source else Entry("", True, None))
            values.append(code)
        missing = inputs - len(cells)
        self.cell_codes.append(codes + [_always] * missing)
        self.output_codes.append(values + [_nothing] * (outputs - len(values)))
        cells += [Anything()] * missing
        entries += [Entry("", True, None)] * (outputs - len(entries))
        note = " ".join(text(part) for part in children(row, "annotationEntry")).strip() or text(row, "description")
        return Rule(where, tuple(cells), tuple(entries), note)

    def _unquoted(self, tree: Any, kind: str, where: str) -> None:
        """Points out a bare word that is no variable in a column of texts: its quotes are missing."""
        if tree is None or kind != "string":
            return
        for part in [tree, *subtrees(tree), *(leaf for test in subtrees(tree) for leaf in subtrees(test))]:
            if part.data == "name" and (word := str(part.children[0])) not in self.static.lexical | {"?"}:
                self.boxes.report(Finding("unquoted_text", where, {"text": word}, "warning"))

    def _compile(self, source: str, element: Element, start: str = "expression") -> tuple[Code, Any]:
        language = element.get("expressionLanguage") or self.boxes.language
        if not source or (language and "feel" not in language.lower()):
            return self.boxes.feel(source, self.static, element, start), None
        return self.boxes.compiled(source, self.inside if start == "unary" else self.static, ident(element), start)


def base_name(kind: Type) -> str:
    """The name of the built-in type under a declared one; empty for Any."""
    while isinstance(kind, Named):
        kind = kind.base
    return "" if kind is ANY else kind.name


def _cell(tree: Any, source: str) -> Cell:
    return Formula(source) if tree is None else cell(tree, source)


def _entry(tree: Any, source: str) -> Entry:
    value = None if tree is None else constant(tree)
    known = tree is not None and is_constant(value)
    return Entry(source, known, value if known else None)


def _always(env: Env) -> Any:
    return True


def _nothing(env: Env) -> Any:
    return None


def compile_table(columns: Columns, seen: Callable[[Table, list[Any], list[str], Env], None]) -> Code:
    """The closure of a table; `seen` is told the input values and the ids of the matched rows."""
    table, rules = columns.table, columns.table.rules

    def run(env: Env) -> Any:
        values = [code(env) for code in columns.input_codes]
        rows = _matching(columns, values, env)
        if rows is None:
            return None
        if table.hit == "FIRST":
            rows = rows[:1]
        seen(table, values, [rules[row].id for row in rows], env)
        if table.hit == "UNIQUE" and len(rows) > 1:
            env.run.note("several_rules_match", None, rules=[rules[row].id for row in rows], table=table.name)
            return None
        if not rows:
            return _default(columns, env)
        results = [[code(env) for code in columns.output_codes[row]] for row in rows]
        return _answer(columns, _typed(columns, results, env), env)

    return run


def _matching(columns: Columns, values: list[Any], env: Env) -> list[int] | None:
    """The rows that match, ascending; None when an input is not one of the allowed values."""
    for index, allowed in enumerate(columns.allowed):
        if allowed is not None and values[index] is not None and _test(allowed, values[index], env) is not True:
            clause = columns.table.inputs[index]
            env.run.note("input_not_allowed", None, input=clause.text, found=values[index])
            return None
    found: list[int] = []
    for number, chunk in enumerate(columns.chunks):
        start = number * CHUNK
        mask = (1 << min(CHUNK, len(columns.table.rules) - start)) - 1
        slow: list[tuple[int, int]] = []
        for index, column in enumerate(chunk):
            rows = column.rows(values[index])
            unsure = column.formulas if rows is not None else ~column.anything
            mask &= (rows if rows is not None else column.anything) | unsure
            if unsure & mask:
                slow.append((index, unsure))
        for row in bits(mask):
            if all(
                not unsure >> row & 1 or _test(columns.cell_codes[start + row][index], values[index], env) is True
                for index, unsure in slow
            ):
                found.append(start + row)
    return found


def _test(code: Code, value: Any, env: Env) -> Any:
    """The verdict of unary tests on a value; `?` is the value, everything else is as outside."""
    return code(Env({"?": value}, env, env.run))


def _typed(columns: Columns, results: list[list[Any]], env: Env) -> list[list[Any]]:
    for result in results:
        for index, kind in enumerate(columns.output_types):
            try:
                base = kind.base if isinstance(kind, Named) and kind.listed else kind
                result[index] = coerce(result[index], base)
            except Wrong as error:
                env.run.note(error.code, None, **{**error.params, "element": columns.table.outputs[index].element})
                result[index] = None
    return results


def _default(columns: Columns, env: Env) -> Any:
    table = columns.table
    if any(code is not None for code in columns.default_codes):
        values = [None if code is None else code(env) for code in columns.default_codes]
        value = _shape(table, _typed(columns, [values], env)[0])
        return [value] if table.hit in _LISTS and not table.aggregation else value
    if table.hit in _LISTS and not table.aggregation:
        return []
    if table.aggregation == "COUNT":
        return op.DECIMAL.create_decimal(0)
    env.run.note("no_rule_matches", None, soft=True, table=table.name)
    return None


def _shape(table: Table, values: list[Any]) -> Any:
    if len(table.outputs) == 1:
        return values[0]
    return {output.name: value for output, value in zip(table.outputs, values, strict=True)}


def _answer(columns: Columns, results: list[list[Any]], env: Env) -> Any:
    table = columns.table
    if table.hit in ("UNIQUE", "FIRST"):
        return _shape(table, results[0])
    if table.hit == "ANY":
        first = _shape(table, results[0])
        if all(op.same(_shape(table, result), first) for result in results[1:]):
            return first
        env.run.note("rules_disagree", None, table=table.name)
        return None
    if table.hit in ("PRIORITY", "OUTPUT ORDER"):
        results = sorted(results, key=lambda result: _priority(table, result))
        if table.hit == "PRIORITY":
            return _shape(table, results[0])
    shaped = [_shape(table, result) for result in results]
    return _aggregate(table, shaped, env) if table.aggregation else shaped


def _priority(table: Table, result: list[Any]) -> list[int]:
    ranks = []
    for output, value in zip(table.outputs, result, strict=True):
        places = [index for index, allowed in enumerate(output.values) if op.same(allowed, value)]
        ranks.append(places[0] if places else len(output.values))
    return ranks


def _aggregate(table: Table, values: list[Any], env: Env) -> Any:
    try:
        if table.aggregation == "COUNT":
            return op.DECIMAL.create_decimal(len(values))
        if table.aggregation == "SUM":
            return sum_(values)
        best = values[0]
        for value in values[1:]:
            better = op.less(value, best) if table.aggregation == "MIN" else op.greater(value, best)
            if better is None:
                raise Wrong("null_operand", operator=table.aggregation)
            best = value if better else best
        return best
    except Wrong as error:
        env.run.wrong(error, None, table.name)
        return None
