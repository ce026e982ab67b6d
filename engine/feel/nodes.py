"""Builders of values: literals, names, paths, filters, lists, contexts, arithmetic, comparison and logic."""

from __future__ import annotations

import decimal
from decimal import Decimal
from typing import Any, Final

from lark import Token, Tree

from engine.feel import operators as op
from engine.feel.builtins import FUNCTIONS
from engine.feel.compiler import Code, Static, build, node, position, subtrees, tokens
from engine.feel.errors import Wrong
from engine.feel.lexer import normal
from engine.feel.literals import at_literal, unquote
from engine.feel.properties import member
from engine.feel.run import EMPTY, Env
from engine.feel.values import of

_NATIVE: Final = frozenset({Decimal, str, bool, type(None), list, dict, int})
_MISSING: Final = object()


def constant(value: Any) -> Code:
    """A closure that always answers `value`; `constant_value` finds it again."""

    def code(env: Env) -> Any:
        return value

    code.constant = value  # type: ignore[attr-defined]
    return code


def constant_value(code: Code, default: Any = None) -> Any:
    """The value of a constant closure, else `default`."""
    return getattr(code, "constant", default)


@node("number")
def _number(tree: Tree[Token], static: Static) -> Code:
    try:
        return constant(op.DECIMAL.create_decimal(str(tree.children[0])))
    except decimal.DecimalException as error:
        raise static.error("number_out_of_range", position(tree)) from error


@node("string")
def _string(tree: Tree[Token], static: Static) -> Code:
    return constant(unquote(str(tree.children[0])))


@node("at")
def _at(tree: Tree[Token], static: Static) -> Code:
    text = unquote(str(tree.children[0]))
    try:
        return constant(at_literal(text))
    except (ValueError, OverflowError):
        return failing("invalid_literal", tree, static, text=text)


def failing(code: str, tree: Tree[Token], static: Static, **params: Any) -> Code:
    """A closure that notes the error each time and answers null."""
    at = position(tree)

    def run(env: Env) -> Any:
        env.run.note(code, at, source=static.text, **params)

    return run


@node("true")
def _true(tree: Tree[Token], static: Static) -> Code:
    return constant(True)


@node("false")
def _false(tree: Tree[Token], static: Static) -> Code:
    return constant(False)


@node("null")
def _null(tree: Tree[Token], static: Static) -> Code:
    return constant(None)


@node("primary")
def _parentheses(tree: Tree[Token], static: Static) -> Code:
    return build(subtrees(tree)[0], static)


@node("name")
def _name(tree: Tree[Token], static: Static) -> Code:
    return read(str(tree.children[0]), static, position(tree))


def read(name: str, static: Static, at: int) -> Code:
    """The closure that reads a name: local levels from the innermost outwards, then the caller's variables, then FEEL's
    functions.
    """
    filters: list[int] = []
    for depth, level in enumerate(reversed(static.levels)):
        if level is None:
            filters.append(depth)
        elif name in level:
            return _filtered(name, filters, _local(name, depth), static)
    if (name not in FUNCTIONS or name in static.names) and not (filters and name == "item"):
        (static.perhaps if filters else static.reads).add(name)
    return _filtered(name, filters, _root(name, len(static.levels), static, at), static)


def _local(name: str, depth: int) -> Code:
    if depth == 0:
        return lambda env: env.vars.get(name)
    if depth == 1:
        return lambda env: env.up.vars.get(name)  # type: ignore[union-attr]

    def code(env: Env) -> Any:
        for _ in range(depth):
            env = env.up  # type: ignore[assignment]
        return env.vars.get(name)

    return code


def _root(name: str, depth: int, static: Static, at: int) -> Code:
    builtin = FUNCTIONS.get(name, _MISSING)
    text = static.text

    def code(env: Env) -> Any:
        if depth:
            for _ in range(depth):
                env = env.up  # type: ignore[assignment]
        try:
            value = env.vars[name]
        except KeyError:
            if builtin is not _MISSING:
                return builtin
            env.run.note("unknown_variable", at, source=text, soft=True, name=name)
            return None
        return value if type(value) in _NATIVE else of(value)

    return code


