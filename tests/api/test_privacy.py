"""Privacy over HTTP: who may look and set, what is refused, copies that are handed out, the notice that forms show."""

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.access import commands as people
from engine.customers import commands as customers
from engine.definitions import calendars
from engine.jobs import clock
from engine.kernel import Context
from engine.outreach import links
from engine.privacy import copying, erasing, finding, retention
from tests.api.conftest import Caller
from tests.engine.privacy.conftest import MAIL, NAME, PHONE, known, lived, told
from tests.kit import House

__all__ = ["told"]  # the fixture
Call = Callable[[str | None], Caller]
READS = ("", "/requests", "/accesses", "/automated", "/copies", "/notices", "/export")
HOLD = {"customer": "P-1", "reason": "法院保全"}
NOTICE = {"zh": "我们只为办理您的事使用您的信息。", "en": "We use your data for what you ask only."}


@pytest.fixture
def office(told: House, call: Call) -> Call:
    """ann is staff, lin looks after privacy, aud audits, root administers; P-1 is 王小明."""
    told.person("aud", "auditor").person("root", "admin")
    known(told, "P-1", NAME, (NAME, PHONE, MAIL))
    return call


@pytest.mark.parametrize(("who", "status"), [("lin", 200), ("aud", 200), ("ann", 403), ("root", 403), (None, 401)])
@pytest.mark.parametrize("path", READS)
def test_officers_and_auditors_read_and_nobody_else(office: Call, who: str | None, status: int, path: str) -> None:
    assert office(who).get(f"/privacy{path}").status_code == status


@pytest.mark.parametrize("who", ["aud", "ann", "root"])
def test_only_officers_set_anything(office: Call, told: House, who: str) -> None:
    held = office("lin").post("/privacy/holds", HOLD).json["id"]
    asker = office(who)
    answers = [
        asker.post("/privacy/holds", HOLD),
        asker.post(f"/privacy/holds/{held}/lift", {"reason": "x"}),
        asker.patch("/privacy/settings", {"law": "EU", "reason": "x"}),
        asker.post("/privacy/notices", NOTICE),
        asker.post(f"/privacy/copies/{copied(told)}/hand-out"),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    assert office("lin").get("/privacy").json["settings"]["law"] == "CN"


def test_me_tells_who_may_open_the_page(office: Call) -> None:
    assert [office(who).get("/auth/me").json["officer"] for who in ("lin", "aud", "ann", "root")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_small_firms_group_of_another_name_looks_after_privacy_too(house: House, call: Call) -> None:
    with house.unit() as ctx:
        people.add_group(ctx, "行政财务", aliases=["隐私负责人"])
        people.add_person(ctx, "pat", roles=["staff"], groups=["行政财务"])
    assert call("pat").get("/privacy").json["officer"] is True


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/holds", {"customer": "P-1"}, 422),
        ("/holds", {"customer": "P-1", "reason": "   "}, 422),
        ("/holds", {"customer": "P-1", "reason": "x" * 501}, 422),
        ("/holds", {"customer": "nobody", "reason": "x"}, 404),
        ("/holds", {"customer": "P-1", "reason": "x", "until": "soon"}, 422),
        ("/holds/none/lift", {"reason": "x"}, 404),
        ("/notices", {"zh": "只有中文"}, 422),
        ("/notices", {"zh": "只有中文", "en": "  "}, 422),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_set(office: Call, path: str, body: Any, code: int) -> None:
    lin = office("lin")
    assert lin.post(f"/privacy{path}", body).status_code == code
    assert lin.get("/privacy").json["holds"] == lin.get("/privacy/notices").json["items"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"law": "US"}, "input_invalid"),
        ({"retention_months": {"case": -1}}, "retention_wrong"),
        ({"retention_months": {"moods": 3}}, "retention_wrong"),
        ({"cross_border": {"mechanism": "handshake", "reference": "x"}}, "mechanism_unknown"),
        ({"processors": [{"name": "云公司"}]}, "processor_incomplete"),
        ({"moods": 1}, "input_invalid"),
    ],
)
def test_settings_that_cannot_be_are_refused(office: Call, change: dict[str, Any], code: str) -> None:
    refused = office("lin").patch("/privacy/settings", {**change, "reason": "试试"})
    assert (refused.status_code, refused.json["code"]) == (422, code)


