"""What the call screen is drawn from, kept: somebody waits on the line."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from followups.models import Answer, Attempt, Draft, Task
from followups.queries.kept import Kept
from patients.models import PhoneNumber, Visit

STORY = 12  # lines beside the call; the whole story is a page of its own
VISIT = ("kind", "department__name", "doctor__name", "anchor_at", "admitted_at", "diagnosis", "operation")


def own(draft: Any, user: Any) -> "QuerySet[Draft]":
    """A draft of his own, with whom it is about and what is said."""
    found = Draft.objects.select_related("patient", "script__script").with_alerts()
    return found.filter(pk=draft, user=user)


def tasks(draft: Any) -> "QuerySet[Task]":
    found = Task.objects.filter(drafts=draft)
    return found.select_related("rule", "order__ordered_by", "visit__department", "visit__doctor")


def numbers(patient: Any) -> "QuerySet[PhoneNumber]":
    return PhoneNumber.objects.filter(patient=patient)


def visits(patient: Any) -> "QuerySet[Visit, Any]":
    return Visit.objects.filter(patient=patient).order_by("-pk").values_list(*VISIT, "abnormal")[:STORY]


def told(patient: Any) -> "QuerySet[Attempt, Any]":
    """The newest calls that stand, each with the reasons that were given in it."""
    reasons = Answer.objects.filter(attempt=OuterRef("pk")).exclude(reason="").order_by("pk").values("reason")
    found = Attempt.objects.filter(patient=patient, corrected_by=None)
    columns = ("pk", "dialled_at", "outcome", "agent__full_name", "notes")
    return found.values_list(*columns, ArraySubquery(reasons))[:STORY]


OWN = Kept(own, draft=int, user=int)
TASKS = Kept(tasks, draft=int)
NUMBERS = Kept(numbers, patient=int)
VISITS = Kept(visits, patient=int)
TOLD = Kept(told, patient=int)
