"""Bringing open tasks in line with rules and hours that have changed: A5, A21.

Both only flag the visits whose tasks may be affected; the review then looks at each of them once.
"""

import hashlib
from datetime import date, datetime

from django.db.models import Q

from followups.actions.making import lock_queue, log_run, make_missing
from followups.actions.retrying import retried
from followups.actions.reviewing import Reviewed, review_visits
from followups.models import QueueRun, RuleVersion, Task
from followups.planning import Planner, Ruling, planner_at
from patients.models import Visit
from policy.tasks import EndReason, State
from staff.models import Department

NEVER_DIALLED = Q(state__in=[State.OPEN, State.SUSPENDED], tries=0)
TAKEN_BACK = Q(state=State.EXEMPT, end_reason__in=[EndReason.RULE_ENDED, EndReason.WITHDRAWN])


def apply_rules(*, now: datetime) -> Reviewed:
    """Versions of rules that are in force by now and not applied yet; a rule that was ended has one, too."""
    waiting = RuleVersion.objects.filter(needs_applying=True)
    if not waiting.exists():
        return Reviewed()
    planner = planner_at(now)
    due = waiting.filter(effective_from__lte=planner.today).order_by("rule", "number")
    rules = sorted(set(due.values_list("rule", flat=True)))
    made = sum(_apply(planner, rule) for rule in rules)
    log_run("rules", planner, made=made)
    return Reviewed(made=made) + (review_visits(now=now) if rules else Reviewed())


@retried
def _apply(planner: Planner, rule: int) -> int:
    lock_queue()
    flagged = RuleVersion.objects.filter(
        rule=rule, needs_applying=True, effective_from__lte=planner.today
    ).update(needs_applying=False)
    if not flagged:
        return 0
    _flag_visits_of(Q(rule=rule) & (NEVER_DIALLED | TAKEN_BACK))

    def anchors(ruling: Ruling) -> list[date]:
        return planner.reach(ruling) if ruling.rule == rule else []

    return sum(m.count for m in make_missing(planner, planner.spans(anchors, until=planner.today)))


def apply_calendar(*, now: datetime) -> int:
    """When hours, days or kinds of departments have changed: how many visits are looked at again for it."""
    planner = planner_at(now)
    regulation = _digest(planner)
    last = QueueRun.objects.filter(kind="calendar").order_by("-pk").first()
    if last and last.regulation == regulation:
        return 0
    return _flag_all(planner, regulation)


@retried
def _flag_all(planner: Planner, regulation: str) -> int:
    lock_queue()
    QueueRun.objects.create(
        kind="calendar",
        day=planner.today,
        started_at=planner.now,
        finished_at=planner.now,
        regulation=regulation,
    )
    return _flag_visits_of(NEVER_DIALLED)


def _flag_visits_of(tasks: Q) -> int:
    found = Task.objects.filter(tasks).values("visit")
    return Visit.objects.filter(pk__in=found, needs_review=False).update(needs_review=True)


def _digest(planner: Planner) -> str:
    """The same for the same regulation, whoever reads it."""
    calendar = planner.calendar
    kinds = sorted(Department.objects.values_list("pk", "kind"))
    told = repr((calendar.tz.key, calendar.hours, sorted(calendar.special.items()), kinds))
    return hashlib.sha256(told.encode()).hexdigest()
