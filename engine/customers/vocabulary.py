"""The words that tables and forms use for a dealing, and the codes that rows and facts keep.

A cell may say more than the word (`产品需求`, `线下拜访`, `已确认(需补充成本明细)`): the word decides, what follows it
in brackets stays as a note. An unknown word is Unreadable, never guessed at.
"""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

from engine.customers.cells import Unreadable

CHANNELS: Mapping[str, str] = {
    "电话": "phone", "电话沟通": "phone", "来电": "phone", "热线": "phone",
    "拜访": "visit", "线下拜访": "visit", "面谈": "visit", "上门": "visit",
    "会议": "meeting",
    "线上": "online", "线上沟通": "online", "在线": "online", "问卷": "online",
    "邮件": "mail", "微信": "wechat", "企业微信": "wechat", "短信": "sms",
}  # fmt: skip
CHANNEL_WORDS: Mapping[str, str] = {"phone": "电话", "visit": "拜访", "online": "线上", "meeting": "会议",
                                    "mail": "邮件", "wechat": "微信", "sms": "短信"}  # fmt: skip
NEEDS: Mapping[str, str] = {"产品": "product", "产品需求": "product", "服务": "service", "服务需求": "service",
                            "售后": "aftersales", "售后需求": "aftersales"}  # fmt: skip
NEED_WORDS: Mapping[str, str] = {"product": "产品", "service": "服务", "aftersales": "售后"}
PRIORITIES: Mapping[str, str] = {"高": "high", "中": "mid", "低": "low"}
PRIORITY_WORDS: Mapping[str, str] = {"high": "高", "mid": "中", "low": "低"}
STATES: Mapping[str, str] = {"已确认": "confirmed", "待跟进": "pending"}
STATE_WORDS: Mapping[str, str] = {"confirmed": "已确认", "pending": "待跟进"}
STATUSES: Mapping[str, str] = {"已完成": "done", "进行中": "doing", "待处理": "todo"}
STATUS_WORDS: Mapping[str, str] = {"done": "已完成", "doing": "进行中", "todo": "待处理"}
SHARED: Mapping[str, str] = {"待开始": "todo", "进行中": "doing", "已完成": "done", "延期": "late", "取消": "dropped"}
SHARED_WORDS: Mapping[str, str] = {
    "todo": "待开始",
    "doing": "进行中",
    "done": "已完成",
    "late": "延期",
    "dropped": "取消",
}
PURPOSES: Mapping[str, str] = {"服务必要": "service", "服务": "service", "关怀": "care", "营销": "marketing"}

_NOTE = re.compile(r"(?P<word>[^(（,，;；:：]+?)\s*(?:[(（](?P<note>.*)[)）]|[,，;；:：]\s*(?P<rest>.+))?", re.DOTALL)


def word(cell: Any, words: Mapping[str, str]) -> str:
    """The code of a cell; the code itself is understood too."""
    return word_and_note(cell, words)[0]


def word_and_note(cell: Any, words: Mapping[str, str]) -> tuple[str, str | None]:
    """The code of a cell, and the text after the word."""
    text = normalize("NFKC", str(cell)).strip()
    found = _NOTE.fullmatch(text)
    told = found["word"].strip() if found else text
    code = words.get(told) or (told.lower() if told.lower() in words.values() else None)
    if code is None or found is None:
        raise Unreadable("value_unknown")
    note = found["note"] if found["note"] is not None else found["rest"]
    return code, (note.strip() or None) if note else None
