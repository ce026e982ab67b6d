"""Which version of a definition holds: a picture of all versions, shared by all units of work until the next one.

The generation, number and newest id of the deployments and the turns of the switches, tells whether the shared picture
is still true, so that looking up any number of versions costs one statement a unit of work, and none where the caller
has read it along with something else. The number counts too: of two deployments at once the later id may be committed
first.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, select

from engine.definitions.models import Definition, Deployment, ProcessSwitch
from engine.kernel import Context


@dataclass(frozen=True, slots=True)
class Version:
    """One deployed version, without its content."""

    id: str
    kind: str
    key: str
    version: int
    name: str
    name_en: str
    file: str
    model: str | None
    sha256: str
    executable: bool
    starts: tuple[dict[str, Any], ...]
    effective_from: datetime
    description: str = ""
    description_en: str = ""

    @property
    def start_form(self) -> str | None:
        """The form that a plain start asks for."""
        return next((start.get("form") or None for start in self.starts if start["kind"] == "none"), None)

    @property
    def only_called(self) -> bool:
        """Whether its cases are parts of others: it is started by nobody and nothing but other processes."""
        return all(start["kind"] == "none" and not start.get("offered", True) for start in self.starts)


class Catalogue:
    """All versions of one tenant as of one deployment."""

    def __init__(self, generation: str | None, versions: list[Version], off: frozenset[str] = frozenset()) -> None:
        self.generation = generation
        self.off = off
        self.by_id = {version.id: version for version in versions}
        self._by_key: dict[tuple[str, str], list[Version]] = {}
        for version in sorted(versions, key=lambda v: -v.version):
            self._by_key.setdefault((version.kind, version.key), []).append(version)

    def latest(self, kind: str, key: str, now: datetime) -> Version | None:
        """The newest version that is effective at `now`."""
        return next((v for v in self._by_key.get((kind, key), ()) if v.effective_from <= now), None)

    def version(self, kind: str, key: str, number: int) -> Version | None:
        return next((v for v in self._by_key.get((kind, key), ()) if v.version == number), None)

    def versions(self, kind: str, key: str) -> list[Version]:
        """All versions of one key, newest first."""
        return list(self._by_key.get((kind, key), ()))

    def heads(self, kind: str, now: datetime) -> list[Version]:
        """The version in force of every key of a kind, by key."""
        keys = sorted(key for of, key in self._by_key if of == kind)
        return [head for key in keys if (head := self.latest(kind, key, now))]


_GENERATION = "definitions.generation"
_shared: dict[tuple[str, str], Catalogue] = {}


def generation_of(tenant: str) -> Any:
    """A scalar subquery for the generation, to be read along with other rows; null before the first deployment."""
    turns = select(func.coalesce(func.sum(ProcessSwitch.turns), 0)).where(ProcessSwitch.tenant_id == tenant)
    switched = cast(turns.scalar_subquery(), String)
    generation = cast(func.count(), String) + " " + func.max(Deployment.id) + " " + switched
    return select(generation).where(Deployment.tenant_id == tenant).scalar_subquery()


def seen(ctx: Context, generation: str | None) -> None:
    """Remember the generation that the caller has just read."""
    ctx.memo.setdefault(_GENERATION, generation)


def changed(ctx: Context) -> None:
    """This unit of work has deployed something: look again."""
    ctx.memo.pop(_GENERATION, None)
    _shared.pop(_place(ctx), None)


def catalogue(ctx: Context) -> Catalogue:
    """The versions as this unit of work must see them."""
    if _GENERATION not in ctx.memo:
        ctx.memo[_GENERATION] = ctx.session.scalar(select(generation_of(ctx.tenant)))
    generation = ctx.memo[_GENERATION]
    held = _shared.get(_place(ctx))
    if held is None or held.generation != generation:
        held = _shared[_place(ctx)] = Catalogue(generation, _read(ctx), _off(ctx))
    return held


def _place(ctx: Context) -> tuple[str, str]:
    return str(ctx.session.get_bind().engine.url), ctx.tenant


def _read(ctx: Context) -> list[Version]:
    rows = ctx.session.scalars(select(Definition).where(Definition.tenant_id == ctx.tenant))
    return [
        Version(
            row.id, row.kind, row.key, row.version, row.name, row.name_en, row.file, row.model, row.sha256,
            row.executable, tuple(row.starts), row.effective_from, row.description, row.description_en,
        )
        for row in rows
    ]  # fmt: skip


def _off(ctx: Context) -> frozenset[str]:
    off = select(ProcessSwitch.process).where(ProcessSwitch.tenant_id == ctx.tenant, ProcessSwitch.off)
    return frozenset(ctx.session.scalars(off))
