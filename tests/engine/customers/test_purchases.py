"""Purchases come in from CSV and XLSX, whoever wrote them."""

from datetime import date
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from engine.customers.imports import look
from engine.customers.templates import template
from engine.kernel import Conflict, Invalid

HEAD = "单号,客户编号,购买时间,购买金额,购买商品"


@pytest.fixture
def known(shop, table):
    """A shop with two customers."""
    shop.takes("customers", table("客户编号,客户名称", "007,甲公司", "C-2,乙公司", name="customers.csv"))
    return shop


def test_rows_become_purchases_and_facts(known, table):
    report = known.takes("purchases", table(HEAD, "1,007,2024-05-20,1.2万,货架", "2,007,2024/5/21 09:30,-30.00,退货"))
    assert report.counts["written"] == 2
    assert known.rows("SELECT amount_cents FROM purchase ORDER BY order_no") == [(1_200_000,), (-3_000,)]
    assert known.facts(known.stream("007")) == ["CustomerCreated", "PurchasesImported"]
    assert known.facts("settings")[-1] == "TableImported"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_any_usual_encoding_is_read(known, table, encoding):
    known.takes("purchases", table(HEAD, "1,007,2024年5月20日,99.5,螺丝", encoding=encoding))
    assert known.rows("SELECT product, amount_cents FROM purchase") == [("螺丝", 9_950)]


def test_english_headers_and_traditional_ones_are_understood(known, table):
    known.takes("purchases", table("Order_No;customer;date;amount;product", "1;007;20240520;10;x", name="a.csv"))
    known.takes("purchases", table("單號,客戶編號,購買時間,購買金額", "2,007,2024-05-20,10", name="b.csv"))
    assert known.one("SELECT COUNT(*) FROM purchase") == 2


def test_bad_rows_are_named_one_by_one_and_nothing_is_written(known, table):
    path = table(HEAD, "1,007,2024-05-20,10,a", "2,C-9,2024-02-30,viel,b", "3,007,,,c")
    with pytest.raises(Invalid) as refused:
        known.takes("purchases", path)
    told = {(line["row"], line["column"], line["code"]) for line in refused.value.params["report"]["refused"]}
    assert told == {
        (3, "customer", "customer_unknown"), (3, "date", "no_such_date"), (3, "amount", "not_an_amount"),
        (4, "date", "cell_empty"), (4, "amount", "cell_empty"),
    }  # fmt: skip
    assert known.one("SELECT COUNT(*) FROM purchase") == 0


def test_a_partial_import_takes_the_good_rows(known, table):
    report = known.takes("purchases", table(HEAD, "1,007,2024-05-20,10,a", "2,C-9,2024-05-20,10,b"), partial=True)
    assert (report.counts["written"], report.counts["refused"]) == (1, 1)
    assert known.one("SELECT COUNT(*) FROM purchase") == 1


def test_a_dry_run_says_the_same_and_writes_nothing(known, table):
    path = table(HEAD, "1,007,2024-05-20,10,a", "2,C-9,2024-05-20,10,b")
    report = known.takes("purchases", path, dry_run=True)
    assert (report.counts["written"], report.counts["refused"]) == (1, 1)
    assert known.one("SELECT COUNT(*) FROM purchase") == 0
    assert known.facts("settings")[-1] == "TableImported"  # of the customers, nothing since
    assert known.facts(known.stream("007")) == ["CustomerCreated"]


def test_equal_rows_are_flagged_and_kept(known, table):
    head = "客户编号,购买时间,购买金额"
    report = known.takes("purchases", table(head, "007,2024-05-20,10", "007,2024-05-20,10", "C-2,2024-05-20,10"))
    assert report.counts["repeated"] == 1
    assert known.rows("SELECT COUNT(*), SUM(amount_cents) FROM purchase") == [(3, 3_000)]


def test_an_equal_file_is_not_taken_twice(known, table):
    path = table("客户编号,购买时间,购买金额", "007,2024-05-20,10")
    known.takes("purchases", path)
    with pytest.raises(Conflict, match="file_imported_before"):
        known.takes("purchases", path)


