"""The pool (公海): one claims, the other reads who was faster; a customer is handed over from their page."""

import re

import pytest
from playwright.sync_api import expect

from engine.access import commands as access
from engine.customers import pool
from engine.customers.commands import find
from tests.pages.conftest import PASSWORD, Company, Desk

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
    expect(slower.get_by_text("客户“X-7”已被 wu.hao 领取。")).to_be_visible()


def test_a_customer_is_handed_over_from_their_page(desk: Desk) -> None:
    page = desk("li.qiang", "/customers/G-1", language="en-US")
    page.get_by_role("button", name="Hand over").click()
    asked = page.get_by_role("dialog")
    expect(asked.get_by_text("Customer transfer")).to_be_visible()
    asked.get_by_label("Reason").click()
    page.get_by_title("Workload").click()
    asked.get_by_role("button", name="Start").click()
    expect(page).to_have_url(re.compile("/cases/"))
