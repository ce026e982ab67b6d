"""The pages in a real browser, on the real application with the demo's people and a month end that needs decisions."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from logging import WARNING, getLogger
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from engine.access import commands as access
from engine.customers.queries import find
from engine.jobs import clock
from engine.kernel.database import transaction
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh
from webapi.app import create_app
from webapi.config import Config
from webapi.db import db
from webapi.pages import PAGES
from webapi.parts import Parts, equipped
from webapi.scenarios import world

ROOT = Path(__file__).resolve().parents[2]
AS_OF = date(2026, 2, 28)
PASSWORD = "a demo password"
KIND = os.environ.get("KEFLOW_TEST_PAGES_ON", "sqlite")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def buyers() -> dict[str, dict[str, object]]:
    """Customers of Sales South: eight who fall from silver, three from gold, one who rises."""
    fall = {f"S-{n}": {"tier": "silver", "fails": 1, "bought": {date(2026, 2, 10): 60 + n}} for n in range(8)}
    fall |= {f"G-{n}": {"tier": "gold", "fails": 1, "bought": {date(2026, 2, 10): 200}} for n in range(2)}
    fall["K-1"] = {"tier": "gold", "fails": 1, "bought": {date(2026, 2, 10): 210}}
    return {**fall, "R-1": {"tier": "silver", "bought": {date(2026, 2, 10): 450}}}


@dataclass(frozen=True)
class Company:
    """A running server, and the house behind it."""

    url: str
    house: House


@contextmanager
def open_company(folder: Path, port: int = 0) -> Iterator[Company]:
    """A company at work: a month end was evaluated, and each mover's review is with the head of the department."""
    with fresh(KIND, folder) as engine:
        house = House(engine, equipped(WIRING))
        world.furnish(house)
        run = world.settle(house, {"customers": buyers(), "crowd": 120, "evaluated": AS_OF})
        assert run is not None
        for number in buyers():
            more = {"automated_refused": True} if number == "R-1" else {}
            asked = {**world.proposal(house, run, number), **more}
            house.start("tier_review", by="xu.li", customer_id=_id(house, number), **asked)
        house.settle()
        with house.unit() as ctx:
            for name in ("li.qiang", "chen.li", "xu.li", "ma.chao", "huang.lan", "gao.yuan", "shen.jing", "admin"):
                access.set_password(ctx, name, PASSWORD)
        engine.dispose()  # the server opens the database anew, as after a restart
        setting = f"manual:{house.now.isoformat()}"
        url = engine.url.render_as_string(hide_password=False)
        config = Config(url, "a secret for tests only", clock=setting, demo=True, var=folder)
        with transaction(Session(engine), write=True) as session:
            clock.begin(session, setting, config.zone)
        app = create_app(Parts(config, house.wiring, house.vault))
        getLogger("werkzeug").setLevel(WARNING)  # a failure is read in the report, not among a thousand requests
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Company(f"http://127.0.0.1:{server.server_port}", house)
        finally:
            server.shutdown()
            thread.join()
            with app.app_context():
                db.engine.dispose()


def _id(house: House, number: str) -> str:
    return house.look(lambda ctx: find(ctx, number).id)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests are skipped, and say so, where there is none or the pages are not built."""
    if not (PAGES / "index.html").is_file():
        pytest.skip("the pages are not built (webapi/static/app): run `npm ci && npm run build` in webui/")
    program = os.environ.get("KEFLOW_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS.split())
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def company(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """One company for the whole run; each test takes a review of its own."""
    with open_company(tmp_path_factory.mktemp("company")) as opened:
        yield opened


Desk = Callable[..., Page]


@pytest.fixture
def desk(browser: Browser, company: Company) -> Iterator[Desk]:
    """`desk("li.qiang", "/inbox")` opens a page as this person. An error on any page fails the test."""
    opened, errors = [], []

    def told(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            errors.append(message.text)

    def sits(name: str | None, path: str = "/inbox", language: str = "zh-CN", width: int = 1440) -> Page:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": 900 if width > 500 else 844},
            reduced_motion="reduce",  # what is fading in is neither readable nor where it will be
        )
        opened.append(context)
        if name:
            context.request.post(f"{company.url}/api/v1/auth/session", data={"username": name, "password": PASSWORD})
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", told)
        page.goto(f"{company.url}/app{path}")
        return page

    company.house.now = company.house.look(lambda ctx: clock.now(ctx.session, "manual"))  # others may have pushed it
    yield sits
    for context in opened:
        context.close()
    assert errors == []
