"""The table templates: each one file, each one line in `TEMPLATES`."""

from engine.customers.imports import Template
from engine.customers.templates.customers import Customers
from engine.customers.templates.interactions import Interactions
from engine.customers.templates.needs import Needs
from engine.customers.templates.plans import Plans
from engine.customers.templates.purchases import Purchases
from engine.customers.templates.shared_tasks import SharedTasks
from engine.customers.templates.tracking import Tracking
from engine.kernel import NotFound

TEMPLATES: dict[str, Template] = {
    template.key: template
    for template in (Customers(), Needs(), Interactions(), Tracking(), SharedTasks(), Plans(), Purchases())
}


def template(key: str) -> Template:
    """The template of this key; NotFound when there is none."""
    if key not in TEMPLATES:
        raise NotFound("template_unknown", template=key, templates=", ".join(TEMPLATES))
    return TEMPLATES[key]
