"""The holidays and make-up workdays of 2024–2026 as the State Council published them, written out."""

from datetime import date, timedelta

from policy.calendar import Calendar, DayKind, Hours, Interval, Season, Source, SpecialDay
from tests.policy.calendars import SHANGHAI, clock

HOLIDAYS = """
2024-01-01 2024-01-01 元旦
2024-02-10 2024-02-17 春节
2024-04-04 2024-04-06 清明
2024-05-01 2024-05-05 劳动节
2024-06-10 2024-06-10 端午
2024-09-15 2024-09-17 中秋
2024-10-01 2024-10-07 国庆节
2025-01-01 2025-01-01 元旦
2025-01-28 2025-02-04 春节
2025-04-04 2025-04-06 清明
2025-05-01 2025-05-05 劳动节
2025-05-31 2025-06-02 端午
2025-10-01 2025-10-08 国庆节
2026-01-01 2026-01-03 元旦
2026-02-15 2026-02-23 春节
2026-04-04 2026-04-06 清明
2026-05-01 2026-05-05 劳动节
2026-06-19 2026-06-21 端午
2026-09-25 2026-09-27 中秋
2026-10-01 2026-10-07 国庆节
"""
MAKE_UP = """
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""
KNOWN_UNTIL = date(2026, 12, 31)

holidays = {
    date.fromisoformat(first) + timedelta(days=n): name
    for first, last, name in (line.split() for line in HOLIDAYS.strip().splitlines())
    for n in range((date.fromisoformat(last) - date.fromisoformat(first)).days + 1)
}
make_up = {date.fromisoformat(day) for day in MAKE_UP.split()}
special = {day: SpecialDay(DayKind.HOLIDAY, Source.OFFICIAL, name) for day, name in holidays.items()}
special |= {day: SpecialDay(DayKind.WORKDAY, Source.OFFICIAL, "调休上班") for day in make_up}


def china(*closed: str, weekends: bool = True) -> Calendar:
    """The State's days; `closed` are the hospital's own closures."""
    own = {date.fromisoformat(day): SpecialDay(DayKind.CLOSURE, Source.OWN, "停访") for day in closed}
    hours = Hours((Season("", 1, 1, (Interval(clock("08:00"), clock("20:00")),)),), weekends)
    return Calendar(((date(2000, 1, 1), hours),), special | own, SHANGHAI, KNOWN_UNTIL)
