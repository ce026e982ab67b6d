"""Pages for people who do not sign in: behind a signed link, in two languages, sent once, and not too often."""

import re
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engine.attachments import queries
from engine.customers import commands as customers
from engine.definitions import calendars
from engine.jobs import clock
from engine.kernel.database import transaction
from engine.outreach import links
from engine.privacy import notices
from tests.engine.outreach.conftest import customer
from tests.kit import House, Run
from tests.kit.drawings import drawing
from webapi.app import create_app
from webapi.config import Config
from webapi.db import db
from webapi.parts import Parts
from webapi.public import limits
from webapi.public.pages import POLICY

COMPLAINT = drawing(
    "complaint",
    "start > number:service > answer:user > end",
    start={"message": "complaint_raised"},
    number={"service": "case.number", "in": '{prefix: "TS"}', "sla": "投诉"},
    answer={"sla_meets": "first_response"},
)
SURVEY = drawing(
    "asking",
    "start > wait:catch > end",
    wait={"message": "survey_answered", "correlation": "={survey: key}"},
)
PRIVACY = drawing(
    "request",
    "start > find:service > verify:user > end",
    start={"message": "privacy_requested"},
    find={"service": "privacy.find", "in": "={reach: reach, name: requester}", "result": "person"},
)
FEEDBACK = drawing(
    "feedback",
    "start > answer:user > end",
    start={"message": "feedback_given"},
    answer={"form": "feedback_answer", "result": "answered_back"},
)
FILLED = {
    "problem": "机器停了 <b>两天</b>",
    "remedy_wanted": "尽快修好",
    "complainant": "王小明",
    "reach": "13912341234",
    "company": "A公司",
}


@pytest.fixture
def shop(house: House) -> House:
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
    house.deploy(
        "processes/rules/sla_matrix.dmn", "forms/public_complaint", "forms/public_service", "forms/public_survey",
        complaint__bpmn=COMPLAINT, asking__bpmn=SURVEY,
    )  # fmt: skip
    house.settle()
    return house


@pytest.fixture
def visitor(app: Flask, shop: House) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


def link(house: House, purpose: str, days: int | None = None, **about: Any) -> str:
    with house.unit(write=False) as ctx:
        return f"/p/{purpose}/{links.sign(ctx, purpose, about, days)}"


def once(page: str) -> str:
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def send(visitor: FlaskClient, url: str, **typed: Any):
    return visitor.post(url, data={"once": once(visitor.get(url).text), **typed})


def only(house: House, process: str) -> Run:
    (run,) = house.runs(process)
    return run


def test_a_complaint_gets_its_number_and_promise_at_once(shop: House, visitor: FlaskClient) -> None:
    page = send(visitor, link(shop, "complaint"), **FILLED)
    assert page.status_code == 200
    for told in ("已收到您的投诉", "TS20260302-0001", "2026-03-03 09:00", "2026-03-09 09:00"):
        assert told in page.text
    run = only(shop, "complaint")
    assert run.open == ["answer"]
    assert run.row.customer_id is not None


def test_who_asks_for_their_data_is_found_by_what_they_left_sealed(shop: House, visitor: FlaskClient) -> None:
    shop.deploy("forms/public_privacy", request__bpmn=PRIVACY)
    customer(shop, "C-7")
    send(visitor, link(shop, "privacy"), kind="access", requester="王小明", reach="c-7@example.com")
    run = only(shop, "request")
    assert run.variables["person"]["customer"] == "C-7"
    assert run.variables["reach"].startswith("personal:")


def test_an_unnamed_opinion_makes_nobody_a_customer_and_is_answered_on_its_page(
    shop: House, visitor: FlaskClient
) -> None:
    shop.person("dora").deploy("forms/public_feedback", "forms/feedback_answer", feedback__bpmn=FEEDBACK)
    page = send(visitor, link(shop, "feedback"), topic="热线菜单太长")
    status = re.search(r'href="[^"]*(/p/status/[^"]+)"', page.text)[1]
    run = only(shop, "feedback")
    assert run.row.customer_id is None
    assert run.variables["source"] == "box"
    assert "菜单减为两层" not in visitor.get(status).text
    run.task("answer").completed_by("dora", channel="page", answer="本月内菜单减为两层")
    assert "本月内菜单减为两层" in visitor.get(status).text
    assert "本月内菜单减为两层" not in str(only(shop, "feedback").variables)


