"""Boxed expressions: each XML element of a decision's logic becomes one closure, nested as the boxes are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from engine.feel import nodes_flow as flow
from engine.feel.compiler import Code, Static
from engine.feel.dmn.table import Cell
from engine.feel.dmn.xml import Element, child, children, ident, local, text
from engine.feel.errors import FeelError, Finding, Wrong
from engine.feel.expression import code_of
from engine.feel.lexer import normal
from engine.feel.nodes import choose
from engine.feel.operators import type_name
from engine.feel.run import Env
from engine.feel.types import ANY, ContextType, FunctionType, Named, Type, coerce

EXPRESSIONS: Final = (
    "literalExpression",
    "decisionTable",
    "context",
    "list",
    "relation",
    "invocation",
    "functionDefinition",
    "conditional",
    "for",
    "some",
    "every",
    "filter",
)


class Boxes:
    """Compiles the boxed expressions of one file. `type_of` resolves a typeRef, `report` takes findings, `table`
    compiles decision tables; `kinds` are the declared types of the names in scope, `limits` the allowed values of
    declared types."""

    def __init__(
        self,
        type_of: Callable[[str | None, str | None], Type],
        report: Callable[[Finding], None],
        table: Callable[[Boxes, Element, Static, str], Code],
        language: str,
    ) -> None:
        self.type_of = type_of
        self.report = report
        self.table = table
        self.language = language
        self.kinds: dict[str, Type] = {}
        self.limits: dict[str, Cell] = {}

    def infer(self, tree: Any) -> Type:
        """The declared type of a plain name or path; Any when it is neither or undeclared."""
        if tree is None:
            return ANY
        if tree.data == "name":
            return self.kinds.get(str(tree.children[0]), ANY)
        if tree.data == "path":
            kind = self.infer(tree.children[0])
            while isinstance(kind, Named):
                kind = kind.base
            if isinstance(kind, ContextType):
                return dict(kind.entries).get(str(tree.children[-1]), ANY)
        return ANY

    def inner(self, element: Element | None, static: Static, name: str = "") -> Code:
        """The closure of the expression inside `element`."""
        found = None if element is None else child(element, *EXPRESSIONS)
        if found is None:
            where = None if element is None else ident(element)
            self.report(Finding("no_logic", where, {}, "warning"))
            return broken("no_logic", "")
        return self.compile(found, static, name)

    def compile(self, element: Element, static: Static, name: str = "") -> Code:
        """The closure of an expression element, its value brought to the element's typeRef."""
        kind = local(element)
        code: Code = getattr(self, "_" + kind.lower())(element, static, name)
        reference = element.get("typeRef")
        if kind == "functionDefinition" or not reference:
            return code
        return self.typed(code, self.type_of(reference, ident(element)), ident(element))

    def typed(self, code: Code, kind: Type, element: str | None) -> Code:
        """A closure whose value is of a type, or null with a note."""
        base = kind.base if isinstance(kind, Named) else kind
        if kind is ANY or isinstance(base, FunctionType):
            return code

        def run(env: Env) -> Any:
            value = code(env)
            try:
                return coerce(value, kind)
            except Wrong as error:
                env.run.note(error.code, None, **{**error.params, "element": element})
                return None

        return run

    def feel(self, source: str, static: Static, element: Element | None, start: str = "expression") -> Code:
        """The closure of a FEEL text; a finding and a closure that notes the same error each time when it cannot be
        compiled."""
        where = None if element is None else ident(element)
        language = (None if element is None else element.get("expressionLanguage")) or self.language
        if language and "feel" not in language.lower():
            self.report(Finding("unsupported_language", where, {"language": language}))
            return broken("unsupported_language", source)
        if not source:
            self.report(Finding("empty_expression", where, {}, "warning"))
            return broken("empty_expression", source)
        return self.compiled(source, static, where, start)[0]

    def compiled(self, source: str, static: Static, where: str | None, start: str) -> tuple[Code, Any]:
        """The closure of a FEEL text with its tree; findings for what does not compile or is certain to go wrong."""
        try:
            code, tree = code_of(source, static, start)
        except FeelError as error:
            self.report(feel_finding(error, where, source))
            return broken(error.code, source, error.position), None
        for doubt in static.doubts:
            self.report(replace(feel_finding(doubt, where, source), severity="warning"))
        static.doubts.clear()
        return code, tree

    def _literalexpression(self, element: Element, static: Static, name: str) -> Code:
        if child(element, "importedValues") is not None:
            self.report(Finding("imported_values", ident(element)))
            return broken("imported_values", "")
        return self.feel(text(element), static, element)

    def _decisiontable(self, element: Element, static: Static, name: str) -> Code:
        return self.table(self, element, static, name)

    def _context(self, element: Element, static: Static, name: str) -> Code:
        names: list[str] = []
        entries: list[tuple[str, Code]] = []
        result: Code | None = None
        for part in children(element, "contextEntry"):
            inside = static.inside(frozenset(names))
            variable = child(part, "variable")
            key = normal(variable.get("name") or "") if variable is not None else ""
            code = self.inner(part, inside, key)
            if not key:
                result = code
                continue
            kind = self.type_of(variable.get("typeRef"), ident(variable)) if variable is not None else ANY
            entries.append((key, self.typed(code, kind, ident(part))))
            names.append(key)

        def run(env: Env) -> Any:
            values: dict[str, Any] = {}
            inner = Env(values, env, env.run)
            for key, value in entries:
                values[key] = value(inner)
            return values if result is None else result(inner)

        return run

    def _list(self, element: Element, static: Static, name: str) -> Code:
        parts = [self.compile(part, static) for part in children(element, *EXPRESSIONS)]
        return lambda env: [part(env) for part in parts]

    def _relation(self, element: Element, static: Static, name: str) -> Code:
        columns = [normal(column.get("name") or "") for column in children(element, "column")]
        rows = [
            [self.compile(cell, static) for cell in children(row, *EXPRESSIONS)] for row in children(element, "row")
        ]
        return lambda env: [{column: cell(env) for column, cell in zip(columns, row, strict=False)} for row in rows]

    def _invocation(self, element: Element, static: Static, name: str) -> Code:
        callee = child(element, *EXPRESSIONS)
        function = self.compile(callee, static) if callee is not None else broken("no_logic", "")
        label = text(callee) if callee is not None else ""
        keys, values = [], []
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            keys.append(normal(parameter.get("name") or "") if parameter is not None else "")
            values.append(self.inner(binding, static))

        def run(env: Env) -> Any:
            target = function(env)
            args = [value(env) for value in values]
            return flow.invoke(target, args, keys if keys else None, env.run, None, label, label)

        return run

    def _functiondefinition(self, element: Element, static: Static, name: str) -> Code:
        return self.function(element, static, name, ANY)

    def function(self, element: Element, static: Static, name: str, result: Type) -> Code:
        """The closure that makes a function value; its result has the element's typeRef, else the given type."""
        kind = element.get("kind", "FEEL")
        if kind != "FEEL":
            self.report(Finding("external_function", ident(element), {"kind": kind}))
            return broken("external_function", "")
        names, types = self.parameters(element)
        self.kinds.update(zip(names, types, strict=True))
        body = self.inner(element, static.inside(frozenset(names)))
        declared = self.type_of(element.get("typeRef"), ident(element))
        body = self.typed(body, result if declared is ANY else declared, ident(element))
        return lambda env: flow.closure(name, names, types, body, env)

    def parameters(self, element: Element) -> tuple[tuple[str, ...], tuple[Type, ...]]:
        """Names and types of a function's formal parameters."""
        formals = children(element, "formalParameter")
        names = tuple(normal(formal.get("name") or "") for formal in formals)
        return names, tuple(self.type_of(formal.get("typeRef"), ident(formal)) for formal in formals)

    def _conditional(self, element: Element, static: Static, name: str) -> Code:
        test, yes, no = (self.inner(child(element, part), static) for part in ("if", "then", "else"))

        def run(env: Env) -> Any:
            verdict = test(env)
            if verdict is not None and not isinstance(verdict, bool):
                env.run.note("condition_not_boolean", None, found=type_name(verdict))
                return None
            return yes(env) if verdict is True else no(env)

        return run

    def _iteration(self, element: Element, static: Static, part: str, extra: frozenset[str]) -> tuple[str, Code, Code]:
        variable = normal(element.get("iteratorVariable") or "")
        source = self.inner(child(element, "in"), static)
        return variable, source, self.inner(child(element, part), static.inside(frozenset({variable}) | extra))

    def _for(self, element: Element, static: Static, name: str) -> Code:
        variable, source, body = self._iteration(element, static, "return", frozenset({"partial"}))
        return flow.iterate(variable, source, body)

    def _some(self, element: Element, static: Static, name: str) -> Code:
        variable, source, body = self._iteration(element, static, "satisfies", frozenset())
        return flow.quantify(variable, source, body, wanted=local(element) == "some")

    _every = _some

    def _filter(self, element: Element, static: Static, name: str) -> Code:
        source = self.inner(child(element, "in"), static)
        test = self.inner(child(element, "match"), static.inside(None))
        return lambda env: choose(source(env), test, env, 0, "", boolean=True)


def broken(code: str, source: str, position: int | None = None) -> Code:
    """A closure for logic that could not be compiled: notes the reason each time and answers null."""

    def run(env: Env) -> Any:
        env.run.note(code, position, source=source)

    return run


def feel_finding(error: FeelError, element: str | None, source: str) -> Finding:
    """The finding of an expression that does not compile; an unknown type or an entry given twice is only a
    warning, since evaluating it says so."""
    params = {"expression": source, "position": error.position, **error.params}
    severity = "warning" if error.code in ("unknown_type", "duplicate_entry") else "error"
    return Finding("feel_" + error.code, element, params, severity)  # type: ignore[arg-type]
