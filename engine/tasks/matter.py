"""What a case is about: what whoever began it was asked, and answered, for everybody who has a task in it."""

from typing import Any

from engine.definitions import queries as definitions
from engine.feel import values
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.tasks import forms, personal
from engine.tasks.models import Task


def of(ctx: Context, task: Task, right: str) -> dict[str, Any] | None:
    """{form, data} of the case's beginning, as this right (D20) may see it; None where nothing was asked, nothing
    answered, or the task asks it."""
    root = ctx.session.get_one(Instance, task.root_id)
    key = definitions.by_id(ctx, root.definition_id).start_form
    if key is None:
        return None
    try:
        found = definitions.latest(ctx, "form", key)
    except NotFound:
        return None
    if task.instance_id == root.id and task.form_id and definitions.by_id(ctx, task.form_id).key == key:
        return None
    form = definitions.form(ctx, found)
    data = personal.look_up(ctx, root.id, forms.filled(form, values.loads(root.variables)))
    shown = personal.by_right(ctx, form, data, right)
    return {"form": {"schema": form.schema, "ui": form.ui, "texts": form.texts}, "data": shown} if shown else None
