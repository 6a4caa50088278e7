"""A patient's whole story: visits, tasks, calls and complaints in one line of time (A23)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from complaints.models import Complaint
from followups.answer_words import Said, said
from followups.callsheet import hidden_words
from followups.models import Attempt, Purpose, Task
from followups.posing import sheets_of
from patients.models import Patient, Visit
from policy.disclosure import withheld
from staff.models import User

MOST = 200  # entries; a longer story is a data error rather than a patient


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    kind: str  # visit, call, closed, complaint
    visit: Visit | None = None
    attempt: Attempt | None = None
    task: Task | None = None
    complaint: Complaint | None = None
    answers: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class Story:
    events: list[Event]
    tasks: list[Task]


def story_of(patient: Patient, *, user: User, hides: bool) -> Story:
    """Newest first; only the visits that `user` may see, and the tasks and calls that belong to them.

    `hides`: what the visits say of the illness is kept out of what people have written, too.
    """
    visits = list(
        Visit.objects.visible_to(user)
        .filter(patient=patient)
        .select_related("department", "doctor")
        .order_by("-pk")[:MOST]
    )
    seen = {visit.pk for visit in visits}
    tasks = list(
        Task.objects.filter(patient=patient, visit__in=seen)
        .select_related("rule", "version", "visit", "department", "agent")
        .order_by("-opens", "-pk")[:MOST]
    )
    purposes = Purpose.objects.select_related("task__rule")
    calls = (
        Attempt.objects.filter(patient=patient, purposes__task__visit__in=seen)
        .select_related("agent", "number", "corrected_by", "department")
        .prefetch_related(Prefetch("purposes", purposes), "answers")
        .distinct()[:MOST]
    )
    told = list(Complaint.objects.visible_to(user).naming_to(user).filter(patient=patient)[:MOST])
    if hides:
        _withhold(calls, told, hidden_words(Visit.objects.filter(patient=patient)))
    sheets = sheets_of(answer.version_id for call in calls for answer in call.answers.all())
    events = [Event(at, "visit", visit=visit) for visit in visits if (at := _time_of(visit))]
    for call in calls:
        answers = [said(answer, sheets) for answer in call.answers.all()]
        events.append(Event(call.dialled_at, "call", attempt=call, answers=answers))
    events += [
        Event(task.closed_at, "closed", task=task) for task in tasks if task.closed_at and not task.tries
    ]
    events += [Event(one.recorded_at, "complaint", complaint=one) for one in told]
    return Story(sorted(events, key=lambda event: event.at, reverse=True), tasks)


def _withhold(calls: Iterable[Attempt], told: Iterable[Complaint], words: Sequence[str]) -> None:
    """In the objects to be drawn; what is on record stays as it was written."""
    instead = _("(not to be told)")
    for call in calls:
        call.notes = withheld(call.notes, words, instead)
        for answer in call.answers.all():
            for name in ("reason", "person", "value"):
                if isinstance(text := getattr(answer, name), str):
                    setattr(answer, name, withheld(text, words, instead))
    for complaint in told:
        complaint.title = withheld(complaint.title, words, instead)


def _time_of(visit: Visit) -> datetime | None:
    return visit.anchor_at or visit.admitted_at or visit.visited_at or visit.appointment_at
