"""Saving a call: attempt, answers, tasks, number, the patient's flags and the log in one transaction.

Ten presses make one attempt, nothing that was typed is refused for being late, nobody overwrites
in silence. E9: a death stops everything for the patient in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from followups.actions.callforms import CallForm
from followups.actions.drafts import others_since
from followups.actions.folding import Story, if_saved, stand, stories
from followups.actions.numbers import mark_number
from followups.actions.refusals import Conflict, DraftGone, InvalidCall, Written
from followups.actions.retrying import retried
from followups.models import Answer, Attempt, Draft, Purpose, Task
from patients.models import Patient, PhoneNumber
from policy.outcomes import REACHED, Outcome
from policy.retry import Standing, Tried
from policy.tasks import CLOSED, EndReason, State, may_move
from regulation.reading import Regulation, regulation_at
from staff.actions.audit import record
from staff.models import Act, User

CHANGED = [
    "state", "end_reason", "counted", "tries", "verify", "verified_at", "agreed", "call_at", "closed_at",
    "revision", "agent", "hold_by", "hold_until",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recorded:
    """`already`: an earlier press had saved it. `reassigned`: the task was somebody else's by then."""

    attempt: Attempt
    standings: dict[int, Standing]
    already: bool = False
    reassigned: bool = False


@retried
def record_call(token: str, *, agent: User, form: CallForm, now: datetime) -> Recorded:
    """Save the call whose draft bears `token`; DraftGone, Conflict and InvalidCall leave all as it was."""
    saved = Attempt.objects.filter(token=token, agent=agent).first()
    if saved:
        return Recorded(saved, {}, already=True)
    draft = Draft.objects.select_for_update().filter(token=token, user=agent).first()
    if draft is None:  # another press was first, or there never was one
        saved = Attempt.objects.filter(token=token, agent=agent).first()
        if saved is None:
            raise DraftGone
        return Recorded(saved, {}, already=True)
    form.check(now=now)
    old = draft.corrects
    if old:
        _take_back_flags(old, form)
    tasks = _locked(draft, form)
    _refuse_conflict(draft, tasks, form)

    attempt = _attempt(draft, tasks, form, agent=agent, now=now)
    before = stories(tasks, without=old.pk if old else None)
    standings = _apply(attempt, tasks, before, draft, now=now)
    _settle_patient(attempt, form)
    draft.delete()
    act = Act.CALL_CORRECTED if old else Act.CALL_RECORDED
    states = {str(t.pk): t.state for t in tasks}
    detail = {"outcome": attempt.outcome, "tasks": states}
    record(act, actor=agent, now=now, patient_id=attempt.patient_id, about=attempt, detail=detail)
    return Recorded(attempt, standings, reassigned=attempt.reassigned_meanwhile)


def consequences(draft: Draft, tasks: Sequence[Task], *, now: datetime) -> dict[Outcome, Standing]:
    """What each outcome would make of the first of the tasks."""
    regulation = regulation_at(now)
    task = tasks[0]
    story = stories([task], without=draft.corrects_id)[task.pk]
    usable = PhoneNumber.objects.usable().filter(patient=task.patient_id).count()
    return {
        outcome: if_saved(
            task, story, outcome, regulation, usable=usable, now=now, verification=draft.verification
        )
        for outcome in Outcome
    }


def _locked(draft: Draft, form: CallForm) -> list[Task]:
    """The draft's tasks that the call settles, locked in the order of their ids."""
    tasks = list(
        Task.objects.select_for_update(of=("self",))
        .filter(drafts=draft)
        .select_related("visit")
        .order_by("pk")
    )
    if form.purposes is not None:
        if not form.purposes <= {task.pk for task in tasks}:
            raise InvalidCall("purpose_unknown", "purposes")
        tasks = [task for task in tasks if task.pk in form.purposes]
    if not tasks:
        raise InvalidCall("purpose_missing", "purposes")
    return tasks


def _refuse_conflict(draft: Draft, tasks: Iterable[Task], form: CallForm) -> None:
    if form.merge or all(draft.seen.get(str(task.pk)) == task.revision for task in tasks):
        return
    others = others_since(draft)
    if others:
        raise Conflict([Written(o.pk, o.agent.full_name, o.saved_at, o.outcome, o.notes) for o in others])


def _attempt(draft: Draft, tasks: Sequence[Task], form: CallForm, *, agent: User, now: datetime) -> Attempt:
    """Times are clamped to what is possible: not before the call was opened, not after now."""
    old = draft.corrects
    earliest = draft.opened_at
    dialled = min(now, max(form.dialled_at or draft.revealed_at or earliest, earliest))
    dialled = old.dialled_at if old else dialled
    reached = form.outcome in REACHED
    connected = min(now, max(form.connected_at or dialled, dialled)) if reached else None
    if old and old.connected_at and reached:
        connected = old.connected_at
    ended = old.saved_at if old else now
    return Attempt.objects.create(
        token=draft.token,
        patient_id=draft.patient_id,
        agent=agent,
        number=_number(draft, form),
        department_id=tasks[0].department_id,
        dialled_at=dialled,
        connected_at=connected,
        saved_at=now,
        seconds=max(0, int((ended - connected).total_seconds())) if connected else 0,
        outcome=form.outcome,
        reason=form.reason,
        answered_by=form.answered_by if reached else "",
        relation=form.relation,
        identity_confirmed=form.identity_confirmed and reached,
        agreed_at=form.agreed_at,
        notes=form.notes,
        steps=dict(form.steps) | ({"do_not_call": True} if form.do_not_call else {}),
        script_version=form.script_version,
        verification=draft.verification,
        reassigned_meanwhile=old is None and any(t.agent_id not in (None, agent.pk) for t in tasks),
        corrects=old,
    )


