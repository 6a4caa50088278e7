"""All open cases as plain rows, in one statement: what the inbox groups and counts."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef

from complaints.models import Attachment, Complaint
from staff.models import User

COLUMNS = (
    "pk", "version", "title", "kind", "channel", "state", "due_at", "breached_at", "paused_at", "reopened",
    "recorded_at", "recorded_by__full_name", "anonymous", "complainant", "relation", "web_site",
    "patient__name", "patient__sex", "patient__birth_date", "patient__age_years", "patient__age_recorded_on",
    "order__responsible__full_name", "order__lead_id", "rooms", "has_files",
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
    rooms: list[int]
    has_files: bool


def open_cases(user: User) -> list[OpenCase]:
    rooms = Complaint.departments.through.objects.filter(complaint_id=OuterRef("pk"))
    rows = (
        Complaint.objects.visible_to(user)
        .open()
        .annotate(
            rooms=ArraySubquery(rooms.order_by("pk").values_list("department_id", flat=True)),
            has_files=Exists(Attachment.objects.filter(complaint=OuterRef("pk"))),
        )
        .order_by(F("due_at").asc(nulls_last=True), "recorded_at", "pk")
    )
    return [OpenCase(*row) for row in rows.values_list(*COLUMNS)]
