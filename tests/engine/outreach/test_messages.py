"""Messages to customers: D17 decides, nothing internal goes out, an opt-out holds at once."""

from datetime import timedelta

import pytest

from engine.customers import commands as customers
from engine.customers import permissions
from engine.kernel import Forbidden, Invalid
from engine.outreach import commands, links, queries, rules, shipped
from tests.engine.notify.conftest import MailServer
from tests.engine.outreach.conftest import customer, facts, say
from tests.kit import House

RECEIVED = {"number": "TS1", "reply_by": "3 月 3 日", "solve_by": "3 月 9 日", "status_link": "https://x.example/p"}


def test_what_the_service_needs_goes_out_and_the_ledger_keeps_a_hash(shop: House, mail: MailServer) -> None:
    customer(shop, basis=None)
    run = say(shop, "complaint_received", **RECEIVED)
    assert [letter["Subject"] for letter in mail.letters] == ["已收到您的投诉 TS1"]
    (told,) = facts(run, "CustomerWritten")
    assert (told["channel"], len(told["sha256"])) == ("mail", 64)
    assert "TS1" not in str(told)
    assert run.variables["told"]["sent"] is True
    assert mail.letters[0]["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("template", "basis", "consents", "decision"),
    [
        ("care_greeting", "contract", False, "send"),
        ("care_greeting", None, False, "block"),
        ("reward_granted", "contract", False, "block"),
        ("reward_granted", "contract", True, "send"),
    ],
)
def test_care_needs_a_basis_and_marketing_needs_consent(
    shop: House, mail: MailServer, template: str, basis: str | None, consents: bool, decision: str
) -> None:
    customer(shop, basis=basis, consents=consents)
    run = say(shop, template, occasion="元旦", house="A公司", reward="券", valid_until="年底")
    assert run.variables["told"]["decision"] == decision
    assert len(mail.letters) == (decision == "send")


def test_the_opt_out_link_works_at_once(shop: House, mail: MailServer) -> None:
    contact = customer(shop)
    say(shop, "care_greeting", occasion="元旦", house="A公司")
    link = mail.letters[0]["List-Unsubscribe"].strip("<>")
    assert link in mail.letters[0].get_content().replace("\n", "")
    with shop.unit() as ctx:
        told = links.read(ctx, links.OPT_OUT, link.rpartition("/")[2])
        assert told.about == {"c": contact}
        assert commands.opt_out(ctx, contact, source="link")
        assert not commands.opt_out(ctx, contact, source="link")
    run = say(shop, "care_greeting", occasion="春节", house="A公司")
    assert (run.variables["told"]["decision"], len(mail.letters)) == ("block", 1)
    assert say(shop, "complaint_received", **RECEIVED).variables["told"]["sent"]


def test_who_agrees_again_is_written_to_again_about_that_only(shop: House, mail: MailServer) -> None:
    contact = customer(shop, consents=True)
    with shop.unit() as ctx:
        commands.opt_out(ctx, contact, source="link")
    with shop.unit() as ctx:
        permissions.consent(ctx, contact, "care", given=True, source="来电")
    assert say(shop, "care_greeting", occasion="春节", house="A公司").variables["told"]["sent"]
    offer = say(shop, "reward_granted", reward="券", valid_until="年底")
    assert (offer.variables["told"]["decision"], len(mail.letters)) == ("block", 1)


def test_who_wants_no_care_gets_none_whatever_the_basis(shop: House, mail: MailServer) -> None:
    contact = customer(shop, basis="contract")
    with shop.unit() as ctx:
        permissions.consent(ctx, contact, "care", given=False, source="来电")
    run = say(shop, "care_greeting", occasion="春节", house="A公司")
    assert (run.variables["told"]["decision"], len(mail.letters)) == ("block", 0)


def test_the_cap_of_a_month_holds_and_says_until_when(shop: House, mail: MailServer) -> None:
    customer(shop)
    runs = [say(shop, "care_greeting", occasion=f"第{n}次", house="A公司") for n in range(5)]
    assert [run.variables["told"]["decision"] for run in runs] == ["send"] * 4 + ["next_period"]
    assert runs[-1].variables["told"]["until"] == "2026-04-01T08:00:00+08:00"


def test_at_night_care_waits_until_the_morning(shop: House) -> None:
    customer(shop)
    shop.later(hours=13)
    told = say(shop, "care_greeting", occasion="元旦", house="A公司").variables["told"]
    assert (told["decision"], told["until"]) == ("next_hour", "2026-03-03T08:00:00+08:00")


