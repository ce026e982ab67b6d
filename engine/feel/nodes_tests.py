"""Builders of tests: ranges, `between`, `in`, `instance of`, and the unary tests of decision table cells (DMN 1.5,
10.3.1.3 and 10.3.2.8).

A test closure takes the environment and the tested value and answers true, false or null.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark import Token, Tree

from engine.feel import operators as op
from engine.feel.compiler import Code, Static, build, node, position, subtrees
from engine.feel.errors import Wrong
from engine.feel.nodes import constant, constant_value, judge, read
from engine.feel.run import Env
from engine.feel.types import ANY, BUILT_IN, ContextType, FunctionType, ListType, RangeType, Type
from engine.feel.values import Range

Test = Callable[[Env, Any], bool | None]


@node("range")
def _range(tree: Tree[Token], static: Static) -> Code:
    low_tree, high_tree = subtrees(tree)
    low, high = build(low_tree, static), build(high_tree, static)
    opening, closing = tree.children[0], tree.children[-1]
    assert isinstance(opening, Token)
    assert isinstance(closing, Token)
    low_closed, high_closed = opening.type == "LSQB", closing.type == "RSQB"
    at, text = position(tree), static.text

    def code(env: Env) -> Any:
        first, last = low(env), high(env)
        if first is not None and last is not None:
            try:
                op.order_key(first, last)
            except Wrong as error:
                env.run.wrong(error, at, text)
                return None
        else:
            env.run.note("null_operand", at, source=text, soft=True, operator="..")
            return None
        return Range(first, last, low_closed, high_closed)

    if hasattr(low, "constant") and hasattr(high, "constant"):
        first, last = constant_value(low), constant_value(high)
        if first is not None and last is not None and op.type_name(first) == op.type_name(last):
            return constant(Range(first, last, low_closed, high_closed))
    return code


@node("test_value")
def _test_value(tree: Tree[Token], static: Static) -> Code:
    """`(< 5)` as a value: the range of everything that passes."""
    test = subtrees(tree)[0]
    sign = str(test.children[0])
    limit = build(subtrees(test)[0], static)

    def code(env: Env) -> Any:
        value = limit(env)
        if sign == "=":
            return Range(value, value, True, True)
        if sign == "!=":
            return [Range(None, value, False, False), Range(value, None, False, False)]
        if sign[0] == "<":
            return Range(None, value, False, sign == "<=")
        return Range(value, None, sign == ">=", False)

    return code


@node("between")
def _between(tree: Tree[Token], static: Static) -> Code:
    value, low, high = (build(child, static) for child in subtrees(tree))
    at, text = position(tree), static.text

    def code(env: Env) -> Any:
        a, b, c = value(env), low(env), high(env)
        try:
            above, below = op.less_equal(b, a), op.less_equal(a, c)
        except Wrong as error:
            env.run.wrong(error, at, text)
            return None
        if above is None or below is None:
            env.run.note("null_operand", at, source=text, soft=True, operator="between")
            return None
        return above and below

    return code


@node("contained")
def _contained(tree: Tree[Token], static: Static) -> Code:
    value_tree, tests_tree = subtrees(tree)
    value = build(value_tree, static)
    inner = subtrees(tests_tree)[0]
    parts = subtrees(inner) if inner.data == "tests" else [inner]
    test = any_of([_test(part, static, in_operator=True) for part in parts])
    return lambda env: test(env, value(env))


def _test(tree: Tree[Token], static: Static, *, in_operator: bool = False) -> Test:
    at, text = position(tree), static.text
    if tree.data == "optest":
        sign, limit = str(tree.children[0]), build(subtrees(tree)[0], static)

        def operator_test(env: Env, value: Any) -> bool | None:
            return judge(sign, value, limit(env), env, at, text)

        return operator_test
    code = build(tree, static)
    literal = hasattr(code, "constant")
    asks = not in_operator and _asks(tree)

    is_range = tree.data == "range"

    def test(env: Env, value: Any) -> bool | None:
        expected = code(env)
        if expected is None and is_range:
            return None
        if asks:
            if expected is not None and type(expected) is not bool:
                env.run.note("not_boolean", at, source=text, found=op.type_name(expected))
                return None
            return expected
        if not in_operator and not literal and type(expected) is bool and type(value) is not bool:
            return expected
        return passes(value, expected, env, at, text)

    return test


def _asks(tree: Tree[Token]) -> bool:
    return any(node.data == "name" and node.children[0] == "?" for node in tree.iter_subtrees())


def passes(value: Any, expected: Any, env: Env, at: int, text: str) -> bool | None:
    """FEEL's `value in expected`: inside a range, a member of a list (or inside a range in it), or equal."""
    try:
        if type(expected) is Range:
            verdict = True if type(value) is Range and op.same(value, expected) else op.contains(expected, value)
            if verdict is None:
                env.run.note("null_operand", at, source=text, soft=True, operator="in")
            return verdict
        if type(expected) is list:
            if type(value) is list and op.same(value, expected):
                return True
            return any(_is_member(value, item) for item in expected)
        return op.equal(value, expected)
    except Wrong as error:
        env.run.wrong(error, at, text)
        return None


