"""What auditors look at is on record, for those who look after privacy; a read by anybody else writes nothing."""

from collections.abc import Callable

import pytest

from engine.access import commands
from engine.customers.queries import find
from engine.instances import commands as instances
from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]


@pytest.fixture
def company(house: House, call: Call) -> Call:
    """C-1, looked after by ann, with a case; an auditor, an administrator and one who looks after privacy."""
    with house.unit() as ctx:
        commands.add_department(ctx, "hq")
        commands.add_group(ctx, "隐私负责人")
    house.person("ann", department="hq").person("aud", "auditor").person("root", "admin")
    house.person("pia", groups=("隐私负责人",))
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", a={"assignee": "ann"}))
    assert call("ann").post("/customers", {"number": "C-1", "name": "甲", "department": "hq"}).status_code == 201
    with house.unit() as ctx:
        instances.start(ctx, "p", customer_id=find(ctx, "C-1").id)
    return call


def looks(company: Call, who: str = "pia") -> list[tuple[str, str, str | None]]:
    items = company(who).get("/views").json["items"]
    return [(one["actor"], one["what"], (one["customer"] or {}).get("number")) for one in reversed(items)]


def test_an_auditors_looks_are_told_once_a_day_and_evidence_every_time(house: House, company: Call) -> None:
    auditor, case = company("aud"), house.runs("p")[0].id
    for path in ("/customers/C-1", "/customers/C-1/timeline", f"/instances/{case}", f"/instances/{case}"):
        assert auditor.get(path).status_code == 200
    assert looks(company) == [("aud", "customer", "C-1"), ("aud", "case", "C-1")]
    for _ in range(2):
        assert auditor.get(f"/instances/{case}/evidence").status_code == 200
    assert looks(company, "root")[2:] == [("aud", "evidence", "C-1")] * 2
    assert company("ann").post("/clock/advance", {"seconds": 86_400}).status_code == 200
    auditor.get("/customers/C-1")
    assert len(looks(company)) == 5


def test_whoever_works_with_a_customer_is_not_watched_and_writes_nothing(house: House, company: Call) -> None:
    assert company("ann").get("/customers/C-1").status_code == 200
    assert looks(company) == []


@pytest.mark.parametrize("who", ["ann", "aud"])
def test_only_privacy_and_administration_see_who_looked(company: Call, who: str) -> None:
    assert company(who).get("/views").status_code == 403
    assert (company(who).get("/auth/me").json["privacy"], company("pia").get("/auth/me").json["privacy"]) == (
        False,
        True,
    )


def test_a_customer_that_is_not_found_was_not_looked_at(company: Call) -> None:
    assert company("aud").get("/customers/C-9").status_code == 404
    assert looks(company) == []
