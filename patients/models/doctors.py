"""Attending doctors, as the hospital's exports name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Doctor(models.Model):
    name = models.CharField(_("name"), max_length=50)
    department = models.ForeignKey(
        "staff.Department", models.PROTECT, related_name="doctors", verbose_name=_("department")
    )
    user = models.OneToOneField(
        "staff.User", models.PROTECT, null=True, blank=True, related_name="doctor", verbose_name=_("user")
    )
    confirmed = models.BooleanField(_("confirmed"), default=True)

    class Meta:
        verbose_name = _("doctor")
        verbose_name_plural = _("doctors")
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=["name", "department"], name="doctor_once_per_department")
        ]

    def __str__(self) -> str:
        return self.name
