"""Changing the regulation: hours, outcomes, options, and days unlike their weekday (A5, A21)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import chinese_calendar
import holidays as public_holidays
from django.db import connection, transaction

from policy.calendar import LONGEST_CLOSURE, Calendar, DayKind, Hours, NoCallingDay, Source
from policy.flags import RedFlags
from policy.ladder import Ladder
from policy.outcomes import table_from_json
from policy.phrasebook import Phrasebook
from regulation.limits import Limits, points_from
from regulation.models import CalendarDay, CalendarYear, Edition
from regulation.models.editions import Subject
from regulation.options import Options
from regulation.reading import calendar_on_record
from staff.actions.audit import record
from staff.models import Act, User

READERS = {
    Subject.HOURS: Hours.from_json,
    Subject.OUTCOMES: table_from_json,
    Subject.OPTIONS: Options.from_json,
    Subject.LIMITS: Limits.from_json,
    Subject.POINTS: points_from,
    Subject.RED_FLAGS: RedFlags.from_json,
    Subject.LADDER: Ladder.from_json,
    Subject.PHRASES: Phrasebook.from_json,
}
LOCK = 20_051  # two people who change days take turns; any number that no other lock has
AHEAD = timedelta(days=500)  # how far a change of days is looked at


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
    if subject == Subject.HOURS:
        _check_gaps(calendar_on_record(), effective_from)
    detail = {"subject": str(subject), "effective_from": str(effective_from)}
    record(Act.REGULATION_CHANGED, actor=by, now=now, about=edition, detail=detail)
    return edition


def set_day(
    day: date, *, kind: DayKind, name: str, source: Source = Source.OWN, by: User | None, now: datetime
) -> None:
    set_days(day, day, kind=kind, name=name, source=source, by=by, now=now)


@transaction.atomic
def set_days(
    first: date,
    last: date,
    *,
    kind: DayKind,
    name: str,
    source: Source = Source.OWN,
    by: User | None,
    now: datetime,
) -> int:
    """Whatever was on record for the days gives way to new rows, so that readers notice; a closure leaves
    public holidays as they are. How many days were set. ValueError with a
    code when the span is upside down or would leave too long a time without calling hours."""
    if last < first:
        raise ValueError("days_order")
    if (last - first).days >= LONGEST_CLOSURE:
        raise ValueError("closed_too_long")
    _take_turns()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if kind == DayKind.CLOSURE:
        # A public holiday is closed already, and the clocks of complaints must go on knowing it as one.
        holidays = CalendarDay.objects.filter(day__in=days, kind=DayKind.HOLIDAY)
        public = set(holidays.values_list("day", flat=True))
        days = [day for day in days if day not in public]
    of_state = _of_state(days) if source == Source.OWN else {}
    CalendarDay.objects.filter(day__in=days).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(
            day=day, kind=kind, name=name, source=source, changed_by=by, of_state=of_state.get(day, "")
        )
        for day in days
    )
    _check_gaps(calendar_on_record(), first)
    detail = {"day": str(first), "last": str(last), "kind": str(kind)}
    record(Act.REGULATION_CHANGED, actor=by, now=now, detail=detail)
    return len(days)


@transaction.atomic
def clear_day(day: date, *, by: User | None, now: datetime) -> bool:
    """The day is again as its weekday says. False when nothing was on record."""
    _take_turns()
    removed, _rows = CalendarDay.objects.filter(day=day).delete()
    if removed:
        _check_gaps(calendar_on_record(), day)
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
    _take_turns()
    CalendarDay.objects.filter(day__year=year).exclude(source=Source.OWN).delete()
    own = set(CalendarDay.objects.filter(day__year=year).values_list("day", flat=True))
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=kind, source=source, name=name, changed_by=by)
        for day, (kind, name) in sorted(days.items())
        if day not in own
    )
    _remember_of_state({day: kind for day, (kind, _name) in days.items() if day in own})
    if source == Source.OFFICIAL:
        CalendarYear.objects.get_or_create(year=year, defaults={"confirmed_by": by, "confirmed_at": now})
    _check_gaps(calendar_on_record(), date(year, 1, 1))
    record(
        Act.REGULATION_CHANGED,
        actor=by,
        now=now,
        detail={"year": year, "source": str(source), "days": len(days)},
    )
    return source


@transaction.atomic
def confirm_year(year: int, *, by: User, now: datetime) -> bool:
    """Somebody has compared the year with the State Council's notice. False when that was said before."""
    defaults = {"confirmed_by": by, "confirmed_at": now}
    _year, new = CalendarYear.objects.get_or_create(year=year, defaults=defaults)
    if new:
        record(Act.REGULATION_CHANGED, actor=by, now=now, detail={"year": year, "source": "confirmed"})
    return new


def _of_state(days: Sequence[date]) -> dict[date, str]:
    """What the State says of those days, as far as it is on record."""
    rows = CalendarDay.objects.filter(day__in=days).values_list("day", "kind", "source", "of_state")
    return {day: of_state if source == Source.OWN else kind for day, kind, source, of_state in rows}


def _remember_of_state(kinds: Mapping[date, DayKind]) -> None:
    """In new rows, so that readers notice."""
    rows = list(CalendarDay.objects.filter(day__in=kinds))
    CalendarDay.objects.filter(day__in=kinds).delete()
    for row in rows:
        row.pk, row.of_state = None, kinds[row.day]
    CalendarDay.objects.bulk_create(rows)


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _check_gaps(calendar: Calendar, first: date) -> None:
    """A queue cannot be planned across a time without hours; the change that makes one is refused."""
    start = first - timedelta(days=LONGEST_CLOSURE)
    try:
        for day in calendar.calling_days(start):
            if day > start + AHEAD:
                return
    except NoCallingDay:
        raise ValueError("closed_too_long") from None


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
