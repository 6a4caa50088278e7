"""The round of the 25th to 27th: who was never reached is called once more, then it is final (A22)."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from followups.actions import claim_sql
from followups.actions.claims import dialling_allowed, hold_until
from followups.actions.refusals import NotCallable, OutsideHours, TakenBy
from followups.models import Task
from followups.models.tasks import TaskQuerySet
from policy.periods import stat_month, verification_days
from regulation.reading import Regulation, regulation_at
from staff.actions.audit import record
from staff.models import Act, User


def round_of(regulation: Regulation) -> tuple[date, date]:
    """First and last day of the statistical month whose round it is, or will be next."""
    cutoff = regulation.options.cutoff_day
    month = stat_month(regulation.day, cutoff)
    if regulation.day.day > cutoff:
        month = stat_month(month.first - timedelta(days=1), cutoff)
    return month.first, month.last


def days_of(regulation: Regulation) -> list[date]:
    """The days of this month's round on which calls may be made; empty when none is a calling day."""
    first, _last = round_of(regulation)
    chosen = regulation.options
    month = stat_month(first, chosen.cutoff_day)
    days = (chosen.verification_first, chosen.verification_last)
    return list(verification_days(month, regulation.calendar, first=days[0], last=days[1]))


def to_verify(now: datetime) -> TaskQuerySet:
    """What is still to be called in this round, by patient."""
    first, last = round_of(regulation_at(now))
    return (
        Task.objects.to_verify()
        .filter(closed_at__date__range=(first, last), patient__deceased=False, patient__do_not_call=False)
        .dialable()
    )


@transaction.atomic
def claim_verification(agent: User, *, now: datetime, task_id: int | None = None) -> list[Task]:
    """One patient of the round, all his tasks held by `agent`; [] when nobody is left.

    Raises OutsideHours (also on any other day than the round's), NotCallable, TakenBy.
    """
    regulation = dialling_allowed(now)
    if regulation.day not in days_of(regulation):
        raise OutsideHours(None, "no_verification_today")
    waiting = to_verify(now).free_at(now) | to_verify(now).filter(hold_by=agent)
    if task_id is not None:
        waiting = waiting.filter(pk=task_id)
    for task in waiting.select_for_update(skip_locked=True, of=("self",)).order_by("closed_at", "pk")[:20]:
        if _alone(task.patient_id):
            return _hold(task, agent, now=now)
    if task_id is not None:
        _say_why(task_id, now=now)
    return []


def _alone(patient_id: int) -> bool:
    """Whether nobody else takes this patient at this moment; the same lock as a claim's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", [claim_sql.PATIENTS, patient_id % 2147483647]
        )
        return bool(cursor.fetchone()[0])


def _hold(head: Task, agent: User, *, now: datetime) -> list[Task]:
    tasks = list(to_verify(now).filter(patient=head.patient_id).select_related("rule", "visit", "patient"))
    Task.objects.filter(pk__in=[t.pk for t in tasks]).update(hold_by=agent, hold_until=hold_until(now))
    record(
        Act.TASK_HELD,
        actor=agent,
        now=now,
        patient_id=head.patient_id,
        detail={"tasks": [t.pk for t in tasks]},
    )
    return sorted(tasks, key=lambda task: task.pk != head.pk)


def _say_why(task_id: int, *, now: datetime) -> None:
    task = Task.objects.select_related("hold_by").get(pk=task_id)
    if task.hold_by and task.hold_until and task.hold_until > now:
        raise TakenBy(task.hold_by, task.hold_until)
    raise NotCallable("closed")
