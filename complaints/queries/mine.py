"""What waits for one person: answers to tell, cases returned, praise, reminders (B16, C8)."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from complaints.models import (
    AlarmNotice,
    ClinicalAlert,
    Complaint,
    CorrectiveMeasure,
    PraiseNotice,
    SheetCopy,
)
from complaints.models.cases import ComplaintQuerySet
from policy.alerts import ANSWERABLE
from policy.complaints import State
from staff.models import User


def owed(user: User) -> ComplaintQuerySet:
    """Drafted answers that the recorder owes the patient: the earliest clock first."""
    return Complaint.objects.filter(recorded_by=user, state=State.DRAFTED).by_clock()


def returned(user: User) -> ComplaintQuerySet:
    return Complaint.objects.filter(recorded_by=user, state=State.RETURNED).by_clock()


def asks_of(user: User) -> ComplaintQuerySet:
    """What waits for the recorder: an answer to tell, a case to complete (B16)."""
    return Complaint.objects.filter(recorded_by=user, state__in=[State.DRAFTED, State.RETURNED])


def recorded(user: User) -> ComplaintQuerySet:
    """Still open, whoever holds them: the recorder can tell the patient how it stands."""
    return Complaint.objects.filter(recorded_by=user).open().by_clock()


def ordered_to(user: User) -> ComplaintQuerySet:
    return Complaint.objects.at_work().filter(order__responsible=user).select_related("patient").by_clock()


def to_confirm(user: User) -> ComplaintQuerySet:
    """The oldest answer first."""
    return Complaint.objects.to_confirm_by(user).order_by("told_at", "pk")


def praise(user: User) -> "QuerySet[PraiseNotice]":
    return (
        PraiseNotice.objects.told()
        .filter(user=user)
        .select_related("complaint__patient")
        .order_by("-told_at")
    )


def sheets(user: User) -> "QuerySet[SheetCopy]":
    """The weekly sheets sent to him: those that he has not read, then the newest."""
    mine = SheetCopy.objects.filter(user=user).select_related("sheet")
    return mine.order_by(F("read_at").asc(nulls_first=True), "-sheet__monday", "-sheet__edition")


def reminders(user: User) -> "list[AlarmNotice]":
    """Of each case that still asks for something the newest one that he has not seen; the newest first."""
    waiting = AlarmNotice.objects.filter(user=user, seen_at=None, alarm__clock__stopped_at=None)
    newest = waiting.order_by("alarm__clock__complaint_id", "-alarm__given_at", "-pk")
    found = newest.distinct("alarm__clock__complaint_id").select_related("alarm__clock__complaint__patient")
    return sorted(found, key=lambda notice: (notice.alarm.given_at, notice.pk), reverse=True)


def to_tell(user: User, now: datetime) -> "QuerySet[ClinicalAlert]":
    """What doctors ordered him to tell or to ask; the promise that ends first stands first."""
    owed = ClinicalAlert.objects.told_by(user, timezone.localdate(now)).owed(now)
    return owed.select_related("patient", "taken_by").order_by("promise_at", "pk")


def reported(user: User) -> "QuerySet[ClinicalAlert]":
    """His alerts that no doctor has answered yet: he has promised a call, and sees how it stands."""
    waiting = ClinicalAlert.objects.filter(raised_by=user, state__in=ANSWERABLE)
    return waiting.select_related("patient", "department", "taken_by").order_by("promise_at", "pk")


def measures(user: User) -> "QuerySet[CorrectiveMeasure]":
    return CorrectiveMeasure.objects.to_carry_out().filter(responsible=user).select_related("complaint")
