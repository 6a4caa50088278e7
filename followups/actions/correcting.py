"""Mending a call that was saved wrongly: a new attempt takes the place of the old one, which stays."""

from datetime import datetime
from typing import Any

from django.db import transaction

from followups.actions.refusals import CannotCorrect
from followups.models import Attempt, Draft
from regulation.reading import calendar_at
from staff.models import User
from staff.permissions import Permission


@transaction.atomic
def open_correction(attempt_id: int, user: User, *, now: datetime) -> Draft:
    """A draft that holds what was saved; saving it corrects. Raises CannotCorrect.

    By whoever made the call, on the same day; by a supervisor at any time.
    """
    attempt = Attempt.objects.select_for_update().filter(pk=attempt_id).first()
    if attempt is None or (attempt.agent_id != user.pk and not user.may(Permission.SUPERVISE)):
        raise CannotCorrect("not_yours")
    calendar = calendar_at(now)
    if not user.may(Permission.SUPERVISE) and calendar.day_of(attempt.saved_at) != calendar.day_of(now):
        raise CannotCorrect("too_late")
    if Attempt.objects.filter(corrects=attempt).exists():
        raise CannotCorrect("already_corrected")
    tasks = [purpose.task for purpose in attempt.purposes.select_related("task")]
    fields = {
        "corrects": attempt,
        "number": attempt.number,
        "seen": {str(task.pk): task.revision for task in tasks},
        "verification": attempt.verification,
        "opened_at": now,
        "updated_at": now,
        "data": _data(attempt),
    }
    draft, new = Draft.objects.get_or_create(user=user, patient_id=attempt.patient_id, defaults=fields)
    if not new and draft.corrects_id != attempt.pk:
        raise CannotCorrect("call_open")
    draft.tasks.set(tasks)
    return draft


def _data(attempt: Attempt) -> dict[str, Any]:
    """The saved call as the page's fields."""
    answer = attempt.answers.filter(subject="overall").first()
    return {
        "outcome": attempt.outcome,
        "reached": "1" if attempt.connected_at else "0",
        "reason": attempt.reason,
        "answered_by": attempt.answered_by,
        "relation": attempt.relation,
        "identity_confirmed": "1" if attempt.identity_confirmed else "",
        "notes": attempt.notes,
        "level": str(answer.level) if answer else "",
        "level_reason": answer.reason if answer else "",
        "number": str(attempt.number_id or ""),
        "step": str(attempt.steps.get("step", "")),
    }
