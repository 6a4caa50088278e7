"""Changing the regulation: hours, outcomes, options, and days that are not as their weekday says."""

from datetime import date, datetime
from typing import Any

import chinese_calendar
import holidays as public_holidays
from django.db import transaction

from policy.calendar import DayKind, Hours, Source
from policy.outcomes import table_from_json
from regulation.models import CalendarDay, CalendarYear, Edition
from regulation.models.editions import Subject
from regulation.options import Options
from staff.actions.audit import record
from staff.models import Act, User

READERS = {
    Subject.HOURS: Hours.from_json,
    Subject.OUTCOMES: table_from_json,
    Subject.OPTIONS: Options.from_json,
}


@transaction.atomic
def publish_edition(
    subject: Subject,
    data: dict[str, Any],
    *,
    effective_from: date,
    reason: str,
    by: User | None,
    now: datetime,
) -> Edition:
    """A new edition; ValueError with a code when `data` makes no sense."""
    READERS[subject](data)
    edition = Edition.objects.create(
        subject=subject,
        data=data,
        effective_from=effective_from,
        reason=reason,
        published_by=by,
        published_at=now,
    )
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=edition, detail={"subject": str(subject)})
    return edition


@transaction.atomic
def set_day(
    day: date, *, kind: DayKind, name: str, source: Source = Source.OWN, by: User | None, now: datetime
) -> None:
    """Whatever was on record for the day gives way to a new row, so that readers notice."""
    CalendarDay.objects.filter(day=day).delete()
    row = CalendarDay.objects.create(day=day, kind=kind, name=name, source=source, changed_by=by)
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=row, detail={"day": str(day), "kind": str(kind)})


@transaction.atomic
def clear_day(day: date, *, by: User | None, now: datetime) -> bool:
    """The day is again as its weekday says. False when nothing was on record."""
    removed, _rows = CalendarDay.objects.filter(day=day).delete()
    if removed:
        record(Act.REGULATION_CHANGED, actor=by, now=now, detail={"day": str(day), "kind": "cleared"})
    return bool(removed)


@transaction.atomic
def seed_year(year: int, *, by: User | None, now: datetime) -> Source:
    """Put the year's holidays on record, keeping the hospital's own days.

    Official where the State Council's notice is known to the library; otherwise the statutory days alone,
    marked estimated, and the year stays unconfirmed.
    """
    days, source = _official(year), Source.OFFICIAL
    if not days:
        days, source = _estimated(year), Source.ESTIMATED
    CalendarDay.objects.filter(day__year=year).exclude(source=Source.OWN).delete()
    own = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, source=source, name=name, changed_by=by)
        for day, (kind, name) in days.items()
        if day not in own
    )
    if source == Source.OFFICIAL:
        CalendarYear.objects.get_or_create(year=year, defaults={"confirmed_by": by, "confirmed_at": now})
    record(
        Act.REGULATION_CHANGED,
        actor=by,
        now=now,
        detail={"year": year, "source": str(source), "days": len(days)},
    )
    return source


@transaction.atomic
def confirm_year(year: int, *, by: User, now: datetime) -> None:
    """Somebody has compared the year with the State Council's notice."""
    CalendarYear.objects.get_or_create(year=year, defaults={"confirmed_by": by, "confirmed_at": now})
    record(Act.REGULATION_CHANGED, actor=by, now=now, detail={"year": year, "source": "confirmed"})


def _official(year: int) -> dict[date, tuple[DayKind, str]]:
    """Empty when the library does not know the year."""
    days = {
        day: (DayKind.HOLIDAY, _name(holiday))
        for day, holiday in chinese_calendar.holidays.items()
        if day.year == year
    }
    for day in chinese_calendar.workdays:
        if day.year == year:
            days[day] = (DayKind.WORKDAY, "调休上班")
    return days


def _name(holiday: str) -> str:
    """The library names its days in English; the staff read Chinese."""
    known = {h.value: str(h.chinese) for h in chinese_calendar.Holiday}
    return known.get(holiday, holiday)


def _estimated(year: int) -> dict[date, tuple[DayKind, str]]:
    known = public_holidays.country_holidays("CN", years=year, language="zh_CN")
    return {day: (DayKind.HOLIDAY, name) for day, name in known.items()}
