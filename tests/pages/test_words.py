"""What the pages say of the ledger: no fact is left as a bare code."""

import re

import engine.wiring  # noqa: F401 - brings in every room's facts
from engine.kernel.facts import Fact
from tests.pages.conftest import ROOT

NOT_RECORDED = {"Fact", "InstanceFact", "CustomerFact", "SettingsFact", "TierChanged"}
"""What facts have in common; only what is made of them is recorded."""


def _kinds(fact: type[Fact]) -> set[type[Fact]]:
    return {fact}.union(*map(_kinds, fact.__subclasses__()))


def test_every_fact_has_a_sentence() -> None:
    said = set(re.findall(r"'fact\.(\w+)'", (ROOT / "webui" / "src" / "text" / "facts.ts").read_text("utf-8")))
    known = {fact.__name__ for fact in _kinds(Fact) if fact.__module__.startswith("engine.")}
    assert {name for name in known - NOT_RECORDED if not name.startswith("_")} - said == set()
