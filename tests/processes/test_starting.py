"""What the catalogue offers can be started by whoever answers its form: no case gets stuck before its first step."""

from datetime import date
from typing import Any

import pytest

from engine.definitions.queries import catalogue
from engine.instances.models import Instance
from engine.tasks import starting
from tests.kit import House
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import folders, world

ANSWERS: dict[str, dict[str, Any]] = {
    "about_customer": {"customer": "C-1"},
    "complaint": {"customer": "C-1", "problem": "热线打不通", "remedy_wanted": "说明", "channel": "phone"},
    "evaluation": {"scheme": "cdnow", "as_of": date(2026, 2, 28), "mode": "preview"},
    "feedback": {"customer": "C-1", "topic": "希望回复快一些", "source": "phone"},
    "improvement": {"problem": "回复太慢", "template": "satisfaction"},
    "advisory_board": {"topic": "春季改版", "why": "改版前听听客户"},
    "care_campaign": {"topic": "以旧换新", "customers": ["C-1"], "on": date(2026, 3, 10)},
    "customer_care": {"customer": "C-1", "occasion": "other"},
    "policy_review": {"book": "flow", "why": "业务换了"},
    "privacy_request": {
        "kind": "access",
        "requester": "王小明",
        "reach": "13912345678",
        "channel": "phone",
        "language": "zh",
    },
    "case_study_request": {"kind": "other", "topic": "节前备货"},
    "cross_dept_task": {
        "description": "合并两张表",
        "owner": "li.qiang",
        "due": date(2026, 3, 31),
        "criteria": "一张表",
    },
    "check_request": {"occasion": "spot"},
    "transfer_request": {"customer": "C-1", "reason": "region"},
    "training_request": {"event": "yearly", "course": "professional_skills"},
    "service_request": {"customer": "C-1", "kind": "inquiry", "question": "怎么续约", "channel": "phone"},
}
KEYS = sorted(folder.name for folder in folders(PROCESSES))


@pytest.mark.parametrize("key", KEYS)
def test_what_is_offered_begins(house: House, key: str) -> None:
    world.furnish(house)
    world.settle(house, {"customers": {"C-1": {"band": 2}}})
    with house.unit(world.OWNER) as ctx:
        found = catalogue(ctx).latest("process", key, ctx.now)
        if not any(start["kind"] == "none" and start.get("offered", True) for start in found.starts):
            pytest.skip("called by other processes only")
        case = starting.start(ctx, key, ANSWERS.get(found.start_form or "", {}))
    house.settle()
    assert house.look(lambda ctx: ctx.session.get_one(Instance, case.id).status) in ("waiting", "completed")