def test_nobody_abroad_is_given_data_without_a_mechanism_on_record(office: Call) -> None:
    lin = office("lin")
    cloud = {"name": "云公司", "purpose": "短信", "country": "SG"}
    basis = {"mechanism": "standard_contract", "reference": "备案 2026-17"}

    def changed(**what: Any) -> tuple[int, str | None]:
        answer = lin.patch("/privacy/settings", {**what, "reason": "换供应商"})
        return answer.status_code, answer.json.get("code")

    assert changed(processors=[{**cloud, "country": "CN"}]) == (200, None)
    assert changed(processors=[cloud]) == (422, "abroad_without_basis")
    assert changed(processors=[cloud], cross_border=basis) == (200, None)
    assert changed(hosting="SG", processors=[]) == (200, None)


def test_no_way_out_goes_abroad_without_a_mechanism_on_record(office: Call) -> None:
    lin, root = office("lin"), office("root")
    abroad = {
        "name": "SMS Singapore",
        "kind": "webhook",
        "audience": "customers",
        "settings": {"carries": "sms", "country": "SG"},
        "secret": {"url": "https://sms.example", "secret": "s"},
    }
    refused = root.post("/notices/channels", abroad)
    assert (refused.status_code, refused.json["code"]) == (422, "abroad_without_basis")
    assert root.get("/notices/channels").json["items"] == []
    assert root.post("/notices/channels", {**abroad, "enabled": False, "name": "later"}).status_code == 201

    basis = {"mechanism": "standard_contract", "reference": "备案 2026-17"}
    assert lin.patch("/privacy/settings", {"cross_border": basis, "reason": "备案"}).status_code == 200
    assert root.post("/notices/channels", abroad).status_code == 201
    withdrawn = lin.patch("/privacy/settings", {"cross_border": None, "reason": "到期"})
    assert (withdrawn.status_code, withdrawn.json["code"]) == (422, "abroad_without_basis")


def test_settings_change_with_a_reason_on_record(office: Call, told: House) -> None:
    lin = office("lin")
    assert lin.patch("/privacy/settings", {"law": "EU"}).status_code == 422
    set_to = lin.patch("/privacy/settings", {"retention_months": {"interaction": 1}, "reason": "短一些"}).json
    assert (set_to["retention_months"]["interaction"], set_to["retention_months"]["case"]) == (1, 36)
    entry = [one for one in told.told("settings") if one.fact == "PrivacySettingsChanged"][-1]
    assert (entry.actor, entry.data["reason"]) == ("lin", "短一些")


def test_a_hold_stands_until_it_is_lifted(office: Call) -> None:
    lin = office("lin")
    made = lin.post("/privacy/holds", {**HOLD, "until": "2027-01-31"}).json
    assert (made["customer"], made["until"], made["by"], made["lifted_at"]) == ("P-1", "2027-01-31", "lin", None)
    assert lin.post(f"/privacy/holds/{made['id']}/lift", {"reason": "结案"}).json["lifted_at"] is not None
    assert lin.post(f"/privacy/holds/{made['id']}/lift", {"reason": "再来"}).status_code == 404


def test_retention_tells_what_the_night_will_take_and_what_it_took(office: Call, told: House) -> None:
    lived(told, "P-1")
    lin = office("lin")
    lin.patch("/privacy/settings", {"retention_months": {"interaction": 1, "case": 0}, "reason": "短一些"})
    with told.unit() as ctx:
        retention.set_next(ctx)

    def kept(kind: str) -> tuple[Any, ...]:
        (row,) = [one for one in office("lin").get("/privacy").json["retention"]["items"] if one["kind"] == kind]
        return row["automatic"], row["next"], row["gone"], row["remains"]

    assert [kept(kind) for kind in ("interaction", "case", "contact")] == [
        (True, 0, None, 1),
        (True, None, None, 2),
        (False, None, None, 1),
    ]
    later(told, days=31)
    assert kept("interaction") == (True, 1, 0, 1)
    later(told, days=1)
    assert kept("interaction") == (True, 0, 1, 1)


