"""The ladder of an alert: each step is made once, whoever looks first; a worker that was down wakes nobody
twice and leaves nobody out (A25).

The alert must be locked by whoever calls what changes it here; its own fields are saved by the caller.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from complaints.alertpeople import Standing, can_be_called, on_the_ladder
from complaints.models import AlertNotice, AlertStep, ClinicalAlert
from policy.alerts import UNTOLD, Level, Outcome, Rung, State
from policy.ladder import Step, climb, forward, promise_by, steps, take_by
from policy.reckoning import is_working_day
from regulation.reading import regulation_at
from staff.actions.audit import record
from staff.models import Act, User

GRACE = timedelta(minutes=3)  # later than that nobody looked in time


def begin_round(
    alert: ClinicalAlert, *, first: Rung, named: User | None = None, fresh: bool, now: datetime
) -> None:
    """A new ladder from `now` on, its first step made at once. `fresh`: with limits of its own; what was
    passed on keeps those of the patient, who has waited since the beginning."""
    regulation, at = regulation_at(now), timezone.localtime(now)
    level = Level(alert.level)
    if fresh:
        alert.due_at = take_by(regulation.ladder, level, at)
        alert.promise_at = promise_by(regulation.ladder, level, at)
    alert.steps.filter(outcome="").delete()  # plans of the round before
    working = is_working_day(at.date(), regulation.calendar)
    plan = [*steps(regulation.ladder, level, at, first=first, working_day=working)]
    reminded = alert.steps.filter(rung=Rung.PROMISE, due_at=alert.promise_at)
    if alert.promise_at > now or not reminded.exists():
        plan.append(Step(Rung.PROMISE, alert.promise_at))
    AlertStep.objects.bulk_create(
        AlertStep(alert=alert, round=alert.round, rung=step.rung, due_at=step.due) for step in plan
    )
    make_due(alert, named=named, now=now)


def make_due(alert: ClinicalAlert, *, named: User | None = None, now: datetime) -> int:
    """Make every step that is due; how many were made."""
    waiting = list(alert.steps.filter(round=alert.round, outcome="").order_by("due_at", "pk"))
    made = 0
    if alert.state == State.NEW:
        made += _climb(alert, [s for s in waiting if s.rung != Rung.PROMISE], named=named, now=now)
        if alert.due_at <= now:
            alert.late_at = alert.late_at or alert.due_at
    promised = [step for step in waiting if step.rung == Rung.PROMISE and step.due_at <= now]
    if promised and alert.state in UNTOLD:
        made += _remind(alert, promised[0], now=now)
    settle_next(alert)
    return made


def settle_next(alert: ClinicalAlert) -> None:
    """When the scheduler looks at it again."""
    waiting = alert.steps.filter(round=alert.round, outcome="")
    if alert.state != State.NEW:
        waiting = waiting.filter(rung=Rung.PROMISE)
    next_one = waiting.order_by("due_at").first() if alert.state in UNTOLD else None
    alert.next_step_at = next_one.due_at if next_one else None


def _climb(alert: ClinicalAlert, rows: Sequence[AlertStep], *, named: User | None, now: datetime) -> int:
    people = on_the_ladder(alert, [Rung(row.rung) for row in rows], named=named, now=now)
    reachable = {rung for rung, standing in people.items() if standing.user}
    plan = [Step(Rung(row.rung), row.due_at) for row in rows]
    done = climb(plan, reachable, now)
    if named and Rung.NAMED not in reachable:  # nobody knows later who was meant
        done = {Rung.NAMED: Outcome.NOBODY, **done}
    for row in rows:
        if rung_done := done.get(Rung(row.rung)):
            _write(alert, row, rung_done, people[Rung(row.rung)], now=now)
    _move_forward(rows, forward(plan, done, now))
    return len(done)


def _move_forward(rows: Iterable[AlertStep], dues: Mapping[Rung, datetime]) -> None:
    for row in rows:
        due = dues.get(Rung(row.rung))
        if due and due != row.due_at:
            row.due_at = due
            row.save(update_fields=["due_at"])


def _write(
    alert: ClinicalAlert, row: AlertStep, outcome: Outcome, standing: Standing, *, now: datetime
) -> None:
    row.outcome, row.why, row.made_at = outcome, standing.why, now
    row.late = now - row.due_at > GRACE
    row.save(update_fields=["outcome", "why", "made_at", "late"])
    if outcome is Outcome.TOLD and standing.user:
        _notice(row, [standing.user])
    _log(alert, row, now=now)


def _remind(alert: ClinicalAlert, row: AlertStep, *, now: datetime) -> int:
    """The promise is due and nobody was told: who answers for it, and the agent who promised."""
    users = _answerable(alert, now=now)
    row.outcome, row.made_at, row.late = Outcome.TOLD, now, now - row.due_at > GRACE
    row.save(update_fields=["outcome", "made_at", "late"])
    _notice(row, [user for user in {*users, alert.raised_by} if user.is_active])
    _log(alert, row, now=now)
    return 1


def _answerable(alert: ClinicalAlert, *, now: datetime) -> list[User]:
    """Whoever holds it; while he is away, or nobody does, all who were called, and who should be instead."""
    if alert.taken_by and can_be_called(alert.taken_by, now=now):
        return [alert.taken_by]
    called = list(User.objects.filter(clinical_notices__step__alert=alert).distinct())
    above = on_the_ladder(alert, (Rung.HEAD, Rung.DUTY_OFFICE), now=now) if alert.taken_by else {}
    return [*called, *(one.user for one in above.values() if one.user)]


def _notice(row: AlertStep, users: Sequence[User]) -> None:
    AlertNotice.objects.bulk_create(
        [AlertNotice(step=row, user=user) for user in users], ignore_conflicts=True
    )


def _log(alert: ClinicalAlert, row: AlertStep, *, now: datetime) -> None:
    detail = {"step": row.rung, "outcome": row.outcome, "round": row.round, "late": row.late}
    record(Act.ALERT_MOVED, actor=None, now=now, patient_id=alert.patient_id, about=alert, detail=detail)


def climb_due(*, now: datetime) -> int:
    """The scheduler's job: the number of steps made. Safe at any time, twice at once, and after any pause; an
    alert that somebody is changing at this moment waits for the next time."""
    waiting = ClinicalAlert.objects.filter(next_step_at__lte=now).order_by("next_step_at")
    return sum(_climb_one(pk, now=now) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _climb_one(alert_id: int, *, now: datetime) -> int:
    free = ClinicalAlert.objects.select_for_update(skip_locked=True, no_key=True)
    alert = free.filter(pk=alert_id, next_step_at__lte=now).first()
    if alert is None:
        return 0
    made = make_due(alert, now=now)
    alert.save(update_fields=["next_step_at", "late_at"])
    return made
