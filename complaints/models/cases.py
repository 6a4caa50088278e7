"""What a patient or a colleague complains of, asks, suggests or praises (A20, B13, B16, D5)."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from complaints.words import CHANNELS, CLOSE_REASONS, KINDS, SEVERITIES, STATES
from policy.complaints import ASKERS, Channel, CloseReason, Kind, Severity, State
from staff.models import User
from staff.permissions import Role

TOLD = (CloseReason.CONFIRMED, CloseReason.NOT_REACHED, CloseReason.NO_CONTACT)  # closed after an answer
LOCKED = (State.CLOSED, State.MERGED)
WAITS_FOR_ASSISTANT = (State.RECORDED, State.REOPENED)
AT_WORK = (State.ORDERED, State.INVESTIGATED, State.DRAFTED)

NOBODY_S = (State.RECORDED, State.RETURNED, State.REOPENED, State.ESCALATED)  # no order is in force
SEES_ALL = (Role.ASSISTANT, Role.DIRECTOR, Role.SUPERVISOR, Role.QUALITY)


def _of_clinician(user: User) -> list[Q]:
    """His own, ordered to him or to his department, a measure of his, praise passed on to him, a post on the
    web about his department (D5). Each by itself: one question with all of them would read every case."""
    found = [
        Q(recorded_by=user),
        Q(orders__responsible=user),
        Q(orders__parts__person=user),
        Q(measures__responsible=user),  # wherever he works by now
        Q(praised__user=user, praised__told_at__isnull=False),
        Q(clocks__alarms__notices__user=user),  # reminded of it: of a colleague's who is on leave
    ]
    if user.department_id:
        found += [
            Q(orders__lead_id=user.department_id),
            Q(orders__parts__department_id=user.department_id),
            Q(channel=Channel.WEB, departments=user.department_id),
        ]
    return found


def named_to(user: User) -> Q:
    return Q(anonymous=False) | Q(recorded_by=user) if user.role == Role.CLINICIAN else Q()


def _free_to_ask() -> Exists:
    """Agents and supervisors of today without a hand in the case of the outer query (C8)."""
    hands = Complaint.handlers.through.objects.filter(
        complaint_id=OuterRef(OuterRef("pk")), user_id=OuterRef("pk")
    )
    return Exists(User.objects.active().filter(~Exists(hands), role__in=ASKERS))


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User) -> Self:
        """Who leads sees all; an agent his own and what he may ask about; a department its part."""
        if user.role in SEES_ALL:
            return self
        if user.role == Role.AGENT:
            return self.filter(Q(recorded_by=user) | Q(pk__in=self.to_confirm_by(user).values("pk")))
        if user.role == Role.CLINICIAN:
            first, *others = (Complaint.objects.filter(part).values("pk") for part in _of_clinician(user))
            return self.filter(pk__in=first.union(*others))
        return self.none()

    def naming_to(self, user: User) -> Self:
        """Those of which this user may know whom they are about and who said it: `hides_who_from` of none."""
        return self.filter(named_to(user))

    def to_confirm_by(self, user: User) -> Self:
        """Answered, somebody to ask, and this user had no hand in it (C8)."""
        return self.filter(state=State.ANSWERED, has_contact=True).exclude(
            pk__in=Complaint.objects.filter(handlers=user).values("pk")
        )

    def with_nobody_left(self) -> Self:
        """`nobody_left`: answered, somebody to ask, and everybody who may ask had a hand in it (C8)."""
        left = Q(state=State.ANSWERED, has_contact=True) & ~_free_to_ask()
        return self.annotate(nobody_left=ExpressionWrapper(left, models.BooleanField()))

    def nobody_left(self) -> Self:
        return self.filter(~_free_to_ask(), state=State.ANSWERED, has_contact=True)

    def open(self) -> Self:
        return self.exclude(state__in=LOCKED)

    def waiting_for_decision(self) -> Self:
        return self.filter(state__in=WAITS_FOR_ASSISTANT)

    def at_work(self) -> Self:
        return self.filter(state__in=AT_WORK)

    def breached(self, now: datetime) -> Self:
        """Unanswered and over its time, whatever was prolonged afterwards."""
        late = Q(breached_at__isnull=False) | Q(due_at__lte=now, paused_at=None)
        return self.open().exclude(state=State.ANSWERED).filter(late)

    def by_clock(self) -> Self:
        """The earliest end first."""
        return self.order_by(F("due_at").asc(nulls_last=True), "recorded_at", "pk")


class Complaint(models.Model):
    number = models.CharField(_("number"), max_length=20, unique=True)  # T20261119-07
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # pressed twice, recorded once

    # What
    kind = models.CharField(_("kind"), max_length=20, choices=[(k, KINDS[k]) for k in Kind])
    severity = models.CharField(
        _("severity"),
        max_length=10,
        choices=[(s, SEVERITIES[s]) for s in Severity],
        default=Severity.ORDINARY,
    )
    channel = models.CharField(_("came by"), max_length=10, choices=[(c, CHANNELS[c]) for c in Channel])
    theme = models.CharField(_("theme"), max_length=30, blank=True)
    title = models.CharField(_("in one line"), max_length=100)
    words = models.TextField(_("in their words"), max_length=20_000)
    wish = models.CharField(_("what is asked for"), max_length=500, blank=True)
    place = models.CharField(_("where"), max_length=100, blank=True)
    happened = models.CharField(_("when"), max_length=100, blank=True)
    persons = models.CharField(_("persons concerned"), max_length=200, blank=True)
    departments = models.ManyToManyField(
        "staff.Department", blank=True, related_name="complaints", verbose_name=_("departments concerned")
    )

    # Who
    anonymous = models.BooleanField(_("anonymous"), default=False)
    patient = models.ForeignKey(
        "patients.Patient", models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    visit = models.ForeignKey("patients.Visit", models.PROTECT, null=True, blank=True, related_name="+")
    complainant = models.CharField(_("name of who says it"), max_length=50, blank=True)
    relation = models.CharField(_("relation to the patient"), max_length=50, blank=True)
    phone = models.CharField(_("telephone number"), max_length=30, blank=True)
    has_contact = models.BooleanField(_("can be told the answer"), default=True)

    # A post on the web (D5)
    web_url = models.URLField(_("address of the post"), max_length=1000, blank=True)
    web_author = models.CharField(_("author"), max_length=100, blank=True)
    web_site = models.CharField(_("site"), max_length=50, blank=True)
    plan = models.TextField(_("plan for handling it"), max_length=5_000, blank=True)

    # Who owes the answer's return (B16)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="complaints")
    recorded_at = models.DateTimeField(_("recorded"))

    # How it stands
    state = models.CharField(
        _("state"), max_length=20, choices=[(s, STATES[s]) for s in State], default=State.RECORDED
    )
    version = models.PositiveIntegerField(default=1)  # raised by every change: two people see each other
    order = models.ForeignKey(
        "complaints.Order", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    handlers = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="handled_complaints")
    reopened = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True, blank=True)
    no_measure_reason = models.CharField(_("why no measure is needed"), max_length=500, blank=True)
    draft = models.TextField(_("drafted answer"), max_length=20_000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)  # for the first time
    told_at = models.DateTimeField(_("told"), null=True, blank=True)  # the last time
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("what was said"), max_length=20_000, blank=True)
    answer_how = models.CharField(_("how it was told"), max_length=20, blank=True)
    claimed_level = models.PositiveSmallIntegerField(null=True, blank=True)  # 1–5, as who answered heard it
    confirmed_level = models.PositiveSmallIntegerField(null=True, blank=True)  # 1–5, asked by somebody else
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    close_reason = models.CharField(
        max_length=20, blank=True, choices=[("", ""), *((r, CLOSE_REASONS[r]) for r in CLOSE_REASONS)]
    )
    linked = models.ManyToManyField("self", blank=True, verbose_name=_("linked cases"))
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    # The earliest of its clocks, as last reckoned (A31), kept when they stop; a breach stays one
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)  # its clocks stand still

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        ordering = ("-recorded_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="complaint_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="complaint_kind_is_known"),
            models.CheckConstraint(
                condition=Q(severity__in=list(Severity)), name="complaint_severity_is_known"
            ),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="complaint_channel_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                & Q(close_reason__in=[r for r in CloseReason if r])
                | ~Q(state=State.CLOSED) & Q(closed_at=None, close_reason=""),
                name="complaint_closed_has_time_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) & ~Q(close_reason__in=TOLD)
                | Q(answered_at__isnull=False, told_at__isnull=False) & ~Q(answer="") & ~Q(answer_how=""),
                name="complaint_answered_was_told",
            ),
            models.CheckConstraint(
                condition=~Q(close_reason=CloseReason.CONFIRMED)
                | Q(has_contact=True, confirmed_level__isnull=False),
                name="complaint_confirmed_was_asked",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_WORK) | Q(order__isnull=False), name="complaint_at_work_has_order"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=NOBODY_S) | Q(order=None), name="complaint_order_is_in_force"
            ),
            models.CheckConstraint(
                condition=Q(reopened__lte=1) & (~Q(state=State.REOPENED) | Q(reopened=1)),
                name="complaint_reopened_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ESCALATED) | Q(escalated_at__isnull=False),
                name="complaint_escalated_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(claimed_level=None) | Q(claimed_level__range=(1, 5)))
                & (Q(confirmed_level=None) | Q(confirmed_level__range=(1, 5))),
                name="complaint_levels_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into=None)),
                name="complaint_merged_has_target",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="complaint_open_by_clock",
                condition=~Q(state__in=LOCKED),
            ),
            models.Index(fields=["state", "due_at"], name="complaint_inbox", condition=~Q(state__in=LOCKED)),
            models.Index(fields=["recorded_at"], name="complaint_recorded"),
            models.Index(fields=["web_url"], name="complaint_post", condition=~Q(web_url="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def locked(self) -> bool:
        return self.state in LOCKED

    def hides_who_from(self, user: User) -> bool:
        """Anonymous means towards the department: not to whoever recorded it, not to who leads (B13)."""
        return self.anonymous and user.role == Role.CLINICIAN and self.recorded_by_id != user.pk

    @property
    def who(self) -> str:
        """The name to show: empty when nobody gave one."""
        return self.complainant or (self.patient.name if self.patient else "")

    @property
    def said_by(self) -> str:
        """The relation and the name, as far as they were given."""
        return " ".join(filter(None, [self.relation, self.complainant]))

    @property
    def nobody_to_tell(self) -> bool:
        """No number to call, and no post to answer below."""
        return not self.has_contact and self.channel != Channel.WEB


__all__ = ["AT_WORK", "LOCKED", "WAITS_FOR_ASSISTANT", "CloseReason", "Complaint"]
