"""Decision models as files: reading, evaluating, explaining, refusing."""

from decimal import Decimal
from time import thread_time
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.feel import dmn
from engine.feel.dmn.table import Anything, Between, Compare, Equals, Formula, OneOf
from engine.feel.times import Date
from tests.engine.feel.tables import definitions, table

TIERS = table(
    "UNIQUE",
    {"annual amount": "number"},
    {"": "string"},
    [(">= 1000000", '"VIP客户"'), ("(0..1000000)", '"普通客户"'), ("<= 0", '"潜在客户"')],
)


def test_a_decision_answers_and_explains_itself():
    result = dmn.read(TIERS).evaluate("D", {"annual amount": Decimal("999999.99")})
    assert (result.value, result.matched, result.errors) == ("普通客户", ("r2",), ())
    assert result.inputs == {"annual amount": Decimal("999999.99")}
    assert result.trace[-1].inputs == {"annual amount": Decimal("999999.99")}


@pytest.mark.parametrize(
    ("hit", "wanted"),
    [
        ("FIRST", "b"),
        ("RULE ORDER", ["b", "a", "b"]),
        ("OUTPUT ORDER", ["a", "b", "b"]),
        ("PRIORITY", "a"),
        ("COLLECT", ["b", "a", "b"]),
        ("COLLECT COUNT", Decimal(3)),
        ("COLLECT MAX", "b"),
        ("UNIQUE", None),
        ("ANY", None),
    ],
)
def test_each_hit_policy_answers_its_way(hit, wanted):
    rows = [("> 1", '"b"'), ("> 2", '"a"'), ("-", '"b"')]
    result = dmn.read(table(hit, {"x": "number"}, {"": "string"}, rows, values={"": '"a","b"'})).evaluate("D", {"x": 3})
    assert result.value == wanted
    assert result.failed is (wanted is None)


def test_default_outputs_answer_when_no_rule_does():
    model = dmn.read(table("UNIQUE", {"x": "number"}, {"": "string"}, [("1", '"one"')], defaults={"": '"none"'}))
    assert model.evaluate("D", {"x": 2}).value == "none"


def test_a_decision_requires_others_and_is_computed_once():
    file = definitions(
        """<inputData id="i" name="订单 金额"><variable name="订单 金额" typeRef="number"/></inputData>
        <decision id="a" name="折扣"><variable name="折扣" typeRef="number"/>
          <informationRequirement><requiredInput href="#i"/></informationRequirement>
          <literalExpression><text>if 订单 金额 > 100 then 0.1 else 0</text></literalExpression></decision>
        <decision id="b" name="应付"><informationRequirement><requiredInput href="#i"/></informationRequirement>
          <informationRequirement><requiredDecision href="#a"/></informationRequirement>
          <context><contextEntry><variable name="net"/><literalExpression><text>订单 金额 * (1 - 折扣)</text>
          </literalExpression></contextEntry></context></decision>"""
    )
    result = dmn.read(file).evaluate("应付", {"订单 金额": 200})
    assert result.value == {"net": Decimal("180.0")}
    assert next((step.name, step.value) for step in result.trace) == ("折扣", Decimal("0.1"))


def test_declared_types_read_plain_json():
    model = dmn.read(
        table("UNIQUE", {"since": "date"}, {"": "string"}, [('< date("2024-01-01")', '"old"')], inputs=True)
    )
    variables = model.adapt({"since": "2023-12-31"})
    assert variables == {"since": Date(2023, 12, 31)}
    assert model.evaluate("D", variables).value == "old"


def test_a_wrong_input_is_an_error_not_an_answer():
    model = dmn.read(table("UNIQUE", {"x": "number"}, {"": "string"}, [("-", '"any"')], inputs=True))
    result = model.evaluate("D", {"x": "abc"})
    assert result.failed
    assert {error.code for error in result.errors} >= {"invalid_input"}


def test_an_input_outside_the_allowed_values_is_an_error():
    model = dmn.read(table("UNIQUE", {"x": "string"}, {"": "number"}, [("-", "1")], allowed={"x": '"a","b"'}))
    result = model.evaluate("D", {"x": "c"})
    assert (result.value, result.errors[0].code) == (None, "input_not_allowed")


