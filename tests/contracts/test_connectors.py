"""Every connector keeps the form that the modeler, the cases and the docs rely on."""

import inspect
import re

import jsonschema_rs
import pytest

from engine.connectors import CONNECTORS
from engine.instances.services import Inline
from engine.kernel.base import dumps

KEY = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
INLINE = {"run": ["ctx", "params", "case"]}
OUTWARD = {
    "prepare": ["ctx", "params", "case"],
    "call": ["request", "idempotency_key"],
    "finish": ["ctx", "answer", "case"],
}
every = pytest.mark.parametrize("connector", CONNECTORS, ids=lambda connector: connector.key)


def test_keys_are_distinct():
    keys = [connector.key for connector in CONNECTORS]
    assert len(set(keys)) == len(keys) > 0


@every
def test_it_is_called_by_a_key_and_by_a_name_in_both_languages(connector):
    assert KEY.fullmatch(connector.key)
    assert set(connector.names) == {"zh", "en"}
    assert re.search("[\u4e00-\u9fff]", connector.names["zh"])
    assert connector.names["en"].isascii()


@every
def test_its_parameters_are_a_json_schema_of_an_object(connector):
    jsonschema_rs.meta.validate(connector.parameters)
    dumps(connector.parameters)
    assert connector.parameters["type"] == "object"
    assert set(connector.parameters.get("required", ())) <= set(connector.parameters["properties"])


@every
def test_it_says_what_it_promises(connector):
    assert inspect.getdoc(type(connector))


@every
def test_it_either_works_inside_the_transaction_or_between_two(connector):
    outward = [hasattr(connector, step) for step in ("prepare", "call", "finish")]
    assert isinstance(connector, Inline) != any(outward)
    assert all(outward) or not any(outward)
    for step, names in (INLINE if isinstance(connector, Inline) else OUTWARD).items():
        assert list(inspect.signature(getattr(connector, step)).parameters) == names
