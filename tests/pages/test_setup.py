"""The first day in a real browser: a new administrator comes to an empty company and goes live."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from engine.jobs import clock
from engine.kernel.database import transaction
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh
from tests.pages.conftest import KIND, PASSWORD
from tests.pages.test_pages import barriers, kept, settled
from webapi.app import create_app
from webapi.config import Config
from webapi.db import db
from webapi.parts import Parts

pytestmark = pytest.mark.pages

PEOPLE = (
    ["用户名", "姓名", "部门", "角色", "负责部门", "初始密码"],
    ["ann", "安娜", "启明/总部", "员工", "总部", "first password"],
    ["bob", "鲍勃", "启明/销售部", "员工", "", ""],
)
CUSTOMERS = "Kd-Nr,Firma,Ort\nA-1,甲公司,上海\nA-2,乙公司,苏州\n"
PURCHASES = "Kd-Nr,Datum,Betrag\nA-1,2026-02-01,500000\nA-2,2026-02-02,100\n"


@pytest.fixture
def guide(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """The guide of an empty company with one administrator: `guide(language="en-US", width=390)`."""
    with fresh(KIND, tmp_path) as engine:
        house = House(engine, WIRING)
        house.person("admin", "admin", password=PASSWORD)
        engine.dispose()
        setting = f"manual:{house.now.isoformat()}"
        config = Config(
            engine.url.render_as_string(hide_password=False), "a secret for tests only", clock=setting, var=tmp_path
        )
        with transaction(Session(engine), write=True) as session:
            clock.begin(session, setting, config.zone)
        app = create_app(Parts(config, house.wiring, house.vault))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        opened = []

        def comes(language: str = "zh-CN", width: int = 1440) -> Page:
            context = browser.new_context(locale=language, viewport={"width": width, "height": 900})
            opened.append(context)
            context.request.post(f"{url}/api/v1/auth/session", data={"username": "admin", "password": PASSWORD})
            page = context.new_page()
            page.goto(f"{url}/app/setup")
            return settled(page)

        yield comes
        for context in opened:
            context.close()
        server.shutdown()
        thread.join()
        with app.app_context():
            db.engine.dispose()


def step(page: Page, name: str) -> None:
    expect(page.locator(".ant-card-head-title").first).to_contain_text(name)


def onward(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()


def table(page: Page, file: Path, columns: dict[str, str]) -> None:
    """Chooses a file, says what its columns are, checks it and takes it."""
    page.locator("input[type=file]").set_input_files(file)
    for theirs, ours in columns.items():
        page.get_by_label(f"对应 {theirs}").click()
        page.get_by_title(ours, exact=True).last.click()
    page.get_by_role("button", name="预检").click()
    expect(page.get_by_text("2 行,可导入 2 行,拒绝 0 行。")).to_be_visible()
    page.get_by_role("button", name="全部导入").click()


def test_a_new_administrator_goes_live(guide: Callable[..., Page], tmp_path: Path) -> None:
    book = Workbook()
    for row in PEOPLE:
        book.active.append(row)
    book.save(tmp_path / "people.xlsx")
    (tmp_path / "customers.csv").write_text(CUSTOMERS, "utf-8")
    (tmp_path / "purchases.csv").write_text(PURCHASES, "utf-8")
    page = guide()
    name_and_people(page, tmp_path)
    page.get_by_role("button", name="启用这个方案 企业客户").click()
    expect(page.get_by_text("分级方案:年采购金额分级")).to_be_visible(timeout=30_000)
    onward(page)
    table(page, tmp_path / "customers.csv", {"Kd-Nr": "客户编号", "Firma": "客户名称"})
    expect(page.get_by_text("已有 2 位客户。")).to_be_visible()
    onward(page)
    table(page, tmp_path / "purchases.csv", {"Kd-Nr": "客户编号", "Datum": "购买时间", "Betrag": "购买金额"})
    onward(page)
    page.get_by_role("button", name="开始试评").click()
    expect(page.get_by_text("2 位客户:")).to_be_visible(timeout=30_000)
    onward(page)
    page.locator("#content button", has_text="正式启用").click()
    page.get_by_role("tooltip").get_by_role("button", name="确定").click()
    expect(page.get_by_text("已于 2026-03-02 正式启用。")).to_be_visible()


def name_and_people(page: Page, folder: Path) -> None:
    """The first two steps: what the company is called, and who works there."""
    step(page, "公司")
    page.get_by_label("公司名称").fill("启明机电")
    page.get_by_role("button", name="保存").click()
    onward(page)
    page.locator("input[type=file]").set_input_files(folder / "people.xlsx")
    expect(page.get_by_text("2 人、3 个部门为新增,0 行为更新,0 行被拒绝。")).to_be_visible()
    page.get_by_role("button", name="全部导入").click()
    expect(page.get_by_text("已有 3 人、3 个部门。")).to_be_visible()
    onward(page)


def test_a_step_is_left_out_and_the_guide_goes_on_where_it_was(guide: Callable[..., Page]) -> None:
    page = guide()
    step(page, "公司")
    page.get_by_role("button", name="先跳过").click()
    step(page, "部门与人员")
    page.get_by_role("button", name="先跳过").click()
    step(page, "业务方案")
    page.reload()
    step(settled(page), "业务方案")


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_the_guide_fits_and_is_accessible(guide: Callable[..., Page], language: str) -> None:
    page = guide(language)
    for n, name in enumerate(("company", "people", "pack", "customers")):
        page.locator(".ant-steps [role=button]").nth(n).click()
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            settled(page)
            kept(page, f"setup {name} {language[:2]} {width}")
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert barriers(page) == []
