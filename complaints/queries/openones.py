"""All open cases as plain rows, in one statement: what the inbox groups and counts."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef

from complaints.models import Attachment, Complaint, Confirmation, Extension, Pause
from complaints.queries.case import counted
from staff.models import User

COLUMNS = (
    "pk", "version", "title", "kind", "channel", "state", "due_at", "breached_at", "paused_at", "reopened",
    "recorded_at", "recorded_by__full_name", "anonymous", "complainant", "relation", "web_site",
    "patient__name", "patient__sex", "patient__birth_date", "patient__age_years", "patient__age_recorded_on",
    "order__responsible__full_name", "order__lead_id", "order__seen_at", "told_at", "has_contact",
    "rooms", "has_files", "tries", "asks_for_time", "nobody_left",
)  # fmt: skip


class OpenCase(NamedTuple):
    pk: int
    version: int
    title: str
    kind: str
    channel: str
    state: str
    due_at: datetime | None
    breached_at: datetime | None
    paused_at: datetime | None
    reopened: int
    recorded_at: datetime
    recorder: str
    anonymous: bool
    complainant: str
    relation: str
    web_site: str
    patient: str | None
    sex: str | None
    birth_date: Any
    age_years: int | None
    age_recorded_on: Any
    responsible: str | None
    lead: int | None
    taken_on: datetime | None
    told_at: datetime | None
    has_contact: bool
    rooms: list[int]
    has_files: bool
    tries: int  # calls that reached nobody since the answer was told
    asks_for_time: bool  # an extension or a pause that nobody has decided
    nobody_left: bool  # everybody who may ask about the handling had a hand in it


def open_cases(user: User) -> list[OpenCase]:
    rooms = Complaint.departments.through.objects.filter(complaint_id=OuterRef("pk"))
    rows = (
        Complaint.objects.visible_to(user)
        .open()
        .with_nobody_left()
        .annotate(
            rooms=ArraySubquery(rooms.order_by("pk").values_list("department_id", flat=True)),
            tries=counted(Confirmation.objects.filter(level=None, at__gte=OuterRef("told_at"))),
            asks_for_time=_undecided(Extension) | _undecided(Pause),
            has_files=Exists(Attachment.objects.filter(complaint=OuterRef("pk"))),
        )
        .order_by(F("due_at").asc(nulls_last=True), "recorded_at", "pk")
    )
    return [OpenCase(*row) for row in rows.values_list(*COLUMNS)]


def _undecided(asked: type[Extension] | type[Pause]) -> Exists:
    return Exists(asked.objects.filter(complaint=OuterRef("pk"), approved=None))
