"""How FEEL's own functions are declared: a name, and one or more signatures that check and order the arguments.

A signature is written as the standard writes it: `"string:string, start position:number, length:number?"`. `?` marks an
argument that may be left out, `~` one that may be null, `+` a last one that may be repeated, `*` a function that takes
either one list or its members as arguments. A signature that does not fit raises `Wrong`, which the caller turns into
null with a note.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from engine.feel.errors import Wrong
from engine.feel.operators import TYPE_NAMES, type_name
from engine.feel.run import Run
from engine.feel.times import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.values import Function, Range

Body = TypeVar("Body", bound=Callable[..., Any])
FUNCTIONS: Final[dict[str, Function]] = {}

_POINTS: Final = (Decimal, int, str, Date, Time, DateTime, DayTimeDuration, YearMonthDuration)
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "number": (Decimal, int),
    "string": (str,),
    "boolean": (bool,),
    "list": (list,),
    "context": (dict,),
    "date": (Date,),
    "time": (Time,),
    "datetime": (DateTime,),
    "day": (Date, DateTime),
    "moment": (Date, DateTime, Time),
    "duration": (DayTimeDuration, YearMonthDuration),
    "dtd": (DayTimeDuration,),
    "size": (Decimal, int, DayTimeDuration, YearMonthDuration),
    "function": (Function,),
    "range": (Range,),
    "point": _POINTS,
    "any": (),
}


@dataclass(frozen=True)
class Parameter:
    """One declared argument."""

    name: str
    kind: str
    optional: bool
    nullable: bool
    repeated: bool = False

    @classmethod
    def parse(cls, text: str) -> Parameter:
        """From `name:kind?~`."""
        name, _, kind = text.strip().partition(":")
        return cls(name, kind.rstrip("?~+"), "?" in kind, "~" in kind or kind.startswith("any"), "+" in kind)

    def bind(self, value: Any) -> Any:
        """The value as this argument; Wrong when it does not fit."""
        if value is None:
            if self.nullable:
                return None
            raise Wrong("null_argument", argument=self.name)
        kinds = _KINDS[self.kind]
        if not kinds or type(value) in kinds:
            return value
        if self.kind == "list":
            return [value]
        if type(value) is list and len(value) == 1 and type(value[0]) in kinds:
            return value[0]
        expected = " / ".join(dict.fromkeys(TYPE_NAMES[one] for one in kinds))
        raise Wrong("wrong_argument_type", argument=self.name, expected=expected, found=type_name(value))


class Own:
    """A function of FEEL's own with its signatures; called as `values.Function.call` is."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.signatures: list[tuple[tuple[Parameter, ...], bool, bool, Callable[..., Any]]] = []

    def __call__(self, run: Run, args: list[Any]) -> Any:
        """The result for positional arguments."""
        failure: Wrong | None = None
        for params, variadic, needs_run, body in self.signatures:
            if variadic:
                if not args:
                    break
                values = [params[0].bind(args[0]) if len(args) == 1 else list(args)]
            elif not self._fits(params, len(args)):
                continue
            else:
                try:
                    values = [params[min(i, len(params) - 1)].bind(value) for i, value in enumerate(args)]
                except Wrong as error:
                    failure = error
                    continue
            return body(run, *values) if needs_run else body(*values)
        raise failure or Wrong("wrong_arguments", function=self.name, found=len(args))

    def objection(self, values: list[Any], keys: list[str] | None, unknown: object) -> Wrong | None:
        """Why a call is certain to fail, as far as constants tell (`unknown` stands for what is not constant); None
        when it may succeed."""
        failure = Wrong("wrong_arguments", function=self.name, found=keys if keys is not None else len(values))
        for params, variadic, _, _ in self.signatures:
            names = [param.name for param in params]
            if keys is not None:
                required = {param.name for param in params if not param.optional}
                if not required <= set(keys) <= set(names):
                    continue
                pairs = [(params[names.index(key)], value) for key, value in zip(keys, values, strict=True)]
            elif variadic and values:
                return None
            elif not self._fits(params, len(values)):
                continue
            else:
                pairs = [(params[min(index, len(params) - 1)], value) for index, value in enumerate(values)]
            try:
                for param, value in pairs:
                    if value is not unknown and value is not None:
                        param.bind(value)
                return None
            except Wrong as error:
                failure = error
        return failure

    @staticmethod
    def _fits(params: tuple[Parameter, ...], number: int) -> bool:
        most = 10**6 if params and params[-1].repeated else len(params)
        return sum(not param.optional for param in params) <= number <= most

    def named(self, run: Run, named: dict[str, Any]) -> Any:
        """The result for named arguments; Wrong when no signature has these names and types."""
        failure: Wrong | None = None
        for params, _, needs_run, body in self.signatures:
            names = [param.name for param in params]
            required = {param.name for param in params if not param.optional}
            if not required <= named.keys() <= set(names):
                continue
            last = max((index for index, name in enumerate(names) if name in named), default=-1)
            try:
                values = [
                    param.bind(named[param.name]) if param.name in named else None for param in params[: last + 1]
                ]
            except Wrong as error:
                failure = error
                continue
            return body(run, *values) if needs_run else body(*values)
        raise failure or Wrong("wrong_arguments", function=self.name, found=sorted(named))


def feel(name: str, signature: str = "") -> Callable[[Body], Body]:
    """Registers a Python function under a FEEL name; several signatures of one name are tried in order. A first Python
    parameter called `run` receives the run.
    """

    def register(body: Body) -> Body:
        if name not in FUNCTIONS:
            own = Own(name)
            FUNCTIONS[name] = Function(name, None, own)
        target = FUNCTIONS[name].call
        assert isinstance(target, Own)
        variadic = signature.endswith("*")
        parts = signature.rstrip("*").split(",") if signature.strip("*") else []
        params = tuple(Parameter.parse(part) for part in parts)
        needs_run = body.__code__.co_varnames[:1] == ("run",)
        target.signatures.append((params, variadic, needs_run, body))
        known = FUNCTIONS[name].params
        names = tuple(param.name for param in params)
        if known is None and not variadic:
            FUNCTIONS[name] = Function(name, names, target)
        return body

    return register


def whole(value: Any, argument: str) -> int:
    """A number as int; Wrong when it has a fraction."""
    if value != int(value):
        raise Wrong("not_a_whole_number", argument=argument)
    return int(value)
