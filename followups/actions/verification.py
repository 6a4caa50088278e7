"""The round of the 25th to 27th: who was never reached is called once more, then it is final (A22)."""

import time
from datetime import date, datetime, timedelta
from datetime import time as clock

from followups.actions import claim_sql
from followups.actions.claims import TRIES, claim_parameters, dialling_allowed, run, taken_by_another
from followups.actions.refusals import NotCallable, OutsideHours
from followups.models import Task
from followups.models.tasks import TaskQuerySet
from policy.periods import Period, stat_month, verification_days
from regulation.reading import Regulation, regulation_at
from staff.models import User


def round_of(regulation: Regulation) -> tuple[date, date]:
    """First and last day of the statistical month whose round it is, or will be next."""
    month = stat_month(regulation.day, regulation.cutoffs)
    if month.last.month != regulation.day.month:
        month = stat_month(month.first - timedelta(days=1), regulation.cutoffs)
    return month.first, month.last


def days_of(regulation: Regulation) -> list[date]:
    """The days of this month's round on which calls may be made; empty when none is a calling day."""
    chosen = regulation.options
    month = Period(*round_of(regulation), "")
    days = (chosen.verification_first, chosen.verification_last)
    return list(verification_days(month, regulation.calendar, first=days[0], last=days[1]))


def _moments(regulation: Regulation) -> tuple[datetime, datetime]:
    """The round's month, its end excluded."""
    first, last = round_of(regulation)
    zone = regulation.calendar.tz
    return datetime.combine(first, clock(), zone), datetime.combine(last + timedelta(days=1), clock(), zone)


def to_verify(now: datetime) -> TaskQuerySet:
    """What is still to be called in this round."""
    first, end = _moments(regulation_at(now))
    of_month = Task.objects.to_verify().filter(closed_at__gte=first, closed_at__lt=end)
    return of_month.filter(patient__deceased=False, patient__do_not_call=False).dialable()


def claim_verification(agent: User, *, now: datetime, task_id: int | None = None) -> list[Task]:
    """One patient of the round, all his tasks held by `agent`; [] when nobody is left.

    Raises OutsideHours (also on any other day than the round's), NotCallable, TakenBy.
    """
    regulation = dialling_allowed(now)
    if regulation.day not in days_of(regulation):
        raise OutsideHours(None, "no_verification_today")
    first, end = _moments(regulation)
    parameters = claim_parameters(agent, regulation, now) | {"first": first, "end": end}
    if task_id is None:
        return run(claim_sql.VERIFICATION, parameters)
    for _try in range(TRIES):
        tasks = run(claim_sql.VERIFY_THIS, parameters | {"task": task_id})
        if tasks:
            return tasks
        task = to_verify(now).filter(pk=task_id).first()
        if task is None:
            raise NotCallable("closed")
        taken_by_another(task.patient_id, agent, now=now)
        time.sleep(0.02)  # somebody is taking this patient right now; then he is the one to name
    raise NotCallable("busy")
