"""The stories that the regime is about, told in the browser from beginning to end, on the practice clock."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from engine.access import commands as access
from tests.kit.waiting import until
from tests.pages.conftest import PASSWORD, Company, Desk, open_company
from tests.pages.hands import dated
from tests.pages.test_pages import kept, settled

pytestmark = pytest.mark.pages
PEOPLE = ("tang.yu", "bao.na", "zhao.min", "zheng.kai", "peng.jie", "cao.lei")


@pytest.fixture(scope="module")
def company(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company of its own: these stories push the clock by days."""
    with open_company(tmp_path_factory.mktemp("stories")) as opened:
        with opened.house.unit() as ctx:
            for name in PEOPLE:
                access.set_password(ctx, name, PASSWORD)
        yield opened


def later(page: Page, step: str, times: int = 1) -> None:
    """The visitor pushes the practice clock."""
    page.get_by_role("button", name="演练时钟").click()
    for _ in range(times):
        with page.expect_response(re.compile("/clock/advance")) as moved:
            page.get_by_role("button", name=step).click()
        assert moved.value.ok
    page.keyboard.press("Escape")


def test_the_practice_clock_makes_a_review_overdue(desk: Desk) -> None:
    page = desk("li.qiang")
    expect(page.get_by_text("客户 G-1")).to_be_visible()
    later(page, "+1 天")
    expect(page.get_by_text("时钟已拨到")).to_be_visible()
    expect(page.get_by_role("button", name="演练时钟")).to_contain_text("03-03")


def test_a_complaint_nobody_handles_climbs_to_the_executives_phone(desk: Desk) -> None:
    frontline = desk("tang.yu", "/start?process=complaint", width=390)
    said = frontline.get_by_role("dialog")
    said.get_by_role("combobox", name="客户").fill("S-1")
    frontline.get_by_title("客户 S-1 (S-1)").click()
    said.get_by_label("发生了什么").fill("热线打不通")
    said.get_by_label("希望如何解决").fill("说明原因")
    said.get_by_label("电话").check()
    kept(frontline, "complaint zh 390")
    said.get_by_role("button", name="发起").click()
    expect(frontline.get_by_text(re.compile("编号 TS2026"))).to_be_visible(timeout=20_000)
    later(frontline, "+1 天")
    expect(desk("zhao.min", "/team?view=escalated").get_by_role("heading", name="客户 S-1")).to_be_visible()
    later(frontline, "+1 天", 2)
    executive = settled(desk("chen.li", "/team?view=escalated", width=390))
    expect(executive.get_by_role("heading", name="客户 S-1")).to_be_visible()
    kept(executive, "executive zh 390")
    executive.get_by_role("button", name=re.compile("^查看并决定 ")).first.click()
    expect(executive.get_by_text("热线打不通")).to_be_visible()
    expect(executive.get_by_role("button", name="提交")).to_be_visible()
    kept(executive, "executive task zh 390")


def does(page: Page, element: str, said: dict[str, Any]) -> None:
    """The person at this desk completes the step of the journey as the page would, without looking at the form."""
    api = page.url.split("/app")[0] + "/api/v1"
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    token = next(value for name, value in cookies.items() if "csrf" in name)

    def open_ones() -> list[dict[str, Any]]:
        found = page.request.get(f"{api}/tasks?status=open&limit=200").json()["items"]
        return [one for one in found if one["element"] == element and (one["customer"] or {}).get("number") == "S-2"]

    until(lambda: len(open_ones()) == 1)  # what was sent from another page is done by then
    [task] = open_ones()
    sent = page.request.post(f"{api}/tasks/{task['id']}/complete", data={"data": said}, headers={"X-CSRF-Token": token})
    assert sent.ok, sent.text()


def opens(page: Page, name: str) -> Page:
    """The task of this name, of the customer of the journey, opens beside the list."""
    page.reload()
    page.get_by_role("row", name=re.compile(rf"{name}.*客户 S-2\b", re.DOTALL)).get_by_text(name, exact=True).click()
    expect(page.get_by_role("button", name="提交")).to_be_visible()
    return page


PRICE = {"lines": [{"item": "智能仓储系统", "quantity": 1, "price": 280000}], "discount": 5, "grounds": "首单"}
QUOTE = {**PRICE, "valid_until": "2026-12-30", "outcome": "go_on"}
CONTRACT = {
    "number": "HT1",
    "amount": 270000,
    "delivery_on": "2026-05-20",
    "text": "standard",
    "signed_on": "2026-03-20",
}


def test_a_journey_with_two_rounds_of_negotiation_and_a_returned_hand_over(desk: Desk) -> None:
    seller, presales, engineer, head = (desk(name) for name in ("zheng.kai", "peng.jie", "cao.lei", "li.qiang"))
    seller.goto(seller.url.split("/app")[0] + "/app/start?process=customer_flow&customer=S-2")
    seller.get_by_role("dialog").get_by_role("button", name="发起").click()
    expect(seller.get_by_role("heading", level=1)).to_contain_text("客户流转", timeout=20_000)
    case = seller.url
    does(seller, "contact", {"topic": "智能仓储", "channel": "phone", "outcome": "go_on"})
    need = {"source": "interview", "type": "product", "description": "提升库存周转率", "priority": "high"}
    does(seller, "need", {**need, "product": "仓储", "budget": 300000, "expected_on": "2026-05-30", "outcome": "go_on"})
    does(presales, "design", {"kind": "standard", "outline": "标准仓储方案 A", "cost": 180000, "outcome": "go_on"})
    does(seller, "quote", QUOTE)
    seller.goto(seller.url.split("/app")[0] + "/app/inbox")
    opens(seller, "谈判").get_by_role("radio", name="改报价").check()
    seller.get_by_role("textbox", name="谈判纪要").fill("客户要求分两批供货")
    seller.get_by_role("button", name="提交").click()
    expect(seller.get_by_text("客户要求分两批供货")).to_be_visible()  # the next task of the case, the quote, says it
    does(seller, "quote", QUOTE)
    opens(seller, "谈判").get_by_role("radio", name="谈成").check()
    seller.get_by_role("spinbutton", name="议定金额(元)").fill("270000")
    dated(seller, seller.get_by_role("textbox", name="交货期"), "2026-05-20")
    seller.get_by_role("textbox", name="付款方式").fill("三期付款")
    seller.get_by_role("button", name="提交").click()
    expect(seller.get_by_role("textbox", name="合同编号")).to_be_visible()
    does(seller, "sign", {**CONTRACT, "outcome": "sign"})
    does(head, "decide", {"decision": "approve"})
    does(seller, "hand_over", {"promises": "五月二十日前上线", "checklist": ["contract_copy"]})
    opens(engineer, "接收交接").get_by_role("radio", name="退回").check()
    engineer.get_by_role("textbox", name="缺什么").fill("现场条件没有写")
    engineer.get_by_role("button", name="提交").click()
    returned = opens(seller, "交接").get_by_label("售后退回的理由")
    expect(returned).to_have_text("现场条件没有写")
    seller.goto(case)
    expect(seller.locator(".here[data-element-id=hand_over]")).to_be_visible()
    kept(seller, "journey zh 1440")