def _filtered(name: str, depths: list[int], otherwise: Code, static: Static) -> Code:
    if not depths:
        return otherwise

    def code(env: Env) -> Any:
        level, here = 0, env
        for depth in depths:
            while level < depth:
                here = here.up  # type: ignore[assignment]
                level += 1
            if name in here.vars:
                value = here.vars[name]
                return value if type(value) in _NATIVE else of(value)
            if name == "item":
                return here.item
        return otherwise(env)

    return code


@node("path")
def _path(tree: Tree[Token], static: Static) -> Code:
    inner = build(subtrees(tree)[0], static)
    token = tokens(tree, "NAME")[0]
    name, at, text = str(token), token.start_pos, static.text

    def code(env: Env) -> Any:
        value = inner(env)
        if type(value) is dict:
            try:
                found = value[name]
            except KeyError:
                env.run.note("unknown_entry", at, source=text, soft=True, name=name)
                return None
            return found if type(found) in _NATIVE else of(found)
        return _step(value, name, env, at, text)

    return code


def _step(value: Any, name: str, env: Env, at: int | None, text: str) -> Any:
    if value is None:
        env.run.note("null_path", at, source=text, soft=True, name=name)
        return None
    if type(value) is list:
        return [of(item.get(name)) if type(item) is dict else _step(item, name, env, at, text) for item in value]
    if type(value) is dict:
        return value.get(name)
    try:
        return member(value, name)
    except Wrong as error:
        env.run.wrong(error, at, text)
        return None


@node("filter")
def _filter(tree: Tree[Token], static: Static) -> Code:
    source, condition = subtrees(tree)
    list_code = build(source, static)
    index = constant_value(build(condition, Static(static.text)), _MISSING)
    if op.is_number(index):
        return lambda env: pick(list_code(env), index, env, position(condition), static.text)
    if condition.data == "negation" and subtrees(condition)[0].data == "number":
        number = -Decimal(str(subtrees(condition)[0].children[0]))
        return lambda env: pick(list_code(env), number, env, position(condition), static.text)
    test = build(condition, static.inside(None))
    at, text = position(condition), static.text

    def code(env: Env) -> Any:
        return choose(list_code(env), test, env, at, text)

    return code


def choose(source: Any, test: Code, env: Env, at: int, text: str, *, boolean: bool = False) -> Any:
    """The members of a list for which the test is true; the member at a position when the test answers a number."""
    items = source if type(source) is list else [] if source is None else [source]
    run, kept = env.run, []
    if not items:
        return items
    for item in items:
        inner = Env(item if type(item) is dict else EMPTY, env, run, item)
        verdict = test(inner)
        if verdict is True:
            kept.append(item)
        elif verdict is not False and verdict is not None:
            if op.is_number(verdict) and not boolean:
                return pick(items, verdict, env, at, text)
            run.note("condition_not_boolean", at, source=text, found=op.type_name(verdict))
            return None
    return kept


def pick(source: Any, index: Any, env: Env, at: int, text: str) -> Any:
    """The member at a 1-based position, from the end when negative; null beyond the ends."""
    items = source if type(source) is list else [] if source is None else [source]
    number = int(index)
    if number == index and number != 0 and abs(number) <= len(items):
        return of(items[number - 1 if number > 0 else number])
    env.run.note("no_such_position", at, source=text, soft=True, index=index)
    return None


@node("list")
def _list(tree: Tree[Token], static: Static) -> Code:
    parts = [build(child, static) for child in subtrees(tree)]
    values = [constant_value(part, _MISSING) for part in parts]
    if _MISSING not in values and all(type(value) in (Decimal, str, bool, type(None)) for value in values):
        return lambda env: list(values)
    return lambda env: [part(env) for part in parts]


@node("context")
def _context(tree: Tree[Token], static: Static) -> Code:
    names: list[str] = []
    entries: list[tuple[str, Code]] = []
    for child in subtrees(tree):
        key = child.children[0]
        assert isinstance(key, Token)
        name = unquote(str(key)) if key.type == "STRING" else normal(str(key))
        if name in names:
            raise static.error("duplicate_entry", key.start_pos, name=name)
        entries.append((name, build(subtrees(child)[0], static.inside(frozenset(names)))))
        names.append(name)

    def code(env: Env) -> Any:
        result: dict[str, Any] = {}
        inner = Env(result, env, env.run)
        for name, value in entries:
            result[name] = value(inner)
        return result

    return code


