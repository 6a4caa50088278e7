"""The timeline of a case: everything that was done, by whom, when, and what changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.words import STATES
from policy.complaints import State


class Event(models.Model):
    """`what`: a Move, or recorded, edited, attached, measure_set, measure_done, measure_checked,
    extension_asked, extension_decided, pause_asked, pause_decided, pause_ended, alarm, linked, note,
    taken_on.
    `version`: the case's, as this event made it; 0 where nothing of the case itself changed."""

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="events")
    what = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True, choices=[(s, STATES[s]) for s in State])
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    version = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=dict, blank=True)  # field → [old, new]
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["complaint", "at", "id"], name="event_of_complaint")]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.what}"
