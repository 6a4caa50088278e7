"""Hours, outcomes and options of the hospital, each edition with the day it takes effect.

An edition is never edited: a change is a new edition with its reason, so the history is the table.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.TextChoices):
    HOURS = "hours", _("calling hours")
    OUTCOMES = "outcomes", _("outcomes")
    OPTIONS = "options", _("options")
    LIMITS = "limits", _("time limits of complaints")
    POINTS = "points", _("table of points")
    RED_FLAGS = "red_flags", _("red flags")
    LADDER = "ladder", _("ladder of clinical alerts")
    PHRASES = "phrases", _("what must not be said")


class EditionQuerySet(models.QuerySet["Edition"]):
    def about(self, subject: str) -> Self:
        return self.filter(subject=subject)

    def in_force_on(self, day: date) -> Self:
        """The newest edition that took effect on or before `day` stands first."""
        return self.filter(effective_from__lte=day).order_by("-effective_from", "-pk")


class Edition(models.Model):
    subject = models.CharField(_("subject"), max_length=10, choices=Subject.choices)
    effective_from = models.DateField(_("in force from"))
    data = models.JSONField(_("content"))
    reason = models.CharField(_("reason"), max_length=300)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"))

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("subject", "-effective_from", "-pk")
        indexes = [models.Index(fields=["subject", "-effective_from", "-id"], name="edition_in_force")]

    def __str__(self) -> str:
        return f"{self.subject} {self.effective_from}"
