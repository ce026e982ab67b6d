"""Due dates in words, for inboxes and explanations, in Chinese and English.

Sentences are made here, at the edge, from the codes and parameters of a derivation; nothing stores them.
"""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from engine.clock.calendar import Calendar

Lang = Literal["zh", "en"]
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_UNITS = {
    "min": ("分钟", "minute"),
    "h": ("小时", "hour"),
    "d": ("天", "day"),
    "w": ("周", "week"),
    "mo": ("个月", "month"),
    "bmin": ("个工作分钟", "working minute"),
    "bh": ("个工作小时", "working hour"),
    "wd": ("个工作日", "working day"),
}


def words(derivation: dict[str, Any], lang: Lang) -> str:
    """A derivation as one sentence: what was counted, from when, by which calendar, past which special days."""
    zone = ZoneInfo(derivation["zone"])
    start, at = (_stamp(datetime.fromisoformat(derivation[key]), zone, lang) for key in ("start", "due"))
    counted = _count(derivation["amount"], derivation["unit"], lang)
    parts = [f"自 {start} 起 {counted}:{at}" if lang == "zh" else f"{counted} from {start}: {at}"]
    if "calendar" in derivation:
        version = derivation["version"]
        parts.append(
            f"日历“{derivation['calendar']}”第 {version} 版"
            if lang == "zh"
            else f'calendar "{derivation["calendar"]}", version {version}'
        )
        if derivation["counted_from"] != derivation["start"]:
            opening = _stamp(datetime.fromisoformat(derivation["counted_from"]), zone, lang)
            parts.append(f"从 {opening} 开始计时" if lang == "zh" else f"counted from {opening}")
        for day in derivation.get("weeks_from", ()):
            parts.append(f"{day} 起按新的每周工作时间" if lang == "zh" else f"another working week from {day} on")
        parts += _special(derivation, lang)
        if derivation["provisional"]:
            until = derivation["published_until"]
            parts.append(
                f"暂定:日历公布至 {until}" if lang == "zh" else f"provisional: the calendar is published until {until}"
            )
    return (";" if lang == "zh" else "; ").join(parts)


def due_in_words(due: datetime, now: datetime, calendar: Calendar, lang: Lang, *, working: bool = True) -> str:
    """How long is left, or since when it is late, as a person says it. `working=False` counts clock time."""
    if due <= now:
        since = _day_and_time(calendar.local(due), calendar.local(now), lang)
        return f"自{since} 起逾期" if lang == "zh" else f"late since {since}"
    minutes = calendar.between(now, due) if working else 0
    if minutes:
        full = calendar.day_minutes(calendar.local(now).date())
        if minutes < 60:
            left = _count(minutes, "bmin", lang)
        elif minutes <= full:
            left = _count(minutes // 60, "bh", lang)
        else:
            left = _count(minutes // full, "wd", lang)
    else:
        minutes = max(1, int((due - now) / timedelta(minutes=1)))
        unit, size = ("min", 1) if minutes < 60 else ("h", 60) if minutes < 48 * 60 else ("d", 1440)
        left = _count(minutes // size, unit, lang)
    return f"还剩 {left}" if lang == "zh" else f"{left} left"


def _count(amount: Any, unit: str, lang: Lang) -> str:
    zh, en = _UNITS[unit]
    return f"{amount} {zh}" if lang == "zh" else f"{amount} {en}{'' if str(amount) == '1' else 's'}"


def _stamp(at: datetime, zone: ZoneInfo, lang: Lang) -> str:
    local = at.astimezone(zone)
    day = _WEEKDAYS[lang][local.weekday()]
    return f"{local:%Y-%m-%d}(周{day}){local:%H:%M}" if lang == "zh" else f"{day} {local:%Y-%m-%d %H:%M}"


def _day_and_time(local: datetime, today: datetime, lang: Lang) -> str:
    days = (today.date() - local.date()).days
    if days in (0, 1):
        day = (("今天", "昨天") if lang == "zh" else ("today", "yesterday"))[days]
    elif local.year == today.year:
        day = f" {local.month} 月 {local.day} 日" if lang == "zh" else f"{local.day} {local:%b}"
    else:
        day = f" {local:%Y-%m-%d}" if lang == "zh" else f"{local:%Y-%m-%d}"
    return f"{day} {local:%H:%M}"


def _special(derivation: dict[str, Any], lang: Lang) -> list[str]:
    labels = {
        "off": ("放假", "days off"),
        "working": ("调休上班", "working by adjustment"),
        "half": ("半天", "half days"),
    }
    parts = []
    for kind, (zh, en) in labels.items():
        days = [row for row in derivation["special"] if row["kind"] == kind]
        if days:
            listed = ("、" if lang == "zh" else ", ").join(_special_day(row, lang) for row in days)
            parts.append(f"{zh}:{listed}" if lang == "zh" else f"{en}: {listed}")
    if more := derivation["special_more"]:
        parts.append(f"另有 {more} 个特殊日" if lang == "zh" else f"{more} more special days")
    return parts


def _special_day(row: dict[str, str], lang: Lang) -> str:
    day = date.fromisoformat(row["date"])
    name = row["name"] if lang == "zh" else row["en"]
    weekday = _WEEKDAYS[lang][day.weekday()]
    stamp = f"{day:%m-%d} 周{weekday}" if lang == "zh" else f"{weekday} {day:%m-%d}"
    return f"{stamp}({name})" if name and lang == "zh" else f"{stamp} ({name})" if name else stamp
