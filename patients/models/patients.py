"""A patient: who it is, how to speak with him, and what stops all calls (A26, E8, E9)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, TextField
from django.db.models.functions import Reverse
from django.utils.translation import gettext_lazy as _

from staff.permissions import Permission, Role

if TYPE_CHECKING:
    from staff.models import User


# Functions of the database (migration 0005): the pairs of neighbouring signs of a name, and how its readings
# begin. With an index on each, a part of a name is found without reading them all.
NAME_PAIRS = Func("name", function="patients_pairs", output_field=ArrayField(TextField()))
KEY_BEGINNINGS = Func("name_key", function="patients_beginnings", output_field=ArrayField(TextField()))


class Sex(models.TextChoices):
    MALE = "male", _("male")
    FEMALE = "female", _("female")
    UNKNOWN = "", _("unknown")


class PatientQuerySet(models.QuerySet["Patient"]):
    def visible_to(self, user: "User") -> Self:
        """Clinicians see the patients of their department; administrators and auditors none."""
        if not user.may(Permission.VIEW_PATIENTS):
            return self.none()
        if user.role == Role.CLINICIAN:
            return self.filter(visits__department=user.department_id).distinct()
        return self

    def callable(self) -> Self:
        return self.filter(do_not_call=False, deceased=False)


class Patient(models.Model):
    # Who
    mrn = models.CharField(_("medical record number"), max_length=40, null=True, blank=True, unique=True)
    name = models.CharField(_("name"), max_length=100)
    # Readings of the name for sorting and search: "chenguodong cgd".
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices, blank=True, default=Sex.UNKNOWN)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    age_years = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    age_recorded_on = models.DateField(_("age recorded on"), null=True, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)

    # How to speak with him
    spoken_language = models.CharField(_("language or dialect"), max_length=30, blank=True)
    hard_of_hearing = models.BooleanField(_("hard of hearing"), default=False)
    speak_with = models.CharField(_("speak with"), max_length=100, blank=True)
    best_hours = models.CharField(_("best hours"), max_length=100, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    do_not_disclose = models.BooleanField(_("do not disclose the diagnosis"), default=False)

    # What stops all calls
    do_not_call = models.BooleanField(_("do not call"), default=False)
    do_not_call_reason = models.CharField(_("reason for not calling"), max_length=200, blank=True)
    deceased = models.BooleanField(_("deceased"), default=False)
    deceased_on = models.DateField(_("died on"), null=True, blank=True)

    # How the record stands
    needs_review = models.BooleanField(
        default=False, editable=False
    )  # its open tasks must be looked at again
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PatientQuerySet.as_manager()

    class Meta:
        verbose_name = _("patient")
        verbose_name_plural = _("patients")
        indexes = [
            models.Index(fields=["id"], name="patient_needs_review", condition=models.Q(needs_review=True)),
            models.Index(OpClass("name", "text_pattern_ops"), name="patient_name_prefix"),
            models.Index(OpClass("name_key", "text_pattern_ops"), name="patient_name_key_prefix"),
            models.Index(OpClass(Reverse("mrn"), "text_pattern_ops"), name="patient_mrn_last_digits"),
            GinIndex(NAME_PAIRS, name="patient_name_pairs"),
            GinIndex(KEY_BEGINNINGS, name="patient_key_beginnings"),
        ]

    def __str__(self) -> str:
        return self.name

    def hides_diagnosis_from(self, user: "User") -> bool:
        """Clinicians, who see the visits of their own department only, know what they treat (E8)."""
        return self.do_not_disclose and user.role != Role.CLINICIAN

    def age_on(self, day: date) -> int | None:
        """Whole years on `day`; an age without a birth date grows from the day it was recorded."""
        if self.birth_date:
            before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
            return day.year - self.birth_date.year - before_birthday
        if self.age_years is None or self.age_recorded_on is None:
            return self.age_years
        return self.age_years + max(0, (day - self.age_recorded_on).days // 365)
