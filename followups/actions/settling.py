"""What a saved call does to its tasks, to the number that was dialled and to the patient: E3, E7, E9, A19."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import F

from followups.actions.folding import Call, stand, story
from followups.actions.numbers import set_state, state_after
from followups.actions.recording import Scene
from followups.models import Attempt, NumberDefect, Purpose, Task
from followups.models.attempts import REASON_LABELS
from patients.models import Patient, Visit
from policy.outcomes import NOT_THEIR_NUMBER, VERIFIABLE, Outcome, Reason
from policy.retry import Standing, Tried
from policy.tasks import CLOSED, EndReason, State
from staff.actions.audit import entry
from staff.actions.prepared import Prepared, insert
from staff.models import Act

_WRITE = Prepared("""
UPDATE followups_task t SET state = c.state, end_reason = c.end_reason, counted = c.counted, tries = c.tries,
    verify = c.verify, verified_at = c.verified_at, closed_at = c.closed_at, call_at = c.call_at,
    agreed = c.agreed, agent_id = c.agent_id, hold_by_id = c.hold_by_id, hold_until = c.hold_until,
    revision = t.revision + 1
FROM jsonb_to_recordset(%(tasks)s::jsonb) AS c(id bigint, state text, end_reason text, counted smallint,
    tries smallint, verify boolean, verified_at timestamptz, closed_at timestamptz, call_at timestamptz,
    agreed boolean, agent_id bigint, hold_by_id bigint, hold_until timestamptz)
