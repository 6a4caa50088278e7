"""One call to make: for whom, why, when, and how it stands."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from patients.models import PhoneNumber
from policy.tasks import CLOSED, EndReason, State
from staff.permissions import Permission
from staff.task_words import END_REASON_LABELS as END_REASON_LABELS
from staff.task_words import STATE_LABELS as STATE_LABELS

if TYPE_CHECKING:
    from staff.models import User

OPEN = Q(state=State.OPEN)
UNFINISHED = Q(state__in=[State.OPEN, State.SUSPENDED])


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: "User") -> Self:
        """Supervisors see every task, an agent his own, the pool's and those he has called himself."""
        if user.may(Permission.SUPERVISE):
            return self
        if not user.may(Permission.MAKE_CALLS):
            return self.none()
        called = Q(pk__in=user.attempts.values("purposes__task"))
        return self.filter(Q(agent=user) | Q(agent=None, state=State.OPEN) | Q(hold_by=user) | called)

    def open(self) -> Self:
        return self.filter(OPEN)

    def unfinished(self) -> Self:
        return self.filter(UNFINISHED)

    def of_agent(self, agent: "User") -> Self:
        return self.filter(agent=agent)

    def pool(self) -> Self:
        return self.filter(agent=None)

    def due_by(self, moment: datetime) -> Self:
        """Open tasks whose window has opened by `moment`, whatever their retry time."""
        return self.filter(OPEN, opens__lte=moment)

    def callable_at(self, moment: datetime) -> Self:
        """Open tasks that may be dialled at `moment`; the calling hours are the caller's check."""
        return (
            self.filter(OPEN, call_at__lte=moment, closes__gt=moment)
            .filter(patient__do_not_call=False, patient__deceased=False)
            .dialable()
        )

    def dialable(self) -> Self:
        return self.filter(Exists(PhoneNumber.objects.usable().filter(patient=OuterRef("patient"))))

    def not_dialable(self) -> Self:
        return self.filter(~Exists(PhoneNumber.objects.usable().filter(patient=OuterRef("patient"))))

    def free_at(self, moment: datetime) -> Self:
        """Not held by anybody whose hold still lives."""
        return self.filter(Q(hold_until=None) | Q(hold_until__lte=moment))

    def held_by(self, user: "User", moment: datetime) -> Self:
        return self.filter(hold_by=user, hold_until__gt=moment)

    def to_verify(self) -> Self:
        """Unsuccessful for want of an answer and not yet called again (A22)."""
        return self.filter(state=State.UNSUCCESSFUL, verify=True, verified_at=None)

    def overdue_at(self, moment: datetime) -> Self:
        return self.filter(OPEN, Q(closes__lte=moment) | Q(late=True))

    def in_calling_order(self, end_of_today: datetime) -> Self:
        """Agreed call-backs, then what closes today, then priority, then what closes first."""
        today = models.Case(
            models.When(agreed=True, then=0),
            models.When(closes__lte=end_of_today, then=1),
            default=2,
            output_field=models.SmallIntegerField(),
        )
        return self.annotate(rank=today).order_by(
            "rank", models.Case(models.When(agreed=True, then=F("call_at"))), "priority", "closes", "pk"
        )


class Task(models.Model):
    # Who and why
    patient = models.ForeignKey(
        "patients.Patient", models.PROTECT, related_name="tasks", verbose_name=_("patient")
    )
    visit = models.ForeignKey("patients.Visit", models.PROTECT, related_name="tasks", verbose_name=_("visit"))
    rule = models.ForeignKey("followups.Rule", models.PROTECT, related_name="tasks", verbose_name=_("rule"))
    version = models.ForeignKey(
        "followups.RuleVersion", models.PROTECT, related_name="tasks", verbose_name=_("version")
    )
    occurrence = models.PositiveSmallIntegerField(_("occurrence"), default=1)
    order = models.OneToOneField(
        "followups.OrderedCall", models.PROTECT, null=True, blank=True, verbose_name=_("order")
    )
    department = models.ForeignKey(
        "staff.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )
    priority = models.PositiveSmallIntegerField(_("priority"), default=5)  # 1 first … 9 last
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"), default=3)

    # When
    anchor_on = models.DateField(_("counted from"))
    due_on = models.DateField(_("due"))  # before any holiday moved it
    opens = models.DateTimeField(_("from"))
    target = models.DateTimeField(_("best at"))
    closes = models.DateTimeField(_("until"))
    moved = models.BooleanField(_("moved by a holiday"), default=False)
    late = models.BooleanField(_("late"), default=False)
    call_at = models.DateTimeField(_("next call from"))
    agreed = models.BooleanField(_("agreed time"), default=False)

    # With whom
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("agent"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_at = models.DateTimeField(_("assigned"), null=True, blank=True)
    hold_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    hold_until = models.DateTimeField(null=True, blank=True)

    # How it stands
    state = models.CharField(
        _("state"), max_length=12, choices=[(s, STATE_LABELS[s]) for s in State], default=State.OPEN
    )
    end_reason = models.CharField(_("ended because"), max_length=20, blank=True, default="")
    counted = models.PositiveSmallIntegerField(_("attempts counted"), default=0)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    verify = models.BooleanField(_("to be verified"), default=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)  # goes to the browser and comes back
    created_at = models.DateTimeField(db_default=models.functions.Now())

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up task")
        verbose_name_plural = _("follow-up tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "rule", "occurrence"], name="task_once_per_visit_rule_occurrence"
            ),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="task_opens_before_it_closes"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(end_reason__in=list(EndReason)), name="task_end_reason_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_at=None)),
                name="task_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(hold_by=None, hold_until=None)
                | Q(hold_by__isnull=False, hold_until__isnull=False),
                name="task_hold_is_whole",
            ),
        ]
        indexes = [
            # The three ways into the calling order, for one agent and for the pool (agent is null).
            models.Index(fields=["agent", "call_at"], condition=OPEN & Q(agreed=True), name="task_agreed"),
            models.Index(fields=["agent", "closes"], condition=OPEN, name="task_closing"),
            models.Index(
                fields=["agent", "priority", "closes", "id"], condition=OPEN, name="task_calling_order"
            ),
            models.Index(fields=["patient"], condition=UNFINISHED, name="task_unfinished_of_patient"),
            models.Index(fields=["closes"], condition=UNFINISHED, name="task_running_out"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="task_closed"),
            # Which period of a report a task belongs to.
            models.Index(fields=["due_on"], name="task_due"),
            models.Index(
                fields=["closed_at"],
                condition=Q(state=State.UNSUCCESSFUL, verify=True, verified_at=None),
                name="task_to_verify",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.visit_id}/{self.occurrence}"

    @property
    def purpose(self) -> str:
        """What was ordered says more than that it was ordered."""
        return self.order.purpose if self.order else str(self.rule)

    @property
    def end_reason_label(self) -> str:
        """Empty while the task is open."""
        return str(END_REASON_LABELS.get(EndReason(self.end_reason), "")) if self.end_reason else ""

    def days_since_anchor(self, day: date) -> int:
        return (day - self.anchor_on).days
