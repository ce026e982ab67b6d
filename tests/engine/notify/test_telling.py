"""Who is told what, in the application: once, and only what is still news."""

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import simplejson

from engine.definitions import calendars
from engine.instances.events import NoticeSent
from engine.notify import followers, queries, rules, words
from engine.tasks import commands as tasks
from tests.engine.notify.conftest import notices, unread
from tests.engine.sla.conftest import COMPLAINT, complain
from tests.kit import House, Run
from tests.kit.drawings import drawing
from tests.kit.house import ROOT

ASK = drawing("ask", "start > look:user > end", look={"assignee": "=who", "name": "看一看", "name:en": "Have a look"})


def asked(office: House, who: str, by: str | None = None):
    office.deploy(ask__bpmn=ASK)
    run = office.start("ask", by=by, who=who)
    office.settle()
    return run


def test_whose_task_it_is_gets_to_know(office: House) -> None:
    asked(office, "ann")
    assert notices(office, "ann") == ["assigned"]
    assert notices(office, "bob") == []


def test_what_one_did_oneself_is_no_news(office: House) -> None:
    asked(office, "ann", by="ann")
    assert notices(office, "ann") == []


def test_a_task_that_is_done_already_is_no_news(office: House) -> None:
    office.deploy(ask__bpmn=ASK)
    office.start("ask", who="ann").task("look").completed_by("ann")
    office.settle()
    assert notices(office, "ann") == []


def test_a_batch_is_told_in_a_few_words(office: House) -> None:
    for _ in range(followers.SINGLY + 4):
        run = asked(office, "ann")
    assert notices(office, "ann") == ["assigned"] * (followers.SINGLY + 1)
    assert unread(office, "ann") == followers.SINGLY + 1
    run.task("look").completed_by("ann")
    office.later(hours=1)
    asked(office, "ann")
    assert len(notices(office, "ann")) == followers.SINGLY + 2


def test_what_was_said_of_a_task_that_is_done_needs_no_reading(office: House) -> None:
    asked(office, "ann").task("look").completed_by("ann")
    assert (notices(office, "ann"), unread(office, "ann")) == (["assigned"], 0)


def test_a_task_handed_over_is_news_to_the_one_who_gets_it(office: House) -> None:
    run = asked(office, "ann")
    with office.unit("ann") as ctx:
        tasks.reassign(ctx, run.task("look").id, "bob")
    office.settle()
    assert notices(office, "bob") == ["assigned"]


def test_who_is_named_behind_an_at_is_told_once(office: House) -> None:
    run = asked(office, "ann")
    with office.unit("ann") as ctx:
        tasks.comment(ctx, run.task("look").id, "@bob 请看; @bob, @nobody, mail@dora.example @ann")
    office.settle()
    assert notices(office, "bob") == ["mentioned"]
    assert notices(office, "ann") == ["assigned"]
    assert notices(office, "dora") == []


def test_of_a_key_a_person_is_told_once(office: House) -> None:
    run = asked(office, "ann")
    for _ in range(3):
        with office.unit() as ctx:
            ctx.record(NoticeSent(instance_id=run.id, to=("bob",), kind="escalated", level=2, key="level:2"))
    assert notices(office, "bob") == ["escalated"]


def facts(run: Run, name: str) -> list[dict[str, Any]]:
    return [simplejson.loads(entry.data) for entry in run.facts if entry.fact == name]


@pytest.fixture
def promised(office: House) -> House:
    with office.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    office.deploy("processes/rules/sla_matrix.dmn", complaint__bpmn=COMPLAINT)
    office.settle()
    return office


def test_a_clock_tells_at_50_80_and_100_percent_each_once(promised: House) -> None:
    run = complain(promised, first_owner="dora")
    run.task("answer").claimed_by("ann")
    promised.later(days=30)
    kinds = notices(promised, "ann")
    clocks = {told["clock_id"] for told in facts(run, "SlaMissed")}
    assert kinds.count("sla_missed") == len(clocks) > 0
    assert kinds.count("sla_warned") == 2 * len(clocks)


def test_the_first_owner_is_told_from_80_percent_on(promised: House) -> None:
    run = complain(promised, first_owner="dora")
    run.task("answer").claimed_by("ann")
    promised.later(days=30)
    percents = [told["percent"] for told in facts(run, "NoticeSent") if "dora" in told["to"]]
    assert sorted(set(percents)) == [80, 100]


def test_a_clock_that_was_answered_tells_nobody(promised: House) -> None:
    run = complain(promised)
    run.task("answer").completed_by("ann")
    run.task("solve").completed_by("ann")
    promised.later(days=30)
    assert notices(promised, "ann") == []


def test_a_case_that_is_stuck_is_told_to_who_keeps_processes(office: House) -> None:
    office.deploy(broken__bpmn=drawing("broken", "start > rule > end", rule={"decision": "nowhere", "name": "判定"}))
    office.start("broken")
    office.settle()
    assert notices(office, "dora") == ["stuck"]
    assert unread(office, "dora") == 1


def test_an_unpublished_calendar_is_told(office: House) -> None:
    with office.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2026)
    office.later(days=300)
    assert "calendar_unpublished" in notices(office, "dora")


@pytest.mark.parametrize(
    ("hour", "begins", "ends", "until"),
    [
        (21, "22:00", "08:00", None),
        (22, "22:00", "08:00", "03-03 08:00"),
        (3, "22:00", "08:00", "03-02 08:00"),
        (8, "22:00", "08:00", None),
        (13, "12:00", "14:00", "03-02 14:00"),
        (3, "08:00", "08:00", None),
    ],
)
def test_quiet_hours(hour: int, begins: str, ends: str, until: str | None) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime(2026, 3, 2, hour, tzinfo=zone).astimezone(UTC)
    found = rules.quiet_until(now, zone, begins, ends)
    assert (found and found.astimezone(zone).strftime("%m-%d %H:%M")) == until


@pytest.mark.parametrize("kind", words.LINES)
def test_every_notice_has_words_in_both_languages(kind: str) -> None:
    params = {
        "task": "看一看",
        "task_en": "Have a look",
        "percent": 50,
        "level": 3,
        "year": 2027,
        "calendar": "CN",
        "channel": "x",
    }
    zh, en = (words.line(kind, params, lang) for lang in ("zh", "en"))
    assert zh != en
    assert "{" not in zh + en


def test_a_drawing_says_the_level_and_the_third_is_urgent(office: House) -> None:
    send = {"service": "notice.send", "in": '{to: ["bob", null], kind: "escalated", level: 3}', "name": "告知"}
    office.deploy(tell__bpmn=drawing("tell", "start > send:service > end", send=send))
    run = office.start("tell")
    (told,) = facts(run, "NoticeSent")
    assert (told["to"], told["level"]) == (["bob"], 3)
    with office.unit("bob", write=False) as ctx:
        assert words.line("escalated", queries.mine(ctx)[0].params, "zh") == "问题升级到三级(高管介入)"


def test_every_kind_that_a_drawing_sends_has_words() -> None:
    sent: set[str] = set()
    for file in (ROOT / "processes").glob("*/*.bpmn"):
        for told in re.findall(r'value="notice\.send".{0,200}', file.read_text("utf-8"), re.DOTALL):
            sent |= set(re.findall(r'kind: (?:"|&quot;)(\w+)', told))
    assert len(sent) > 5
    assert sent - words.LINES.keys() == set()
