"""Shapes that several capabilities answer with."""

from marshmallow import fields

from webapi.schemas import Instant, Schema


class CustomerRef(Schema):
    id = fields.String()
    number = fields.String(metadata={"description": "客户编号"})
    name = fields.String()


class Due(Schema):
    at = Instant()
    overdue = fields.Boolean()
    provisional = fields.Boolean(metadata={"description": "the business calendar is not yet published that far"})
    words_zh = fields.String()
    words_en = fields.String()
    derivation = fields.Raw(metadata={"description": "how the time came about, as codes and parameters"})
    derivation_zh = fields.String()
    derivation_en = fields.String()


class Called(Schema):
    process = fields.String()
    process_name = fields.String()
    process_name_en = fields.String()


class TaskItem(Schema):
    id = fields.String()
    element = fields.String()
    name = fields.String()
    name_en = fields.String()
    instance = fields.String()
    process = fields.String()
    process_name = fields.String()
    process_name_en = fields.String()
    part_of = fields.Nested(
        Called, allow_none=True, metadata={"description": "in lists, of a case that only others call: their process"}
    )
    customer = fields.Nested(CustomerRef, allow_none=True)
    business_key = fields.String(allow_none=True)
    assignee = fields.String(allow_none=True)
    groups = fields.List(fields.String())
    people = fields.List(fields.String())
    priority = fields.Integer()
    due = fields.Nested(Due, allow_none=True)
    status = fields.String(metadata={"enum": ["open", "completed", "cancelled"]})
    opened_at = Instant()
    closed_at = Instant(allow_none=True)
    completed_by = fields.String(allow_none=True)
    summary = fields.Dict(keys=fields.String(), allow_none=True, metadata={"description": "what a list shows"})
    why = fields.Dict(
        metadata={
            "description": "why it is in the asker's list: {code, group?}; code is assigned, claimed, delegated, "
            "offered, group, everyone or overseen"
        }
    )
    plain = fields.Boolean(metadata={"description": "may be decided together with others, as a list"})


class Incident(Schema):
    id = fields.String()
    instance = fields.String(allow_none=True, metadata={"description": "none: a job of the house"})
    element = fields.String(allow_none=True)
    code = fields.String()
    message = fields.String()
    remedy = fields.String()
    params = fields.Dict()
    raised_at = Instant()
    resolved_at = Instant(allow_none=True)


class Token(Schema):
    token = fields.String(metadata={"description": "what move takes where several are open at one element"})
    element = fields.String()
    since = fields.String()
    kind = fields.String(allow_none=True)
    due = fields.String(allow_none=True)


class InstanceItem(Schema):
    id = fields.String()
    process = fields.String()
    process_name = fields.String()
    process_name_en = fields.String()
    version = fields.Integer()
    status = fields.String(metadata={"enum": ["running", "waiting", "suspended", "incident", "completed", "cancelled"]})
    outcome = fields.String(allow_none=True, metadata={"description": "the end event reached"})
    outcome_name = fields.String()
    outcome_name_en = fields.String()
    business_key = fields.String(allow_none=True)
    customer = fields.Nested(CustomerRef, allow_none=True)
    parent = fields.String(allow_none=True)
    started_at = Instant()
    started_by = fields.String()
    ended_at = Instant(allow_none=True)


class InstanceAfter(InstanceItem):
    """A case as it stands after a task was completed."""

    incidents = fields.List(fields.Nested(Incident))


class Instance(InstanceAfter):
    variables = fields.Dict(keys=fields.String())
    tokens = fields.List(fields.Nested(Token))


class Nothing(Schema):
    """An empty body."""


class Entry(Schema):
    seq = fields.Integer()
    at = Instant()
    fact = fields.String()
    element = fields.String(allow_none=True)
    element_name = fields.String(metadata={"description": "what the drawing calls the element"})
    element_name_en = fields.String()
    actor = fields.String(allow_none=True)
    data = fields.Dict()
    hash = fields.String()
    stream = fields.String()


class Finding(Schema):
    file = fields.String()
    element = fields.String(allow_none=True)
    code = fields.String()
    severity = fields.String(metadata={"enum": ["error", "warning"]})
    message = fields.String()
    remedy = fields.String()
    params = fields.Dict()
