"""Who likes to be rung at certain hours is offered at those, where the window allows (E18)."""

from datetime import datetime, timedelta

from followups.actions.retrying import retried
from followups.models import Task
from policy.best_hours import offered_from, spans
from regulation.reading import regulation_at

AHEAD = timedelta(days=1)


@retried
def heed_best_hours(*, now: datetime) -> int:
    """Of calls that nobody has dialled, agreed on or taken: at other hours they wait for the good ones."""
    waiting = (
        Task.objects.open()
        .free_at(now)
        .filter(tries=0, agreed=False, call_at__lte=now + AHEAD, closes__gt=now)
    )
    fit = waiting.exclude(patient__best_hours="").order_by("pk").select_related("patient")
    calendar = regulation_at(now).calendar
    moved = 0
    for task in fit.select_for_update(of=("self",), skip_locked=True, no_key=True):
        begins = max(task.call_at, now)
        at = offered_from(begins, task.closes, spans(task.patient.best_hours), calendar)
        if at > begins:
            moved += Task.objects.filter(pk=task.pk).update(call_at=at)
    return moved
