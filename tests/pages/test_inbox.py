"""A head of department at the inbox: finding, deciding, drafts, lists, and losing a race."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.customers.queries import find
from tests.pages.conftest import PASSWORD, Company, Desk

pytestmark = pytest.mark.pages


def opened(page: Page, number: str, *, narrow: bool = False) -> Page:
    """The inbox with this customer's review open."""
    row = page.get_by_role("listitem" if narrow else "row")
    row.filter(has=page.get_by_text(f"客户 {number}", exact=True)).get_by_text("降级审批").click()
    expect(page.get_by_role("button", name="提交")).to_be_visible()
    return page


def decided(page: Page, decision: str) -> None:
    page.get_by_label(decision, exact=True).check()
    page.get_by_role("button", name="提交").click()


def test_a_deep_link_survives_sign_in(desk: Desk) -> None:
    page = desk(None, "/customers?q=S-0")
    page.get_by_label("用户名").fill("li.qiang")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name="客户 S-0")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/app/customers\?q=S-0$"))


def test_a_wrong_password_is_told_and_nobody_is_let_in(desk: Desk) -> None:
    page = desk(None, "/inbox")
    page.get_by_label("用户名").fill("li.qiang")
    page.get_by_label("密码", exact=True).fill("not it")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text("用户名或密码不对")).to_be_visible()


def test_a_review_explains_itself_and_nothing_is_chosen_beforehand(desk: Desk) -> None:
    page = opened(desk("li.qiang"), "S-1")
    expect(page.get_by_text("¥61.00").first).to_be_visible()
    expect(page.get_by_text("第 1 版")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("必填")).to_be_visible()
    expect(page.get_by_label("批准", exact=True)).not_to_be_checked()


def test_an_approved_demotion_stands_on_the_customer_at_once(desk: Desk) -> None:
    page = opened(desk("li.qiang"), "S-2")
    decided(page, "批准")
    expect(page.get_by_text("已办结", exact=False).first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(r"客户 S-2\b"))).to_have_count(0)
    page.goto(page.url.split("/app")[0] + "/app/customers?q=S-2")
    page.get_by_role("link", name="客户 S-2").click()
    expect(page.get_by_text("降级:银牌 → 普通")).to_be_visible()
    expect(page.get_by_text("标准化服务流程和内容").first).to_be_visible()


def test_a_rejection_needs_a_reason(desk: Desk) -> None:
    page = opened(desk("li.qiang"), "S-3")
    decided(page, "驳回")
    expect(page.get_by_text("必填")).to_be_visible()
    page.get_by_label("意见").fill("客户经理已约定下月复购")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("row", name=re.compile(r"客户 S-3\b"))).to_have_count(0)


def test_a_draft_waits_on_another_device(desk: Desk) -> None:
    first = opened(desk("li.qiang"), "S-4")
    first.get_by_label("意见").fill("先问客户经理")
    expect(first.get_by_text("草稿已保存")).to_be_visible()
    second = desk("li.qiang", "/inbox?" + first.url.split("?")[1], width=390)
    expect(second.get_by_label("意见")).to_have_value("先问客户经理")


def test_who_is_slower_is_told(desk: Desk) -> None:
    first, second = (opened(desk("li.qiang"), "S-5") for _ in range(2))
    second.get_by_label("批准", exact=True).check()
    polls = re.compile(r"/api/v1/tasks")
    second.route(polls, lambda route: route.fallback() if route.request.method == "POST" else None)  # hears nothing
    decided(first, "批准")
    expect(first.get_by_text("已办结", exact=False).first).to_be_visible()
    second.get_by_role("button", name="提交").click()
    expect(second.get_by_text("李强 先一步处理了这项任务")).to_be_visible()


def test_the_proposer_may_not_decide_their_own_proposal(desk: Desk) -> None:
    proposer, colleague = desk("xu.li"), desk("ma.chao")
    expect(colleague.get_by_text("客户 R-1")).to_be_visible()
    colleague.get_by_text("升级快审").first.click()
    expect(colleague.get_by_role("button", name="提交")).to_be_visible()
    page = desk("xu.li", "/inbox?" + colleague.url.split("?")[1])
    expect(page.get_by_role("button", name="提交")).to_have_count(0)
    expect(proposer.get_by_role("heading", name="收件箱")).to_be_visible()


def test_a_list_is_approved_without_its_exceptions(desk: Desk) -> None:
    page = desk("li.qiang", "/inbox?list=1")
    expect(page.get_by_text(re.compile(r"选中 \d+ 项"))).to_be_visible()
    page.get_by_role("checkbox", name="客户 S-6").uncheck()
    expect(page.get_by_text("例外 1 项")).to_be_visible()
    page.get_by_label("批准", exact=True).check()
    page.get_by_role("button", name=re.compile("^提交")).click()
    expect(page.get_by_text(re.compile(r"已办结 \d+ 项"))).to_be_visible()
    page.goto(page.url.split("/app")[0] + "/app/inbox")
    expect(page.get_by_role("row", name=re.compile(r"客户 S-6\b"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile(r"客户 S-7\b"))).to_have_count(0)


def test_the_inbox_by_keyboard(desk: Desk) -> None:
    page = desk("li.qiang")
    expect(page.get_by_role("row", name=re.compile("客户 G-0"))).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("键盘快捷键").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("已选 1 项")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("task="))
    page.keyboard.press("/")
    page.keyboard.type("G-1")
    expect(page.get_by_role("row", name=re.compile("客户 G-0"))).to_have_count(0)


