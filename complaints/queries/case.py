"""One case with what its page and the policy need to know of it, asked for in one statement."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject

from complaints.models import (
    Attachment,
    Clock,
    Complaint,
    Confirmation,
    CorrectiveMeasure,
    Event,
    Extension,
    Order,
    Pause,
    PraiseNotice,
)
from complaints.models.cases import ComplaintQuerySet
from patients.models import PhoneNumber
from policy.complaints import Actor, Kind, Standing, State
from staff.models import User
from staff.permissions import Role

EARLIER = 5
SAID = ("return", "resubmit", "hand_back", "escalate", "confirm")  # why a case is where it is
MOMENTS = ("begun_at", "due_at", "stopped_at", "breached_at")
CLOCK = JSONObject(pk="pk", code="code", round="round", spec="spec", **{name: name for name in MOMENTS})
ONE_LINE = JSONObject(pk="pk", number="number", title="title", state="state", kind="kind")


def counted(rows: "QuerySet[Any]") -> Coalesce:
    number = rows.filter(complaint=OuterRef("pk")).order_by().values("complaint").annotate(n=Count("pk"))
    return Coalesce(Subquery(number.values("n"), output_field=IntegerField()), Value(0))


def with_facts(cases: ComplaintQuerySet, user: User) -> "QuerySet[Complaint]":
    """With its people, its files' names, its departments and the same patient's earlier cases."""
    hands = Complaint.handlers.through.objects.filter(complaint_id=OuterRef("pk"), user_id=user.pk)
    rooms = Complaint.departments.through.objects.filter(complaint_id=OuterRef("pk"))
    files = Attachment.objects.filter(complaint=OuterRef("pk"))
    said = (
        Event.objects.filter(complaint=OuterRef("pk"), to_state=OuterRef("state"), what__in=SAID)
        .exclude(text="")
        .order_by("-at", "-pk")
    )
    before = (
        Complaint.objects.visible_to(user)
        .naming_to(user)
        .filter(patient=OuterRef("patient"), recorded_at__lt=OuterRef("recorded_at"))
        .order_by("-recorded_at")
    )
    return (
        cases.with_nobody_left()
        .select_related(
            "patient",
            "visit__department",
            "recorded_by",
            "answered_by",
            "merged_into",
            "order__responsible__department",
            "order__lead",
            "order__ordered_by",
        )
        .annotate(
            order_count=counted(Order.objects.all()),
            measure_count=counted(CorrectiveMeasure.objects.all()),
            tries=counted(Confirmation.objects.filter(level=None, at__gte=OuterRef("told_at"))),
            handled=Exists(hands),
            rooms=ArraySubquery(
                rooms.order_by("department__name").values_list("department__name", flat=True)
            ),
            files=ArraySubquery(
                files.order_by("at", "pk").values(
                    data=JSONObject(pk="pk", name="name", mime="mime", size="size")
                )
            ),
            last=ArraySubquery(
                said.values(
                    data=JSONObject(
                        what="what", text="text", by="by__full_name", at="at", level=F("changes__level__1")
                    )
                )[:1]
            ),
            named=ArraySubquery(
                PraiseNotice.objects.filter(complaint=OuterRef("pk"))
                .order_by("pk")
                .values_list("user_id", flat=True)
            ),
            ticking=ArraySubquery(
                Clock.objects.filter(complaint=OuterRef("pk")).order_by("due_at", "pk").values(data=CLOCK)
            ),
            longer=ArraySubquery(
                Extension.objects.filter(complaint=OuterRef("pk"), approved=True)
                .order_by("asked_at")
                .values(data=JSONObject(at="asked_at", days="days"))
            ),
            stood_still=ArraySubquery(
                Pause.objects.filter(complaint=OuterRef("pk"), approved=True)
                .order_by("begun_at")
                .values(data=JSONObject(begun="begun_at", ended="ended_at"))
            ),
            before=ArraySubquery(before.values(data=ONE_LINE)[:EARLIER]),
        )
    )


def clocks_of(case: Any) -> list[Clock]:
    """Those of the last round: what came back has fresh ones."""
    rows = [
        Clock(**(data | {name: data[name] and datetime.fromisoformat(data[name]) for name in MOMENTS}))
        for data in case.ticking
    ]
    last = max((clock.round for clock in rows), default=1)
    return [clock for clock in rows if clock.round == last]


def listing(cases: "QuerySet[Complaint]") -> "QuerySet[Complaint]":
    """Rows of a list: the newest first, with the names of their departments."""
    rooms = Complaint.departments.through.objects.filter(complaint_id=OuterRef("pk"))
    names = rooms.order_by("department__name").values_list("department__name", flat=True)
    rows = cases.select_related("recorded_by", "patient").defer("words", "draft", "answer", "plan")
    return rows.annotate(rooms=ArraySubquery(names)).order_by("-recorded_at", "-pk")


def standing_of(case: Any) -> Standing:
    return Standing(
        kind=Kind(case.kind),
        state=State(case.state),
        reopened=case.reopened,
        orders=case.order_count,
        has_contact=case.has_contact,
        measures=case.measure_count,
        no_measure_reason=bool(case.no_measure_reason),
        confirm_tries=case.tries,
        told=case.told_at is not None,
    )


def actor_of(case: Any, user: User) -> Actor:
    order = case.order
    return Actor(
        role=user.role,
        recorder=case.recorded_by_id == user.pk,
        responsible=order is not None and order.responsible_id == user.pk,
        in_lead=order is not None and user.role == Role.CLINICIAN and order.lead_id == user.department_id,
        handler=case.handled,
    )


def sees_all(actor: Actor) -> bool:
    """A department that only takes part sees its own part (design: 骨科、收费处只看到各自的部分)."""
    return actor.role != Role.CLINICIAN or actor.recorder or actor.responsible or actor.in_lead


def number_left(case: Any) -> str:
    """What was left with the complaint, else the patient's first usable number; of an anonymous one none."""
    if case.phone or case.patient_id is None or case.anonymous:
        return str(case.phone)
    found = PhoneNumber.objects.filter(patient=case.patient_id).usable().first()
    return found.number if found else ""


def may_ring(case: Any, actor: Actor) -> bool:
    """Who tells the answer, or asks about the handling; never a department."""
    if actor.role == Role.CLINICIAN:
        return actor.recorder
    if actor.recorder or actor.responsible or actor.role == Role.ASSISTANT:
        return True
    return actor.role in {Role.AGENT, Role.SUPERVISOR} and case.state == State.ANSWERED
