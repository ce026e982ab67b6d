"""Customers of people who left: who has some, and handing them over in one go; the process asks the rest."""

from typing import Any

from marshmallow import fields

from engine.customers import leaving
from engine.kernel import Context
from webapi.schemas import Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("transfers", __name__, description="Customers of people who left")


class Left(Schema):
    person = fields.String()
    customers = fields.Integer(metadata={"description": "whom nobody hands over yet"})


class LeaverHandOver(Schema):
    person = fields.String(required=True)
    to = fields.String(metadata={"description": "left out, each customer gets the proposal of the table"})


class Begun(Schema):
    started = fields.Integer()


@blueprint.reads("/transfers/left", page_of(Left), may=("read", "customer"))
def left(ctx: Context) -> dict[str, Any]:
    """People who may no longer sign in and still own customers that the asker may see"""
    return {"items": leaving.left(ctx), "next": None}


@blueprint.writes("/transfers/left", LeaverHandOver, Begun, may=("start", "case"), status=201)
def hand_over(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Begin a transfer for each of their customers, at most 200 at once"""
    return {"started": leaving.hand_over(ctx, body["person"], body.get("to"))}
