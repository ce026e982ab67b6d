"""What kinds of matters are called, and the derivation of a clock's due time in words: the clock's sentence, the
promise beside it, what did not count."""

from collections.abc import Mapping
from typing import Any

from engine import clock
from engine.clock import Lang

MATTERS: Mapping[str, tuple[str, str]] = {
    "投诉": ("投诉", "Complaint"),
    "售后": ("售后", "After-sales"),
    "技术排查": ("技术排查", "Technical check"),
    "需求变更同步": ("需求变更同步", "Change told on"),
    "咨询": ("咨询", "Enquiry"),
    "反馈": ("反馈", "Feedback"),
    "个人信息请求": ("个人信息请求", "Personal data request"),
    "个人信息请求(欧盟)": ("个人信息请求(欧盟)", "Personal data request (EU)"),
}
"""The kinds of matters of the table of service times (D08), as keflow ships it; zh, en."""
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
