"""The REST calls of API.md, one file a capability: schemas above, views below."""

from webapi.api import (
    attachments,
    audit,
    auth,
    calendars,
    clock,
    contacts,
    customers,
    dealings,
    decisions,
    definitions,
    deployments,
    deviations,
    drafts,
    duty,
    figures,
    instances,
    ledger,
    notices,
    outlook,
    outreach,
    people,
    people_tables,
    reports,
    settings,
    setup,
    sla,
    tables,
    tasks,
    team,
    tiers,
    trials,
    views,
)

ROOMS = (
    *(auth, people, duty, tasks, views, team, instances, sla, customers, contacts, outlook, dealings, tiers, tables),
    *(attachments, deviations, deployments, drafts, definitions, decisions, trials, figures, reports, calendars),
    *(notices, outreach, ledger, audit, clock, people_tables, settings, setup),
)
BLUEPRINTS = tuple(room.blueprint for room in ROOMS)
