"""The library: kept by training, presales and marketing; offered beside the customers whose needs it answers."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from engine.access import commands as people
from engine.attachments import commands as attachments
from engine.customers import commands as customers
from engine.customers import dealing_commands as dealings
from engine.privacy import erasing, finding
from tests.api.conftest import Caller
from tests.engine.privacy.conftest import MAIL, NAME, PHONE, TALK, known
from tests.kit import House
from webapi.demo import accounts, company, library

Call = Callable[[str | None], Caller]
PAPER = b"%PDF-1.7 white paper"


@pytest.fixture
def shop(house: House, call: Call) -> Call:
    """jin keeps training, mia does marketing, ann sells; C-1 needs automation and is tagged 出口, C-2 needs nothing."""
    for name, group in (("jin", "培训管理员"), ("mia", "市场"), ("ann", "客户经理")):
        house.person(name, groups=(group,))
    with house.unit() as ctx:
        people.add_department(ctx, "sales")
        people.add_person(ctx, "eve", roles=["staff"], department="sales")
        people.set_head(ctx, "sales", "eve")
        for number, needs in (("C-1", ["自动化", "节能"]), ("C-2", [])):
            customers.create(ctx, number, f"{number}公司", needs=needs, department="sales")
        ctx.session.flush()
        dealings.tag(ctx, customers.find(ctx, "C-1"), "出口")
    return call


def put(who: Caller, title: str, *tags: str, kind: str = "white_paper", content: bytes = PAPER) -> Any:
    told = {"title": title, "title_en": "", "kind": kind, "tags": "\n".join(tags)}
    return who.post("/library", data={**told, "file": (BytesIO(content), f"{title}.pdf")})


@pytest.mark.parametrize(("who", "status"), [("jin", 201), ("mia", 201), ("ann", 403), ("eve", 403)])
def test_who_keeps_it_and_who_reads_it(shop: Call, who: str, status: int) -> None:
    assert put(shop(who), "节能白皮书", "节能").status_code == status
    assert shop(who).get("/library").json["keeps"] is (status == 201)


def test_what_is_put_in_is_offered_and_served_as_it_was(shop: Call) -> None:
    made = put(shop("mia"), "节能白皮书", "节能", "节能", " ").json
    assert (made["tags"], made["media"], made["name"]) == (["节能"], "application/pdf", "节能白皮书.pdf")
    served = shop("ann").get(f"/library/{made['id']}/file")
    assert (served.data, served.headers["Content-Disposition"].split(";")[0]) == (PAPER, "attachment")


@pytest.mark.parametrize(
    ("title", "tags", "kind", "content", "path"),
    [
        ("", ["节能"], "case", PAPER, "title"),
        ("白皮书", [], "case", PAPER, "tags"),
        ("白皮书", ["节能"], "poem", PAPER, "kind"),
        ("白皮书", ["节能"], "case", b"", "file"),
        ("白皮书", ["x" * 41], "case", PAPER, "tags"),
    ],
)
def test_what_is_wrong_is_refused(
    shop: Call, title: str, tags: list[str], kind: str, content: bytes, path: str
) -> None:
    refused = put(shop("mia"), title, *tags, kind=kind, content=content)
    assert (refused.status_code, refused.json["errors"][0]["path"]) == (422, path)
    assert shop("mia").get("/library").json["items"] == []


def test_a_customer_is_offered_what_answers_their_needs_best_first(shop: Call) -> None:
    mia = shop("mia")
    for title, *tags in (("出口案例", "出口"), ("两样都有", "自动化", "节能"), ("别人的", "仓储")):
        put(mia, title, *tags)
    told = shop("eve").get("/customers/C-1/library").json["items"]
    assert [(one["title"], one["because"]) for one in told] == [
        ("两样都有", ["自动化", "节能"]),
        ("出口案例", ["出口"]),
    ]
    assert shop("eve").get("/customers/C-2/library").json["items"] == []


def test_it_is_seen_only_beside_customers_that_one_sees(shop: Call) -> None:
    put(shop("mia"), "出口案例", "出口")
    assert shop("ann").get("/customers/C-1/library").status_code == 404


def test_tags_change_and_what_is_retired_is_offered_no_more(shop: Call, house: House) -> None:
    mia = shop("mia")
    made = put(mia, "白皮书", "仓储").json["id"]
    assert shop("ann").patch(f"/library/{made}", {"tags": ["出口"]}).status_code == 403
    assert mia.patch(f"/library/{made}", {"tags": []}).status_code == 422
    assert mia.patch(f"/library/{made}", {"tags": ["出口"]}).json["tags"] == ["出口"]
    assert len(shop("eve").get("/customers/C-1/library").json["items"]) == 1
    assert mia.delete(f"/library/{made}").status_code == 204
    assert shop("eve").get("/customers/C-1/library").json["items"] == mia.get("/library").json["items"] == []
    kept = [entry.fact for entry in house.told("settings") if entry.fact.startswith("LibraryItem")]
    assert kept == ["LibraryItemAdded", "LibraryItemChanged", "LibraryItemRetired"]


def test_a_file_that_somebody_also_had_in_their_case_stays_when_they_are_erased(shop: Call, house: House) -> None:
    made = put(shop("mia"), "白皮书", "出口").json["id"]
    known(house, "P-1", NAME, (NAME, PHONE, MAIL))
    house.deploy(talk__bpmn=TALK, talk__schema__json=b'{"type": "object", "properties": {}}')
    with house.unit() as ctx:
        found = finding.by_reach(ctx, PHONE)
        assert found is not None
    run = house.start("talk", customer_id=found.customer.id, customer="P-1")
    with house.unit() as ctx:
        attachments.add(ctx, run.id, "x.pdf", PAPER)
    with house.unit() as ctx:
        assert erasing.erase(ctx, found.contact.id).reached["files"] == 0
    assert shop("ann").get(f"/library/{made}/file").data == PAPER


def test_the_demos_library_is_found_by_what_its_customers_need(house: House, call: Call) -> None:
    with house.unit() as ctx:
        company.found(ctx, None)
    for _ in range(2):  # loading goes on where it was broken off
        with house.unit(by=company.TRAINER) as ctx:
            library.fill(ctx)
    items = call(company.TRAINER).get("/library").json["items"]
    needs = {need for account in accounts.accounts() for need in account.row["核心需求标签"].split("、")}
    assert sorted(one["kind"] for one in items) == ["case", "template", "template", "white_paper", "white_paper"]
    assert all(one["title_en"] and set(one["tags"]) <= needs for one in items)
