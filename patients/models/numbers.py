"""Telephone numbers of a patient, in the order in which they are tried."""

from typing import Self

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _


class NumberState(models.TextChoices):
    UNKNOWN = "unknown", _("not tried")
    REACHED = "reached", _("reached")
    SILENT = "silent", _("no answer so far")
    SUSPENDED = "suspended", _("line suspended")
    VACANT = "vacant", _("vacant")
    WRONG = "wrong", _("wrong person")


DEAD = (NumberState.VACANT, NumberState.WRONG)


class PhoneNumberQuerySet(models.QuerySet["PhoneNumber"]):
    def usable(self) -> Self:
        return self.exclude(state__in=DEAD)


class PhoneNumber(models.Model):
    patient = models.ForeignKey(
        "patients.Patient", models.CASCADE, related_name="numbers", verbose_name=_("patient")
    )
    number = models.CharField(_("number"), max_length=20)
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    owner_name = models.CharField(_("whose"), max_length=50, blank=True)
    relation = models.CharField(_("relation"), max_length=30, blank=True)  # blank: the patient's own
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    preferred = models.BooleanField(_("preferred"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=NumberState.choices, default=NumberState.UNKNOWN
    )
    state_at = models.DateTimeField(_("state since"), null=True, blank=True)
    original = models.CharField(_("as it stood in the file"), max_length=100, blank=True)

    objects = PhoneNumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("telephone number")
        verbose_name_plural = _("telephone numbers")
        ordering = ("-preferred", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["patient", "number", "extension"], name="number_once_per_patient")
        ]
        indexes = [models.Index(OpClass(Reverse("number"), "text_pattern_ops"), name="number_last_digits")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """138****1234; short and landline numbers keep less."""
        if len(self.number) >= 11:
            return f"{self.number[:3]}****{self.number[-4:]}"
        return "*" * max(0, len(self.number) - 2) + self.number[-2:]

    @property
    def is_usable(self) -> bool:
        return self.state not in DEAD