def test_a_stricter_purpose_than_the_templates_counts(shop: House) -> None:
    customer(shop)
    run = say(shop, "complaint_received", more={"purpose": "营销"}, **RECEIVED)
    assert run.variables["told"]["decision"] == "block"


def test_without_an_address_a_person_is_needed(shop: House) -> None:
    with shop.unit() as ctx:
        customers.create(ctx, "C-9", "客户")
    assert say(shop, "complaint_received", "C-9", **RECEIVED).variables["told"]["decision"] == "no_channel"


def test_an_address_that_is_refused_for_good_is_an_answer_not_an_incident(shop: House, mail: MailServer) -> None:
    customer(shop)
    mail.refuses = "550 no such box"
    run = say(shop, "complaint_received", **RECEIVED)
    assert (run.status, run.variables["told"]["decision"]) == ("completed", "undeliverable")


def test_a_missing_field_stops_the_case_in_front_of_the_message(shop: House, mail: MailServer) -> None:
    customer(shop)
    run = say(shop, "complaint_received", number="TS1")
    assert (run.status, mail.letters) == ("incident", [])


@pytest.mark.parametrize(
    ("body", "code"),
    [("{contract_amount}", "field_internal"), ("{nonsense}", "field_unknown"), ("{number.__class__}", "field_unknown")],
)
def test_a_template_with_an_internal_or_unknown_field_is_refused(shop: House, body: str, code: str) -> None:
    texts = {lang: {"subject": "x", "body": body} for lang in ("zh", "en")}
    with pytest.raises(Invalid) as refused, shop.unit("dora") as ctx:
        commands.save_template(ctx, "mine", purpose="service", texts=texts)
    assert {(one["path"], one["code"]) for one in refused.value.errors} == {
        ("texts.zh.body", code), ("texts.en.body", code),
    }  # fmt: skip


def test_what_a_form_calls_internal_is_internal(shop: House) -> None:
    properties = b'{"topic": {"type": "string", "x-class": "internal"}}'
    draft = b'"https://json-schema.org/draft/2020-12/schema"'
    schema = b'{"$schema": %s, "type": "object", "properties": %s}' % (draft, properties)
    shop.deploy(secret__schema__json=schema)
    texts = {lang: {"subject": "x", "body": "{topic}"} for lang in ("zh", "en")}
    with pytest.raises(Invalid), shop.unit("dora") as ctx:
        commands.save_template(ctx, "mine", purpose="service", texts=texts)


def test_a_saved_template_is_used_and_has_a_version(shop: House, mail: MailServer) -> None:
    customer(shop)
    texts = {lang: {"subject": "T {number}", "body": "B"} for lang in ("zh", "en")}
    with shop.unit("dora") as ctx:
        assert commands.save_template(ctx, "complaint_received", purpose="service", texts=texts)["version"] == 1
    run = say(shop, "complaint_received", number="{solve_by}")
    assert mail.letters[0]["Subject"] == "T {solve_by}"
    assert facts(run, "CustomerWritten")[0]["version"] == 1


def test_only_who_may_deploy_saves_a_template(shop: House) -> None:
    shop.person("ann")
    texts = {lang: {"subject": "x", "body": "y"} for lang in ("zh", "en")}
    with pytest.raises(Forbidden), shop.unit("ann") as ctx:
        commands.save_template(ctx, "x", purpose="service", texts=texts)


@pytest.mark.parametrize("key", shipped.TEMPLATES)
def test_what_keflow_brings_along_may_go_out(key: str) -> None:
    purpose, texts = shipped.TEMPLATES[key]
    rules.check(texts, purpose)
    assert rules.fields(texts["zh"]["body"]) == rules.fields(texts["en"]["body"])


def test_a_link_opens_one_page_until_its_time_is_over(shop: House) -> None:
    with shop.unit() as ctx:
        token = links.sign(ctx, links.STATUS, {"i": "x"}, days=2)
        assert links.read(ctx, links.STATUS, token).about == {"i": "x"}
        for purpose, text in ((links.SURVEY, token), (links.STATUS, token[:-2] + "xx"), (links.STATUS, "")):
            with pytest.raises(links.LinkRefused, match="link_invalid"):
                links.read(ctx, purpose, text)
    shop.now += timedelta(days=2)
    with pytest.raises(links.LinkRefused, match="link_expired"), shop.unit() as ctx:
        links.read(ctx, links.STATUS, token)


def test_messages_to_a_customer_are_listed(shop: House) -> None:
    customer(shop)
    say(shop, "complaint_received", **RECEIVED)
    rows = shop.look(lambda ctx: ctx.session.scalars(queries.messages(ctx, customers.find(ctx, "C-1").id)).all())
    assert [(row.template, row.decision) for row in rows] == [("complaint_received", "send")]
