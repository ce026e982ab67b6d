"""The pool (公海): one claims, the other reads who was faster; a customer is handed over from their page."""

import re

import pytest
from playwright.sync_api import expect

from engine.access import commands as access
from engine.customers import pool
from engine.customers.commands import find
from engine.customers.events import CustomerCreated
from engine.kernel import new_id
from tests.pages.conftest import PASSWORD, Company, Desk
from tests.pages.hands import chosen

pytestmark = pytest.mark.pages


@pytest.fixture
def pooled(company: Company) -> str:
    """X-7 is in the pool."""
    with company.house.unit() as ctx:
        pool.give_back(ctx, find(ctx, "X-7"), "idle")
        access.set_password(ctx, "wu.hao", PASSWORD)
    return "/customers?pool=open"


def test_the_slower_one_reads_who_was_faster(desk: Desk, pooled: str) -> None:
    slower, faster = desk("li.qiang", pooled), desk("wu.hao", pooled, width=390)
    expect(slower.get_by_role("button", name="领取 客户 X-7")).to_be_visible()
    faster.get_by_role("button", name="领取 客户 X-7").click()
    expect(faster.get_by_text("“客户 X-7”现在由您负责")).to_be_visible()
    expect(faster.get_by_text("公海里没有客户")).to_be_visible()
    slower.get_by_role("button", name="领取 客户 X-7").click()
    expect(slower.get_by_text("吴昊 先一步领取了")).to_be_visible()


def test_a_customer_is_handed_over_from_their_page(desk: Desk) -> None:
    page = desk("li.qiang", "/customers/G-1", language="en-US")
    page.get_by_role("button", name="Hand over").click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text("Customer transfer")).to_be_visible()
    asked.get_by_label("Reason").click()
    page.get_by_title("Workload").click()
    asked.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile("/cases/"))


def test_another_owner_is_a_hand_over_and_nobodys_customer_gets_one(desk: Desk, company: Company) -> None:
    page = desk("li.qiang", "/customers/G-0")
    page.get_by_role("button", name="修改客户资料").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("行业").fill("制造业")
    asked.get_by_role("link", name="移交").click()
    expect(page).to_have_url(re.compile("process=ownership_transfer&customer=G-0"))

    with company.house.unit() as ctx:
        south = find(ctx, "G-0").department_id
        ctx.record(CustomerCreated(customer_id=new_id(), number="N-1", name="新客户", department_id=south))
    page.goto(f"{company.url}/app/customers/N-1")
    page.get_by_role("button", name="修改客户资料").click()
    chosen(page, asked.get_by_label("客户经理"), "wu.hao")
    asked.get_by_role("button", name="保存").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_role("row", name="客户经理")).to_contain_text("吴昊")


def test_a_lead_goes_back_to_the_pool_for_a_reason_that_its_history_tells(desk: Desk, company: Company) -> None:
    with company.house.unit() as ctx:
        of = find(ctx, "G-0")
        made = CustomerCreated(
            customer_id=new_id(), number="N-2", name="新线索", department_id=of.department_id, owner_id=of.owner_id
        )
        ctx.record(made)
    page = desk("li.qiang", "/customers/N-2", width=390)
    page.get_by_role("button", name="退回公海").click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_role("button", name="退回公海")).to_be_disabled()
    asked.get_by_text("没有预算").click()
    asked.get_by_role("button", name="退回公海").click()
    expect(page.get_by_role("button", name="领取 新线索")).to_be_visible()
    expect(page.get_by_text("退回公海:没有预算")).to_be_visible()
    page.goto(f"{company.url}/app/customers/G-0")  # has bought: no lead any more
    expect(page.get_by_text("G-0", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="退回公海")).to_be_hidden()
