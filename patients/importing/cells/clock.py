"""The time behind a day: 9:14, 0914, 下午3点半, 3:20 PM, 24:00 (F28)."""

from __future__ import annotations

import re
from datetime import timedelta

from patients.importing.errors import CellError, Fault

CLOCK = re.compile(
    r"(?P<before>[ap]\.?m\.?|上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|夜间|晚)?\s*"
    r"(?:(?P<h1>\d{1,2})\s*[:点时]\s*(?:(?P<half>半)|(?P<m1>\d{1,2})?\s*(?:[:分]\s*(?:(?P<s1>\d{1,2})秒?)?)?)?(?:\.\d+)?"
    r"|(?P<h2>\d{2})(?P<m2>\d{2})(?P<s2>\d{2})?)"
    r"\s*(?P<after>[ap]\.?m\.?)?(?:\+08:?00)?"
)
MORNING = frozenset({"am", "上午", "早上", "早晨", "凌晨"})
AFTERNOON = frozenset({"pm", "下午", "傍晚", "晚上", "夜间", "晚"})
NIGHT = frozenset(
    {"晚上", "夜间", "晚"}
)  # whose twelve o'clock is the next day's beginning, or noon by mistake


DAYPART = re.compile(r"[ap]\.?m\.?|上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|夜间|晚|全天|白天")
RANGE = re.compile(r"\s*(?:[-–—~～至到])\s*(?=\d)")


def read_time(text: str) -> timedelta | None:
    """A time of day, or the beginning of a range of them; 上午 alone tells none. Raises CellError."""
    beginning, *end = RANGE.split(text, maxsplit=1)
    if end:
        read_clock(end[0])
    return None if DAYPART.fullmatch(beginning) else read_clock(beginning)


def read_clock(text: str) -> timedelta:
    """Time since midnight; 24:00 is the whole day. Raises CellError."""
    found = CLOCK.fullmatch(text)
    if not found:
        raise CellError(Fault.DATE_UNREADABLE)
    hour, minute, second = (_number(found, part) for part in "hms")
    if found["half"]:
        minute = 30
    hour = _in_daypart(hour, (found["before"] or found["after"] or "").replace(".", ""))
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise CellError(Fault.DATE_NO_SUCH_TIME)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _number(found: re.Match[str], part: str) -> int:
    return int(found[f"{part}1"] or found[f"{part}2"] or 0)


def _in_daypart(hour: int, daypart: str) -> int:
    if daypart in MORNING:
        if hour > 12:
            raise CellError(Fault.DATE_NO_SUCH_TIME)
        return hour % 12
    if daypart in NIGHT and hour == 12:
        raise CellError(Fault.DATE_NO_SUCH_TIME)
    if daypart in AFTERNOON:  # 下午 15:20 is written as well as 下午 3:20
        return hour + 12 if hour < 12 else hour
    if daypart == "中午":
        return hour + 12 if hour < 3 else hour
    return hour
