"""Mending a call that was saved wrongly: a new attempt takes the place of the old one, which stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from followups.actions.asking import fields_of, versions_of
from followups.actions.folding import stands
from followups.actions.numbers import set_state, state_from
from followups.actions.opening import is_written, seen_now
from followups.actions.recording import Scene
from followups.actions.refusals import CannotCorrect
from followups.actions.retrying import retried
from followups.actions.settling import write_tasks
from followups.models import Answer, Attempt, Draft, NumberDefect, Task
from followups.models.answers import OVERALL
from followups.posing import fitting
from patients.models import Patient, Visit
from policy.calendar import Calendar
from policy.outcomes import REACHED, Outcome
from policy.tasks import EndReason, State
from policy.visits import LeftBy
from regulation.reading import calendar_at
from scripts_library.models import ScriptVersion
from staff.models import User
from staff.permissions import Permission


@retried
def open_correction(attempt_id: int, user: User, *, now: datetime) -> Draft:
    """A draft that holds what was saved; saving it corrects. Raises CannotCorrect.

    By whoever made the call, on the same day; by a supervisor at any time.
    """
    attempt = Attempt.objects.filter(pk=attempt_id).select_related("patient").first()
    if attempt is None or (attempt.agent_id != user.pk and not user.may(Permission.SUPERVISE)):
        raise CannotCorrect("not_yours")
    calendar = calendar_at(now)
    if not user.may(Permission.SUPERVISE) and calendar.day_of(attempt.saved_at) != calendar.day_of(now):
        raise CannotCorrect("too_late")
    if Attempt.objects.filter(corrects=attempt).exists():
        raise CannotCorrect("already_corrected")
    tasks = list(
        Task.objects.filter(purposes__attempt=attempt).select_related("rule", "visit").order_by("pk")
    )
    answers, day = list(attempt.answers.all()), calendar.day_of(attempt.saved_at)
    unasked = [] if attempt.outcome in REACHED else tasks  # a talk keeps the questions that it had
    fields = {
        "corrects": attempt,
        "number": attempt.number,
        "seen": seen_now(tasks),
        "verification": attempt.verification,
        "script": ScriptVersion.objects.named(attempt.script_version).first(),
        "opened_at": now,
        "updated_at": now,
        "data": _data(attempt, answers, calendar),
        "sheets": fitting(unasked, attempt.patient, first=versions_of(answers), day=day),
        "before": {},
    }
    draft, new = Draft.objects.get_or_create(user=user, patient_id=attempt.patient_id, defaults=fields)
    if not new and draft.corrects_id != attempt.pk:
        if is_written(draft):
            raise CannotCorrect("call_open")
        Draft.objects.filter(pk=draft.pk).update(**fields, revealed_at=None)
        draft.refresh_from_db()
    draft.tasks.set(tasks)
    return draft


def _data(attempt: Attempt, answers: Sequence[Answer], calendar: Calendar) -> dict[str, Any]:
    """The saved call as the page's fields."""
    answer = next((one for one in answers if one.version_id is None and one.question == OVERALL), None)
    return {
        "outcome": attempt.outcome,
        "reached": "1" if attempt.connected_at else "0",
        "reason": attempt.reason,
        "answered_by": attempt.answered_by,
        "relation": attempt.relation,
        "identity_confirmed": "1" if attempt.identity_confirmed else "",
        "agreed_at": f"{calendar.local(attempt.agreed_at):%Y-%m-%dT%H:%M}" if attempt.agreed_at else "",
        "do_not_call": "1" if attempt.do_not_call else "",
        "notes": attempt.notes,
        "level": str(answer.level) if answer else "",
        "level_reason": answer.reason if answer else "",
        "number": str(attempt.number_id or ""),
        "step": str(attempt.steps.get("step", "")),
        **fields_of(answers),
    }


def take_back(scene: Scene, old: Attempt, attempt: Attempt) -> None:
    """What only the old call had found out: about its number and about the patient."""
    _take_back_number(scene, old)
    Attempt.objects.filter(continues=old).exclude(pk=attempt.pk).update(continues=attempt)
    form = scene.form
    if old.outcome == Outcome.DECEASED and form.outcome != Outcome.DECEASED and not _died(attempt):
        _reopen(scene, old, EndReason.DECEASED, deceased=False, deceased_on=None)
    if old.do_not_call and not form.do_not_call and not _asked(attempt):
        _reopen(scene, old, EndReason.DO_NOT_CALL, do_not_call=False, do_not_call_reason="")


def _standing(attempt: Attempt) -> Any:
    return Attempt.objects.filter(patient=attempt.patient_id, corrected_by=None)


def _died(attempt: Attempt) -> bool:
    """Somebody else said so as well."""
    in_hospital = Visit.objects.standing().filter(patient=attempt.patient_id, left_by=LeftBy.DEATH)
    return _standing(attempt).filter(outcome=Outcome.DECEASED).exists() or in_hospital.exists()


def _asked(attempt: Attempt) -> bool:
    return bool(_standing(attempt).filter(do_not_call=True).exists())


def _take_back_number(scene: Scene, old: Attempt) -> None:
    """Each number stands as the calls that still count have left it."""
    NumberDefect.objects.filter(attempt=old).delete()
    touched = {old.number_id, scene.number.pk if scene.number else None} & set(scene.numbers)
    for pk in touched:
        if pk is not None:
            set_state(scene.numbers[pk], state_from(scene.numbers[pk]), now=scene.now)


def _reopen(scene: Scene, old: Attempt, reason: EndReason, **flags: Any) -> None:
    """The tasks that the mistake had ended are called again; the review looks whether they still should."""
    Patient.objects.filter(pk=old.patient_id).update(
        **flags, needs_review=True, version=F("version") + 1, updated_at=scene.now
    )
    called = {task.pk for task in scene.called}
    ended = [
        task
        for task in scene.tasks
        if task.pk not in called and (task.closed_at, task.end_reason) == (old.saved_at, reason)
    ]
    known = stands(ended, scene.regulation)
    for task in ended:
        after = known[task.pk]
        suspended = after.state == State.SUSPENDED
        task.state = State.SUSPENDED if suspended else State.OPEN
        task.end_reason = after.reason if suspended else EndReason.NONE
        task.closed_at = None
    write_tasks(ended)
    Visit.objects.filter(pk__in=[task.visit_id for task in ended]).update(needs_review=True)
