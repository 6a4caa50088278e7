"""What the queue generator did and when, for people to read; the generator itself does not."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueRun(models.Model):
    kind = models.CharField(_("kind"), max_length=10)  # day, sweep, review, rules
    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    made = models.PositiveIntegerField(_("made"), default=0)
    moved = models.PositiveIntegerField(_("moved"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)

    class Meta:
        verbose_name = _("queue run")
        verbose_name_plural = _("queue runs")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
