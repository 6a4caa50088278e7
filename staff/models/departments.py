"""Departments, as the hospital's exports name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DepartmentKind(models.TextChoices):
    """E12 calls a first visit after a week in a specialty clinic, after ten days in a basic department."""

    SPECIALTY = "specialty", _("specialty")
    BASIC = "basic", _("basic")


class Department(models.Model):
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=100, unique=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=DepartmentKind.choices, default=DepartmentKind.SPECIALTY
    )
    extension = models.CharField(_("extension"), max_length=20, blank=True)
    # Made by an import that met an unknown name; somebody has to look at it.
    confirmed = models.BooleanField(_("confirmed"), default=True)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