def test_the_plain_data_of_a_table():
    rows = [
        ("-", "1"),
        ('"a", "b"', "2"),
        ("not(5)", "3"),
        ("[1..2)", "4"),
        ("< 3", "5"),
        ("? > y", "6"),
        ("null", "x"),
    ]
    plain = dmn.read(table("FIRST", {"x": ""}, {"": "number"}, rows)).table("D")
    assert [rule.cells[0] for rule in plain.rules] == [
        Anything(),
        OneOf((Equals("a"), Equals("b"))),
        OneOf((Equals(Decimal(5)),), negated=True),
        Between(Decimal(1), Decimal(2), True, False),
        Compare("<", Decimal(3)),
        Formula("? > y"),
        Equals(None),
    ]
    assert [rule.outputs[0].literal for rule in plain.rules] == [True] * 6 + [False]
    assert (plain.inputs[0].name, plain.hit) == ("x", "FIRST")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"no xml", "not_xml"),
        (b"<html/>", "not_dmn"),
        (b'<!DOCTYPE d [<!ENTITY x "y">]>' + TIERS, "doctype"),
        (
            definitions('<decision id="d" name="D"><literalExpression><text>1 +</text></literalExpression></decision>'),
            "feel_unexpected_end",
        ),
        (
            definitions(
                '<decision id="d" name="D"><literalExpression expressionLanguage="juel"><text>1</text>'
                "</literalExpression></decision>"
            ),
            "unsupported_language",
        ),
        (
            definitions(
                '<businessKnowledgeModel id="d" name="D"><encapsulatedLogic kind="PMML"/></businessKnowledgeModel>'
            ),
            "external_function",
        ),
        (
            definitions(
                '<decision id="d" name="D"><informationRequirement><requiredInput href="#x"/></informationRequirement>'
                "<literalExpression><text>1</text></literalExpression></decision>"
            ),
            "missing_requirement",
        ),
        (
            definitions(
                '<decision id="d" name="D"><informationRequirement><requiredDecision href="#d"/>'
                "</informationRequirement>"
                "<literalExpression><text>1</text></literalExpression></decision>"
            ),
            "requirement_cycle",
        ),
        (
            definitions('<import namespace="n" name="i" importType="http://www.dmg.org/PMML-4_2"/>'),
            "unsupported_import",
        ),
    ],
)
def test_what_cannot_run_is_refused_with_the_reason(data, code):
    model = dmn.read(data)
    assert model.refused
    assert code in [finding.code for finding in model.findings if finding.severity == "error"]


def test_files_that_import_each_other_are_read_in_their_order():
    base = definitions(
        '<decision id="d" name="Base Rate"><literalExpression><text>0.5</text></literalExpression></decision>', "base"
    )
    main = definitions(
        '<import namespace="base" name="common" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
        '<decision id="e" name="E"><informationRequirement><requiredDecision href="base#d"/></informationRequirement>'
        "<literalExpression><text>common.Base Rate * 2</text></literalExpression></decision>"
    )
    assert dmn.read_all({"main": main, "base": base})["main"].evaluate("E", {}).value == 1
    assert "missing_import" in [finding.code for finding in dmn.read(main).findings]


def test_a_text_without_quotes_is_pointed_out():
    model = dmn.read(table("UNIQUE", {"tier": "string"}, {"": "string"}, [("gold", "free"), ("-", '"none"')]))
    found = [(finding.element, finding.params["text"]) for finding in model.findings if finding.code == "unquoted_text"]
    assert found == [("r1", "gold"), ("r1", "free")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("abs(1, 2)", "feel_wrong_arguments"),
        ('upper case(string: "a", lang: "zh")', "feel_wrong_arguments"),
        ("string length(5)", "feel_wrong_argument_type"),
        ('"a" + 1', "feel_type_mismatch"),
        ("no such thing(1)", "feel_unknown_function"),
        ("1 instance of tier", "feel_unknown_type"),
        ("{a: 1, a: 2}", "feel_duplicate_entry"),
    ],
)
def test_what_is_certain_to_go_wrong_is_warned_of_and_answers_null(text, code):
    logic = f"<literalExpression id='e'><text>{escape(text)}</text></literalExpression>"
    model = dmn.read(definitions(f"<decision id='d' name='D'>{logic}</decision>"))
    assert [(finding.code, finding.element, finding.severity) for finding in model.findings] == [(code, "e", "warning")]
    assert model.evaluate("D", {}).failed


def test_a_variable_that_nobody_declares_is_warned_of():
    file = definitions(
        '<inputData id="i" name="a"/><decision id="d" name="D">'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        "<literalExpression><text>a + bb + count(orders[sum > a])</text></literalExpression></decision>"
    )
    found = [finding.params["name"] for finding in dmn.read(file).findings if finding.code == "undeclared_variable"]
    assert found == ["bb", "orders"]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_damaged_file_ends_in_findings_never_in_an_exception(chance):
    tree = etree.fromstring(
        table("UNIQUE", {"a": "number"}, {"x": "string"}, [("1", '"a"'), ("> 2", "a")], inputs=True)
    )
    for _ in range(chance.randint(1, 4)):
        element = chance.choice(list(tree.iter()))
        if element.getparent() is not None and chance.random() < 0.4:
            element.getparent().remove(element)
        elif element.attrib:
            element.attrib[chance.choice(list(element.attrib))] = chance.choice(["", "x", "#y", "日"])
        elif element.text:
            element.text = element.text[: chance.randint(0, len(element.text))]
    model = dmn.read(etree.tostring(tree))
    assert all(model.evaluate(found, {}) for found in model.decisions)


def test_a_table_of_a_thousand_rows_takes_less_than_a_millisecond():
    rows = [(f"[{row * 10}..{row * 10 + 10})", f"{row}") for row in range(1000)]
    model = dmn.read(table("UNIQUE", {"x": "number"}, {"": "number"}, rows))
    start = thread_time()
    answers = [model.evaluate("D", {"x": number}).value for number in range(0, 10_000, 100)]
    assert (thread_time() - start) / 100 < 1e-3
    assert answers == [Decimal(number // 10) for number in range(0, 10_000, 100)]
