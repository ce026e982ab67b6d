"""What of a personal value may be shown: table D20 as pure functions.

A right is one of `none`, `need` (the person works with this customer) and `full` (authorised, with a purpose that the
caller records). A masked value still tells two people apart without giving either away.
"""

from collections.abc import Callable

HIDDEN = "***"


def mask_name(name: str) -> str:
    """王小明 -> 王*; Ann Lee -> A*; a family name of two characters (欧阳) cannot be told from one and shows one."""
    return f"{name[0]}*" if name else ""


def mask_phone(phone: str) -> str:
    """13912341234 -> 139****1234; anything with fewer than eight digits shows its last two."""
    digits = [letter for letter in phone if letter.isdigit()]
    if len(digits) < 8:
        return f"{HIDDEN}{''.join(digits[-2:])}" if digits else ""
    return f"{''.join(digits[:3])}****{''.join(digits[-4:])}"


def mask_mail(mail: str) -> str:
    """wang@example.com -> w***@example.com; a text without @ is hidden."""
    local, at, host = mail.rpartition("@")
    return f"{local[:1]}***@{host}" if at else (HIDDEN if mail else "")


def last_four(text: str) -> str:
    """6222…4321 -> ***4321."""
    return f"{HIDDEN}{text[-4:]}" if len(text) > 4 else HIDDEN


MASKS: dict[str, Callable[[str], str]] = {"name": mask_name, "phone": mask_phone, "mail": mask_mail}

# field class -> what each right sees, and whether it may read the value in clear (REQUIREMENTS.md D20); the table
# `masking` that a house deploys says it in this one's place
DEFAULT: dict[str, dict[str, tuple[str, str]]] = {
    "name": {"none": ("masked", "no"), "need": ("full", "no"), "full": ("full", "no")},
    "phone": {"none": ("masked", "no"), "need": ("masked", "purpose"), "full": ("full", "no")},
    "mail": {"none": ("masked", "no"), "need": ("masked", "purpose"), "full": ("full", "no")},
    "identity": {"none": ("hidden", "no"), "need": ("last4", "no"), "full": ("full", "reason")},
    "internal": {"none": ("hidden", "no"), "need": ("full", "no"), "full": ("full", "no")},
    "text": {"none": ("hidden", "no"), "need": ("full", "no"), "full": ("full", "no")},
    "public": {"none": ("full", "no"), "need": ("full", "no"), "full": ("full", "no")},
}


def shown(field_class: str, value: str, how: str) -> str:
    """The value in one of the ways of the table: hidden, masked, last4, full."""
    if how == "full":
        return value
    if how == "last4":
        return last_four(value)
    if how == "masked" and field_class in MASKS:
        return MASKS[field_class](value)
    return HIDDEN if value else ""


def show(field_class: str, value: str | None, right: str) -> str | None:
    """The value as this right may see it by the rules brought along; None (absent, or erased) stays None."""
    return None if value is None else shown(field_class, value, DEFAULT[field_class][right][0])
