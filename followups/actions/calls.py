"""Saving a call: attempt, answers, tasks, number, the patient's flags and the log in one transaction.

Ten presses make one attempt, nothing that was typed is refused for being late, nobody overwrites
in silence. E9: a death stops everything for the patient in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from followups.actions import alerting, asking, correcting
from followups.actions.callforms import CallForm
from followups.actions.caring import care
from followups.actions.complaining import open_case
from followups.actions.folding import History, if_saved
from followups.actions.locking import lock_draft, remove_draft
from followups.actions.promising import make_promise
from followups.actions.recording import Scene, look, refuse_conflict, write_attempt
from followups.actions.refusals import DraftGone, InvalidCall
from followups.actions.retrying import retried
from followups.actions.settling import settle_number, settle_patient, settle_tasks
from followups.models import Attempt, Draft, Task
from policy.outcomes import Outcome
from policy.retry import Standing
from policy.tasks import State
from regulation.reading import Regulation
from staff.actions.audit import record
from staff.models import Act, User


@dataclass(frozen=True, slots=True)
class Recorded:
    """`already`: an earlier press had saved it. `reassigned`: the task was somebody else's by then."""

    attempt: Attempt
    standings: Mapping[int, Standing]
    already: bool = False
    reassigned: bool = False


@retried
def record_call(token: str, *, agent: User, form: CallForm, now: datetime) -> Recorded:
    """Save the call whose draft bears `token`; DraftGone, Conflict and InvalidCall leave all as it was.

    A draft that corrects an attempt saves the correction.
    """
    opened = lock_draft(token, agent)
    if opened is None:
        return _saved_before(token, agent)
    form.check()
    scene = look(opened, agent=agent, form=form, now=now)
    refuse_conflict(scene)
    answers = asking.heard(scene)
    alerting.check_decided(scene)

    attempt = write_attempt(scene, continues=asking.goes_on_with(scene, answers))
    if scene.old:
        correcting.take_back(scene, scene.old, attempt)
    settle_number(scene, attempt)
    goes_on = _goes_on_but_for_the_time(scene)
    standings = settle_tasks(scene, attempt)
    if goes_on and standings and all(after.state != State.OPEN for after in standings.values()):
        raise InvalidCall("agreed_beyond_window", "agreed_at")  # nobody would keep it
    settle_patient(scene, attempt)
    asking.write(answers, attempt)
    open_case(scene, attempt)
    make_promise(scene, attempt)
    care(scene, attempt)
    alerting.complete(scene, attempt)
    remove_draft(opened.draft)
    record(
        Act.CALL_CORRECTED if scene.old else Act.CALL_RECORDED,
        actor=agent,
        now=now,
        patient_id=attempt.patient_id,
        about=attempt,
        detail={"outcome": attempt.outcome, "tasks": {str(task.pk): task.state for task in scene.called}},
    )
    return Recorded(attempt, standings, reassigned=attempt.reassigned_meanwhile)


def _goes_on_but_for_the_time(scene: Scene) -> bool:
    """Whether a call-back is agreed on without which the follow-up would go on."""
    form = scene.form
    if form.agreed_at is None or form.order or scene.old:
        return False
    for task in scene.called:
        history = scene.histories.get(task.pk, ())
        found = consequences(scene.draft, task, history, scene.regulation, usable=scene.usable, now=scene.now)
        if found[form.outcome].state == State.OPEN:
            return True
    return False


def _saved_before(token: str, agent: User) -> Recorded:
    """Another press was first, or there never was such a call."""
    saved = Attempt.objects.filter(token=token, agent=agent).first()
    if saved is None:
        raise DraftGone
    return Recorded(saved, {}, already=True, reassigned=saved.reassigned_meanwhile)


def consequences(
    draft: Draft, task: Task, history: History, regulation: Regulation, *, usable: int, now: datetime
) -> dict[Outcome, Standing]:
    """What each outcome would make of the task; `usable`: numbers that can be dialled."""
    return if_saved(
        task,
        history,
        regulation,
        usable=usable,
        now=now,
        verification=draft.verification,
        corrects=draft.corrects_id,
    )
