"""What is logged holds ids, routes and codes: nobody's name, number or address, whatever is done with them."""

import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.access import commands as people
from engine.definitions import calendars
from engine.outreach import links
from engine.privacy import erasing, finding, holds
from tests.api.conftest import Caller
from tests.engine.privacy.conftest import HOME, MAIL, NAME, PHONE, known
from tests.kit import House
from tests.kit.drawings import drawing

SAID = f"{NAME}住{HOME},电话{PHONE}"
COMPLAINT = drawing("complaint", "start > answer:user > end", start={"message": "complaint_raised"})
PASSWORD = "correct horse battery"


@pytest.fixture
def shop(house: House) -> House:
    """ann works with everybody (she heads the house); complaints come in by page; P-1 is known."""
    with house.unit() as ctx:
        calendars.publish_chinese(ctx, 2025, 2027)
        people.add_department(ctx, "hq")
        people.add_person(ctx, "ann", roles=["staff"], department="hq")
        people.set_head(ctx, "hq", "ann")
        people.set_password(ctx, "ann", PASSWORD)
    house.deploy("processes/rules/sla_matrix.dmn", "forms/public_complaint", complaint__bpmn=COMPLAINT)
    known(house, "P-1", NAME, (NAME, PHONE, MAIL))
    return house


def logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    return caplog.text + told.out + told.err


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    caplog.set_level(logging.DEBUG)
    return lambda: logged(caplog, capsys)


def personal(text: str) -> list[str]:
    ways = [NAME, PHONE, MAIL, HOME, PASSWORD, PHONE[-8:]]
    ways += [way.encode("unicode_escape").decode() for way in (NAME, HOME)]
    return [way for way in ways if way in text]


def test_signing_in_and_reading_customers(shop: House, call: Callable[..., Caller], log: Callable[[], str]) -> None:
    nobody, ann = call(None), call("ann")
    nobody.post("/auth/token", {"username": PHONE, "password": SAID})
    nobody.post("/auth/token", {"username": "ann", "password": PASSWORD})
    ann.post("/contacts", {"customer": "P-1", "name": NAME, "phone": PHONE})
    ann.post("/contacts", {"customer": "nobody", "name": NAME, "phone": PHONE})
    ann.get(f"/customers?q={PHONE}")
    ann.get(f"/customers/lookup?q={NAME}")
    ann.get(f"/customers/{NAME}")
    for path in ("", "/timeline", "/tier"):
        ann.get(f"/customers/P-1{path}")
    told = log()
    assert "/api/v1/customers/<which>" in told
    assert personal(told) == []


def test_a_complaint_from_outside(shop: House, call: Callable[..., Caller], log: Callable[[], str]) -> None:
    visitor: FlaskClient = call(None).client
    with shop.unit(write=False) as ctx:
        url = f"/p/complaint/{links.sign(ctx, 'complaint', {}, None)}"
    once = re.search(r'name="once" value="([^"]+)"', visitor.get(url).text)
    assert once is not None
    typed = {"once": once[1], "problem": SAID, "remedy_wanted": SAID, "complainant": NAME, "reach": PHONE}
    assert visitor.post(url, data={**typed, "reach": "x" * 400}).status_code == 422
    assert visitor.post(url, data=typed).status_code == 200
    told = log()
    assert "/p/<any" in told
    assert personal(told) == []
    assert url.rpartition("/")[2] not in told


def test_an_erasure_that_is_refused_and_one_that_is_done(
    shop: House, call: Callable[..., Caller], log: Callable[[], str]
) -> None:
    def erase(ctx: Any) -> None:
        found = finding.by_reach(ctx, PHONE)
        assert found is not None
        erasing.erase(ctx, found.contact.id, others=[HOME])

    with shop.unit() as ctx:
        hold = holds.put(ctx, "P-1", SAID).id
    with pytest.raises(Exception, match="legal_hold"), shop.unit() as ctx:
        erase(ctx)
    with shop.unit() as ctx:
        holds.lift(ctx, hold, SAID)
        erase(ctx)
    shop.settle()
    call("ann").get("/customers/P-1")
    told = log()
    assert "/api/v1/customers/<which>" in told
    assert personal(told) == []
