"""What the queue generator did and when: for people to read, and to see that the regulation has changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QueueRun(models.Model):
    kind = models.CharField(_("kind"), max_length=10)  # day, sweep, review, rules, calendar
    day = models.DateField(_("day"))
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"))
    made = models.PositiveIntegerField(_("made"), default=0)
    moved = models.PositiveIntegerField(_("moved"), default=0)
    withdrawn = models.PositiveIntegerField(_("withdrawn"), default=0)
    # Of a run of kind "calendar": what the open tasks were brought in line with.
    regulation = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("queue run")
        verbose_name_plural = _("queue runs")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["kind", "-id"], name="queue_run_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
