"""Fact -> rows for definitions."""

from engine.definitions.events import DefinitionDeployed
from engine.definitions.models import Definition, Resource
from engine.kernel import Context


def store_version(ctx: Context, fact: DefinitionDeployed) -> None:
    """Keep the version and, unless they are there already, its bytes."""
    if ctx.session.get(Resource, fact.sha256) is None:
        ctx.session.add(Resource(sha256=fact.sha256, content=fact.content))
        ctx.session.flush()
    ctx.session.add(
        Definition(
            tenant_id=ctx.tenant,
            kind=fact.kind,
            key=fact.key,
            version=fact.version,
            file=fact.file,
            sha256=fact.sha256,
            deployment_id=fact.deployment_id,
            effective_from=ctx.now,
            **fact.row,
        )
    )
