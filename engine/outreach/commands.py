"""Verbs: say something in other words, let somebody out."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from engine.access.rules import require
from engine.customers.models import Contact
from engine.kernel import Context, Invalid, NotFound
from engine.kernel.base import dumps
from engine.outreach import events, queries, rules
from engine.outreach.models import MessageTemplate


def save_template(ctx: Context, key: str, *, purpose: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    """A new version of a text. Invalid names each internal or unknown field, and each language that is missing."""
    require(ctx.actor, "deploy", "definition")
    if not rules.NAME.fullmatch(key):
        raise Invalid("template_key", [{"path": "key", "code": "template_key", "params": {"key": key}}], key=key)
    rules.check(texts, purpose, queries.internal_fields(ctx))
    try:
        version = queries.template(ctx, key)["version"] + 1
    except NotFound:
        version = 1
    kept = {lang: {part: texts[lang][part] for part in ("subject", "body")} for lang in rules.LANGUAGES}
    row = MessageTemplate(
        tenant_id=ctx.tenant,
        key=key,
        version=version,
        purpose=purpose,
        texts=kept,
        saved_at=ctx.now,
        saved_by=ctx.actor.name,
    )
    ctx.record(
        events.MessageTemplateSaved(
            template=key, version=version, purpose=purpose, sha256=sha256(dumps(kept).encode()).hexdigest(), row=row
        )
    )
    return queries.template(ctx, key)


def opt_out(ctx: Context, contact_id: str, *, source: str) -> bool:
    """This contact gets no care and no marketing from now on; False when that was so already."""
    contact = ctx.session.get(Contact, contact_id)
    if contact is None or contact.tenant_id != ctx.tenant:
        raise NotFound("contact_unknown", id=contact_id)
    if contact.opted_out_at is not None:
        return False
    ctx.record(events.ContactOptedOut(customer_id=contact.customer_id, contact=contact.id, source=source))
    ctx.session.refresh(contact)
    return True
