"""An audit in a real browser: from a customer's number to the evidence, and an altered file that is found."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.pages.conftest import Desk

SPAN = "from=2026-01-01&to=2026-03-31"


def case_of(page: Page, customer: str) -> None:
    """Find a customer's review by the customer's number and open it."""
    page.get_by_label("搜索名称、拼音、编号或电话").or_(page.locator("#trace")).first.fill(customer)
    page.locator(".ant-select-item-option", has_text=customer).first.click()
    page.get_by_role("table").get_by_role("link", name="等级评审").first.click()


def test_from_a_customers_number_to_the_evidence_and_an_altered_file(desk: Desk, tmp_path: Path) -> None:
    page = desk("shen.jing", f"/audit?{SPAN}")
    case_of(page, "R-1")
    expect(page.get_by_text("当时的流程图与路径")).to_be_visible()
    expect(page.locator(".djs-container .passed").first).to_be_attached()
    expect(page.get_by_text("approval_route").or_(page.get_by_text("route_")).first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="证据包").click()
    ledger = zipfile.ZipFile(waiting.value.path()).read("ledger.csv")
    page.goto(page.url.split("/audit/")[0] + "/audit?view=proof")
    brought(page, tmp_path, ledger)
    expect(page.locator(".ant-alert-success")).to_be_visible()
    brought(page, tmp_path, ledger.replace(b"R-1", b"R-2", 1))
    expect(page.locator(".ant-alert-error")).to_be_visible()


def brought(page: Page, folder: Path, content: bytes) -> None:
    """Somebody brings a file back."""
    file = folder / "ledger.csv"
    file.write_bytes(content)
    page.get_by_label("选择文件").first.set_input_files(file)


def test_where_a_process_is_hot(desk: Desk) -> None:
    page = desk("shen.jing", f"/audit?view=heat&process=tier_review&{SPAN}", "en-US")
    expect(page.get_by_role("cell", name="11").first).to_be_visible(timeout=15_000)
    expect(page.locator(".layer-keflow-heat ellipse").first).to_be_attached(timeout=15_000)
    page.get_by_text("Median time", exact=True).first.click()
    expect(page).to_have_url(re.compile("by=time"))


def test_who_changed_the_settings_goes_along_as_a_file(desk: Desk) -> None:
    page = desk("shen.jing", "/audit?view=settings")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="导出 CSV").click()
    assert b"PersonAdded" in waiting.value.path().read_bytes()


def test_many_cases_are_held_at_once_and_each_says_how_it_went(desk: Desk) -> None:
    page = desk("huang.lan", "/incidents?view=cases&process=tier_review&status=waiting", "en-US")
    boxes = page.get_by_role("checkbox", name="Tier review")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.get_by_role("button", name="Suspend").click()
    page.get_by_label("Reason (on record)").fill("stocktaking")
    page.get_by_role("dialog").get_by_role("button", name="Suspend").click()
    expect(page.get_by_text("2 done").or_(page.get_by_text("Done")).first).to_be_visible()
    page.goto(page.url.replace("status=waiting", "status=suspended"))
    for box in (0, 1):
        page.get_by_role("checkbox", name="Tier review").nth(box).check()
    page.get_by_role("button", name="Resume").click()
    page.get_by_label("Reason (on record)").fill("done counting")
    page.get_by_role("dialog").get_by_role("button", name="Resume").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_on_a_phone_all_rows_are_still_chosen_at_once(desk: Desk) -> None:
    page = desk("huang.lan", "/incidents?view=cases&process=tier_review&status=waiting", "en-US", width=390)
    rows = page.get_by_role("row").filter(has=page.get_by_role("checkbox"))
    expect(page.get_by_text("Started").first).to_be_hidden()
    every = page.get_by_role("checkbox", name="Select all")
    every.check()
    expect(rows.get_by_role("checkbox", checked=True)).to_have_count(rows.count())
