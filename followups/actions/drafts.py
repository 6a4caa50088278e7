"""What is typed into an open call: kept on the server, for the agent alone, until it is saved.

Whoever types hears within seconds that the task was reassigned, taken, closed or called by
somebody else, and what he typed is kept all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from followups.actions.alerting import raise_left, tell_more
from followups.actions.claims import hold_until, let_go
from followups.actions.opening import is_written, open_call, open_chosen, open_next
from followups.actions.refusals import DraftGone
from followups.actions.retrying import retried
from followups.actions.typed import clean
from followups.models import Attempt, Draft, Task
from policy.tasks import State
from staff.models import User

__all__ = [
    "Saved",
    "drafts_of",
    "keep_alive",
    "open_call",
    "open_chosen",
    "open_next",
    "others_since",
    "release",
    "save_draft",
]


ONCE_A = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Saved:
    """`state`: ok, stale (a newer one is kept), other_page (typed in another tab meanwhile: `theirs`),
    closed (why: `reason`), held_by_other (`who`), changed (`who` saved a call), reassigned (to `who`).
    Only with other_page was nothing overwritten; both texts are kept then."""

    seq: int
    state: str
    who: str = ""
    theirs: Mapping[str, Any] | None = None
    at: datetime | None = None
    reason: str = ""


@retried
def save_draft(
    draft_id: int,
    user: User,
    *,
    data: Mapping[str, Any],
    seq: int,
    base: int | None = None,
    page: str = "",
    now: datetime,
) -> Saved:
    """Keep `data` unless something newer is kept; a sign of life for the hold. Raises DraftGone.

    `base` is the number that `page` was drawn with: what another page has kept since was not seen there.
    """
    drafts = Draft.objects.with_alerts().select_for_update(of=("self",))
    draft = drafts.filter(pk=draft_id, user=user).first()
    if draft is None:
        raise DraftGone
    page_before = draft.data.get("page") or page
    unseen = bool(draft.unseen) and not data.get("merge")  # the page says so once both were looked at
    if page_before != page and draft.seq != (seq - 1 if base is None else base):
        # Two tabs: neither overwrites the other unseen. A tab that is gone shows nobody what it sent last:
        # the next page of this call does (`Draft.unseen`).
        both = draft.data | {"other": clean(dict(data)), "unseen": True}
        Draft.objects.filter(pk=draft.pk).update(data=both)
        return Saved(draft.seq, "other_page", theirs=draft.data)
    if seq <= draft.seq:
        return Saved(draft.seq, "stale")
    other = draft.data if page_before != page and not unseen else draft.data.get("other", {})
    kept = {name: value for name, value in other.items() if name not in ("other", "unseen")}
    draft.data = clean(dict(data)) | {"page": page} | ({"other": kept} if kept else {})
    if unseen:
        draft.data["unseen"] = True
    draft.seq, draft.updated_at = seq, now
    draft.save(update_fields=["data", "seq", "updated_at"])
    if draft.has_alerts:  # type: ignore[attr-defined]  # annotated
        tell_more(draft)
    return _standing(draft, user, now=now)


@retried
def keep_alive(draft_id: int, user: User, *, now: datetime) -> Saved:
    """A sign of life without a word: the call goes on. Raises DraftGone."""
    draft = Draft.objects.filter(pk=draft_id, user=user).first()
    if draft is None:
        raise DraftGone
    return _standing(draft, user, now=now)


def _standing(draft: Draft, user: User, *, now: datetime) -> Saved:
    """How the call stands by now; the hold lives on when it is still this agent's."""
    if draft.corrects_id:
        return Saved(draft.seq, "ok")
    found = Task.objects.filter(pk__in=[int(pk) for pk in draft.seen])
    tasks = list(found.select_related("agent", "hold_by", "patient"))
    held = [t for t in tasks if t.hold_until and t.hold_until > now and t.hold_by_id != user.pk]
    if held:
        return Saved(draft.seq, "held_by_other", str(held[0].hold_by), at=held[0].hold_until)
    if closed := _closed(draft, tasks):
        return closed
    moved = [t for t in tasks if t.agent_id not in (user.pk, draft.seen[str(t.pk)]["agent"])]
    if not moved:
        hold(tasks, user, now=now)
    if other := _others(draft, tasks)[:1]:
        return Saved(draft.seq, "changed", other[0].agent.full_name, at=other[0].saved_at)
    if moved:
        return Saved(draft.seq, "reassigned", str(moved[0].agent or ""), at=moved[0].assigned_at)
    return Saved(draft.seq, "ok")


