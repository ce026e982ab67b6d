"""The frame of the compiler: a syntax tree becomes nested Python closures, one builder per kind of node.

A closure takes the environment (`run.Env`) and answers a value. Names are resolved here, once: a local name (loop
variable, parameter, context key) is a fixed number of environments away; any other is looked up in the caller's
variables and then among FEEL's own functions. Only a filter's entries (`orders[amount > 5]`) depend on what the item
really holds. What goes wrong is noted in the run with its position and becomes null, as the standard wants; the caller
decides whether a note is fatal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from lark import Token, Tree

from engine.feel.errors import FeelError
from engine.feel.run import Env
from engine.feel.types import Type

Code = Callable[[Env], Any]


@dataclass(frozen=True)
class Static:
    """What is known while compiling: the text, the declared root names, the declared types, the local levels (None: a
    filter's item) and, collected, the root names that the text reads, those that it may read inside a filter when the
    item has no such entry (`perhaps`), and what is certain to go wrong (`doubts`). `words` only help the lexer.
    """

    text: str
    names: frozenset[str] = frozenset()
    types: Mapping[str, Type] = field(default_factory=dict)
    levels: tuple[frozenset[str] | None, ...] = ()
    reads: set[str] = field(default_factory=set)
    words: frozenset[str] = frozenset()
    perhaps: set[str] = field(default_factory=set)
    doubts: list[FeelError] = field(default_factory=list)

    @cached_property
    def lexical(self) -> frozenset[str]:
        """All names that the lexer should know as one word: root names, local names and `words` (entries of types)."""
        return self.names.union(self.words, *(level for level in self.levels if level))

    def inside(self, names: frozenset[str] | None) -> Static:
        """One level deeper, with these local names (None: a filter's item)."""
        return replace(self, levels=(*self.levels, names))

    def local(self, name: str) -> bool:
        """True when the name is surely or possibly a local one."""
        return any(level is not None and name in level for level in self.levels)

    def doubt(self, code: str, position: int | None, **params: Any) -> None:
        """Notes what compiles but is certain to go wrong when evaluated."""
        self.doubts.append(self.error(code, position, **params))

    def error(self, code: str, position: int | None, **params: Any) -> FeelError:
        """A compile error at a position."""
        return FeelError(code, position, params, expression=self.text)


Builder = Callable[[Tree[Token], Static], Code]
_BUILDERS: Final[dict[str, Builder]] = {}


def node(*kinds: str) -> Callable[[Builder], Builder]:
    """Registers the builder of these kinds of nodes."""

    def register(builder: Builder) -> Builder:
        for kind in kinds:
            _BUILDERS[kind] = builder
        return builder

    return register


def build(tree: Tree[Token], static: Static) -> Code:
    """The closure of a tree."""
    return _BUILDERS[tree.data](tree, static)


def subtrees(tree: Tree[Token]) -> list[Tree[Token]]:
    """The children that are nodes."""
    return [child for child in tree.children if isinstance(child, Tree)]


def tokens(tree: Tree[Token], *kinds: str) -> list[Token]:
    """The children that are tokens of these kinds."""
    return [child for child in tree.children if isinstance(child, Token) and child.type in kinds]


def position(tree: Tree[Token]) -> int:
    """Offset of the node's first character: that of its leftmost token."""
    first: Tree[Token] | Token = tree
    while isinstance(first, Tree):
        first = first.children[0]
    return first.start_pos or 0
