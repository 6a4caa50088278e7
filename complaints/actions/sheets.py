"""The weekly sheet of opinions about the hospital's service (B13): drafted by itself, edited, sent to persons
who say that they have read it, kept; what changes afterwards is another edition.

No patient's name and no telephone number comes into it: it quotes the line in which the case was recorded.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from complaints.actions.changing import clean
from complaints.actions.refusals import Missing, Refused
from complaints.models import Complaint, SheetCopy, WeeklySheet
from complaints.withholding import plain
from policy.complaints import State
from staff.actions.audit import record
from staff.models import Act, User
from staff.permissions import Permission, Role

WEEK, DAY = timedelta(days=7), timedelta(days=1)
Entries = Mapping[str, tuple[str, bool]]  # number: its words, and whether it goes out
NOTHING: Entries = MappingProxyType({})


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
        monday=monday, edition=1, defaults={"figures": figures, "entries": entries, "drafted_at": now}
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
def edit(sheet_id: int, *, by: User, now: datetime, version: int, text: str, entries: Entries) -> WeeklySheet:
    """`entries`: number → its words and whether it goes out. Numbers that the sheet lacks are left alone."""
    sheet = _open(sheet_id, by=by, version=version)
    _reword(sheet, by=by, text=text, entries=entries)
    sheet.save(update_fields=["text", "entries", "edited_by", "version"])
    record(Act.COMPLAINT_CHANGED, actor=by, now=now, about=sheet, detail={"sheet": "edited"})
    return sheet


def _reword(sheet: WeeklySheet, *, by: User, text: str, entries: Entries) -> None:
    sheet.text = clean(text)
    sheet.entries = [_edited(entry, entries.get(entry["number"])) for entry in sheet.entries]
    sheet.edited_by, sheet.version = by, sheet.version + 1


def _edited(entry: dict[str, Any], typed: tuple[str, bool] | None) -> dict[str, Any]:
    if typed is None:
        return entry
    words, include = typed
    return {**entry, "text": clean(words) or entry["text"], "include": include}


@transaction.atomic
def send(
    sheet_id: int,
    *,
    by: User,
    now: datetime,
    version: int,
    users: Sequence[User],
    paper: str = "",
    text: str | None = None,
    entries: Entries = NOTHING,
) -> WeeklySheet:
    """With these words, or without any as it was saved; from now on it stays so, and stands in the list of
    each of `users`. `paper`: who else gets it, without an account. Raises Missing when it would reach nobody,
    Refused (not_yours, sent, inactive), SheetChanged."""
    sheet = _open(sheet_id, by=by, version=version)
    paper = clean(paper, 300)
    if not users and not paper:
        raise Missing(("users",))
    if not all(user.is_active for user in users):
        raise Refused("inactive")
    if text is not None:
        _reword(sheet, by=by, text=text, entries=entries)
    sheet.sent_at, sheet.sent_by, sheet.sent_to = now, by, paper
    sheet.save()
    SheetCopy.objects.bulk_create(SheetCopy(sheet=sheet, user=user) for user in set(users))
    told = {"sheet": "sent", "edition": sheet.edition, "to": sorted({user.pk for user in users})}
    record(Act.COMPLAINT_CHANGED, actor=by, now=now, about=sheet, detail=told)
    return sheet


def usual_readers() -> list[int]:
    """Whoever received the last sheet and is still here; at first the executive directors."""
    last = WeeklySheet.objects.filter(copies__isnull=False).order_by("-sent_at").first()
    wanted = {"weekly_sheets__sheet": last} if last else {"role": Role.DIRECTOR}
    return list(User.objects.active().filter(**wanted).values_list("pk", flat=True))


@transaction.atomic
def new_edition(sheet_id: int, *, by: User, now: datetime) -> WeeklySheet:
    """A draft that begins with the newest edition of that week; one that is being written is given back.
    What was sent stays. Refused: not_yours."""
    if not by.may(Permission.WEEKLY_SHEET):
        raise Refused("not_yours")
    monday = WeeklySheet.objects.get(pk=sheet_id).monday
    editions = WeeklySheet.objects.select_for_update().filter(monday=monday).order_by("-edition")
    newest = next(iter(editions))
    if newest.sent_at is None:
        return newest
    sheet = WeeklySheet.objects.create(
        monday=monday,
        edition=newest.edition + 1,
        figures=newest.figures,
        entries=newest.entries,
        text=newest.text,
        drafted_at=now,
        edited_by=by,
    )
    told = {"sheet": "new edition", "edition": sheet.edition}
    record(Act.COMPLAINT_CHANGED, actor=by, now=now, about=sheet, detail=told)
    return sheet


def read(sheet_id: int, *, by: User, now: datetime) -> bool:
    """Only one's own copy; False when there was nothing to read."""
    return bool(SheetCopy.objects.unread_by(by).filter(sheet=sheet_id).update(read_at=now))


def _open(sheet_id: int, *, by: User, version: int) -> WeeklySheet:
    sheet = WeeklySheet.objects.select_for_update().get(pk=sheet_id)
    if not by.may(Permission.WEEKLY_SHEET):
        raise Refused("not_yours")
    if sheet.sent_at is not None:
        raise Refused("sent")
    if sheet.version != version:
        raise SheetChanged(sheet)
    return sheet
