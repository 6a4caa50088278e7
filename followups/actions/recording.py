"""The scene of a call that is being saved: whatever it may touch, locked in one order and read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from followups.actions.callforms import CallForm
from followups.actions.folding import Call, histories
from followups.actions.locking import Opened, lock_tasks, look_around
from followups.actions.refusals import Conflict, InvalidCall, Written
from followups.actions.typed import clean
from followups.models import Attempt, Draft, Task
from followups.models.attempts import AnsweredBy
from patients.models import ClearedPerson, PhoneNumber
from policy.outcomes import NOT_THEIR_NUMBER, REACHED
from regulation.reading import Regulation, regulation_stamped
from staff.actions.prepared import insert
from staff.models import User

LONGEST_CALL = 4 * 3600  # seconds; a page left open over lunch is not a conversation


@dataclass(frozen=True, slots=True)
class Scene:
    draft: Draft
    script: str  # what was said, in words
    agent: User
    form: CallForm
    now: datetime
    regulation: Regulation
    tasks: list[Task]  # the draft's and every other unfinished one of the patient, by id
    called: list[Task]  # those that this call settles
    histories: Mapping[int, list[Call]]
    numbers: dict[int, PhoneNumber]
    number: PhoneNumber | None
    old: Attempt | None  # what is being corrected
    alerted: bool  # a doctor was told of something in this call

    @property
    def usable(self) -> int:
        return sum(number.is_usable for number in self.numbers.values())


def look(opened: Opened, *, agent: User, form: CallForm, now: datetime) -> Scene:
    """Raise InvalidCall when the form speaks of a number that is not this patient's."""
    draft = opened.draft
    old = Attempt.objects.get(pk=draft.corrects_id) if draft.corrects_id else None
    # Of a correction also what the call has ended that was a mistake.
    tasks = lock_tasks(draft, ended=old.saved_at if old else None)
    called = [task for task in tasks if str(task.pk) in draft.seen]
    numbers, alerted = look_around(draft)
    return Scene(
        draft=draft,
        script=opened.script,
        agent=agent,
        form=form,
        now=now,
        regulation=regulation_stamped(opened.stamp, now),
        tasks=tasks,
        called=called,
        histories=histories(task.pk for task in called),
        numbers=numbers,
        number=_number(draft, form, numbers),
        old=old,
        alerted=alerted,
    )


def _number(draft: Draft, form: CallForm, numbers: dict[int, PhoneNumber]) -> PhoneNumber | None:
    """The one that was dialled; what ends a number must say which."""
    if form.number_id is not None:
        if form.number_id not in numbers:
            raise InvalidCall("number_unknown", "number")
        return numbers[form.number_id]
    if draft.number_id in numbers:
        return numbers[draft.number_id]
    usable = [number for number in numbers.values() if number.is_usable]
    if len(usable) == 1:
        return usable[0]
    if form.outcome in NOT_THEIR_NUMBER:
        raise InvalidCall("number_missing", "number")
    return None


def refuse_conflict(scene: Scene) -> None:
    """Somebody else's call on these tasks, saved after this one was opened, has to be seen first."""
    if scene.form.merge or scene.old:
        return
    new: set[int] = set()
    for task in scene.called:
        seen = scene.draft.seen[str(task.pk)]
        if task.revision != seen["revision"]:
            calls = scene.histories.get(task.pk, ())
            new |= {
                c.attempt for c in calls if c.agent != scene.agent.pk and c.attempt not in seen["attempts"]
            }
    if new:
        others = Attempt.objects.filter(pk__in=new).select_related("agent").order_by("saved_at", "pk")
        raise Conflict([Written(o.pk, o.agent.full_name, o.saved_at, o.outcome, o.notes) for o in others])


def write_attempt(scene: Scene, *, continues: Attempt | None = None) -> Attempt:
    """Times are clamped to what is possible: not before the call was opened, not after now."""
    form, draft, old, now = scene.form, scene.draft, scene.old, scene.now
    reached = form.outcome in REACHED
    dialled = old.dialled_at if old else _between(draft.opened_at, form.dialled_at or draft.revealed_at, now)
    connected = _connected(scene, dialled) if reached else None
    if form.agreed_at and form.agreed_at <= dialled:
        raise InvalidCall("agreed_before_call", "agreed_at")
    attempt = Attempt(
        token=draft.token,
        patient_id=draft.patient_id,
        agent=scene.agent,
        number=scene.number,
        department_id=scene.called[0].department_id,
        dialled_at=dialled,
        connected_at=connected,
        saved_at=now,
        seconds=_seconds(scene, connected),
        outcome=form.outcome,
        reason=form.reason,
        answered_by=form.answered_by if reached else "",
        relation=clean(form.relation) or _cleared(scene),
        identity_confirmed=form.identity_confirmed and reached,
        agreed_at=form.agreed_at,
        do_not_call=form.do_not_call,
        notes=clean(form.notes),
        steps=clean(dict(form.steps)),
        script_version=old.script_version if old else scene.script,
        verification=draft.verification,
        reassigned_meanwhile=old is None and any(_reassigned(task, scene) for task in scene.called),
        corrects=old,
        continues=continues,
    )
    insert(attempt)
    return attempt


def _cleared(scene: Scene) -> str:
    """Whoever was chosen from the patient's list has told his name and relation by that."""
    if scene.form.cleared_person_id is None or scene.form.answered_by != AnsweredBy.RELATIVE:
        return ""
    person = ClearedPerson.objects.filter(
        pk=scene.form.cleared_person_id, patient=scene.draft.patient_id
    ).first()
    return str(person)[:50] if person else ""


def _connected(scene: Scene, dialled: datetime) -> datetime:
    if scene.old and scene.old.connected_at:
        return scene.old.connected_at
    return _between(dialled, scene.form.connected_at, scene.now)


def _seconds(scene: Scene, connected: datetime | None) -> int:
    if connected is None:
        return 0
    if scene.old and scene.old.connected_at:
        return scene.old.seconds
    ended = _between(connected, scene.form.ended_at or scene.now, scene.now)
    return min(LONGEST_CALL, int((ended - connected).total_seconds()))


def _between(first: datetime, wanted: datetime | None, last: datetime) -> datetime:
    return min(last, max(wanted or first, first))


def _reassigned(task: Task, scene: Scene) -> bool:
    before = scene.draft.seen[str(task.pk)]["agent"]
    return task.agent_id not in (before, scene.agent.pk)
