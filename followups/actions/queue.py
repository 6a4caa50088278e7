"""The day's queue: made in the night, swept by the hour, kept in line every half minute.

Each of these finds its work by query, may be stopped anywhere and may run twice at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from followups.actions.applying import apply_calendar, apply_rules
from followups.actions.distribution import Distributed, distribute
from followups.actions.expiring import Expired, expire
from followups.actions.making import Made, lock_queue, log_run, make_missing
from followups.actions.offering import heed_best_hours
from followups.actions.retrying import retried
from followups.actions.reviewing import Reviewed, review_patients, review_visits
from followups.models import Task
from followups.planning import Planner, Ruling, Span, planner_at
from patients.models import Patient
from policy.plan import anchors_due
from regulation.reading import regulation_at

__all__ = [
    "Kept",
    "apply_rules",
    "expire",
    "keep",
    "make_day",
    "make_today",
    "review_patients",
    "review_visits",
    "sweep",
]


def make_day(*, day: date, now: datetime) -> list[Made]:
    """The tasks whose window opens on `day`; of a day to come they are made ahead."""
    planner = planner_at(now)

    def anchors(ruling: Ruling) -> Iterable[date]:
        return anchors_due(ruling.spec, day=day, calendar=planner.calendar)

    until = max(day, planner.today)
    spans = planner.spans(anchors, until=until) + planner.ordered_spans(until=until)
    # What opened earlier for the visits of the same days was made then; what was missed is caught up with.
    due = [span for span in spans if span.missed_at or span.window.opens.date() >= day]
    return _make("day", planner, due)


def make_today(*, now: datetime) -> list[Made]:
    return make_day(day=regulation_at(now).day, now=now)


def sweep(*, now: datetime) -> list[Made]:
    """Whatever was missed: every window that may still be called, and some that may not any more."""
    _flag_patients_without_calls()
    review_patients(now=now)
    planner = planner_at(now)
    spans = planner.spans(planner.reach, until=planner.today) + planner.ordered_spans(until=planner.today)
    made = _make("sweep", planner, spans)
    review_visits(now=now)
    expire(now=now)
    return made


@retried
def _make(kind: str, planner: Planner, spans: list[Span]) -> list[Made]:
    lock_queue()
    made = make_missing(planner, spans)
    log_run(kind, planner, made=sum(m.count for m in made))
    return made


def _flag_patients_without_calls() -> None:
    """A call to a patient who died or wants none, and who was flagged by nobody."""
    unfinished = Task.objects.unfinished().filter(patient=OuterRef("pk"))
    stopped = Patient.objects.filter(Q(deceased=True) | Q(do_not_call=True), needs_review=False)
    stopped.filter(Exists(unfinished)).update(needs_review=True)


@dataclass(frozen=True, slots=True)
class Kept:
    reviewed: Reviewed
    expired: Expired
    distributed: Distributed


def keep(*, now: datetime) -> Kept:
    """All that cannot wait for the hour: deaths first."""
    reviewed = review_patients(now=now)
    apply_calendar(now=now)
    reviewed += apply_rules(now=now)
    reviewed += review_visits(now=now)
    heed_best_hours(now=now)
    return Kept(reviewed, expire(now=now), distribute(now=now))
