"""FEEL and DMN, keflow's language for conditions, assignments and rule tables; pure, no I/O.

expression("amount > 5", names)(scope)      the value, or FeelError (strict); given a list, null and notes in it
expression("amount > 5").test(scope)        true or false, else FeelError: for what steers a process
unary("[1..5], > 9", names)({"?": 3})       the unary tests of a table cell
strip("=amount > 5")                        without the `=` or `${…}` that models write around FEEL
values.dumps / loads / wire / of            values to JSON and back without loss; plain JSON for APIs
dmn.read(xml)                               decision models, see `dmn`
"""

from engine.feel import values
from engine.feel.errors import FeelError, Finding
from engine.feel.expression import Expression, expression, strip, unary

__all__ = ["Expression", "FeelError", "Finding", "expression", "strip", "unary", "values"]
