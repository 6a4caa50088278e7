"""Whom an alert climbs to: the head of each department, and the duty office, each with a deputy (A25)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DutyPost(models.Model):
    """Without a department: the duty office."""

    department = models.OneToOneField(
        "staff.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="duty_post",
        verbose_name=_("department"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )

    class Meta:
        verbose_name = _("post on the ladder")
        verbose_name_plural = _("posts on the ladder")
        ordering = ("department__name",)
        constraints = [
            models.UniqueConstraint(
                fields=["department"],
                name="one_duty_office",
                condition=Q(department=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="duty_post_deputy_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.department_id}: {self.person_id}"
