"""What codes are called: bands, processes, steps, tiers, causes; a code that nobody knows stands for itself."""

from engine.customers import schemes
from engine.definitions import queries as definitions
from engine.kernel import Context, Invalid, NotFound
from engine.reports.report import Words
from engine.sla.words import MATTERS

BANDS = {
    1: Words("一级", "Band 1"),
    2: Words("二级", "Band 2"),
    3: Words("三级", "Band 3"),
}
NONE = Words("未定", "None yet")
STATUS = {
    "running": Words("运行中", "Running"),
    "waiting": Words("等待中", "Waiting"),
    "incident": Words("受阻", "Stuck"),
    "suspended": Words("已暂停", "Suspended"),
    "completed": Words("已完成", "Completed"),
    "cancelled": Words("已取消", "Cancelled"),
}
TARGETS = {
    "acknowledge": Words("确认收到", "Acknowledgement"),
    "first_response": Words("首次响应", "First response"),
    "next_response": Words("后续响应", "Next response"),
    "resolution": Words("解决", "Resolution"),
    "level": Words("本级处理", "This level"),
}
UNEXPLAINED = Words("尚未说明", "Not yet explained")
LEVELS = {
    1: Words("一级(一线解决)", "Level 1 (front line)"),
    2: Words("二级(部门联动)", "Level 2 (department)"),
    3: Words("三级(高管介入)", "Level 3 (executive)"),
}


def band(number: int | None) -> Words:
    """A service band."""
    return BANDS.get(number or 0, NONE)


def plain(code: str | None) -> Words:
    """A code that is its own name."""
    return Words(code or "—", code or "—")


def matter(kind: str | None) -> Words:
    """A kind of matter of the table of service times; a company's own kind stands for itself."""
    known = MATTERS.get(kind or "")
    return Words(*known) if known else plain(kind)


def process(ctx: Context, key: str) -> Words:
    """A process as its version in force is called."""
    try:
        found = definitions.latest(ctx, "process", key)
    except NotFound:
        return plain(key)
    return Words(found.name or key, found.name_en or found.name or key)


def element(ctx: Context, key: str, which: str | None) -> Words:
    """A step or an end of a process as its version in force draws it."""
    try:
        model = definitions.model(ctx, definitions.latest(ctx, "process", key))
    except NotFound:
        return plain(which)
    found = model.elements.get(which or "")
    return Words(found.name, found.name_en or found.name) if found and found.name else plain(which)


def member(ctx: Context, scheme: str, key: str) -> Words:
    """A tier of a scheme."""
    try:
        return Words(*schemes.current(ctx, scheme).name(key))
    except (NotFound, Invalid):
        return plain(key)


def scheme(ctx: Context, key: str) -> Words:
    """A tier scheme."""
    try:
        names = schemes.current(ctx, key).names
    except (NotFound, Invalid):
        return plain(key)
    return Words(names["zh"], names["en"])


def cause(ctx: Context, code: str | None) -> Words:
    """Why a promise was missed, in the words of the form that asks for it (E10)."""
    if not code:
        return UNEXPLAINED
    try:
        texts = definitions.form(ctx, definitions.latest(ctx, "form", "breach_cause")).texts
    except NotFound:
        return plain(code)
    return Words(texts.get("zh", {}).get(code, code), texts.get("en", {}).get(code, code))