def copied(house: House, number: str = "P-1") -> str:
    """A copy of everything about the person, made in a case of theirs."""
    run = house.start("talk", customer=number)

    def make(ctx: Context) -> str:
        found = finding.by_reach(ctx, PHONE)
        assert found is not None
        return copying.make(ctx, found.contact, case=run.id).id

    with house.unit() as ctx:
        return make(ctx)


def parts(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return json.loads(archive.read("data.json"))


def test_a_copy_is_handed_out_on_record_and_soon_gone(office: Call, told: House) -> None:
    copy, lin = copied(told), office("lin")
    (listed,) = lin.get("/privacy/copies").json["items"]
    assert (listed["id"], listed["fetched"]) == (copy, False)
    given = lin.post(f"/privacy/copies/{copy}/hand-out")
    assert (given.status_code, given.mimetype) == (200, "application/zip")
    assert parts(given.data)["person"][0]["phone"] == PHONE
    assert lin.get("/privacy/copies").json["items"][0]["fetched"] is True
    later(told, hours=2)
    assert lin.post(f"/privacy/copies/{copy}/hand-out").status_code == 404
    assert lin.get("/privacy/copies").json["items"] == []


def later(house: House, **time: float) -> None:
    """The house's time and the application's go on."""
    house.later(**time)
    clock.push(house.engine, house.now)


def link(house: House, purpose: str, **about: Any) -> str:
    with house.unit(write=False) as ctx:
        return f"/p/{purpose}/{links.sign(ctx, purpose, about)}"


def test_the_persons_own_link_asks_first_and_then_gives_the_same_copy(office: Call, told: House) -> None:
    copy, visitor = copied(told), office(None).client
    url = link(told, "copy", y=copy)
    assert PHONE not in visitor.get(url).text
    assert [one.fact for one in told.told(stream(told))].count("CopyFetched") == 0
    given = visitor.post(url)
    assert given.headers["Content-Disposition"] == "attachment; filename=personal-data.zip"
    assert parts(given.data)["person"][0]["name"] == NAME
    assert told.told(stream(told))[-1].data == {"copy": copy, "by_link": True}


def stream(house: House) -> str:
    found = house.look(lambda ctx: finding.by_reach(ctx, PHONE))
    assert found is not None
    return f"customer:{found.customer.id}"


@pytest.mark.parametrize("purpose", ["status", "opt-out", "privacy"])
def test_a_link_for_something_else_gives_no_copy(office: Call, told: House, purpose: str) -> None:
    token = link(told, purpose, y=copied(told)).rpartition("/")[2]
    assert office(None).client.post(f"/p/copy/{token}").status_code == 400


def test_once_the_person_is_erased_no_link_opens(office: Call, told: House) -> None:
    copy = copied(told)
    url = link(told, "copy", y=copy)
    erased(told)
    assert office(None).client.post(url).status_code == 404
    assert office("lin").post(f"/privacy/copies/{copy}/hand-out").status_code == 404


def erased(house: House) -> None:
    with house.unit() as ctx:
        found = finding.by_reach(ctx, PHONE)
        assert found is not None
        erasing.erase(ctx, found.contact.id)


def test_an_erasure_is_listed_with_what_proves_it(office: Call, told: House) -> None:
    entries = stream(told)
    erased(told)
    (told_of,) = office("lin").get("/privacy").json["erasures"]
    entry = next(one for one in told.told(entries) if one.fact == "PersonErased")
    assert told_of["proof"] == {"seq": entry.seq, "hash": entry.hash, "key_gone": True}
    assert (told_of["customer"], told_of["by"], told_of["whole"]) == ("P-1", "system", True)
    assert NAME not in json.dumps(told_of, ensure_ascii=False)


def test_the_audit_file_holds_everything_and_nobodys_data(office: Call, told: House) -> None:
    lived(told, "P-1")
    answer = office("aud").get("/privacy/export")
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"inventory.json", "requests.json", "holds.json", "erasures.json", "notices.json"} <= texts.keys()
    assert [name for name, text in texts.items() if NAME in text or PHONE in text or MAIL in text] == []


