"""The shipped rule tables, edited where a test wants another policy, and the CDNOW purchases when they are there."""

import hashlib
import importlib.metadata
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from engine.feel import dmn
from engine.scoring import Purchase, read_scheme, simple

RULES = Path(__file__).resolve().parents[3] / "processes" / "rules"
CDNOW_SHA256 = "eff6889ed364c5199d6eacbbeb7a6d559971df4406ac876f322c373f00a072ef"
MONTH_ENDS = [
    *(
        date(1997, month, day)
        for month, day in zip(range(3, 13), (31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True)
    ),
    *(date(1998, month, day) for month, day in zip(range(1, 7), (31, 28, 31, 30, 31, 30), strict=True)),
]


@cache
def rule_table(key, *edits):
    """The shipped table, after replacing texts of the file."""
    text = (RULES / f"{key}.dmn").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return simple(dmn.read(text.encode()).table(key))


@cache
def tier_scheme(rho="0.8", grace="2", steps="1", min_tenure=3):
    """The scheme of the demo, with another guard when asked."""
    edits = (
        ("&gt;= 0.8", f"&gt;= {rho}"),
        ("&lt; 0.8", f"&lt; {rho}"),
        ("&lt; 2", f"&lt; {grace}"),
        ("&gt;= 2", f"&gt;= {grace}"),
        ('guard_demote_out_3">\n          <text>1', f'guard_demote_out_3">\n          <text>{steps}'),
    )
    guard = rule_table("downgrade_guard", *edits)
    return read_scheme("cdnow", rule_table("tier_cdnow"), guard, window_months=6, min_tenure=min_tenure)


@pytest.fixture(scope="session")
def cdnow():
    """All CDNOW purchases by customer; the test is skipped where the data package is not installed."""
    try:
        file = importlib.metadata.distribution("lifetimes").locate_file("lifetimes/datasets/CDNOW_master.txt")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("the CDNOW data (package lifetimes 0.11.3) is not installed")
    content = Path(str(file)).read_bytes()
    assert hashlib.sha256(content).hexdigest() == CDNOW_SHA256
    found = defaultdict(list)
    for line in content.decode().splitlines()[1:]:
        customer, day, _, dollars = line.split()
        when = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        found[customer].append(Purchase(customer, when, round(float(dollars) * 100)))
    return dict(found)
