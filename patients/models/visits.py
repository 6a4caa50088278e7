"""One visit: what kind, when, with whom, and the moment its follow-ups count from (A3, A7, A8, E12, E17)."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policy.visits import LeftBy, VisitKind
from regulation.words import KIND_LABELS as KIND_LABELS  # also for those who read them here
from staff.permissions import Permission, Role

if TYPE_CHECKING:
    from staff.models import User


class Setting(models.TextChoices):
    """Where the visit took place; unlike the kind it does not change when the bill is paid."""

    OUTPATIENT = "outpatient", _("outpatient")
    INPATIENT = "inpatient", _("inpatient")
    CHECKUP = "checkup", _("health check-up")
    APPOINTMENT = "appointment", _("appointment")
    CONSULTATION = "consultation", _("consultation")


LEFT_BY_LABELS = {
    LeftBy.ADVICE: _("discharged as advised"),
    LeftBy.OWN_WISH: _("left at own wish"),
    LeftBy.TRANSFER: _("transferred"),
    LeftBy.DEATH: _("died"),
    LeftBy.OTHER: _("other"),
    LeftBy.UNKNOWN: _("not recorded"),
}


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, user: "User") -> Self:
        if not user.may(Permission.VIEW_PATIENTS):
            return self.none()
        if user.role == Role.CLINICIAN:
            return self.filter(department=user.department_id)
        return self

    def standing(self) -> Self:
        return self.filter(cancelled_at=None)


class Visit(models.Model):
    # Who and what
    patient = models.ForeignKey(
        "patients.Patient", models.PROTECT, related_name="visits", verbose_name=_("patient")
    )
    his_visit_no = models.CharField(_("visit number"), max_length=60, null=True, blank=True, unique=True)
    # What the next import finds this visit by: the HIS's number, else mrn, setting and time.
    source_key = models.CharField(max_length=160, unique=True, editable=False)
    inpatient_no = models.CharField(_("inpatient number"), max_length=40, blank=True)
    setting = models.CharField(_("setting"), max_length=12, choices=Setting.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=[(k, KIND_LABELS[k]) for k in VisitKind])
    first_visit = models.BooleanField(_("first visit"), null=True, blank=True)
    department = models.ForeignKey(
        "staff.Department", models.PROTECT, related_name="visits", verbose_name=_("department")
    )
    ward = models.CharField(_("ward"), max_length=60, blank=True)
    doctor = models.ForeignKey(
        "patients.Doctor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("attending doctor"),
    )
    diagnosis = models.CharField(_("diagnosis"), max_length=300, blank=True)
    operation = models.CharField(_("operation"), max_length=200, blank=True)
    abnormal = models.CharField(_("abnormal results"), max_length=300, blank=True)
    orders = models.TextField(_("discharge orders"), blank=True)
    paid = models.BooleanField(_("paid"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)

    # When
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    visited_at = models.DateTimeField(_("visit"), null=True, blank=True)
    admitted_at = models.DateTimeField(_("admission"), null=True, blank=True)
    discharged_at = models.DateTimeField(_("discharge"), null=True, blank=True)
    left_by = models.CharField(
        _("way of leaving"),
        max_length=10,
        choices=[(k, LEFT_BY_LABELS[k]) for k in LeftBy],
        default=LeftBy.UNKNOWN,
    )
    # The moment the follow-ups count from, and its day in the hospital's zone; empty while still in hospital.
    anchor_at = models.DateTimeField(null=True, editable=False)
    anchor_on = models.DateField(null=True, editable=False)

    # How the record stands
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    needs_review = models.BooleanField(default=True, editable=False)  # its tasks must be looked at again
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            # The queue's way in: all visits of a kind on a day (docs/performance.md, M1).
            models.Index(fields=["kind", "anchor_on"], name="visit_kind_day"),
            models.Index(fields=["patient", "-anchor_at"], name="visit_patient"),
            # Whether somebody has come back to hospital.
            models.Index(
                fields=["patient", "admitted_at"],
                name="visit_admission",
                condition=Q(admitted_at__isnull=False),
            ),
            models.Index(fields=["id"], name="visit_needs_review", condition=Q(needs_review=True)),
            models.Index(fields=["inpatient_no"], name="visit_inpatient_no", condition=~Q(inpatient_no="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(VisitKind)), name="visit_kind_is_known"),
            models.CheckConstraint(
                condition=Q(admitted_at=None)
                | Q(discharged_at=None)
                | Q(discharged_at__gte=models.F("admitted_at")),
                name="visit_discharge_after_admission",
            ),
        ]

    def __str__(self) -> str:
        return self.his_visit_no or self.source_key