@pytest.fixture
def at_work(told: House, office: Call) -> House:
    """Requests are taken, by page and by staff."""
    with told.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    told.deploy("processes/data_subject_request", "processes/rules", "processes/approval", "processes/tier_review",
                "processes/change_sync", "forms")  # fmt: skip
    return told


def test_requests_come_with_kind_and_fifteen_working_days(office: Call, at_work: House) -> None:
    at_work.start("data_subject_request", kind="access", requester=NAME, reach=PHONE, channel="phone", language="zh")
    at_work.settle()
    (request,) = office("lin").get("/privacy/requests").json["items"]
    assert (request["kind"], request["number"][:2], request["missed"]) == ("access", "GX", False)
    assert request["due_at"][:10] == "2026-03-23"


def asked(visitor: FlaskClient, url: str, **typed: str) -> str:
    """The page after the form behind a link was sent, with what stands hidden in it."""
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', visitor.get(url).text)
    return visitor.post(url, data={**dict(hidden), **typed}).text


def test_who_asks_on_the_page_is_told_the_laws_time_and_which_notice_they_saw_is_kept(
    office: Call, at_work: House
) -> None:
    lin, visitor = office("lin"), office(None).client
    lin.post("/privacy/notices", NOTICE)
    url = link(at_work, "privacy")
    assert NOTICE["zh"] in visitor.get(url).text
    assert NOTICE["en"] in visitor.get(url + "?lang=en").text
    page = asked(visitor, url, kind="access", requester=NAME, reach=PHONE)
    assert "2026-03-23" in page
    (run,) = at_work.runs("data_subject_request")
    shown = [one.data for one in at_work.told(f"instance:{run.id}") if one.fact == "PrivacyNoticeShown"]
    assert shown == [{"version": 1, "language": "zh"}]
    assert lin.get("/privacy/notices").json["items"][0]["shown"] == 1


def test_a_notice_that_there_is_not_is_refused_and_nothing_comes_in(office: Call, at_work: House) -> None:
    visitor, url = office(None).client, link(at_work, "privacy")
    typed = {"kind": "access", "requester": NAME, "reach": PHONE}
    assert visitor.post(url, data={"once": "x" * 36, "notice": "7", **typed}).status_code == 404
    assert at_work.runs("data_subject_request") == []


def test_a_notice_has_versions_and_each_says_how_often_it_was_shown(office: Call) -> None:
    lin = office("lin")
    first = lin.post("/privacy/notices", NOTICE)
    assert (first.status_code, first.json["version"], first.json["shown"]) == (201, 1, 0)
    again = lin.post("/privacy/notices", NOTICE)
    assert (again.status_code, again.json["code"]) == (422, "notice_unchanged")
    second = lin.post("/privacy/notices", {**NOTICE, "zh": NOTICE["zh"] + "可随时撤回。"}).json
    assert [one["version"] for one in lin.get("/privacy/notices").json["items"]] == [second["version"], 1]


def test_an_answer_kept_for_repeats_holds_nobody_who_was_erased(told: House, call: Call) -> None:
    [contact] = known(told, "P-2", "王伟", ("王伟", "13800001111", "wei@example.com"))
    with told.unit() as ctx:
        customers.change(ctx, "P-2", owner="ann")
    noted = {"customer": "P-2", "on": "2026-03-02", "channel": "phone", "subject": "回访", "participants": "王伟"}
    headers = {"Idempotency-Key": "once"}
    assert call("ann").post("/interactions", noted, headers=headers).json["participants"] == "王伟"
    with told.unit() as ctx:
        erasing.erase(ctx, contact)
    again = call("ann").post("/interactions", noted, headers=headers)
    assert (again.status_code, again.headers["Idempotent-Replay"], again.get_data()) == (201, "true", b"")