def _is_member(value: Any, item: Any) -> bool:
    if type(item) is Range and type(value) is not Range:
        try:
            return op.contains(item, value) is True
        except Wrong:
            return False
    if type(item) is list and type(value) is not list:
        return False
    return op.same(value, item)


def any_of(tests: list[Test]) -> Test:
    """True when one of the tests is, else null when one is null, else false."""
    if len(tests) == 1:
        return tests[0]

    def test(env: Env, value: Any) -> bool | None:
        verdict: bool | None = False
        for part in tests:
            answer = part(env, value)
            if answer is True:
                return True
            if answer is None:
                verdict = None
        return verdict

    return test


@node("any")
def _any(tree: Tree[Token], static: Static) -> Code:
    return constant(True)


@node("one_of", "none_of")
def _unary(tree: Tree[Token], static: Static) -> Code:
    tests = any_of([_test(part, static) for part in subtrees(subtrees(tree)[0])])
    negated = tree.data == "none_of"
    value = read("?", static, position(tree))

    def code(env: Env) -> Any:
        verdict = tests(env, value(env))
        return verdict if not negated or verdict is None else not verdict

    return code


@node("instance_of")
def _instance_of(tree: Tree[Token], static: Static) -> Code:
    value_tree, type_tree = subtrees(tree)
    value, kind = build(value_tree, static), read_type(type_tree, static)

    def code(env: Env) -> Any:
        found = value(env)
        return kind.accepts(found, False)

    return code


def read_type(tree: Tree[Token], static: Static) -> Type:
    """The type that a type expression names; FeelError when there is none of that name."""
    token = tree.children[0]
    assert isinstance(token, Token)
    name = str(token)
    parts = [child for child in subtrees(tree) if child.data in ("type_part", "named_type")]
    if name == "list" and parts:
        return ListType(item=_part_type(parts[0], static))
    if name == "range" and parts:
        return RangeType(item=_part_type(parts[0], static))
    if name == "context" and parts:
        return ContextType(entries=tuple((str(part.children[0]), _part_type(part, static)) for part in parts))
    if name == "function":
        result = [child for child in subtrees(tree) if child.data == "type"]
        return FunctionType(
            params=tuple(_part_type(part, static) for part in parts),
            result=read_type(result[0], static) if result else ANY,
        )
    found = static.types.get(name) or BUILT_IN.get(name)
    if found is None:
        raise static.error("unknown_type", token.start_pos, name=name)
    return found


def _part_type(tree: Tree[Token], static: Static) -> Type:
    return read_type(subtrees(tree)[-1], static)
