"""The derivation of a clock's due time in words: the clock's sentence, the promise beside it, what did not count."""

from typing import Any

from engine import clock
from engine.clock import Lang

_REASONS = {
    "customer": ("等待客户", "waiting for the customer"),
    "third_party": ("等待第三方", "waiting for a third party"),
    "closed": ("已办结", "closed"),
}
_BY = {
    "target": ("按服务标准(早于对外承诺)", "by the service target, earlier than the public promise"),
    "promise": ("按对外承诺(早于服务标准)", "by the public promise, earlier than the service target"),
}


def words(derivation: dict[str, Any], lang: Lang) -> str:
    """One sentence in the language."""
    at = int(lang == "en")
    parts = [clock.words(derivation, lang)]
    if "beside" in derivation:
        parts.append(_BY[derivation["by"]][at])
    pauses = [told for told in derivation.get("pauses", ()) if told["to"]]
    if pauses:
        reasons = list(dict.fromkeys(_REASONS.get(told["reason"], (told["reason"],) * 2)[at] for told in pauses))
        listed = "、".join(reasons) if lang == "zh" else ", ".join(reasons)
        parts.append(f"{len(pauses)} 段不计时间:{listed}" if lang == "zh" else f"{len(pauses)} not counted: {listed}")
    return (";" if lang == "zh" else "; ").join(parts)
