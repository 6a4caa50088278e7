"""The regulation in force, as the plain values that `policy` reckons with (A5, A21, A22, E12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from policy.calendar import Calendar, DayKind, Hours, Interval, Season, Source, SpecialDay
from policy.flag_defaults import DEFAULT_FLAGS
from policy.flags import RedFlags
from policy.ladder import Ladder
from policy.outcomes import DEFAULT_TABLE, Outcome, OutcomeRule, table_from_json
from policy.periods import Cutoffs
from policy.phrasebook import SHIPPED, Phrasebook
from policy.presets import MATERNITY_HOURS
from regulation.models import CalendarDay, CalendarYear, Edition
from regulation.models.editions import Subject
from regulation.options import Options
from staff.actions.prepared import Asked, Prepared

# The demonstration can be tried at any hour of any day; its pages say so.
DEMO_HOURS = Hours(
    seasons=(
        Season(
            "demo",
            1,
            1,
            (Interval(time(0), time(12)), Interval(time(12), time(18)), Interval(time(18), time(23, 59))),
        ),
    )
)

NOTICE = timedelta(days=60)  # the State Council's notice usually comes out in November

# Changes with every edition, day and year: editions are only added, a changed day is a new row.
STAMP = (
    "(SELECT coalesce(max(id), 0) FROM regulation_edition)",
    "(SELECT coalesce(max(id), 0) FROM regulation_calendarday)",
    "(SELECT count(*) FROM regulation_calendarday)",
    "(SELECT coalesce(sum(year), 0) FROM regulation_calendaryear)",
)
Stamp = tuple[int, ...]


_STAMP = Prepared(f"SELECT {', '.join(STAMP)}")


def _stamp() -> Stamp:
    (found,) = _STAMP.run({})
    return found


def hospital_zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)


def calendar_now() -> Calendar:
    """All hours and days on record, past and future; asking it about a day gives what holds on that day."""
    return _calendar(_stamp(), settings.DEMO)


def calendar_on_record() -> Calendar:
    """The hospital's own hours and days, also where the demonstration opens others: for who edits them."""
    return _calendar(_stamp(), False)


@lru_cache(maxsize=4)
def _calendar(stamp: Stamp, demo: bool) -> Calendar:
    editions = Edition.objects.about(Subject.HOURS).order_by("effective_from", "pk")
    hours = {e.effective_from: Hours.from_json(e.data) for e in editions}
    days = {d.day: _special(d) for d in CalendarDay.objects.all()}
    if demo:
        hours, days = {date(2000, 1, 1): DEMO_HOURS}, {}
    return Calendar(
        hours=tuple(sorted(hours.items())) or ((date(2000, 1, 1), MATERNITY_HOURS),),
        special=days,
        tz=hospital_zone(),
        known_until=_known_until(),
    )


def _special(day: CalendarDay) -> SpecialDay:
    of_state = DayKind(day.of_state) if day.of_state else None
    return SpecialDay(DayKind(day.kind), Source(day.source), day.name, of_state)


def _known_until() -> date | None:
    """Last day of the last of the years that are confirmed without a gap up to it."""
    years = sorted(CalendarYear.objects.values_list("year", flat=True))
    unbroken = [year for n, year in enumerate(years) if year == years[0] + n]
    return date(unbroken[-1], 12, 31) if unbroken else None


def year_to_confirm(day: date) -> int | None:
    """The year whose holidays somebody should look up: this one, and the next from 60 days ahead."""
    soon = (day + NOTICE).year
    confirmed = set(CalendarYear.objects.filter(year__in=[day.year, soon]).values_list("year", flat=True))
    return next((year for year in (day.year, soon) if year not in confirmed), None)


def calendar_at(now: datetime) -> Calendar:
    """The calendar to reckon with at `now` (which is only named so that callers don't ask a clock)."""
    return calendar_now()


def outcome_table(day: date) -> Mapping[Outcome, OutcomeRule]:
    edition = Edition.objects.about(Subject.OUTCOMES).in_force_on(day).first()
    return table_from_json(edition.data) if edition else DEFAULT_TABLE


def phrasebook() -> Phrasebook:
    """Holds at once: what is being written is measured by the newest list, whatever its day."""
    edition = Edition.objects.about(Subject.PHRASES).order_by("-pk").first()
    return Phrasebook.from_json(edition.data) if edition else SHIPPED


def options(day: date) -> Options:
    edition = Edition.objects.about(Subject.OPTIONS).in_force_on(day).first()
    return Options.from_json(edition.data) if edition else Options()


def cutoffs() -> Cutoffs:
    """Every cut-off day that was ever set, from the day on which it holds."""
    editions = Edition.objects.about(Subject.OPTIONS).order_by("-effective_from", "-pk")
    found = editions.values_list("effective_from", "data")
    return Cutoffs(tuple((since, Options.from_json(data).cutoff_day) for since, data in found))


def red_flags(day: date) -> RedFlags:
    edition = Edition.objects.about(Subject.RED_FLAGS).in_force_on(day).first()
    return RedFlags.from_json(edition.data) if edition else DEFAULT_FLAGS


def ladder(day: date) -> Ladder:
    edition = Edition.objects.about(Subject.LADDER).in_force_on(day).first()
    return Ladder.from_json(edition.data) if edition else Ladder()


@dataclass(frozen=True, slots=True)
class Regulation:
    """Everything in force on one day: for those who need more than one part of it."""

    day: date
    calendar: Calendar
    outcomes: Mapping[Outcome, OutcomeRule]
    options: Options
    flags: RedFlags
    ladder: Ladder
    cutoffs: Cutoffs


def regulation_at(now: datetime) -> Regulation:
    """One small query; the rest is remembered until an edition or a day changes."""
    return regulation_stamped(_stamp(), now)


def regulation_asked(now: datetime) -> Asked:
    """The same for `together`, among other questions."""
    return _STAMP.asked({}, lambda found: regulation_stamped(found[0], now))


def regulation_stamped(stamp: Stamp, now: datetime) -> Regulation:
    """For a statement that has asked for STAMP itself, among other things."""
    return _regulation(stamp, settings.DEMO, now.astimezone(hospital_zone()).date())


@lru_cache(maxsize=8)
def _regulation(stamp: Stamp, demo: bool, day: date) -> Regulation:
    return Regulation(
        day,
        _calendar(stamp, demo),
        outcome_table(day),
        options(day),
        red_flags(day),
        ladder(day),
        cutoffs(),
    )
