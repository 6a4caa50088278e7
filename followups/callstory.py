"""What the call screen tells of before: plain rows, nothing else of them is drawn (docs/performance.md)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from followups.callsheet import hidden_words
from followups.models import Answer, Attempt
from patients.models import Patient
from policy.disclosure import withheld
from policy.outcomes import Outcome
from policy.visits import VisitKind
from regulation.words import KIND_LABELS, OUTCOME_LABELS
from staff.templatetags.look import when


class Seen(NamedTuple):
    """A visit, as far as the page tells it."""

    kind: str
    department: str
    doctor: str | None
    anchor_at: datetime | None
    admitted_at: datetime | None
    diagnosis: str
    operation: str
    abnormal: str


class Told(NamedTuple):
    """A call that stands, with the reasons that were given in it."""

    pk: int
    dialled_at: datetime
    outcome: str
    agent: str
    notes: str
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    bold: str
    text: str


def story_lines(visits: Sequence[Seen], attempts: Sequence[Told], *, hides: bool) -> list[Line]:
    """Calls and visits, newest first, in one line each and without a diagnosis (E8)."""
    hidden = hidden_words(visits) if hides else ()
    lines = [
        Line(at, str(KIND_LABELS[VisitKind(visit.kind)]), f"{visit.department} {visit.doctor or ''}".strip())
        for visit in visits
        if (at := visit.anchor_at or visit.admitted_at)
    ]
    for attempt in attempts:
        told = [attempt.agent, *(f"“{reason}”" for reason in attempt.reasons)]
        if attempt.notes:
            told.append(attempt.notes)
        said = withheld("・".join(told), hidden, instead=_("(not to be told)")) if hidden else "・".join(told)
        lines.append(Line(attempt.dialled_at, str(OUTCOME_LABELS[Outcome(attempt.outcome)]), said))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def visits_seen(patient: Patient, most: int) -> list[Seen]:
    columns = ("kind", "department__name", "doctor__name", "anchor_at", "admitted_at")
    found = patient.visits.order_by("-pk").values_list(*columns, "diagnosis", "operation", "abnormal")
    return [Seen(*row) for row in found[:most]]


def calls_told(patient: Patient, most: int) -> list[Told]:
    """Of the calls that stand the newest; plain rows, since the page draws nothing else of them."""
    reasons = Answer.objects.filter(attempt=OuterRef("pk")).exclude(reason="").order_by("pk").values("reason")
    found = Attempt.objects.filter(patient=patient, corrected_by=None)
    columns = ("pk", "dialled_at", "outcome", "agent__full_name", "notes")
    return [Told(*row) for row in found.values_list(*columns, ArraySubquery(reasons))[:most]]


def tries(attempts: Iterable[Told], now: datetime) -> list[tuple[str, str]]:
    """When, and what came of it."""
    return [(when(one.dialled_at, now), str(OUTCOME_LABELS[Outcome(one.outcome)])) for one in attempts]
