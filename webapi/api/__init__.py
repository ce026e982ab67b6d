"""The REST calls of API.md, one file a capability: schemas above, views below."""

from webapi.api import (
    auth,
    clock,
    customers,
    decisions,
    definitions,
    instances,
    ledger,
    notices,
    people,
    tables,
    tasks,
    tiers,
)

ROOMS = (auth, people, tasks, instances, customers, tiers, tables, definitions, decisions, notices, ledger, clock)
BLUEPRINTS = tuple(room.blueprint for room in ROOMS)