def test_an_equal_order_number_is_not_taken_twice(known, table):
    known.takes("purchases", table(HEAD, "1,007,2024-05-20,10,a", name="a.csv"))
    report = known.takes("purchases", table(HEAD, "1,007,2024-05-20,10,a", "2,007,2024-05-20,11,b", name="b.csv"))
    assert (report.counts["skipped"], report.counts["written"]) == (1, 1)
    with pytest.raises(Invalid, match="import_refused"):
        known.takes("purchases", table(HEAD, "1,007,2024-05-20,99,a", name="c.csv"))


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["单号,客户编号,购买金额", "1,007,3"], "columns_missing"),
        (["单号,客户编号,购买时间,购买金额,颜色", "1,007,2024-05-20,3,red"], "columns_unknown"),
        (["客户编号,customer,购买时间,购买金额", "1,007,2024-05-20,3"], "columns_twice"),
        (['客户编号,购买时间,购买金额', '007,2024-05-20,"3'], "csv_broken"),
        ([""], "file_empty"),
    ],
)  # fmt: skip
def test_a_table_that_is_none_is_refused_as_a_whole(known, table, lines, code):
    with pytest.raises(Invalid) as refused:
        known.takes("purchases", table(*lines))
    assert refused.value.code == code


def test_another_programs_columns_are_mapped_and_the_mapping_kept(known, table):
    theirs = {"Kunde": "客户编号", "Datum": "date", "Betrag": "购买金额"}
    first = table("Kunde,Datum,Betrag,Farbe", "007,2024-05-20,10,rot", name="a.csv")
    known.takes("purchases", first, mapping=theirs, keep_mapping_as="warenwirtschaft")
    second = table("Kunde,Datum,Betrag,Farbe", "007,2024-05-21,10,blau", name="b.csv")
    known.takes("purchases", second, mapping="warenwirtschaft")
    assert known.one("SELECT COUNT(*) FROM purchase") == 2


@pytest.mark.parametrize(
    ("key", "header", "known"),
    [
        ("customers", "Account Name,Account Number,Account Owner,Industry,Phone,Billing State,Website", 6),
        ("customers", "客户编号,客户名称,客户级别,一级行业,电话,负责人,负责人主属部门,最后成交时间,成交状态", 8),
        ("customers", "客户编号,客户名称,电话,手机,负责人", 4),
        ("purchases", "SO Number,Account Number,Order Date,Grand Total,Status", 4),
        ("purchases", "销售订单编号,客户编号,下单日期,销售订单金额(元),产品名称,审批状态", 5),
        ("interactions", "客户编号,跟进时间,跟进方式,跟进主题,跟进内容,跟进人", 6),
    ],
)
def test_the_exports_of_other_programs_are_known_by_their_columns(table, key, header, known):
    looked = look(template(key), table(header))
    assert len(looked["guessed"]) == len(set(looked["guessed"].values())) == known
    assert set(looked["required"]) <= set(looked["guessed"].values())


def test_unknown_customers_come_into_being_when_asked(shop, table):
    report = shop.takes(
        "purchases", table("客户编号,购买时间,购买金额", "00001,1997-01-01,11.77"), create_customers=True
    )
    assert report.counts["created"] == 1
    assert shop.rows("SELECT number, name FROM customer") == [("00001", "00001")]


def sheet(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_spreadsheet_is_read_with_its_own_dates_and_numbers(known, tmp_path):
    path = sheet(tmp_path / "a.xlsx", HEAD.split(","), ["1", "007", date(2024, 5, 20), 29.990000000000002, "a"])
    known.takes("purchases", path)
    assert known.rows("SELECT amount_cents FROM purchase") == [(2_999,)]


def test_a_formula_that_was_never_computed_is_refused(known, tmp_path):
    path = sheet(tmp_path / "a.xlsx", HEAD.split(","), ["1", "007", "2024-05-20", "=1+1", "a"])
    with pytest.raises(Invalid) as refused:
        known.takes("purchases", path)
    assert refused.value.params["report"]["refused"][0]["code"] == "formula_without_value"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("broken", [b"", b"<worksheet", b'<!DOCTYPE s [<!ENTITY a "b">]><s>&a;</s>'])
def test_a_damaged_or_hostile_spreadsheet_is_unreadable_and_nothing_worse(known, tmp_path, part, broken):
    whole = sheet(tmp_path / "whole.xlsx", HEAD.split(","), ["1", "007", "2024-05-20", 1, "a"])
    with ZipFile(whole) as old, ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, broken if name == part else old.read(name))
    with pytest.raises(Invalid, match=r"file_unreadable|header_missing"):
        known.takes("purchases", tmp_path / "a.xlsx")
