"""A decision model: what a DMN file declares, compiled once, and the evaluation of its decisions with everything they
require.

`read` answers a `Model` even for a broken file: its `findings` say what is wrong, and logic that could not be compiled
answers null with the reason, so a file is refused by its findings and never answered wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engine.feel import nodes_flow as flow
from engine.feel.compiler import Code, Static
from engine.feel.dmn import xml
from engine.feel.dmn.boxed import Boxes
from engine.feel.dmn.checker import check
from engine.feel.dmn.decide import Columns, compile_table
from engine.feel.dmn.evaluation import ModelRun, Result, Step
from engine.feel.dmn.items import Items, adapt
from engine.feel.dmn.table import Table
from engine.feel.dmn.xml import Element, child, children, ident
from engine.feel.errors import FeelError, Finding, Wrong
from engine.feel.lexer import normal
from engine.feel.run import Env, Run
from engine.feel.times import DateTime
from engine.feel.types import ANY, FunctionType, Named, Type, coerce
from engine.feel.values import Function

Sort = Literal["input", "decision", "bkm", "service"]
_SORTS: Final[dict[str, Sort]] = {
    "inputData": "input",
    "decision": "decision",
    "businessKnowledgeModel": "bkm",
    "decisionService": "service",
}


@dataclass
class Node:
    """One element of the requirements graph; of a decision service `given` and `wanted` are the ids of its input and
    output decisions, `reads` are the variables that the logic reads."""

    id: str
    name: str
    sort: Sort
    element: Element
    kind: Type = ANY
    requires: list[tuple[str, Model, Node]] = field(default_factory=list)
    code: Code | None = None
    tables: list[Table] = field(default_factory=list)
    params: tuple[tuple[str, ...], tuple[Type, ...]] = ((), ())
    given: frozenset[str] = frozenset()
    wanted: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()


class Model:
    """A read DMN file. `name` and `namespace` are its definitions', `decisions` and `invocables` (BKMs and services)
    map ids to names."""

    def __init__(self, top: Element, imports: Mapping[str, Model]) -> None:
        self.name = top.get("name") or ""
        self.namespace = top.get("namespace") or ""
        self.findings: list[Finding] = []
        self.imports: dict[str, Model] = {}
        self._read_imports(top, imports)
        self.items: Items = Items(top, {prefix: other.items for prefix, other in self.imports.items()})
        self.findings += self.items.findings
        self.items.findings = []
        self.nodes: dict[str, Node] = {}
        self._names: dict[str, Node] = {}
        self._read_nodes(top)
        language = top.get("expressionLanguage") or ""
        self.boxes = Boxes(self._type, self.findings.append, self._table, language)
        self._current: Node | None = None
        for node in list(self.nodes.values()):
            self._require(node)
        self._refuse_cycles()
        for node in self.nodes.values():
            self._compile(node)
        for node in self.nodes.values():
            for table in node.tables:
                self.findings += check(table)

    @property
    def decisions(self) -> dict[str, str]:
        """Decision ids with their names, in the file's order."""
        return {node.id: node.name for node in self.nodes.values() if node.sort == "decision"}

    @property
    def invocables(self) -> dict[str, str]:
        """BKM and decision service ids with their names."""
        return {node.id: node.name for node in self.nodes.values() if node.sort in ("bkm", "service")}

    @property
    def inputs(self) -> dict[str, str]:
        """The names of the declared inputs with the names of their types ("Any" when undeclared)."""
        return {node.name: node.kind.name for node in self.nodes.values() if node.sort == "input"}

    @property
    def refused(self) -> bool:
        """True when a finding is an error."""
        return any(finding.severity == "error" for finding in self.findings)

    def find(self, key: str) -> Node | None:
        """The element of an id or a name."""
        return self.nodes.get(key) or self._names.get(normal(key))

    def table(self, key: str) -> Table | None:
        """The decision table of a decision or BKM, when its logic is or contains exactly one."""
        node = self.find(key)
        return node.tables[0] if node is not None and len(node.tables) == 1 else None

    def adapt(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """Plain JSON variables brought to the declared types of the inputs and parameters of that name (ISO texts
        become dates and so on)."""
        kinds: dict[str, Type] = {}
        for model in (*self.imports.values(), self):
            for node in model.nodes.values():
                for name, kind in ((node.name, node.kind), *zip(*node.params, strict=True)):
                    kinds.setdefault(name, kind)
                    if kind is not ANY and (node.sort == "input" or kinds[name] is ANY):
                        kinds[name] = kind
        return {name: adapt(value, kinds.get(normal(name), ANY)) for name, value in variables.items()}

    def evaluate(self, key: str, variables: Mapping[str, Any], *, now: DateTime | None = None) -> Result:
        """Evaluates a decision, or invokes a BKM or decision service with the variables of its parameters' names;
        KeyError when there is none."""
        node = self.find(key)
        if node is None or node.sort == "input":
            raise KeyError(key)
        log: list[FeelError] = []
        run = ModelRun(variables, log, now)
        run.stack.append(({}, []))
        try:
            value = self._value(node, run) if node.sort == "decision" else self._invoked(node, run)
        except RecursionError:
            run.note("too_deep", None, name=node.name)
            value = None
        own = run.steps[-1] if run.steps and node.sort == "decision" else None
        matched = own.rules if own is not None else tuple(run.stack[0][1])
        return Result(value, matched, run.asked, tuple(run.steps), tuple(log))

    # Reading

    def _read_imports(self, top: Element, imports: Mapping[str, Model]) -> None:
        for element in children(top, "import"):
            kind, space = element.get("importType") or "", element.get("namespace") or ""
            if kind not in xml.NAMESPACES:
                self.findings.append(Finding("unsupported_import", ident(element), {"type": kind, "namespace": space}))
            elif space not in imports:
                self.findings.append(Finding("missing_import", ident(element), {"namespace": space}))
            else:
                self.imports[normal(element.get("name") or "")] = imports[space]

    def _type(self, reference: str | None, element: str | None) -> Type:
        kind = self.items.named(reference, element)
        self.findings += self.items.findings
        self.items.findings = []
        return kind

    def _read_nodes(self, top: Element) -> None:
        for element in children(top, *_SORTS):
            sort = _SORTS[xml.local(element)]
            variable = child(element, "variable")
            name = normal(element.get("name") or (variable.get("name") if variable is not None else "") or "")
            found = element.get("id") or name
            node = Node(found, name, sort, element)
            if variable is not None:
                node.kind = self._type(variable.get("typeRef"), ident(variable))
            if not name:
                self.findings.append(Finding("missing_name", found or None, {"element": xml.local(element)}))
            if found in self.nodes or (name in self._names and self._names[name].sort == sort):
                self.findings.append(Finding("duplicate_name", found, {"name": name}))
            self.nodes[found] = node
            if name not in self._names or self._names[name].sort == "input":
                self._names[name] = node

    def _require(self, node: Node) -> None:
        for group in children(node.element, "informationRequirement", "knowledgeRequirement"):
            for reference in children(group, "requiredInput", "requiredDecision", "requiredKnowledge"):
                self._link(node, reference)
        for reference in children(node.element, "outputDecision", "encapsulatedDecision", "inputDecision", "inputData"):
            self._link(node, reference)

    def _link(self, node: Node, reference: Element) -> None:
        space, _, found = (reference.get("href") or "").rpartition("#")
        if not space or space == self.namespace:
            target = self.nodes.get(found)
            if target is not None:
                node.requires.append(("", self, target))
                return
        for prefix, model in self.imports.items():
            if model.namespace == space and found in model.nodes:
                node.requires.append((prefix, model, model.nodes[found]))
                return
        self.findings.append(Finding("missing_requirement", ident(reference), {"href": reference.get("href")}))

    def _refuse_cycles(self) -> None:
        done: set[str] = set()

        def visit(node: Node, path: tuple[str, ...]) -> None:
            if node.id in path:
                names = [self.nodes[step].name for step in path[path.index(node.id) :]]
                self.findings.append(Finding("requirement_cycle", node.id, {"names": names}))
            elif node.id not in done:
                for _, model, required in node.requires:
                    if model is self and required.sort == "decision":
                        visit(required, (*path, node.id))
                done.add(node.id)

        for node in self.nodes.values():
            if node.sort == "decision":
                visit(node, ())

    def _static(self, node: Node) -> Static:
        names = {prefix or required.name for prefix, _, required in node.requires}
        names |= {"" + prefix for prefix in self.imports if prefix}
        if not node.requires:
            names |= {other.name for other in self.nodes.values() if other.sort == "input"}
        words = self.items.words | {other.name for model in self.imports.values() for other in model.nodes.values()}
        types = self.items.types
        return Static(
            "", frozenset(names | ({node.name} if node.sort == "bkm" else set())), types, (), set(), frozenset(words)
        )

    def _compile(self, node: Node) -> None:
        self._current = node
        static = self._static(node)
        self.boxes.limits = self.items.limits
        self.boxes.kinds = {required.name: required.kind for prefix, _, required in node.requires if not prefix}
        if node.sort == "decision":
            node.code = self.boxes.typed(self.boxes.inner(node.element, static, node.name), node.kind, node.id)
        elif node.sort == "bkm":
            logic = child(node.element, "encapsulatedLogic")
            if logic is None:
                node.code = self.boxes.inner(None, static)
            else:
                node.params = self.boxes.parameters(logic)
                node.code = self.boxes.function(logic, static, node.name, result_type(node.kind))
        elif node.sort == "service":
            decisions = _references(node.element, "inputDecision")
            ids = _references(node.element, "inputData") + decisions
            node.given, node.wanted = frozenset(decisions), tuple(_references(node.element, "outputDecision"))
            found = [next((n for _, _, n in node.requires if n.id == wanted), None) for wanted in ids]
            node.params = (tuple(n.name for n in found if n), tuple(n.kind for n in found if n))
        node.reads = frozenset(static.reads)
        if node.requires or node.sort == "bkm":
            for name in sorted(static.reads - static.names):
                self.findings.append(Finding("undeclared_variable", node.id, {"name": name}, "warning"))
        self._current = None

    def _table(self, boxes: Boxes, element: Element, static: Static, name: str) -> Code:
        columns = Columns(boxes, element, static, name)
        if self._current is not None:
            self._current.tables.append(columns.table)
        return compile_table(columns, _seen)

    # Evaluating

    def _scope(self, node: Node, run: ModelRun) -> dict[str, Any]:
        scope: dict[str, Any] = {}
        if (
            node.sort == "decision"
        ):  # what the model does not declare is visible everywhere, what it declares where required
            declared = self._names if node.requires else {}
            scope = {name: value for name, value in run.inputs.items() if name not in declared}
        for prefix, model, required in node.requires:
            value = model._value(required, run)
            if prefix:
                holder = scope.get(prefix)
                scope[prefix] = {**(holder if isinstance(holder, dict) else {}), required.name: value}
            else:
                scope[required.name] = value
        return scope

    def _value(self, node: Node, run: ModelRun) -> Any:
        key = (id(self), node.id)
        if key in run.known:
            return run.known[key]
        if node.sort == "input":
            value = self._input(node, run)
        elif node.sort == "bkm":
            value = self._function(node, run)
        elif node.sort == "service":
            value = Function(node.name, node.params[0], self._service(node), node.params[1])
        elif key in run.busy:
            run.note("requirement_cycle", None, name=node.name)
            return None
        else:
            run.busy.add(key)
            value = self._decide(node, run)
            run.busy.discard(key)
        run.known[key] = value
        return value

    def _decide(self, node: Node, run: ModelRun) -> Any:
        scope = self._scope(node, run)
        run.asked.update({name: run.inputs[name] for name in node.reads if name in run.inputs and name in scope})
        run.stack.append(({}, []))
        try:
            value = node.code(Env(scope, None, run)) if node.code is not None else None
        finally:
            inputs, rules = run.stack.pop()
        run.steps.append(Step(node.id, node.name, value, inputs, tuple(rules)))
        return value

    def _input(self, node: Node, run: ModelRun) -> Any:
        if node.name not in run.inputs:
            run.note("missing_input", None, soft=True, name=node.name)
            return None
        value = run.inputs[node.name]
        run.asked[node.name] = value
        try:
            return coerce(value, node.kind)
        except Wrong as error:
            run.note("invalid_input", None, name=node.name, **error.params)
            return None

    def _function(self, node: Node, run: ModelRun) -> Any:
        scope = self._scope(node, run)
        function = node.code(Env(scope, None, run)) if node.code is not None else None
        scope[node.name] = function  # a BKM may call itself
        return function

    def _service(self, node: Node) -> Callable[[Run, list[Any]], Any]:
        names, types = node.params

        def call(run: Run, args: list[Any]) -> Any:
            assert isinstance(run, ModelRun)
            if len(args) != len(names):
                raise Wrong("wrong_arguments", function=node.name, expected=len(names), found=len(args))
            if run.depth > 50:
                raise Wrong("too_deep", limit=50)
            values = {name: coerce(arg, kind) for name, arg, kind in zip(names, args, types, strict=True)}
            return self._serve(node, run, values)

        return call

    def _serve(self, node: Node, run: ModelRun, values: dict[str, Any]) -> Any:
        known = {
            (id(model), required.id): values[required.name]
            for _, model, required in node.requires
            if required.id in node.given and required.name in values
        }
        inner = run.within(values, known)
        outputs = [(m, n) for found in node.wanted for _, m, n in node.requires if n.id == found]
        results = {required.name: model._value(required, inner) for model, required in outputs}
        value = next(iter(results.values())) if len(results) == 1 else results
        return coerce(value, result_type(node.kind))

    def _invoked(self, node: Node, run: ModelRun) -> Any:
        function = self._value(node, run)
        if not isinstance(function, Function):
            return None
        names = function.params or ()
        if node.sort == "service":
            missing = [name for name in names if name not in run.inputs]
            for name in missing:
                run.note("missing_input", None, soft=True, name=name)
        args = [run.inputs.get(name) for name in names]
        run.asked.update({name: run.inputs.get(name) for name in names})
        return flow.invoke(function, args, None, run, None, "", node.name)


def _references(element: Element, name: str) -> list[str]:
    return [(reference.get("href") or "").rpartition("#")[2] for reference in children(element, name)]


def result_type(kind: Type) -> Type:
    """What the variable of a BKM or service says of its result: the result of a function type, else the type itself."""
    base = kind
    while isinstance(base, Named):
        base = base.base
    return base.result if isinstance(base, FunctionType) else kind


def _seen(table: Table, values: list[Any], rules: list[str], env: Env) -> None:
    run = env.run
    if isinstance(run, ModelRun) and run.stack:
        inputs, matched = run.stack[-1]
        inputs.update({clause.text: value for clause, value in zip(table.inputs, values, strict=True)})
        matched.extend(rules)


def read(data: bytes, imports: Mapping[str, Model] | None = None) -> Model:
    """The model of a DMN file; `imports` are models by namespace that it may import. A file that cannot be read at all
    becomes an empty model with the finding that says why."""
    try:
        return Model(xml.root(data), imports or {})
    except xml.Refused as refused:
        model = Model(xml.root(_EMPTY), {})
        model.findings.append(refused.finding)
        return model


_EMPTY: Final = b'<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="" namespace=""/>'
