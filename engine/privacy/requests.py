"""What a request of a person makes the house do: explain, correct, stop. Erasing and copying have their own files."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.customers import commands as customers
from engine.customers import contacts, explanation, reviews, schemes, words
from engine.customers.dealing_events import ConsentRecorded
from engine.customers.models import Contact, Customer
from engine.customers.tiers import TierState
from engine.instances.models import Instance
from engine.kernel import Context, Invalid, new_id
from engine.outreach.events import ContactOptedOut
from engine.privacy.events import PersonCorrected, ProfilingStopped

OLD = "contact.corrected"


def explain(ctx: Context, customer: Customer) -> dict[str, Any]:
    """The tier in plain words of both languages: what counted, by which rule and version, and what would change it;
    with what a review by a person needs. `known` is false where no rule has placed the customer."""
    key = schemes.leading_key(ctx, customer.segment)
    state = ctx.session.get(TierState, (ctx.tenant, key, customer.id)) if key else None
    if key is None or state is None:
        none = ("没有任何规则给此人评过等级。", "No rule has given this person a tier.")
        return {"known": False, "text": none[0], "text_en": none[1]}
    found = explanation.of_today(ctx, customer, explanation.scheme_of(ctx, key, None))
    told = explanation.told(ctx, found)
    zh, en = _sentences(told, found)
    return {
        "known": True,
        "text": "".join(zh),
        "text_en": " ".join(en),
        "scheme": key,
        "proposed": found.review.proposed if found.review.action in ("promote", "demote") else state.member,
        "current": state.member,
        "direction": told["direction"],
        "explanation": {**told, "customer": {"number": customer.number}},
    }


def _sentences(told: Mapping[str, Any], found: explanation.Found) -> tuple[list[str], list[str]]:
    current, by = told["current"] or told["proposed"], told["rule"]
    counted, counted_en = _counted(told, found)
    zh = [
        f"您现在的等级是“{current['name']}”。",
        f"它只看{counted},",
        f"按规则表“{by['name']}”第 {by['version']} 版得出,没有用到其他个人信息。",
    ]
    en = [
        f"Your tier is “{current['name_en']}”.",
        f"It rests on nothing but {counted_en};",
        f"table “{by['name_en']}”, version {by['version']}, gives the tier. No other personal information was used.",
    ]
    reasons = [reason for reason in told["reasons"] if reason["code"] != "by_person"]  # that is for those who decide
    zh += [reason["zh"].rstrip("。") + "。" for reason in reasons]
    en += [reason["en"].rstrip(".") + "." for reason in reasons]
    ahead, keep = told["distance"]["next"], told["distance"]["keep"]
    if ahead:
        more, more_en = _more(ahead)
        zh.append(f"如果{more},结果会是“{ahead['member']['name']}”。")
        en.append(f"With {more_en} it would be “{ahead['member']['name_en']}”.")
    if keep:
        more, more_en = _more(keep)
        zh.append(f"要保住现在的等级,还需{more}。")
        en.append(f"To keep the present tier takes {more_en}.")
    return zh, en


def _counted(told: Mapping[str, Any], found: explanation.Found) -> tuple[str, str]:
    """What the rules look at, with its values."""
    if not found.scheme.ladder.plain:
        asked = {key: found.review.values[key] for key in found.scheme.ladder.metrics}
        zh, en = words.values(asked, found.scheme.ladder.window_months)
        return f"截至 {told['as_of']} 的{zh}", f"what was known on {told['as_of']}: {en}"
    window, spent = told["metrics"][0]["window"], f"{words.yuan(found.cents):,}"
    return (
        f" {window['after']} 之后到 {window['until']} 的采购金额,共 {spent} 元",
        f"what was bought after {window['after']} up to {window['until']}, {spent} yuan in all",
    )


def _more(gap: Mapping[str, Any]) -> tuple[str, str]:
    """What is missing, as it stands in the explanation: an amount, or ways."""
    if "ways" in gap:
        return gap["zh"], gap["en"]
    amount = f"{gap['amount']:,}"
    return f"同期再采购 {amount} 元", f"{amount} yuan more in that time"


def correct(ctx: Context, contact: Contact, values: Mapping[str, str | None], *, case: str) -> dict[str, Any]:
    """Name, title, phone or mail put right; what stood there before is on record, sealed. Tells what the rules say of
    the customer now (`explain`)."""
    cells = [(contacts.subject(contact.id), f"contact.{field}", getattr(contact, field)) for field in contacts.SEALED]
    opened = ctx.vault.open_all(ctx.session, cells)
    before = {field: value for field, value in zip(contacts.SEALED, opened, strict=True) if value}
    fresh = {
        field: str(values[field]).strip()
        for field in contacts.SEALED
        if values.get(field) and str(values[field]).strip() != before.get(field)
    }
    title = values.get("title") or None
    if not fresh and (title is None or title == contact.title):
        raise Invalid("nothing_to_correct", [{"path": "name", "code": "nothing_to_correct", "params": {}}])
    wish = contacts.Wish(contact.customer_id, None, None, title or contact.title, None)
    wish.contact_id, wish.replaces, wish.values = contact.id, None, fresh
    wish.changes = [*fresh, *(["title"] if title and title != contact.title else [])]
    customer = ctx.session.get_one(Customer, contact.customer_id)
    called_after = "name" in fresh and customer.name == before.get("name")
    contacts.save(ctx, [wish], decides=contact.decides)
    if called_after:
        customers.change(ctx, customer.number, name=fresh["name"])
    subject = contacts.subject(contact.id)
    old = {field: ctx.vault.seal(ctx.session, subject, OLD, before[field]) for field in fresh if field in before}
    ctx.record(
        PersonCorrected(
            customer_id=contact.customer_id, contact=contact.id, fields=wish.changes, old=old, case=case
        )
    )  # fmt: skip
    return {"fields": wish.changes, "tier": explain(ctx, customer)}


def stop(ctx: Context, contact: Contact, what: str, *, case: str) -> dict[str, Any]:
    """Withdraw every consent (`withdraw`), or end profiling, too (`object`): from this moment. What the service needs
    is still sent. `member` is the tier that an objection leads to."""
    customer = ctx.session.get_one(Customer, contact.customer_id)
    if contact.opted_out_at is None:
        ctx.record(ContactOptedOut(customer_id=customer.id, contact=contact.id, source="data_subject_request"))
    ctx.record(
        ConsentRecorded(
            customer_id=customer.id, contact=contact.id, consent=new_id(), purpose="profiling", given=False,
            source="data_subject_request",
        )
    )  # fmt: skip
    if what != "object":
        return {"member": None}
    ctx.record(ProfilingStopped(customer_id=customer.id, contact=contact.id, case=case))
    ctx.session.flush()
    return {"member": _to_default(ctx, customer)}


def refuse_automation(ctx: Context, contact: Contact, *, case: Instance) -> dict[str, Any]:
    """From this moment no rule alone decides about the customer's tier: reviews that are open outside this case end,
    later ones go to a person. Answers the grounds (`explain`)."""
    customer = ctx.session.get_one(Customer, contact.customer_id)
    ctx.record(
        ConsentRecorded(
            customer_id=customer.id, contact=contact.id, consent=new_id(), purpose="automation", given=False,
            source="data_subject_request",
        )
    )  # fmt: skip
    reviews.stop(ctx, customer.id, but=case.root_id)
    return explain(ctx, customer)


def _to_default(ctx: Context, customer: Customer) -> str | None:
    """The first tier of each scheme that has placed the customer: that of everybody of whom nothing is known."""
    last = None
    rows = select(TierState).where(TierState.tenant_id == ctx.tenant, TierState.customer_id == customer.id)
    for state in ctx.session.scalars(rows).all():
        last = schemes.current(ctx, state.scheme).ladder.members[0].key
        if state.member != last:
            customers.apply_tier(ctx, customer.number, state.scheme, last, approvers=["objection"])
    return last
