"""Builders of control: `if`, `for`, `some`, `every`, function definitions and invocations."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from lark import Token, Tree

from engine.feel import operators as op
from engine.feel.builtins import FUNCTIONS
from engine.feel.builtins.registry import Own
from engine.feel.compiler import Code, Static, build, node, position, subtrees, tokens
from engine.feel.errors import Wrong
from engine.feel.nodes import constant_value, read
from engine.feel.nodes_tests import read_type
from engine.feel.run import MAX_DEPTH, Env, Run
from engine.feel.times import Date
from engine.feel.types import ANY, Type, coerce
from engine.feel.values import Function, Range

MAX_ITERATIONS: Final = 1_000_000
_UNKNOWN: Final = object()


@node("if_")
def _if(tree: Tree[Token], static: Static) -> Code:
    condition, yes, no = (build(child, static) for child in subtrees(tree))
    at, text = position(subtrees(tree)[0]), static.text

    def code(env: Env) -> Any:
        verdict = condition(env)
        if verdict is True:
            return yes(env)
        if verdict is not False:
            env.run.note("condition_not_boolean", at, source=text, found=op.type_name(verdict))
        return no(env)

    return code


Source = Callable[[Env], Iterator[Any] | None]


def _loops(tree: Tree[Token], static: Static, extra: frozenset[str]) -> tuple[list[tuple[str, Source]], Static]:
    """Each loop variable with the closure of its members; every later one sees the earlier ones."""
    loops = []
    for child in subtrees(tree):
        name = str(child.children[0])
        ends = [build(part, static) for part in subtrees(child)]
        loops.append((name, _members(ends, position(child), static.text)))
        static = static.inside(frozenset({name}) | extra)
    return loops, static


def _members(ends: list[Code], at: int, text: str) -> Source:
    def source(env: Env) -> Iterator[Any] | None:
        first = ends[0](env)
        try:
            if len(ends) == 2:
                return count(first, ends[1](env))
            if type(first) is Range:
                if op.less(first.high, first.low):
                    raise Wrong("not_iterable", start="end", end="start")
                return count(first.low, first.high, first.low_closed, first.high_closed)
        except Wrong as error:
            env.run.wrong(error, at, text)
            return None
        if first is None:
            env.run.note("null_operand", at, source=text, soft=True, operator="in")
            return None
        return iter(first if type(first) is list else [first])

    return source


def count(first: Any, last: Any, low_closed: bool = True, high_closed: bool = True) -> Iterator[Any]:
    """The whole numbers or days from `first` to `last`, downwards when `last` is smaller; Wrong for other values and
    for more than a million.
    """
    if op.is_number(first) and op.is_number(last) and first == int(first) and last == int(last):
        start, end = int(first), int(last)
        make: Callable[[int], Any] = Decimal
    elif type(first) is Date and type(last) is Date:
        start, end, make = first.days, last.days, Date.from_days
    else:
        raise Wrong("not_iterable", start=op.type_name(first), end=op.type_name(last))
    step = 1 if end >= start else -1
    numbers = range(start if low_closed else start + step, end + step if high_closed else end, step)
    if len(numbers) > MAX_ITERATIONS:
        raise Wrong("too_many_iterations", limit=MAX_ITERATIONS)
    return map(make, numbers)


@node("for_")
def _for(tree: Tree[Token], static: Static) -> Code:
    header, body = subtrees(tree)
    loops, inside = _loops(header, static, frozenset({"partial"}))
    result_code = build(body, inside)

    def code(env: Env) -> Any:
        results: list[Any] = []
        return results if _walk(loops, 0, env, results, result_code) else None

    return code


def _walk(loops: list[tuple[str, Source]], level: int, env: Env, results: list[Any], body: Code) -> bool:
    if level == len(loops):
        results.append(body(env))
        if len(results) > MAX_ITERATIONS:
            env.run.note("too_many_iterations", None, limit=MAX_ITERATIONS)
            return False
        return True
    name, source = loops[level]
    members = source(env)
    if members is None:
        return False
    return all(
        _walk(loops, level + 1, Env({name: member, "partial": results}, env, env.run), results, body)
        for member in members
    )


@node("some", "every")
def _quantified(tree: Tree[Token], static: Static) -> Code:
    header, body = subtrees(tree)
    loops, inside = _loops(header, static, frozenset())
    return _quantifier(loops, build(body, inside), tree.data == "some", position(body), static.text)


def _quantifier(loops: list[tuple[str, Source]], condition: Code, wanted: bool, at: int, text: str) -> Code:
    def code(env: Env) -> Any:
        verdicts: list[bool | None] = []

        def visit(level: int, here: Env) -> bool:
            """False stops: decided, or impossible."""
            if level == len(loops):
                verdict = condition(here)
                if verdict is not None and type(verdict) is not bool:
                    here.run.note("condition_not_boolean", at, source=text, found=op.type_name(verdict))
                    verdicts[:] = [None]
                    return False
                verdicts.append(verdict)
                return verdict is not wanted
            name, source = loops[level]
            members = source(here)
            if members is None:
                verdicts.append(None)
                return False
            return all(visit(level + 1, Env({name: member}, here, here.run)) for member in members)

        visit(0, env)
        if wanted in verdicts:
            return wanted
        return None if None in verdicts else not wanted

    return code


def iterate(variable: str, source: Code, body: Code) -> Code:
    """The closure of a boxed `for`."""
    loops = [(variable, _members([source], 0, ""))]

    def code(env: Env) -> Any:
        results: list[Any] = []
        return results if _walk(loops, 0, env, results, body) else None

    return code


def quantify(variable: str, source: Code, body: Code, *, wanted: bool) -> Code:
    """The closure of a boxed `some` (wanted) or `every`."""
    return _quantifier([(variable, _members([source], 0, ""))], body, wanted, 0, "")


@node("function")
def _function(tree: Tree[Token], static: Static) -> Code:
    if tokens(tree, "EXTERNAL"):
        raise static.error("external_function", position(tree))
    formals = [child for child in subtrees(tree) if child.data == "formal"]
    names = tuple(str(formal.children[0]) for formal in formals)
    types = tuple(read_type(subtrees(formal)[0], static) if subtrees(formal) else ANY for formal in formals)
    body = build(subtrees(tree)[-1], static.inside(frozenset(names)))
    return lambda env: closure("", names, types, body, env)


def closure(name: str, names: tuple[str, ...], types: tuple[Type, ...], body: Code, env: Env | None) -> Function:
    """A function value: its body sees the parameters and the environment where it was defined."""

    def call(run: Run, args: list[Any]) -> Any:
        if len(args) != len(names):
            raise Wrong("wrong_arguments", function=name, expected=len(names), found=len(args))
        values = {key: coerce(value, kind) for key, value, kind in zip(names, args, types, strict=True)}
        if run.depth >= MAX_DEPTH:
            raise Wrong("too_deep", limit=MAX_DEPTH)
        run.depth += 1
        try:
            return body(Env(values, env, run))
        finally:
            run.depth -= 1

    return Function(name, names, call, types)


@node("invocation")
def _invocation(tree: Tree[Token], static: Static) -> Code:
    parts = subtrees(tree)
    callee, at, text = parts[0], position(tree), static.text
    arguments = parts[1] if len(parts) > 1 else None
    values = [build(child, static) for child in subtrees(arguments)] if arguments else []
    keys = (
        [str(key) for key in tokens(arguments, "KEY")] if arguments is not None and arguments.data == "named" else None
    )
    name = str(callee.children[0]) if callee.data == "name" else ""
    own = FUNCTIONS.get(name) if name not in static.names and not static.local(name) else None
    function_code = read(name, static, at) if name and own is None else build(callee, static)
    if isinstance(own, Function) and isinstance(own.call, Own):
        known = [constant_value(value, _UNKNOWN) for value in values]
        objection = own.call.objection(known, keys, _UNKNOWN)
        if objection is not None:
            static.doubt(objection.code, at, **{"function": name, **objection.params})
    elif name and name not in static.names and not static.local(name) and None not in static.levels:
        static.doubt("unknown_function", at, function=name)

    def code(env: Env) -> Any:
        function = own if own is not None else function_code(env)
        args = [value(env) for value in values]
        return invoke(function, args, keys, env.run, at, text, name)

    return code


def invoke(
    function: Any, args: list[Any], keys: list[str] | None, run: Run, at: int | None, text: str, name: str = ""
) -> Any:
    """Calls a function value; null with a note when it is none or goes wrong. `keys` name the arguments, or None."""
    if type(function) is not Function:
        if type(function) is Range and len(args) == 1:
            return op.contains(function, args[0])
        run.note("not_a_function", at, source=text, name=name, found=op.type_name(function))
        return None
    try:
        if keys is None:
            return function.call(run, args)
        named = dict(zip(keys, args, strict=True))
        own = getattr(function.call, "named", None)  # a function of FEEL's own: it may have several signatures
        return own(run, named) if own is not None else function.call(run, _in_order(function, named))
    except Wrong as error:
        if error.code == "wrong_arguments" and any(arg is None for arg in args):
            error.code = "null_argument"
        error.params.setdefault("function", function.name or name)
        run.wrong(error, at, text)
    except RecursionError:
        run.note("too_deep", at, source=text, limit=MAX_DEPTH)
    except (decimal.DecimalException, ValueError, OverflowError):  # a result beyond the limits of numbers or dates
        run.note("out_of_range", at, source=text, function=function.name or name)
    return None


def _in_order(function: Function, named: dict[str, Any]) -> list[Any]:
    if function.params is None or set(named) != set(function.params):
        raise Wrong("wrong_arguments", expected=list(function.params or ()), found=sorted(named))
    return [named[param] for param in function.params]
