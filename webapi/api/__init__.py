"""The REST calls of API.md, one file a capability: schemas above, views below."""

from webapi.api import auth, clock, customers, decisions, definitions, instances, ledger, people, tasks

BLUEPRINTS = tuple(
    room.blueprint for room in (auth, people, tasks, instances, customers, definitions, decisions, ledger, clock)
)
