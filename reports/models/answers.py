"""What a department says to a report, and the measures that it sets (A17)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Feedback(models.Model):
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="feedback")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    text = models.TextField(_("what the department says"), max_length=5_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("feedback of a department")
        verbose_name_plural = _("feedback of departments")
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["report", "department"], name="feedback_once_per_department")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}:{self.department_id}"


class MeasureQuerySet(models.QuerySet["ReportMeasure"]):
    def open(self) -> Self:
        return self.filter(carried_out_at=None)

    def told_from(self, first: date, last: date) -> Self:
        """Which a report of these days lists: not carried out before they began."""
        done = models.Q(carried_out_at__date__gte=first)
        return self.filter(models.Q(carried_out_at=None) | done, report__last__lt=last)


class ReportMeasure(models.Model):
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="measures")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    text = models.CharField(_("measure"), max_length=1_000)
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("until"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    carried_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proof = models.TextField(_("proof"), max_length=2_000, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure after a report")
        verbose_name_plural = _("measures after reports")
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(carried_out_at=None, carried_out_by=None)
                | models.Q(carried_out_at__isnull=False, carried_out_by__isnull=False) & ~models.Q(proof=""),
                name="report_measure_done_has_proof",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]