def test_from_sign_in_to_the_next_task_no_mouse_is_needed(desk: Desk) -> None:
    page = desk(None, "/inbox")
    expect(page.get_by_label("用户名")).to_be_focused()
    press, keys = page.keyboard.press, page.keyboard.type
    keys("li.qiang")
    press("Tab")
    keys(PASSWORD)
    press("Enter")
    expect(page.get_by_role("row", name=re.compile("客户 K-1"))).to_be_visible()
    press("/")
    keys("K-1")
    expect(page.get_by_role("row")).to_have_count(2)  # the head and the one that is left
    press("Escape")
    press("j")
    press("Enter")
    expect(page.get_by_role("button", name="提交")).to_be_visible()
    press("f")
    press("Space")
    expect(page.get_by_label("批准", exact=True)).to_be_checked()
    press("Control+Enter")
    expect(page.get_by_text("已办结", exact=False).first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("客户 K-1"))).to_have_count(0)


def test_a_task_and_a_customer_are_found_by_pinyin(desk: Desk) -> None:
    page = desk("li.qiang")
    expect(page.get_by_role("row", name=re.compile("客户 G-0"))).to_be_visible()
    for typed in ("khg1", "kehug1"):
        page.get_by_role("searchbox", name=re.compile("^搜索")).fill(typed)
        expect(page.get_by_role("row", name=re.compile("客户 G-0"))).to_have_count(0)
        expect(page.get_by_role("row", name=re.compile("客户 G-1"))).to_be_visible()
    page.goto(page.url.split("/app")[0] + "/app/customers?q=kehug1")
    expect(page.get_by_role("link", name=re.compile("^客户 "))).to_have_text(["客户 G-1"])


def test_a_view_is_kept_and_chosen_again(desk: Desk) -> None:
    page = desk("li.qiang", "/inbox?sort=newest&overdue=1")
    page.get_by_role("button", name="视图").click()
    page.get_by_role("button", name="保存当前条件").click()
    page.get_by_label("名称").fill("超期的")
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(page.get_by_text("视图已保存")).to_be_visible()
    other = desk("li.qiang", width=390)
    other.get_by_role("button", name="视图").click()
    other.get_by_text("超期的", exact=True).click()
    expect(other).to_have_url(re.compile(r"(?=.*sort=newest)(?=.*overdue=1)"))


def test_a_task_shows_where_it_stands_and_what_came_before(desk: Desk) -> None:
    page = opened(desk("li.qiang"), "G-0")
    page.get_by_text("流程图:您在这里").click()
    expect(page.locator(".here[data-element-id=approve_demotion]")).to_be_visible()
    page.get_by_text("之前发生了什么").click()
    expect(page.get_by_text("发起流程“等级评审”(第 1 版)")).to_be_visible()


def test_an_interaction_is_written_down_on_a_phone(desk: Desk) -> None:
    page = desk("li.qiang", "/start?process=interaction&customer=G-1", width=390)
    page.get_by_label("内容").fill("来电询问会员权益")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已记录")).to_be_visible()
    page.goto(page.url.split("/app")[0] + "/app/customers/G-1")
    expect(page.get_by_text("来电询问会员权益")).to_be_visible()


def test_a_head_sees_the_load_of_the_department(desk: Desk) -> None:
    page = desk("li.qiang", "/team")
    page.get_by_role("row", name=re.compile("^李强")).click()
    expect(page.get_by_role("dialog").get_by_text("客户 G-1")).to_be_visible()
    page.get_by_role("dialog").get_by_role("checkbox", name=re.compile("客户 G-1")).check()
    expect(page.get_by_role("button", name="转派")).to_be_visible()


def test_a_file_put_on_a_task_stands_on_the_case_and_is_taken_along(desk: Desk, tmp_path: Path) -> None:
    page = opened(desk("li.qiang", width=390), "G-1", narrow=True)
    page.get_by_label("添加附件", exact=True).set_input_files(
        {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    expect(page.get_by_text("附件已添加")).to_be_visible()
    page.get_by_role("link", name="查看案件").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="合同.pdf").click()
    taken.value.save_as(tmp_path / "taken")
    assert (taken.value.suggested_filename, (tmp_path / "taken").read_bytes()) == ("合同.pdf", b"%PDF-1.7")
    expect(page.get_by_text("添加附件(8 字节)").first).to_be_visible()


def test_a_task_given_away_by_mistake_is_taken_back(desk: Desk) -> None:
    page = opened(desk("li.qiang"), "G-0")
    page.get_by_role("button", name="转派").click()
    page.get_by_role("dialog").get_by_label("交给谁").fill("王芳")
    page.get_by_text("王芳 (wang.fang)").click()
    page.get_by_role("dialog").get_by_role("button", name="确定").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已撤销")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("客户 G-0"))).to_be_visible()


def test_whoever_sees_a_complaint_asks_for_the_next_level(desk: Desk, company: Company) -> None:
    asked = {"customer": "G-1", "problem": "设备停机", "remedy_wanted": "尽快修好", "channel": "phone"}
    customer = company.house.look(lambda ctx: find(ctx, "G-1").id)
    case = company.house.start("complaint", by="li.qiang", customer_id=customer, **asked)
    page = desk("li.qiang", f"/cases/{case.id}", width=390)
    page.get_by_role("button", name=re.compile("升级$")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("本级解决不了,请上一级介入").check()
    dialog.get_by_label("理由").fill("需要技术部一起看")
    dialog.get_by_role("button", name="确定").click()
    expect(page.get_by_text("已执行")).to_be_visible()
    expect(page.get_by_text("要求升级或交回:需要技术部一起看")).to_be_visible()
