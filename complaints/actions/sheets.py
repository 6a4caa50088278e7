"""The weekly sheet of opinions about the hospital's service (B13): drafted by itself, edited, sent, kept.

No patient's name and no telephone number comes into it: it quotes the line in which the case was recorded.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints.actions.changing import clean
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint, WeeklySheet
from complaints.withholding import plain
from policy.complaints import State
from staff.actions.audit import record
from staff.models import Act, User
from staff.permissions import Permission

WEEK, DAY = timedelta(days=7), timedelta(days=1)
USUALLY_TO = "院领导、市场部"  # B13


class SheetChanged(Exception):
    """Somebody else saved the sheet meanwhile."""

    def __init__(self, sheet: WeeklySheet) -> None:
        super().__init__(sheet.pk)
        self.sheet = sheet


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@transaction.atomic
def draft_week(monday: date, *, now: datetime) -> WeeklySheet:
    """The sheet of the week that began on `monday`; one that exists stays as it is."""
    if monday != monday_of(monday):
        raise ValueError("not_a_monday")
    entries, figures = _entries(monday)
    sheet, new = WeeklySheet.objects.get_or_create(
        monday=monday, defaults={"figures": figures, "entries": entries, "drafted_at": now}
    )
    if new:
        record(Act.COMPLAINT_CHANGED, actor=None, now=now, about=sheet, detail={"sheet": "drafted"})
    return sheet


def draft_last_week(*, now: datetime) -> WeeklySheet:
    return draft_week(monday_of(timezone.localdate(now)) - WEEK, now=now)


def _entries(monday: date) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    begin = timezone.make_aware(datetime.combine(monday, time.min))
    found = (
        Complaint.objects.filter(recorded_at__gte=begin, recorded_at__lt=begin + WEEK)
        .exclude(state=State.MERGED)
        .select_related("patient")
        .prefetch_related("departments")
        .order_by("kind", "recorded_at", "pk")
    )
    entries, departments = [], Counter[str]()
    for case in found:
        names = [department.name for department in case.departments.all()]
        departments.update(names)
        entries.append(
            {
                "number": case.number,
                "kind": case.kind,
                "department": "、".join(names),
                "text": plain(case.title, case),
                "include": True,
            }
        )
    figures = {
        "kinds": dict(Counter(entry["kind"] for entry in entries)),
        "departments": dict(departments),
        "themes": dict(Counter(case.theme for case in found)),
        "total": len(entries),
    }
    return entries, figures


@transaction.atomic
def edit(
    sheet_id: int, *, by: User, now: datetime, version: int, text: str, entries: dict[str, tuple[str, bool]]
) -> WeeklySheet:
    """`entries`: number → its words and whether it goes out. Numbers that the sheet lacks are left alone."""
    sheet = _open(sheet_id, by=by, version=version)
    sheet.text = clean(text)
    sheet.entries = [_edited(entry, entries.get(entry["number"])) for entry in sheet.entries]
    sheet.edited_by, sheet.version = by, sheet.version + 1
    sheet.save(update_fields=["text", "entries", "edited_by", "version"])
    record(Act.COMPLAINT_CHANGED, actor=by, now=now, about=sheet, detail={"sheet": "edited"})
    return sheet


def _edited(entry: dict[str, Any], typed: tuple[str, bool] | None) -> dict[str, Any]:
    if typed is None:
        return entry
    words, include = typed
    return {**entry, "text": clean(words) or entry["text"], "include": include}


@transaction.atomic
def send(sheet_id: int, *, by: User, now: datetime, version: int, to: str) -> WeeklySheet:
    """From now on it stays as it is."""
    sheet = _open(sheet_id, by=by, version=version)
    if not clean(to):
        raise Missing(("to",))
    sheet.sent_at, sheet.sent_by, sheet.sent_to = now, by, clean(to)
    sheet.save(update_fields=["sent_at", "sent_by", "sent_to"])
    record(Act.COMPLAINT_CHANGED, actor=by, now=now, about=sheet, detail={"sheet": "sent"})
    return sheet


def _open(sheet_id: int, *, by: User, version: int) -> WeeklySheet:
    sheet = WeeklySheet.objects.select_for_update().get(pk=sheet_id)
    if not by.may(Permission.WEEKLY_SHEET):
        raise Refused("not_yours")
    if sheet.sent_at is not None:
        raise Refused("sent")
    if sheet.version != version:
        raise SheetChanged(sheet)
    return sheet