def _closed(draft: Draft, tasks: Sequence[Task]) -> Saved | None:
    """When nothing is left to be called; death and do-not-call are said before their tasks are ended."""
    for code in ("deceased", "do_not_call"):
        if any(getattr(task.patient, code) for task in tasks):
            return Saved(draft.seq, "closed", reason=code)
    live = {State.UNSUCCESSFUL} if draft.verification else {State.OPEN}
    if any(task.state in live and (task.verified_at is None or not draft.verification) for task in tasks):
        return None
    # Another's call is told as such: both texts will be kept.
    if others := _others(draft, tasks):
        return Saved(draft.seq, "changed", others[0].agent.full_name, at=others[0].saved_at)
    task = tasks[0]
    return Saved(draft.seq, "closed", reason=task.end_reason or task.state, at=task.closed_at)


def hold(tasks: Sequence[Task], user: User, *, now: datetime) -> bool:
    """Lengthen the hold where it is still his or free again; whether he has the patient now.

    Written once a minute at most: each writing leaves an old row at the head of the queue.
    """
    until = hold_until(now)
    if all(t.hold_by_id == user.pk and t.hold_until and until - t.hold_until < ONCE_A for t in tasks):
        return True
    others = Task.objects.filter(patient=tasks[0].patient_id, hold_until__gt=now).exclude(hold_by=user)
    if others.exists():
        return False
    free = Q(hold_by=user) | Q(hold_until=None) | Q(hold_until__lte=now)
    of_call = Q(pk__in=[task.pk for task in tasks]) | Q(patient=tasks[0].patient_id, state=State.OPEN)
    ours = Task.objects.filter(free, of_call).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    pks = list(ours.values_list("pk", flat=True))
    return bool(Task.objects.filter(pk__in=pks).update(hold_by=user, hold_until=until))


def others_since(draft: Draft) -> list[Attempt]:
    """Calls on the draft's tasks that somebody else saved after it was opened, oldest first."""
    return _others(draft, list(Task.objects.filter(pk__in=[int(pk) for pk in draft.seen])))


def _others(draft: Draft, tasks: Sequence[Task]) -> list[Attempt]:
    changed = [t.pk for t in tasks if t.revision != draft.seen[str(t.pk)]["revision"]]
    if not changed:
        return []
    known = {attempt for seen in draft.seen.values() for attempt in seen["attempts"]}
    found = Attempt.objects.filter(purposes__task__in=changed).exclude(agent=draft.user_id)
    return list(found.exclude(pk__in=known).select_related("agent").distinct().order_by("saved_at", "pk"))


@retried
def release(draft_id: int, user: User, *, now: datetime) -> None:
    """Put the call back unsaved: the hold ends; what was typed stays, and so does the draft itself,
    for another tab may still have it open."""
    draft = Draft.objects.select_for_update().filter(pk=draft_id, user=user).first()
    if draft is None:
        raise DraftGone
    let_go(draft.patient_id, user, now=now)
    raise_left(draft, now=now)
    if not is_written(draft):
        Draft.objects.filter(pk=draft.pk).update(data={})


def drafts_of(user: User) -> QuerySet[Draft]:
    """Records that he has not saved yet, newest first."""
    return Draft.objects.filter(user=user).exclude(data={}).select_related("patient")
