"""The notice that people are shown with a form (PIPL 17, GDPR 13): every version is kept, and with what came in stands
which one was shown. Nothing is shown before the house has published its first."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from sqlalchemy import func, select

from engine.kernel import Context, Invalid, NotFound, new_id
from engine.kernel.base import dumps
from engine.privacy import queries
from engine.privacy.events import PrivacyNoticePublished, PrivacyNoticeShown
from engine.privacy.models import NoticeShown, PrivacyNotice

LANGUAGES = ("zh", "en")
LONGEST = 10_000


def publish(ctx: Context, texts: Mapping[str, str]) -> PrivacyNotice:
    """Another version holds from now on. Invalid unless it says something in both languages, and something new."""
    queries.must_be_officer(ctx)
    told = {lang: texts.get(lang, "").replace("\r\n", "\n").strip() for lang in LANGUAGES}
    missing = [lang for lang, text in told.items() if not 0 < len(text) <= LONGEST]
    if missing:
        raise Invalid("notice_incomplete", [{"path": lang, "code": "required", "params": {}} for lang in missing])
    before = queries.notice(ctx)
    if before is not None and before.texts == told:
        raise Invalid("notice_unchanged", version=before.version)
    row = PrivacyNotice(
        id=new_id(), tenant_id=ctx.tenant, version=before.version + 1 if before else 1, texts=told,
        published_at=ctx.now, by=ctx.actor.name,
    )  # fmt: skip
    digest = sha256(dumps(told).encode()).hexdigest()
    ctx.record(PrivacyNoticePublished(version=row.version, sha256=digest, row=row))
    return row


def shown(ctx: Context, instance_id: str, version: int, language: str) -> None:
    """What came in with this case was sent below this version of the notice; NotFound for one that there is not."""
    if queries.notice(ctx, version) is None:
        raise NotFound("notice_unknown", version=version)
    row = NoticeShown(
        id=new_id(), tenant_id=ctx.tenant, instance_id=instance_id, version=version, language=language, at=ctx.now
    )
    ctx.record(PrivacyNoticeShown(instance_id=instance_id, version=version, language=language, row=row))


def versions(ctx: Context) -> list[PrivacyNotice]:
    """Every version, newest first."""
    rows = select(PrivacyNotice).where(PrivacyNotice.tenant_id == ctx.tenant)
    return list(ctx.session.scalars(rows.order_by(PrivacyNotice.version.desc())))


def counted(ctx: Context) -> dict[int, int]:
    """How often each version was shown with something that came in."""
    rows = select(NoticeShown.version, func.count()).where(NoticeShown.tenant_id == ctx.tenant)
    return dict(ctx.session.execute(rows.group_by(NoticeShown.version)).all())


def of_cases(ctx: Context, cases: Iterable[str]) -> dict[str, int]:
    """The version that was last shown with each of these cases."""
    rows = select(NoticeShown.instance_id, NoticeShown.version).where(
        NoticeShown.tenant_id == ctx.tenant, NoticeShown.instance_id.in_(sorted(cases))
    )
    return dict(ctx.session.execute(rows.order_by(NoticeShown.id)).all())
