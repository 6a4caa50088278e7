"""What was found, and what the patient thinks of the handling (A31, C8)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.words import VERDICTS
from policy.complaints import Verdict


class Finding(models.Model):
    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="findings")
    verdict = models.CharField(_("verified"), max_length=10, choices=[(v, VERDICTS[v]) for v in Verdict])
    text = models.TextField(_("finding"), max_length=20_000)
    department = models.ForeignKey(
        "staff.Department", models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.verdict}"


class Confirmation(models.Model):
    """One try to ask about the handling, by somebody who had no hand in it; without a level: not reached."""

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="confirmations")
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    words = models.TextField(_("in their words"), max_length=5_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level=None) | models.Q(level__range=(1, 5)),
                name="confirmation_level_1_to_5",
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.level}"
