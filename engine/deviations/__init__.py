"""Deviations (R13): what an emergency does to running cases, ordered with a reason, approved twice, carried out as
commands on record. No drawing is edited for it."""
