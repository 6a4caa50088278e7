"""The weekly sheet of opinions about the hospital's service (B13)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WeeklySheet(models.Model):
    """Drafted by itself from the week's records; once sent it stays as it was."""

    monday = models.DateField(_("week"), unique=True)
    figures = models.JSONField(default=dict)  # as drafted: counts by kind, department, theme
    entries = models.JSONField(default=list)  # [{"number", "kind", "department", "text", "include"}]
    text = models.TextField(_("summary"), max_length=20_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(_("drafted"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_to = models.CharField(_("sent to"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("weekly sheet")
        verbose_name_plural = _("weekly sheets")
        ordering = ("-monday",)

    def __str__(self) -> str:
        return f"{self.monday}"
