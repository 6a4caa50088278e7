"""Opening a call: the patient is this agent's alone, and the draft of what will be said is there.

Whatever a claim has decided is looked at once more under locks before anybody dials.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils import timezone

from followups.actions.asking import pose
from followups.actions.claims import claim, claim_next, hold_until, let_go, lock_agent, taken_by_another
from followups.actions.refusals import NotCallable, TakenBy
from followups.actions.retrying import retried
from followups.models import Draft, Purpose, Task
from followups.models.tasks import UNFINISHED
from followups.occasions import occasion
from patients.models import Patient
from policy.tasks import State
from scripts_library.reading import script_for
from staff.actions.prepared import ready
from staff.models import User

TRIES = 3
# Fields of the page that say where it stands, not what was heard.
NOT_TYPED = frozenset({"page", "other", "step", "reached", "number", "question"})

# Whether he may be called, and which script is his.
ASKED = ("deceased", "do_not_call", "do_not_disclose", "sex", "birth_date", "age_years", "age_recorded_on")


def open_next(agent: User, *, now: datetime) -> Draft | None:
    """The call that `agent` has open already, else the next patient's; None when nobody is left.

    The next patient's last call may be half corrected by `agent`: then it is that correction.
    Two presses at once open one call. Raises OutsideHours.
    """
    ready()
    return _open_next(agent, now=now)


@retried
def _open_next(agent: User, *, now: datetime) -> Draft | None:
    lock_agent(agent)
    live = Draft.objects.filter(user=agent, corrects=None, tasks__in=Task.objects.held_by(agent, now))
    if draft := live.order_by("-updated_at").first():
        return draft
    for _try in range(TRIES):
        tasks = claim_next(agent, now=now)
        if not tasks:
            return None
        try:
            return open_call(tasks, agent, now=now)
        except (TakenBy, NotCallable) as refused:
            let_go(tasks[0].patient_id, agent, now=now)
            if refused.code == "correction_open":  # he is the next for as long as it is open
                return Draft.objects.get(user=agent, patient=tasks[0].patient_id)
    return None


@retried
def open_chosen(task_id: int, agent: User, *, now: datetime) -> Draft:
    """The call of a chosen row. Raises OutsideHours, TakenBy, NotCallable."""
    return open_call(claim(task_id, agent, now=now), agent, now=now)


@retried
def open_call(tasks: Sequence[Task], agent: User, *, now: datetime, verification: bool = False) -> Draft:
    """The draft of a call on `tasks`, one patient's and held by `agent`; what was typed before stays.

    Everything is looked at once more, now that nobody can change it: raises TakenBy, NotCallable.
    """
    draft = _draft_for(tasks[0].patient_id, agent, now=now)
    wanted = {task.pk for task in tasks}
    theirs = _locked(draft, wanted)
    chosen = [task for task in theirs if _is_live(task, wanted, verification=verification, now=now)]
    patient = _refuse_if_stopped(draft.patient_id, chosen, agent, now=now)
    Task.objects.filter(pk__in=[t.pk for t in theirs if t.state == State.OPEN or t in chosen]).update(
        hold_by=agent, hold_until=hold_until(now)
    )
    seen, day = seen_now(chosen), timezone.localdate(now)
    # What he has seen and written about, he has not seen again.
    known = {pk: draft.seen[pk] for pk in seen.keys() & draft.seen.keys()} if is_written(draft) else {}
    if known and draft.verification == verification:
        seen |= known
    else:
        _begin(draft, verification=verification, now=now)
        draft.script = script_for(occasion(chosen, patient, day=day), day=day)
    pose(draft, chosen, patient, day=day)
    draft.seen, draft.updated_at = seen, now
    draft.save()
    draft.tasks.set(int(pk) for pk in seen)
    return draft


def _draft_for(patient_id: int, agent: User, *, now: datetime) -> Draft:
    """His draft about this patient, locked; made when there is none."""
    while True:
        fields = {"opened_at": now, "updated_at": now}
        Draft.objects.bulk_create([Draft(user=agent, patient_id=patient_id, **fields)], ignore_conflicts=True)
        draft = Draft.objects.select_for_update().filter(user=agent, patient=patient_id).first()
        if draft:  # else another press has saved and removed it between the two
            break
    if draft.corrects_id and is_written(draft):
        raise NotCallable("correction_open")
    return draft


def _begin(draft: Draft, *, verification: bool, now: datetime) -> None:
    """Another call than the one it was: only what was typed stays."""
    if not is_written(draft):
        draft.data = {}
    draft.opened_at, draft.revealed_at, draft.number = now, None, None
    draft.verification, draft.corrects, draft.sheets, draft.before = verification, None, [], {}


def _locked(draft: Draft, wanted: Iterable[int]) -> list[Task]:
    touched = Q(UNFINISHED, patient=draft.patient_id) | Q(pk__in=wanted)
    locked = Task.objects.filter(touched).order_by("pk").select_for_update(of=("self",), no_key=True)
    return list(locked.select_related("rule", "visit"))


def _is_live(task: Task, wanted: Iterable[int], *, verification: bool, now: datetime) -> bool:
    """Whether this call is about the task: those that were claimed, and whatever else is due."""
    if verification:
        return task.pk in wanted and task.state == State.UNSUCCESSFUL and task.verified_at is None
    due = task.state == State.OPEN and task.closes > now
    return due and (task.pk in wanted or task.call_at <= now)


def _refuse_if_stopped(patient_id: int, chosen: Sequence[Task], agent: User, *, now: datetime) -> Patient:
    taken_by_another(patient_id, agent, now=now)
    patient = Patient.objects.only(*ASKED).get(pk=patient_id)
    for code in ("deceased", "do_not_call"):
        if getattr(patient, code):
            raise NotCallable(code)
    if not chosen:
        raise NotCallable("closed")
    return patient


def seen_now(tasks: Iterable[Task]) -> dict[str, Any]:
    """How the tasks stand when the call is opened: what is new when it is saved shows against this."""
    calls = Purpose.objects.filter(task=OuterRef("pk")).order_by("attempt").values("attempt")
    known = dict(
        Task.objects.filter(pk__in=[task.pk for task in tasks])
        .annotate(calls=ArraySubquery(calls))
        .values_list("pk", "calls")
    )
    return {
        str(task.pk): {"revision": task.revision, "agent": task.agent_id, "attempts": known[task.pk]}
        for task in tasks
    }


def is_written(draft: Draft) -> bool:
    """Whether somebody typed; what an interrupted call had heard was typed there, what is corrected then."""
    if draft.corrects_id and "page" not in draft.data:
        return False
    known = draft.before.get("values", {})
    return any(
        value for name, value in draft.data.items() if name not in NOT_TYPED and known.get(name) != value
    )
