"""The clocks of one case as they are read: when each ends, which one alarms, and why this date (A31, C4)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.deadlines import deadline_of
from complaints.limitwords import until
from complaints.models import Clock
from policy.calendar import Calendar
from policy.clocks import (
    AlarmKind,
    ClockSpec,
    Deadline,
    Pause,
    Unit,
    alarms,
    holiday_ahead,
)
from policy.reckoning import Why
from staff.templatetags.look import listed, short_day

MOST_DAYS = 6  # of those not counted, in the line; the rest stands under "why"


class ShownClock(NamedTuple):
    title: str  # 7 个自然日
    due: datetime
    stopped: datetime | None
    breached: datetime | None
    first: bool  # the one that alarms
    line: str
    why: list[str]
    warning: str  # a holiday on the way
    known: bool
    paused: bool


def shown_clocks(case: Any, clocks: Iterable[Clock], calendar: Calendar, now: datetime) -> list[ShownClock]:
    """The earliest running one first; `case` comes from queries.case.with_facts."""
    running = [c for c in clocks if c.stopped_at is None]
    first = min(running, key=lambda c: (c.due_at, c.pk), default=None)
    shown = [_shown(case, clock, calendar, clock is first, now) for clock in clocks]
    return sorted(shown, key=lambda one: (not one.first, one.due))


def _shown(case: Any, clock: Clock, calendar: Calendar, first: bool, now: datetime) -> ShownClock:
    spec = ClockSpec.from_json(clock.spec)
    several = len(case.rooms) > 1
    found = deadline_of(
        clock,
        calendar,
        several=several,
        extensions=[(datetime.fromisoformat(one["at"]), one["days"]) for one in case.longer],
        pauses=[_pause(one) for one in case.stood_still],
    )
    ahead = holiday_ahead(found, calendar, timezone.localtime(now).date()) if not clock.stopped_at else None
    return ShownClock(
        title=title_of(found, several=several and spec.amount_several is not None, rooms=len(case.rooms)),
        due=clock.due_at,
        stopped=clock.stopped_at,
        breached=clock.breached_at,
        first=first,
        line=_line(clock, spec, found, several, now),
        why=[reason(one, now) for one in found.why],
        warning=_holiday(ahead, now),
        known=found.known,
        paused=found.paused,
    )


def _pause(stood: Mapping[str, str | None]) -> Pause:
    begun, ended = stood["begun"], stood["ended"]
    return Pause(datetime.fromisoformat(begun or ""), datetime.fromisoformat(ended) if ended else None)


def title_of(found: Deadline, *, several: bool, rooms: int) -> str:
    amount = {"amount": found.amount}
    words = {
        Unit.HOURS: ngettext("%(amount)d hour", "%(amount)d hours", found.amount),
        Unit.CALENDAR_DAYS: ngettext("%(amount)d calendar day", "%(amount)d calendar days", found.amount),
        Unit.WORKING_DAYS: ngettext("%(amount)d working day", "%(amount)d working days", found.amount),
    }[found.unit] % amount
    if not several:
        return words
    return _("%(clock)s (%(n)d departments concerned)") % {"clock": words, "n": rooms}


def _line(clock: Clock, spec: ClockSpec, found: Deadline, several: bool, now: datetime) -> str:
    """One sentence beside the date: what was counted from, what not, when it reminds."""
    if found.unit is Unit.WORKING_DAYS:
        parts = [_not_counted(found.skipped, now)]
        if several and spec.amount_several:
            one = {"amount": spec.amount}
            parts.append(_("With one department it would be %(amount)d working days.") % one)
        return sentences(parts)
    begun = {"day": short_day(clock.begun_at, now).split(" ")[0]}
    return sentences([_("Counted from %(day)s.") % begun, reminders(clock, now)])


def sentences(parts: Iterable[str]) -> str:
    """One after the other; Chinese has no blank after its full stop."""
    said = [part for part in parts if part]
    if len(said) == 2:
        return _("%(first)s %(second)s") % {"first": said[0], "second": said[1]}
    return "".join(said)


def _not_counted(days: tuple[date, ...], now: datetime) -> str:
    if not days:
        return ""
    shown = [short_day(day, now).split(" ")[0] for day in days[:MOST_DAYS]]
    more = "…" if len(days) > MOST_DAYS else ""
    return _("Not counted: %(days)s.") % {"days": listed(shown) + more}


def reminders(clock: Clock, now: datetime) -> str:
    words = {
        AlarmKind.HALF: _("half-way %(day)s"),
        AlarmKind.DAY_BEFORE: _("1 day before"),
        AlarmKind.TWO_HOURS: _("2 hours before"),
    }
    planned = [
        words[kind] % {"day": short_day(at, now).split(" ")[0]} if kind is AlarmKind.HALF else words[kind]
        for kind, at in alarms(clock.begun_at, clock.due_at)
        if kind in words
    ]
    return _("Reminds %(times)s.") % {"times": listed(planned)} if planned else ""


def _holiday(ahead: tuple[date, date] | None, now: datetime) -> str:
    if not ahead:
        return ""
    first, last = (short_day(day, now) for day in ahead)
    return _("Days off on the way: %(first)s – %(last)s; the clock goes on.") % {"first": first, "last": last}


def reason(why: Why, now: datetime) -> str:
    """One step of the reckoning."""
    params = dict(why.params)
    days: dict[str, Any] = {
        name: short_day(params[name], now) for name in ("first", "last") if name in params
    }
    words: dict[str, str] = {
        "begun": _("Recorded %(at)s; that day does not count."),
        Unit.HOURS: _("%(amount)s hours, every one counts."),
        Unit.CALENDAR_DAYS: _("%(amount)s calendar days: every day counts, holidays too."),
        Unit.WORKING_DAYS: _("%(amount)s working days of the State's calendar."),
        "several": _("Several departments are concerned: %(amount)s."),
        "extended": _("Extended by %(days)s days, approved."),
        "weekend": _("Not counted, weekend: %(first)s – %(last)s."),
        "holiday": _("Not counted, public holiday %(name)s: %(first)s – %(last)s."),
        "makeup": _("Counted, make-up workday: %(first)s."),
        "paused": _("Not counted, paused: %(first)s – %(last)s."),
        "paused_for": _("Paused for %(hours)s hours."),
        "year_unknown": _("The holidays of %(year)s are not confirmed yet; the date may move."),
        "due": _("So it ends %(at)s."),
    }
    sentence = words.get(why.code, str(why.code))
    if why.code == "begun":
        at = timezone.localtime(params["at"])
        return sentence % {"at": f"{short_day(at, now)} {at:%H:%M}"}
    if why.code == "due":
        return sentence % {"at": until(params["at"], now)}
    hours = round(params.get("seconds", 0) / 3600, 1)
    values: dict[str, Any] = {"name": "", "hours": hours, **params, **days}
    return sentence % values
