"""A clock of a case, reckoned with the calendar of the day: until when, and why (A31, C4)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from complaints.models import Clock, Complaint
from policy.calendar import Calendar
from policy.clocks import AlarmKind, ClockSpec, Deadline, Pause, alarms, deadline
from regulation.reading import calendar_now


def deadline_of(
    clock: Clock,
    calendar: Calendar,
    *,
    several: bool,
    extensions: Iterable[tuple[datetime, int]],
    pauses: Sequence[Pause],
) -> Deadline:
    """`extensions`: when each approved one was asked for, and its days; one from before this clock began
    prolonged the clocks of the first answer, not those of a case that came back."""
    return deadline(
        ClockSpec.from_json(clock.spec),
        clock.begun_at,
        calendar,
        several=several,
        extended_days=sum(days for asked_at, days in extensions if asked_at >= clock.begun_at),
        pauses=pauses,
    )


def deadlines(complaint: Complaint, clocks: Sequence[Clock]) -> list[Deadline]:
    calendar = calendar_now()
    several = complaint.departments.count() > 1
    extensions = list(complaint.extensions.filter(approved=True).values_list("asked_at", "days"))
    pauses = [
        Pause(begun, ended)
        for begun, ended in complaint.pauses.filter(approved=True).values_list("begun_at", "ended_at")
        if begun is not None
    ]
    return [
        deadline_of(clock, calendar, several=several, extensions=extensions, pauses=pauses)
        for clock in clocks
    ]


def why(clock: Clock) -> Deadline:
    """Its `why` tells the steps, to be said in words."""
    return deadlines(clock.complaint, [clock])[0]


def alarms_of(clock: Clock, *, leads: bool) -> list[tuple[AlarmKind, datetime]]:
    """The earliest clock reminds beforehand; every clock tells that it is over."""
    planned = alarms(clock.begun_at, clock.due_at)
    return [(kind, at) for kind, at in planned if leads or kind is AlarmKind.BREACHED]
