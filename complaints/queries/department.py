"""What a department, or whoever is named in an order, has to do about complaints (A17, A31)."""

from django.db.models import F, Prefetch, Q, QuerySet

from complaints.actions.measures import concerning
from complaints.models import Complaint, CorrectiveMeasure, Order, OrderPart, PointEntry
from complaints.models.cases import AT_WORK, ComplaintQuerySet
from policy.complaints import Channel, State
from staff.models import User
from staff.permissions import Role

SHOWN = (*AT_WORK, State.ANSWERED)
READ = 20  # answered ones shown below


def part_of(user: User) -> Q:
    """Orders in force that name the user or his department."""
    in_force = OrderPart.objects.filter(order__complaint__order=F("order"))
    named, parts = Q(order__responsible=user), Q(person=user)
    if user.role == Role.CLINICIAN and user.department_id:
        named |= Q(order__lead_id=user.department_id)
        parts |= Q(department_id=user.department_id)
    return named | Q(pk__in=in_force.filter(parts).values("order__complaint_id"))


def open_for(user: User) -> ComplaintQuerySet:
    """By clock; answered ones are not the department's to do any more."""
    return (
        Complaint.objects.visible_to(user)
        .filter(part_of(user), state__in=AT_WORK)
        .select_related("patient", "order__responsible", "order__lead", "order__ordered_by")
        .by_clock()
    )


def posts_about(user: User) -> ComplaintQuerySet:
    """On the web about his department, and not ordered yet: its head knows at once (D5)."""
    waiting = Complaint.objects.open().filter(channel=Channel.WEB, order=None)
    if user.role != Role.CLINICIAN or not user.department_id:
        return waiting.none()
    return waiting.filter(departments=user.department_id).select_related("patient").by_clock()


def answered_for(user: User) -> QuerySet[Complaint]:
    done = Complaint.objects.visible_to(user).filter(part_of(user)).exclude(state__in=AT_WORK)
    return done.select_related("patient", "order__lead").order_by("-answered_at", "-pk")[:READ]


def case_for(user: User) -> QuerySet[Complaint]:
    """One case with what its page shows: also when only a measure is still to be seen to."""
    measured = CorrectiveMeasure.objects.filter(concerning(user)).values("complaint")
    parts = Prefetch("parts", OrderPart.objects.select_related("department", "person"))
    orders = Order.objects.select_related("responsible", "lead", "ordered_by").prefetch_related(parts)
    measures = CorrectiveMeasure.objects.select_related("department", "responsible", "carried_out_by")
    return (
        Complaint.objects.visible_to(user)
        .filter(part_of(user) | Q(pk__in=measured))
        .select_related(
            "order__responsible",
            "order__lead",
            "order__ordered_by",
            "patient",
            "visit__department",
            "recorded_by",
            "answered_by",
        )
        .prefetch_related(
            Prefetch("orders", orders),
            Prefetch("measures", measures.prefetch_related("attachments")),
            "findings__by",
            "departments",
        )
    )


def measures_for(user: User) -> QuerySet[CorrectiveMeasure]:
    mine = CorrectiveMeasure.objects.filter(concerning(user)).to_carry_out()
    return mine.select_related("complaint", "department", "responsible").order_by("due_on", "pk")


def points_against(user: User) -> QuerySet[PointEntry]:
    """Taken from the department, newest first."""
    if not user.department_id or user.role != Role.CLINICIAN:
        return PointEntry.objects.none()
    return PointEntry.objects.filter(department_id=user.department_id).select_related("by", "complaint")
