"""Pure checks: which role may do what, which names are names, which roles there are."""

import unicodedata

from engine.kernel import Actor, Forbidden, Invalid

ROLES = ("staff", "process_owner", "auditor", "admin")

# verb and thing -> the roles that may; an admin may everything, so it is named where nobody else may
ALLOWED: dict[tuple[str, str], frozenset[str]] = {
    ("read", "case"): frozenset({"staff", "auditor"}),
    ("read", "customer"): frozenset({"staff", "auditor"}),
    ("read", "definition"): frozenset({"staff", "auditor"}),
    ("read", "person"): frozenset({"staff", "auditor"}),
    ("read", "incident"): frozenset({"staff", "auditor"}),
    ("read", "ledger"): frozenset({"auditor"}),
    ("read", "report"): frozenset({"staff", "auditor"}),
    ("read", "handbook"): frozenset({"staff", "auditor"}),
    ("publish", "handbook"): frozenset({"process_owner"}),
    ("read", "figure"): frozenset({"process_owner", "auditor"}),
    ("start", "case"): frozenset({"staff"}),
    ("steer", "case"): frozenset({"process_owner"}),
    ("work", "task"): frozenset({"staff"}),
    ("write", "customer"): frozenset({"staff"}),
    ("send", "message"): frozenset({"staff"}),
    ("evaluate", "decision"): frozenset({"staff", "auditor"}),
    ("deploy", "definition"): frozenset({"process_owner"}),
    ("resolve", "incident"): frozenset({"process_owner"}),
    ("import", "table"): frozenset({"process_owner"}),
    ("advance", "clock"): frozenset({"staff"}),
    ("manage", "person"): frozenset({"admin"}),
    ("manage", "channel"): frozenset({"admin"}),
}


def may(actor: Actor, verb: str, thing: str) -> bool:
    """Whether one of the actor's roles allows the verb on this kind of thing. Data scope narrows it further."""
    return actor.has(*ALLOWED[verb, thing])


def require(actor: Actor, verb: str, thing: str) -> None:
    """Forbidden unless `may`."""
    if not may(actor, verb, thing):
        raise Forbidden("not_allowed", verb=verb, thing=thing)


def with_implied(roles: frozenset[str]) -> frozenset[str]:
    """The roles held, with those that come with them: a process owner is staff."""
    return roles | {"staff"} if "process_owner" in roles else roles


def check_role(role: str) -> str:
    """The role's name; Invalid when there is no such role."""
    if role not in ROLES:
        raise Invalid("role_unknown", role=role, roles=", ".join(ROLES))
    return role


def check_name(name: str) -> str:
    """A sign-in name or group name in composed form; Invalid when a list, an expression or a mask could not tell it.

    Names stand in comma lists and beside FEEL (`=…`, `${…}`); `*经理` and `139XXXX` are masks, never people.
    """
    name = unicodedata.normalize("NFC", name).strip()
    printable = all(unicodedata.category(letter)[0] not in "CZ" or letter == " " for letter in name)
    if not 0 < len(name) <= 64 or not printable or name[0] in "*=$" or set(name) & set(",;，；、{}/"):
        raise Invalid("name_invalid", name=name)
    return name


def nameable(name: str) -> bool:
    """Whether a person or group could have this name."""
    try:
        check_name(name)
    except Invalid:
        return False
    return True


def check_password(password: str, name: str) -> str:
    """A password that is neither empty, nor the name itself, nor beyond what is hashed; Invalid otherwise."""
    if not password.strip() or password == name or len(password) > 1024:
        raise Invalid("password_invalid")
    return password
