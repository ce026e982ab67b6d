"""Decision models (DMN 1.1 to 1.6) as process owners draw them: read once, checked, evaluated any number of times.

model = dmn.read(xml)                       # .findings (errors refuse the file), .decisions, .invocables, .inputs
models = dmn.read_all({path: xml})          # files that import each other
result = model.evaluate("Fee", {"age": 3})  # by id or name: .value .matched .inputs .trace .errors .failed
model.evaluate("Fee", model.adapt(json))    # plain JSON under the declared types
model.table("Fee")                          # plain data of its table, see `table`
"""

from engine.feel.dmn.evaluation import Result, Step
from engine.feel.dmn.files import read_all
from engine.feel.dmn.model import Model, read
from engine.feel.dmn.table import Table

__all__ = ["Model", "Result", "Step", "Table", "read", "read_all"]
