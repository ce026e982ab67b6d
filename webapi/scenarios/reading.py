"""The vocabulary of `scenarios.yaml`: what a scenario is given, what happens in it, and where it must end.

升级自动生效:                               # its name
  given:                                  # the world before it; see webapi/scenarios/world.py
    customers: {C-1: {tier: regular, bought: {2026-02-10: 200}}}
    evaluated: 2026-02-28
  review: C-1                             # variables of a tier_review, taken from that evaluation
  variables: {…}                          # further variables of the case
  about: C-1                              # the customer that the case is about
  by: xu.li                               # who starts it (the system, when nobody is named)
  at: opportunity_found                   # the start event, where the drawing has several
  steps:
    - {do: approve, by: li.qiang, with: {decision: approve}}      # somebody completes a task
    - {refused: approve, by: xu.li}                               # somebody tries, and may not
    - {later: 3 days}                                             # the clock moves; all that is due happens
    - {open: [approve]}                                           # these tasks are open, no others
    - {message: name, variables: {…}}                             # somebody sends a message
    - {told: customer_asks, by: zheng.kai}                        # somebody tells the escalation ladder something
    - {sat: exam, by: wei.ning, wrong: 2}                         # somebody sits the exam of a task, so many wrong
    - {knows: {level: 2}}                                         # variables of the case by now
  ends: promoted                          # the id of the end event, its outcome
  customer: {C-1: gold}                   # tiers afterwards
  knows: {level: 3}                       # variables of the case afterwards
  history: [SlaMissed, LadderTold]        # facts that stand in its ledger, or in that of a case it called
  reviews: 2                              # how many tier reviews it started
  started: {rapid_response: 1}            # how many cases of other processes there are afterwards
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

WORDS = {"given", "review", "variables", "about", "by", "steps", "ends", "customer", "reviews"}
WORDS |= {"at", "knows", "history", "started"}
STEPS = {"do", "refused", "later", "open", "message", "told", "knows", "sat"}


@dataclass(frozen=True)
class Scenario:
    """One path through a process."""

    process: str
    name: str
    told: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.process}-{self.name}"


def folders(processes: Path) -> list[Path]:
    """The folders of processes, by name."""
    return sorted(path.parent for path in processes.glob("*/*.bpmn"))


def scenarios(folder: Path) -> Iterator[Scenario]:
    """Every scenario beside a process, in the order of the file. ValueError naming what a scenario says wrong."""
    told = yaml.safe_load((folder / "scenarios.yaml").read_text("utf-8"))
    for name, scenario in told.items():
        unknown = set(scenario) - WORDS
        unknown |= {next(iter(step)) for step in scenario.get("steps", ())} - STEPS
        if unknown or "ends" not in scenario:
            raise ValueError(f"{folder.name}, {name}: unknown {sorted(unknown)}, or no `ends`")
        yield Scenario(folder.name, name, scenario)


def duration(text: str) -> timedelta:
    """`3 days`, `8 hours`, `30 minutes`."""
    found = re.fullmatch(r"(\d+) (minute|hour|day)s?", text)
    if found is None:
        raise ValueError(f"{text!r} is no duration: write 3 days, 8 hours, 30 minutes")
    return timedelta(**{found[2] + "s": int(found[1])})
