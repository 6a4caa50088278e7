"""Who else may be told what a protected patient has: named by the patient or the doctor (E8)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NamedBy(models.TextChoices):
    PATIENT = "patient", _("the patient said so")
    DOCTOR = "doctor", _("the doctor said so")
    PAPER = "paper", _("it stands in a signed paper")


class ClearedPersonQuerySet(models.QuerySet["ClearedPerson"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class ClearedPerson(models.Model):
    patient = models.ForeignKey(
        "patients.Patient", models.CASCADE, related_name="cleared", verbose_name=_("patient")
    )
    name = models.CharField(_("name"), max_length=50)
    relation = models.CharField(_("relation"), max_length=30)
    named_by = models.CharField(_("how this is known"), max_length=10, choices=NamedBy.choices)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ClearedPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person who may be told")
        verbose_name_plural = _("persons who may be told")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "name", "relation"],
                condition=Q(withdrawn_at=None),
                name="cleared_person_once",
            ),
            models.CheckConstraint(condition=Q(named_by__in=list(NamedBy)), name="cleared_named_by_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="cleared_withdrawal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.name}"
