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


def _full(text: str) -> str:
    return text


def _hidden(text: str) -> str:
    return HIDDEN if text else ""


# field class -> what each right shows (REQUIREMENTS.md D20)
SHOWN: dict[str, dict[str, Callable[[str], str]]] = {
    "name": {"none": mask_name, "need": _full, "full": _full},
    "phone": {"none": mask_phone, "need": mask_phone, "full": _full},
    "mail": {"none": mask_mail, "need": mask_mail, "full": _full},
    "identity": {"none": _hidden, "need": last_four, "full": _full},
    "internal": {"none": _hidden, "need": _full, "full": _full},
    "public": {"none": _full, "need": _full, "full": _full},
}


def show(field_class: str, value: str | None, right: str) -> str | None:
    """The value as this right may see it; None (absent, or erased) stays None."""
    return None if value is None else SHOWN[field_class][right](value)