def _number(draft: Draft, form: CallForm) -> PhoneNumber | None:
    if form.number_id is None:
        return draft.number
    number = PhoneNumber.objects.filter(pk=form.number_id, patient=draft.patient_id).first()
    if number is None:
        raise InvalidCall("number_unknown", "number")
    return number


def _apply(
    attempt: Attempt,
    tasks: Sequence[Task],
    before: Mapping[int, Story],
    draft: Draft,
    *,
    now: datetime,
) -> dict[int, Standing]:
    """Write what the call did to each task; a task that was closed meanwhile stays as it is."""
    regulation = regulation_at(now)
    outcome = Outcome(attempt.outcome)
    usable = PhoneNumber.objects.usable().filter(patient=attempt.patient_id).count()
    tried = Tried(outcome, attempt.dialled_at, attempt.number_id, attempt.agreed_at, attempt.reason)
    standings: dict[int, Standing] = {}
    purposes = []
    for task in tasks:
        story = sorted([*before[task.pk], (tried, attempt.verification)], key=lambda one: one[0].at)
        after = stand(task, story, regulation, usable=usable)
        closed_meanwhile = task.state in CLOSED and not draft.verification and draft.corrects_id is None
        if not closed_meanwhile and (after.state == task.state or may_move(State(task.state), after.state)):
            _move(task, after, attempt)
            standings[task.pk] = after
        _release(task, attempt)
        task.tries = len(story)
        purposes.append(_purpose(attempt, task, after, regulation, len(story)))
    Purpose.objects.bulk_create(purposes)
    Task.objects.bulk_update(tasks, CHANGED)
    if attempt.number:
        mark_number(attempt, attempt.number, tasks[0])
    return standings


def _move(task: Task, after: Standing, attempt: Attempt) -> None:
    task.state, task.end_reason = after.state, after.reason
    task.counted, task.agreed = after.counted, after.agreed
    task.verify = after.verify or (attempt.verification and after.state == State.UNSUCCESSFUL)
    task.verified_at = attempt.saved_at if attempt.verification else task.verified_at
    task.call_at = after.next_at or task.call_at
    task.closed_at = attempt.saved_at if after.state in CLOSED else None
    if after.state == State.OPEN and task.agent_id is None:
        task.agent_id = attempt.agent_id  # who has spoken with the patient calls again


def _release(task: Task, attempt: Attempt) -> None:
    task.revision += 1
    if task.hold_by_id == attempt.agent_id:
        task.hold_by_id, task.hold_until = None, None


def _purpose(attempt: Attempt, task: Task, after: Standing, regulation: Regulation, number: int) -> Purpose:
    return Purpose(
        attempt=attempt,
        task=task,
        counted=regulation.outcomes[Outcome(attempt.outcome)].counts,
        attempt_no=number,
        state_after=task.state,
        reason_after=task.end_reason,
        next_at=after.next_at,
    )


def _settle_patient(attempt: Attempt, form: CallForm) -> None:
    """Answers, and what the call found out about the patient himself."""
    Answer.objects.bulk_create(
        Answer(attempt=attempt, subject=subject, level=level, reason=reason.strip())
        for subject, (level, reason) in form.answers.items()
    )
    died = attempt.outcome == Outcome.DECEASED
    if died:
        Patient.objects.filter(pk=attempt.patient_id).update(
            deceased=True, deceased_on=None, version=F("version") + 1
        )
        _end_all(attempt, EndReason.DECEASED)
    elif form.do_not_call:
        Patient.objects.filter(pk=attempt.patient_id).update(
            do_not_call=True, do_not_call_reason=form.reason, version=F("version") + 1
        )
        _end_all(attempt, EndReason.DO_NOT_CALL)


def _end_all(attempt: Attempt, reason: EndReason) -> None:
    ended = Task.objects.unfinished().filter(patient=attempt.patient_id)
    pks = list(ended.select_for_update().order_by("pk").values_list("pk", flat=True))
    ended.filter(pk__in=pks).update(
        state=State.EXEMPT,
        end_reason=reason,
        closed_at=attempt.saved_at,
        agreed=False,
        hold_by=None,
        hold_until=None,
        revision=F("revision") + 1,
    )
    if pks:
        detail = {"tasks": pks, "reason": str(reason)}
        now, patient = attempt.saved_at, attempt.patient_id
        record(Act.TASK_CLOSED, actor=attempt.agent, now=now, patient_id=patient, detail=detail)


def _take_back_flags(old: Attempt, form: CallForm) -> None:
    """Before the new call is folded in: what only the old one had found out about the patient."""
    if old.outcome == Outcome.DECEASED and form.outcome != Outcome.DECEASED:
        _take_back(old, EndReason.DECEASED, deceased=False, deceased_on=None)
    if old.steps.get("do_not_call") and not form.do_not_call:
        _take_back(old, EndReason.DO_NOT_CALL, do_not_call=False, do_not_call_reason="")


def _take_back(old: Attempt, reason: EndReason, **flags: Any) -> None:
    """What was recorded by mistake: the tasks that it ended are open again while their time lasts."""
    Patient.objects.filter(pk=old.patient_id).update(needs_review=True, version=F("version") + 1, **flags)
    Task.objects.filter(
        patient=old.patient_id, state=State.EXEMPT, end_reason=reason, closed_at=old.saved_at
    ).update(state=State.OPEN, end_reason=EndReason.NONE, closed_at=None, revision=F("revision") + 1)
