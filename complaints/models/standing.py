"""Standing orders: who usually takes what of which department, and his deputy."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.words import KINDS
from policy.complaints import Kind


class StandingOrder(models.Model):
    """The most fitting counts: kind and department, then department, then kind."""

    kind = models.CharField(
        _("kind"), max_length=20, blank=True, choices=[("", _("every kind")), *((k, KINDS[k]) for k in Kind)]
    )
    department = models.ForeignKey(
        "staff.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
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
        related_name="deputy_in",
        verbose_name=_("deputy"),
    )
    task = models.CharField(_("what is usually ordered"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("standing order")
        verbose_name_plural = _("standing orders")
        ordering = ("department", "kind")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "department"], name="standing_order_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.department_id}: {self.person_id}"
