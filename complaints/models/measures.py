"""Corrective measures of a department, their proof and check, and the points taken (A17, A31, E4)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MeasureQuerySet(models.QuerySet["CorrectiveMeasure"]):
    def to_carry_out(self) -> Self:
        """Not done yet, or done in a way that the quality office found insufficient."""
        return self.filter(Q(carried_out_at=None) | Q(sufficient=False))

    def to_check(self) -> Self:
        return self.filter(carried_out_at__isnull=False, checked_at=None)

    def overdue(self, today: date) -> Self:
        return self.to_carry_out().filter(due_on__lt=today)


class CorrectiveMeasure(models.Model):
    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="measures")
    token = models.UUIDField(null=True, unique=True, editable=False)  # pressed twice, set once
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="measures")
    text = models.TextField(_("measure"), max_length=5_000)
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="measures")
    due_on = models.DateField(_("until"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set"))
    # Proof
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proof = models.TextField(_("proof"), max_length=5_000, blank=True)
    # The quality office's check
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sufficient = models.BooleanField(_("sufficient"), null=True, blank=True)
    remark = models.TextField(_("remark"), max_length=2_000, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("corrective measure")
        verbose_name_plural = _("corrective measures")
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None) | Q(carried_out_at__isnull=False),
                name="measure_checked_after_carried_out",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class PointEntryQuerySet(models.QuerySet["PointEntry"]):
    def undecided(self) -> Self:
        """Objected to, and nobody has decided."""
        return self.filter(objected_at__isnull=False, decided_at=None)


class PointEntry(models.Model):
    """Points taken from a department's month; an objection that is upheld gives them back."""

    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="points")
    token = models.UUIDField(null=True, unique=True, editable=False)  # pressed twice, taken once
    month = models.DateField(_("month"))  # its first day
    item = models.CharField(_("what for"), max_length=30)  # a code of the table of points
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    reason = models.CharField(_("reason"), max_length=500)
    complaint = models.ForeignKey(
        "complaints.Complaint", models.PROTECT, null=True, blank=True, related_name="points"
    )
    measure = models.ForeignKey(
        CorrectiveMeasure, models.PROTECT, null=True, blank=True, related_name="points"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    objection = models.TextField(_("objection"), max_length=2_000, blank=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    objected_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(_("objection upheld"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=500, blank=True)

    objects = PointEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("points taken")
        verbose_name_plural = _("points taken")
        ordering = ("-month", "department", "pk")

    def __str__(self) -> str:
        return f"{self.department_id} {self.month:%Y-%m}: {self.points}"
