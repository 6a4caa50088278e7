"""What waits for one person: answers to tell, cases returned, praise, reminders (B16, C8)."""

from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery

from complaints.models import (
    AlarmNotice,
    ClinicalAlert,
    Clock,
    Complaint,
    Confirmation,
    CorrectiveMeasure,
    Extension,
    Pause,
    PraiseNotice,
)
from complaints.models.cases import ComplaintQuerySet
from policy.alerts import ANSWERABLE
from policy.complaints import CONFIRM_TRIES, State
from staff.models import User


def owed(user: User) -> ComplaintQuerySet:
    """Drafted answers that the recorder owes the patient: the earliest clock first."""
    return Complaint.objects.filter(recorded_by=user, state=State.DRAFTED).by_clock()


def returned(user: User) -> ComplaintQuerySet:
    return Complaint.objects.filter(recorded_by=user, state=State.RETURNED).by_clock()


def recorded(user: User) -> ComplaintQuerySet:
    """Still open, whoever holds them: the recorder can tell the patient how it stands."""
    return Complaint.objects.filter(recorded_by=user).open().by_clock()


def ordered_to(user: User) -> ComplaintQuerySet:
    return Complaint.objects.at_work().filter(order__responsible=user).by_clock()


def to_confirm(user: User) -> ComplaintQuerySet:
    """The oldest answer first."""
    return Complaint.objects.to_confirm_by(user).order_by("told_at", "pk")


def praise(user: User) -> "QuerySet[PraiseNotice]":
    return PraiseNotice.objects.told().filter(user=user).select_related("complaint").order_by("-told_at")


def reminders(user: User) -> "QuerySet[AlarmNotice]":
    """Not seen yet, and the case still asks for something."""
    waiting = AlarmNotice.objects.filter(user=user, seen_at=None, alarm__clock__stopped_at=None)
    return waiting.select_related("alarm__clock__complaint").order_by("-alarm__given_at", "-pk")


def to_tell(user: User, day: date) -> "QuerySet[ClinicalAlert]":
    """What doctors ordered him to tell or to ask; the promise that ends first stands first."""
    owed = ClinicalAlert.objects.told_by(user, day).owed()
    return owed.select_related("patient", "taken_by").order_by("promise_at", "pk")


def reported(user: User) -> "QuerySet[ClinicalAlert]":
    """His alerts that no doctor has answered yet: he has promised a call, and sees how it stands."""
    waiting = ClinicalAlert.objects.filter(raised_by=user, state__in=ANSWERABLE)
    return waiting.select_related("patient", "department", "taken_by").order_by("promise_at", "pk")


def measures(user: User) -> "QuerySet[CorrectiveMeasure]":
    return CorrectiveMeasure.objects.to_carry_out().filter(responsible=user).select_related("complaint")


def to_close() -> ComplaintQuerySet:
    """What only the assistant can close: nobody to ask, or three calls that reached nobody."""
    tried = Confirmation.objects.filter(
        complaint=OuterRef("pk"), level=None, at__gte=OuterRef("told_at")
    ).order_by()
    number = tried.values("complaint").annotate(n=Count("pk")).values("n")
    answered = Complaint.objects.filter(state=State.ANSWERED)
    over = answered.annotate(tried=Subquery(number, output_field=IntegerField()))
    return over.filter(Q(has_contact=False) | Q(tried__gte=CONFIRM_TRIES)).order_by("told_at", "pk")


def extensions_to_decide() -> "QuerySet[Extension]":
    """What waits for the executive director's yes or no, while there is a clock that it could prolong."""
    asked = Extension.objects.filter(approved=None, complaint__in=_on_a_clock())
    return asked.select_related("complaint", "asked_by")


def pauses_to_decide() -> "QuerySet[Pause]":
    asked = Pause.objects.filter(approved=None, complaint__in=_on_a_clock())
    return asked.select_related("complaint", "asked_by")


def _on_a_clock() -> ComplaintQuerySet:
    return Complaint.objects.open().filter(pk__in=Clock.objects.filter(stopped_at=None).values("complaint"))