WHERE t.id = c.id
""")
WRITTEN = (
    "id", "state", "end_reason", "counted", "tries", "verify", "verified_at", "closed_at", "call_at",
    "agreed", "agent_id", "hold_by_id", "hold_until",
)  # fmt: skip


def settle_number(scene: Scene, attempt: Attempt) -> None:
    """A dead number goes back to the ward that registered it; the others keep what is known of them."""
    number, outcome = scene.number, Outcome(attempt.outcome)
    if number is None:
        return
    if scene.old is None:
        set_state(number, state_after(number.state, outcome), now=attempt.saved_at)
    if outcome in NOT_THEIR_NUMBER:
        visit = Visit.objects.only("ward").get(pk=scene.called[0].visit_id)
        NumberDefect.objects.create(
            attempt=attempt,
            number=number,
            department_id=scene.called[0].department_id,
            ward=visit.ward,
            outcome=outcome,
            found_at=attempt.saved_at,
        )


def settle_tasks(scene: Scene, attempt: Attempt) -> dict[int, Standing]:
    """Fold the call into each of its tasks; what has its end from elsewhere keeps it."""
    tried = Tried(
        Outcome(attempt.outcome), attempt.dialled_at, attempt.number_id, attempt.agreed_at, attempt.reason
    )
    call = Call(attempt.pk, attempt.corrects_id, False, attempt.agent_id, attempt.verification, tried)
    standings: dict[int, Standing] = {}
    purposes, doubtful = [], []
    for task in scene.called:
        calls = story(scene.histories.get(task.pk, ()), besides=call)
        after = stand(task, calls, scene.regulation, usable=scene.usable)
        task.tries, task.counted = len(calls), after.counted
        before = task.state
        if _applies(task, after, scene):
            move(task, after, attempt, last=calls[-1].tried.outcome)
            standings[task.pk] = after
        if before != State.OPEN and task.state not in {State.COMPLETED, State.UNSUCCESSFUL}:
            doubtful.append(task.visit_id)
        purposes.append(_purpose(attempt, task, scene, number=len(calls)))
    insert(*purposes)
    write_tasks([*scene.called, *_let_go(scene)])
    if doubtful:  # more than calls had a say: the review looks whether that is still so
        Visit.objects.filter(pk__in=doubtful).update(needs_review=True)
    return standings


def _applies(task: Task, after: Standing, scene: Scene) -> bool:
    """Whether the calls decide about this task, or something else has ended or suspended it."""
    if task.state == State.OPEN:
        return True
    if scene.old and (task.closed_at == scene.old.saved_at or _ended_by_calls(task, scene)):
        return True
    if task.state == State.SUSPENDED:
        return after.state != State.OPEN
    # It was closed or withdrawn while the call went on, or it is called for verification.
    if task.state != State.COMPLETED and after.state in CLOSED:
        return True
    # Nothing but the clock has ended it: by then it would have been called, and why in vain is known.
    return task.state == State.UNSUCCESSFUL and task.closes <= scene.now


def _ended_by_calls(task: Task, scene: Scene) -> bool:
    """Before the correction: the state that it has is the one that its calls gave it."""
    calls = story(scene.histories.get(task.pk, ()))
    before = stand(task, calls, scene.regulation, usable=scene.usable)
    said = bool(calls) and task.end_reason == str(calls[-1].tried.outcome)
    return said or (before.state, before.reason) == (task.state, task.end_reason)


def move(task: Task, after: Standing, attempt: Attempt, *, last: Outcome) -> None:
    """Give the task the standing that its calls have earned; `last`: what came of the latest of them."""
    if after.state == State.OPEN and task.closes <= attempt.saved_at:
        after = _over(after, last)
    task.state, task.end_reason = after.state, after.reason
    task.agreed = after.agreed
    task.verify = after.verify
    if attempt.verification:
        task.verified_at = attempt.saved_at
    task.call_at = after.next_at or task.call_at
    # What was closed already keeps its day: it counts in the month in which it ended.
    task.closed_at = (task.closed_at or attempt.saved_at) if after.state in CLOSED else None
    if after.state == State.OPEN and task.agent_id is None:
        task.agent_id = attempt.agent_id  # who has spoken with the patient calls again


def _over(after: Standing, last: Outcome) -> Standing:
    """It would be called again, but its time is over."""
    return Standing(
        State.UNSUCCESSFUL,
        EndReason(last),
        after.counted,
        verify=last in VERIFIABLE,
        number_dead=after.number_dead,
    )


def _let_go(scene: Scene) -> list[Task]:
    """The patient is free again; gives the tasks that were held without being called."""
    held = [task for task in scene.tasks if task.hold_by_id == scene.agent.pk]
    for task in held:
        task.hold_by_id, task.hold_until = None, None
    called = {task.pk for task in scene.called}
    return [task for task in held if task.pk not in called]


def _purpose(attempt: Attempt, task: Task, scene: Scene, *, number: int) -> Purpose:
    return Purpose(
        attempt=attempt,
        task=task,
        counted=scene.regulation.outcomes[Outcome(attempt.outcome)].counts,
        attempt_no=number,
        state_after=task.state,
        reason_after=task.end_reason,
        next_at=task.call_at if task.state == State.OPEN else None,
    )


def write_tasks(tasks: Sequence[Task]) -> None:
    rows: list[dict[str, Any]] = [{name: getattr(task, name) for name in WRITTEN} for task in tasks]
    _WRITE.run({"tasks": json.dumps(rows, default=str)})


def settle_patient(scene: Scene, attempt: Attempt) -> None:
    """What the call found out about the patient himself."""
    if attempt.outcome == Outcome.DECEASED:
        _stop(scene, attempt, EndReason.DECEASED, deceased=True)
    elif attempt.do_not_call:
        why = str(REASON_LABELS[Reason(attempt.reason)]) if attempt.reason else ""
        _stop(scene, attempt, EndReason.DO_NOT_CALL, do_not_call=True, do_not_call_reason=why)


def _stop(scene: Scene, attempt: Attempt, reason: EndReason, **flags: Any) -> None:
    """No call ever again: every unfinished task ends now, those made meanwhile by the next review."""
    Patient.objects.filter(pk=attempt.patient_id).update(
        **flags, needs_review=True, version=F("version") + 1, updated_at=attempt.saved_at
    )
    ended = [task for task in scene.tasks if task.state not in CLOSED]
    told = []
    for task in ended:
        detail = {"from": task.state, "to": State.EXEMPT, "reason": reason, "attempt": attempt.pk}
        told.append(
            entry(
                Act.TASK_CLOSED,
                actor=scene.agent,
                now=attempt.saved_at,
                patient_id=attempt.patient_id,
                about=task,
                detail=detail,
            )
        )
        task.state, task.end_reason, task.closed_at = State.EXEMPT, reason, attempt.saved_at
        task.agreed, task.hold_by_id, task.hold_until = False, None, None
    write_tasks(ended)
    insert(*told)