def test_nothing_personal_stands_in_variables_or_ledger(shop: House, visitor: FlaskClient) -> None:
    send(visitor, link(shop, "complaint"), **FILLED)
    run = only(shop, "complaint")
    told = f"{run.variables} {[entry.data for entry in run.facts]}"
    told += f"{[entry.data for entry in shop.ledger('customer:' + run.row.customer_id)]}"
    for value in ("机器停了", "尽快修好", "王小明", "13912341234"):
        assert value not in told
    assert run.variables["problem"].startswith("personal:")


def test_the_same_page_sent_twice_is_one_complaint(shop: House, visitor: FlaskClient) -> None:
    url = link(shop, "complaint")
    typed = {"once": once(visitor.get(url).text), **FILLED}
    pages = [visitor.post(url, data=typed).text for _ in range(2)]
    assert all("TS20260302-0001" in page for page in pages)
    assert len(shop.runs("complaint")) == 1


def test_who_complains_again_is_the_same_customer(shop: House, visitor: FlaskClient) -> None:
    url = link(shop, "complaint")
    for _ in range(2):
        send(visitor, url, **FILLED)
    first, second = shop.runs("complaint")
    assert first.row.customer_id == second.row.customer_id


def test_a_link_of_a_customer_is_about_that_customer(shop: House, visitor: FlaskClient) -> None:
    customer(shop, "C-1")
    known = shop.look(lambda ctx: customers.find(ctx, "C-1").id)
    send(visitor, link(shop, "complaint", c=known), **FILLED)
    assert only(shop, "complaint").row.customer_id == known


def test_what_is_missing_is_said_and_what_was_typed_is_kept_and_harmless(shop: House, visitor: FlaskClient) -> None:
    page = send(visitor, link(shop, "complaint"), problem="<script>alert(1)</script>", remedy_wanted=" ")
    assert page.status_code == 422
    assert page.text.count("请填写。") == 3
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert shop.runs("complaint") == []


def test_files_come_along_and_are_part_of_the_case(shop: House, visitor: FlaskClient) -> None:
    page = send(visitor, link(shop, "complaint"), files=[(BytesIO(b"x"), "a.txt"), (BytesIO(b"y"), "b.txt")], **FILLED)
    assert page.status_code == 200
    assert len(shop.look(lambda ctx: queries.of_case(ctx, only(shop, "complaint").id))) == 2


def test_a_file_that_is_empty_stops_the_whole_form_and_says_so(shop: House, visitor: FlaskClient) -> None:
    page = send(visitor, link(shop, "complaint"), files=[(BytesIO(b""), "a.txt")], **FILLED)
    assert (page.status_code, "文件是空的" in page.text) == (422, True)
    assert shop.runs("complaint") == []


def test_it_speaks_english_to_who_reads_english(shop: House, visitor: FlaskClient) -> None:
    url = link(shop, "complaint")
    assert "What happened" in visitor.get(url, headers={"Accept-Language": "en"}).text
    assert "发生了什么" in visitor.get(f"{url}?lang=zh", headers={"Accept-Language": "en"}).text


def test_the_status_page_says_how_far_it_is_and_nothing_internal(shop: House, visitor: FlaskClient) -> None:
    page = send(visitor, link(shop, "complaint"), **FILLED)
    status = re.search(r'href="[^"]*(/p/status/[^"]+)"', page.text)[1]
    assert "等待首次答复" in visitor.get(status).text
    shop.person("ann")
    run = only(shop, "complaint")
    run.task("answer").completed_by("ann")
    page = visitor.get(status)
    assert "已办结" in page.text
    assert "ann" not in re.sub(r"<[^>]*>", "", page.text)


def test_a_survey_is_answered_once(shop: House, visitor: FlaskClient) -> None:
    run = shop.start("asking", key="S-1")
    url = link(shop, "survey", s="S-1")
    assert send(visitor, url, score="80", comment="很好").status_code == 200
    assert run.finished
    assert (run.variables["score"], run.variables["comment"][:9]) == (80, "personal:")
    again = visitor.get(url)
    assert "已经回答过" in again.text
    assert "once" not in again.text


def test_a_survey_that_is_over_takes_nothing(shop: House, visitor: FlaskClient) -> None:
    page = send(visitor, link(shop, "survey", s="gone"), score="80")
    assert (page.status_code, "问卷已结束" in page.text) == (410, True)


@pytest.mark.parametrize("score", ["", "81", "-10", "1e9", "十"])
def test_a_score_is_one_of_the_steps(shop: House, visitor: FlaskClient, score: str) -> None:
    shop.start("asking", key="S-1")
    assert send(visitor, link(shop, "survey", s="S-1"), score=score).status_code == 422


