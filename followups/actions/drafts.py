"""An open call and what is typed into it: kept on the server, for the agent alone, until it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from followups.actions.claims import hold_until
from followups.actions.refusals import DraftGone
from followups.models import Attempt, Draft, Task
from staff.actions.audit import record
from staff.models import Act, User

LONGEST = 60_000  # characters of one draft; the form's own limits are far below


@dataclass(frozen=True, slots=True)
class Saved:
    """`state`: ok, stale (a newer one is kept), other_page (typed in another tab meanwhile: `theirs`),
    reassigned (to `who`), held_by_other (`who`), changed (`who` saved a call)."""

    seq: int
    state: str
    who: str = ""
    theirs: Mapping[str, Any] | None = None


@transaction.atomic
def open_call(tasks: Sequence[Task], agent: User, *, now: datetime, verification: bool = False) -> Draft:
    """The draft of a call on `tasks`, one patient's and held by `agent`; what it held before stays."""
    fields = {
        "seen": {str(task.pk): task.revision for task in tasks},
        "opened_at": now,
        "updated_at": now,
        "verification": verification,
    }
    draft, new = Draft.objects.get_or_create(user=agent, patient_id=tasks[0].patient_id, defaults=fields)
    if not new and not draft.data:
        for field, value in fields.items():
            setattr(draft, field, value)
        draft.save(update_fields=[*fields])
    draft.tasks.set(tasks)
    return draft


@transaction.atomic
def save_draft(
    draft_id: int, user: User, *, data: Mapping[str, Any], seq: int, page: str = "", now: datetime
) -> Saved:
    """Keep `data` unless something newer is kept; a sign of life for the hold. Raises DraftGone."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id, user=user).first()
    if draft is None:
        raise DraftGone
    if draft.data.get("page") not in (None, "", page) and seq > 1 and seq != draft.seq + 1:
        return Saved(draft.seq, "other_page", theirs=draft.data)
    if seq <= draft.seq:
        return Saved(draft.seq, "stale")
    draft.data, draft.seq, draft.updated_at = {**data, "page": page}, seq, now
    draft.save(update_fields=["data", "seq", "updated_at"])
    return _standing(draft, user, now=now)


def _standing(draft: Draft, user: User, *, now: datetime) -> Saved:
    tasks = list(draft.tasks.select_related("agent", "hold_by"))
    held = [t for t in tasks if t.hold_until and t.hold_until > now and t.hold_by_id != user.pk]
    if held:
        return Saved(draft.seq, "held_by_other", str(held[0].hold_by))
    free = Q(hold_by=user) | Q(hold_until=None) | Q(hold_until__lte=now)
    Task.objects.filter(free, pk__in=[t.pk for t in tasks]).update(hold_by=user, hold_until=hold_until(now))
    if any(str(t.revision) != str(draft.seen.get(str(t.pk))) for t in tasks):
        other = others_since(draft)[:1]
        if other:
            return Saved(draft.seq, "changed", other[0].agent.full_name)
    moved = [t for t in tasks if t.agent_id not in (None, user.pk)]
    if moved and draft.corrects_id is None:
        return Saved(draft.seq, "reassigned", str(moved[0].agent))
    return Saved(draft.seq, "ok")


def others_since(draft: Draft) -> list[Attempt]:
    """Calls on the draft's tasks that somebody else saved after it was opened, oldest first."""
    found = (
        Attempt.objects.filter(purposes__task__in=draft.tasks.all(), saved_at__gt=draft.opened_at)
        .exclude(agent=draft.user_id)
        .select_related("agent")
        .distinct()
        .order_by("saved_at")
    )
    return list(found)


@transaction.atomic
def release(draft_id: int, user: User, *, now: datetime) -> None:
    """Put the call back unsaved: the hold ends, an empty draft goes, a written one stays."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id, user=user).first()
    if draft is None:
        raise DraftGone
    tasks = list(draft.tasks.values_list("pk", flat=True))
    Task.objects.filter(pk__in=tasks, hold_by=user).update(hold_by=None, hold_until=None)
    record(Act.TASK_RELEASED, actor=user, now=now, patient_id=draft.patient_id, detail={"tasks": tasks})
    if not any(value for name, value in draft.data.items() if name not in ("page", "step", "reached")):
        draft.delete()