@node("negation")
def _negation(tree: Tree[Token], static: Static) -> Code:
    inner, at, text = build(subtrees(tree)[0], static), position(tree), static.text
    value = constant_value(inner)
    if op.is_number(value):
        return constant(op.negate(value))

    def code(env: Env) -> Any:
        try:
            return op.negate(inner(env))
        except Wrong as error:
            env.run.wrong(error, at, text)

    return code


@node("arithmetic")
def _arithmetic(tree: Tree[Token], static: Static) -> Code:
    first, second = subtrees(tree)
    sign = next(child for child in tree.children if isinstance(child, Token))
    left, right, at, text = build(first, static), build(second, static), sign.start_pos, static.text
    operate = op.ARITHMETIC[str(sign)]
    _doubt(static, at, operate, left, right)

    def code(env: Env) -> Any:
        try:
            return operate(left(env), right(env))
        except Wrong as error:
            env.run.wrong(error, at, text)
        except (decimal.DecimalException, OverflowError):
            env.run.note("out_of_range", at, source=text)
        return None

    return code


def _doubt(static: Static, at: int | None, operate: Any, left: Code, right: Code) -> None:
    """Notes an operation on two constants that do not fit."""
    a, b = constant_value(left, _MISSING), constant_value(right, _MISSING)
    if _MISSING in (a, b):
        return
    try:
        operate(a, b)
    except Wrong as error:
        if error.code != "null_operand":
            static.doubt(error.code, at, **error.params)
    except (decimal.DecimalException, OverflowError):
        static.doubt("out_of_range", at)


@node("compare")
def _compare(tree: Tree[Token], static: Static) -> Code:
    first, second = subtrees(tree)
    sign = next(child for child in tree.children if isinstance(child, Token))
    left, right = build(first, static), build(second, static)
    _doubt(static, sign.start_pos, op.COMPARE.get(str(sign), op.equal), left, right)
    return comparison(str(sign), left, right, sign.start_pos, static.text)


def comparison(sign: str, left: Code, right: Code, at: int | None, text: str) -> Code:
    """The closure of `left sign right`."""
    if sign in ("=", "!="):
        return _equality(left, right, sign == "=", at, text)

    def code(env: Env) -> Any:
        return judge(sign, left(env), right(env), env, at, text)

    return code


def judge(sign: str, a: Any, b: Any, env: Env, at: int | None, text: str) -> bool | None:
    """The verdict of `a sign b`, with a note when there is none."""
    try:
        if sign in ("=", "!="):
            same = op.equal(a, b)
            return same if sign == "=" or same is None else not same
        result = op.COMPARE[sign](a, b)
    except Wrong as error:
        env.run.wrong(error, at, text)
        return None
    if result is None:
        env.run.note("null_operand", at, source=text, soft=True, operator=sign)
    return result


def _equality(left: Code, right: Code, wanted: bool, at: int | None, text: str) -> Code:
    def code(env: Env) -> Any:
        a, b = left(env), right(env)
        kind = type(a)
        if (kind is str or kind is Decimal or kind is bool) and kind is type(b):  # by far the most frequent
            return (a == b) is wanted
        return judge("=" if wanted else "!=", a, b, env, at, text)

    return code


@node("conjunction", "disjunction")
def _logic(tree: Tree[Token], static: Static) -> Code:
    kind, parts, current = tree.data, [], tree
    while current.data == kind:  # a long chain leans left: flat, so that its length costs no depth
        current, last = subtrees(current)
        parts.append(build(last, static))
    parts.append(build(current, static))
    parts.reverse()
    decisive, neutral, at, text = kind == "disjunction", kind != "disjunction", position(tree), static.text

    def code(env: Env) -> Any:
        result: bool | None = neutral
        for part in parts:
            value = part(env)
            if value is decisive:
                return decisive
            if value is not neutral:
                result = None
                if value is not None:
                    env.run.note("not_boolean", at, source=text, found=op.type_name(value))
        return result

    return code