def test_a_link_that_is_old_altered_or_for_another_page_opens_nothing(shop: House, visitor: FlaskClient) -> None:
    good = link(shop, "complaint", days=1)
    answers = [visitor.get(url) for url in (good[:-3] + "abc", good.replace("complaint", "service"), "/p/complaint/x")]
    assert [answer.status_code for answer in answers] == [400, 400, 400]
    assert all("链接无效" in answer.text for answer in answers)


def test_an_old_link_says_so(shop: House, visitor: FlaskClient) -> None:
    url = link(shop, "complaint", days=0)
    answer = visitor.get(url)
    assert (answer.status_code, "已过期" in answer.text) == (410, True)


def test_too_many_from_one_address_are_asked_to_wait(shop: House, visitor: FlaskClient, monkeypatch: Any) -> None:
    monkeypatch.setattr(limits, "BY_ADDRESS", 2)
    url = link(shop, "complaint")
    statuses = [send(visitor, url, **FILLED).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    later = limits.real() + timedelta(minutes=11)
    monkeypatch.setattr(limits, "real", lambda: later)
    assert send(visitor, url, **FILLED).status_code == 200


def test_a_form_of_another_site_is_refused_and_the_headers_are_strict(shop: House, visitor: FlaskClient) -> None:
    url = link(shop, "complaint")
    page = visitor.get(url)
    assert page.headers["Content-Security-Policy"] == POLICY
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")
    assert "Set-Cookie" not in page.headers
    typed = {"once": once(page.text), **FILLED}
    for strange in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert visitor.post(url, data=typed, headers=strange).status_code == 403
    assert shop.runs("complaint") == []


def test_opting_out_asks_first_and_takes_one_click(shop: House, visitor: FlaskClient) -> None:
    contact = customer(shop, "C-1")
    url = link(shop, "opt-out", c=contact)
    assert "确认退订" in visitor.get(url).text
    one_click = {"Origin": "https://mail.example"}
    assert visitor.post(url, data={"List-Unsubscribe": "One-Click"}, headers=one_click).status_code == 200
    assert "已退订" in visitor.get(url).text
    known = shop.look(lambda ctx: customers.find(ctx, "C-1").id)
    assert "ContactOptedOut" in [entry.fact for entry in shop.ledger(f"customer:{known}")]


def test_no_page_shows_a_field_that_a_form_calls_internal(shop: House, visitor: FlaskClient) -> None:
    schema = b'{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": %s}'
    shop.deploy(inner__schema__json=schema % b'{"problem": {"type": "string", "x-class": "internal"}}')
    assert visitor.get(link(shop, "complaint")).status_code == 422


def test_behind_a_proxy_the_visitors_own_address_and_scheme_count(shop: House, tmp_path: Path) -> None:
    url = shop.engine.url.render_as_string(hide_password=False)
    config = Config(url, "a secret for tests only", clock="manual", var=tmp_path, proxies=1)
    with transaction(Session(shop.engine), write=True) as session:
        clock.begin(session, f"manual:{shop.now.isoformat()}", config.zone)
    app = create_app(Parts(config, shop.wiring, shop.vault))
    seen = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "keflow.example"}
    with app.test_client() as client:
        page = client.get(link(shop, "complaint"), headers=seen)
        typed = {"once": once(page.text), **FILLED}
        ours = {**seen, "Origin": "https://keflow.example"}
        sent = client.post(link(shop, "complaint"), data=typed, headers=ours)
    with app.app_context():
        db.engine.dispose()
    assert 'href="https://keflow.example/p/status/' in sent.text
    assert "Strict-Transport-Security" in sent.headers


def test_with_an_answer_stands_which_privacy_notice_was_shown(shop: House, visitor: FlaskClient) -> None:
    with shop.unit() as ctx:
        notices.publish(ctx, {"zh": "只用于改进服务。", "en": "Used to serve you better."})
    shop.start("asking", key="S-7")
    url = link(shop, "survey", s="S-7")
    page = visitor.get(url + "?lang=en").text
    assert "Used to serve you better." in page
    visitor.post(url + "?lang=en", data={"once": once(page), "notice": "1", "score": "80"})
    run = only(shop, "asking")
    assert run.finished
    shown = [one.data for one in shop.told(f"instance:{run.id}") if one.fact == "PrivacyNoticeShown"]
    assert shown == [{"version": 1, "language": "en"}]
