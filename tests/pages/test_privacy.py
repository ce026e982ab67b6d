"""The page of those who look after privacy: it fits in both languages; a hold, a copy, a notice; nobody else has it."""

import pytest
from playwright.sync_api import Page, expect

from engine.access import commands as access
from engine.customers import commands as customers
from engine.customers.commands import save_contact
from engine.kernel import Context
from engine.privacy import copying, erasing, finding, holds, notices
from tests.pages.conftest import PASSWORD, Company, Desk
from tests.pages.test_pages import barriers, kept, settled, untranslated

pytestmark = pytest.mark.pages
TABS = ("requests", "holds", "retention", "erasures", "notices", "inventory")
NOTICE = {
    "zh": "我们只为办理您的事使用您的信息。\n随时可以撤回同意。",
    "en": "Your data serve what you ask for.\nYou may withdraw any time.",
}


def concerned(ctx: Context, number: str, phone: str) -> finding.Found:
    customers.create(ctx, number, f"客户 {number}")
    save_contact(ctx, number, name="何田田", title=None, reach=phone)
    ctx.session.flush()
    found = finding.by_reach(ctx, phone)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def office(company: Company) -> Company:
    """One asks for a copy, which is made; one is erased; one is held; the notice has two versions."""
    house = company.house
    with house.unit() as ctx:
        access.set_password(ctx, "shao.qi", PASSWORD)
        for number, phone in (("PV-1", "13911110001"), ("PV-2", "13911110002"), ("PV-3", "13911110003")):
            concerned(ctx, number, phone)
    asked = {"requester": "何田田", "channel": "phone", "language": "zh"}
    run = house.start("data_subject_request", by="shao.qi", kind="access", reach="13911110001", **asked)
    house.start("data_subject_request", by="shao.qi", kind="withdraw", reach="13911110003", **asked)
    house.settle()
    with house.unit("shao.qi") as ctx:
        contacts = {number: finding.by_reach(ctx, f"1391111000{number}") for number in (1, 2, 3)}
        copying.make(ctx, contacts[1].contact, case=run.id)
        erasing.erase(ctx, contacts[2].contact.id)
        holds.put(ctx, "PV-3", "Court order (2026) 1")
        notices.publish(ctx, NOTICE)
        notices.publish(ctx, {**NOTICE, "en": NOTICE["en"] + "\nAsk us."})
    return company


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_it_fits_and_is_accessible(office: Company, desk: Desk, tab: str, language: str) -> None:
    page = settled(desk("shao.qi", f"/privacy?tab={tab}", language=language))
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        settled(page)
        kept(page, f"privacy {tab} {language[:2]} {width}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert language == "zh-CN" or untranslated(page) == []
    assert barriers(page) == []


@pytest.mark.parametrize(("tab", "told"), [("requests", ("答复期限", "状态")), ("inventory", ("用途", "保存"))])
def test_a_phone_shows_all_of_a_row_and_which_part_is_open(office: Company, desk: Desk, tab: str, told: str) -> None:
    page = settled(desk("shao.qi", f"/privacy?tab={tab}", width=390))
    row = page.locator("tr.ant-table-row").first
    for title in told:
        expect(row.locator(f"td[data-title^='{title}']")).to_be_in_viewport(ratio=1)
    expect(page.locator(".ant-segmented-item-selected")).to_be_in_viewport(ratio=1)


def tab(page: Page, name: str) -> None:
    page.get_by_title(name, exact=True).click()
    settled(page)


def test_an_officer_records_on_which_ground_data_may_go_abroad(office: Company, desk: Desk) -> None:
    page = settled(desk("shao.qi", "/privacy?tab=inventory"))
    page.get_by_role("button", name="登记机制").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("出境机制").click()
    page.get_by_title("标准合同备案").click()
    asked.get_by_label("文号").fill("备案 2026-17")
    asked.get_by_label("理由").fill("短信服务商在境外")
    asked.get_by_role("button", name="保存").click()
    expect(asked).to_be_hidden()
    expect(page.get_by_text("标准合同备案 · 备案 2026-17")).to_be_visible()


def test_an_officer_holds_and_lifts_and_hands_a_copy_out(office: Company, desk: Desk) -> None:
    page = settled(desk("shao.qi"))
    page.get_by_role("link", name="隐私", exact=True).click()
    request = page.get_by_role("row").filter(has_text="查看、复制")
    expect(request.get_by_text("办理中")).to_be_visible()
    tab(page, "依法保留")
    page.get_by_label("客户").fill("PV-3")
    page.get_by_title("PV-3").first.click()
    page.get_by_label("依据").fill("诉讼保全")
    page.get_by_role("button", name="设为保留").click()
    row = page.get_by_role("row").filter(has_text="诉讼保全")
    row.get_by_role("button", name="解除").click()
    sure = page.get_by_role("dialog")
    expect(sure.get_by_role("button", name="解除")).to_be_disabled()
    sure.get_by_label("解除的理由").fill("结案")
    sure.get_by_role("button", name="解除").click()
    expect(row.get_by_text("已解除")).to_be_visible()
    tab(page, "删除与副本")
    expect(page.get_by_text("密钥已销毁")).to_be_visible()
    page.get_by_role("button", name="当面交付").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="当面交付").click()
    assert download.value.suggested_filename == "personal-data.zip"
    expect(page.get_by_text("已取走")).to_be_visible()


def test_how_long_things_are_kept_changes_with_a_reason(office: Company, desk: Desk) -> None:
    page = settled(desk("shao.qi", "/privacy?tab=retention"))
    page.get_by_role("button", name="修改期限: 任务评论").click()
    form = page.get_by_role("dialog")
    form.get_by_label("保存").fill("18")
    form.get_by_role("button", name="保存").click()
    expect(form.get_by_text("请输入理由")).to_be_visible()
    form.get_by_label("理由").fill("评论用不了那么久")
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row").filter(has_text="任务评论").get_by_text("18 个月")).to_be_visible()


def test_a_request_is_taken_down_by_hand(office: Company, desk: Desk) -> None:
    page = settled(desk("shao.qi", "/privacy"))
    page.get_by_role("button", name="登记一项请求").click()
    form = page.get_by_role("dialog")
    form.get_by_label("查看、复制我的信息").check()
    form.get_by_label("姓名").fill("何田田")
    form.get_by_label("联系方式").fill("13911110001")
    form.get_by_label("来电").check()
    form.get_by_role("button", name="发起").click()
    expect(page.get_by_text("何田田")).to_have_count(0)
    page.goto(page.url.partition("/app")[0] + "/app/privacy")
    expect(page.get_by_role("row").filter(has_text="查看、复制")).to_have_count(2)


@pytest.mark.parametrize("who", ["li.qiang", "admin"])
def test_nobody_else_has_the_page(office: Company, desk: Desk, who: str) -> None:
    page = settled(desk(who))
    expect(page.get_by_role("link", name="客户", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="隐私", exact=True)).to_have_count(0)
    page.goto(page.url.partition("/app")[0] + "/app/privacy")
    expect(page.get_by_text("只有隐私负责人可以这样做")).to_be_visible()
