"""FEEL's own functions (DMN 1.5, 10.3.4), one module a family; importing this package registers them all."""

from engine.feel.builtins import contexts, lists, numbers, ranges, strings, temporal
from engine.feel.builtins.registry import FUNCTIONS, feel

__all__ = ["FUNCTIONS", "contexts", "feel", "lists", "numbers", "ranges", "strings", "temporal"]
