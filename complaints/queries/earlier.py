"""What may be the same matter, and what one patient has said before."""

from datetime import datetime, timedelta

from django.db.models import Q

from complaints.anonymity import as_read_by
from complaints.models import Complaint
from complaints.models.cases import ComplaintQuerySet, named_to
from patients.models import Patient
from policy.complaints import State
from staff.models import User

SAME_MATTER = timedelta(days=90)
MOST = 20


def earlier_of(patient: Patient | int, *, user: User, before: datetime | None = None) -> ComplaintQuerySet:
    """The newest first; only those that `user` may see."""
    found = Complaint.objects.visible_to(user).naming_to(user).filter(patient=patient)
    if before is not None:
        found = found.filter(recorded_at__lt=before)
    return found.order_by("-recorded_at", "-pk")


def similar(complaint: Complaint, *, user: User) -> list[Complaint]:
    """The same patient's within 90 days, the same line, the same post; the newest first."""
    return similar_to(
        user=user,
        now=complaint.recorded_at,
        patient=complaint.patient_id,
        title=complaint.title,
        web_url=complaint.web_url,
        besides=complaint.pk,
    )


def similar_to(
    *,
    user: User,
    now: datetime,
    patient: Patient | int | None = None,
    title: str = "",
    web_url: str = "",
    besides: int | None = None,
) -> list[Complaint]:
    """Also while a new one is being typed."""
    same = Q(pk__in=())
    if patient:
        same |= Q(patient=patient) & named_to(user)
    if title.strip():
        same |= Q(title__iexact=title.strip())
    near = Q(recorded_at__gte=now - SAME_MATTER, recorded_at__lte=now + SAME_MATTER)
    found = same & near
    if web_url.strip():
        found |= Q(web_url=web_url.strip())
    cases = Complaint.objects.visible_to(user).filter(found).exclude(state=State.MERGED)
    if besides is not None:
        cases = cases.exclude(pk=besides)
    found_cases = cases.select_related("patient", "recorded_by").order_by("-recorded_at", "-pk")[:MOST]
    return as_read_by(user, found_cases)
