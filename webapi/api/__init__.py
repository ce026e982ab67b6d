"""The REST calls of API.md, one file a capability: schemas above, views below."""

from webapi.api import (
    attachments,
    auth,
    calendars,
    clock,
    customers,
    decisions,
    definitions,
    instances,
    ledger,
    notices,
    people,
    sla,
    tables,
    tasks,
    tiers,
    views,
)

ROOMS = (
    *(auth, people, tasks, views, instances, attachments, sla, customers, tiers, tables),
    *(definitions, decisions, calendars, notices, ledger, clock),
)
BLUEPRINTS = tuple(room.blueprint for room in ROOMS)
