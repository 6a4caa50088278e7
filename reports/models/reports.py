"""A report of one span: how it stands, its text, its versions and what happened to it (A16, A22)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.periods import Period
from policy.reporting import ANSWERABLE, FROZEN, State
from policy.spans import Span
from staff.permissions import Permission

if TYPE_CHECKING:
    from staff.models import User

STATES = {
    State.DRAFT: pgettext_lazy("report", "draft"),
    State.SUBMITTED: pgettext_lazy("report", "waits for approval"),
    State.RETURNED: pgettext_lazy("report", "returned"),
    State.APPROVED: pgettext_lazy("report", "approved, departments answer"),
    State.FINAL: pgettext_lazy("report", "final"),
}


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: "User") -> Self:
        """Departments see what is approved: the hospital's, and their own."""
        if user.may(Permission.SEE_FIGURES):
            return self
        if user.may(Permission.ANSWER_REPORTS) and user.department_id:
            ours = Q(department=None) | Q(department=user.department_id)
            return self.filter(ours, state__in=sorted(ANSWERABLE), agent=None)
        return self.none()

    def waiting_for_approval(self) -> Self:
        return self.filter(state=State.SUBMITTED)


class Report(models.Model):
    # Of what
    kind = models.CharField(_("span"), max_length=15)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    label = models.CharField(_("period"), max_length=30)
    department = models.ForeignKey("staff.Department", models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    # When it is owed (A22)
    submit_on = models.DateField(_("to be submitted on"))
    final_on = models.DateField(_("final on"))
    owed_on = models.DateField(_("owed on"), null=True)  # what it waits for now; of a final one nothing

    # What it says: the author's words, with the names of figures in braces
    texts = models.JSONField(default=dict)
    edits = models.PositiveIntegerField(default=1)  # raised by every change: two authors see each other
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"))

    # How it stands
    state = models.CharField(
        _("state"), max_length=12, choices=[(s, STATES[s]) for s in State], default=State.DRAFT
    )
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey("reports.ReportVersion", models.PROTECT, null=True, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-last", "-first", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first", "last", "department", "agent"],
                nulls_distinct=False,
                name="report_once_per_span_and_scope",
            ),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="report_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=list(Span)), name="report_span_is_known"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="report_span_has_days"),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(FROZEN)) | Q(version__isnull=False, submitted_by__isnull=False),
                name="report_frozen_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ANSWERABLE), approved_by__isnull=False)
                | (~Q(state__in=sorted(ANSWERABLE)) & Q(approved_by=None)),
                name="report_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("submitted_by")),
                name="report_not_approved_by_its_author",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FINAL, owed_on=None)
                | ~Q(state=State.FINAL) & Q(owed_on__isnull=False),
                name="report_owed_until_final",
            ),
        ]
        indexes = [
            models.Index(fields=["owed_on"], condition=Q(owed_on__isnull=False), name="report_owed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label}"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last, self.label)

    @property
    def frozen(self) -> bool:
        return self.state in FROZEN

    def overdue_on(self, day: date) -> bool:
        """Somebody should have acted before `day`."""
        return self.owed_on is not None and self.owed_on < day
