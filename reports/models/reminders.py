"""Who was reminded of what a report waits for: each alarm once, shown to each until he has seen it (A22)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from policy.reminders import WAITS_FOR, Level, Step
from reports.models.answers import Feedback

if TYPE_CHECKING:
    from staff.models import User


class ReportAlarm(models.Model):
    """Given by whoever writes the row, and only one can. Another day rings anew."""

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="alarms")
    step = models.CharField(max_length=10, choices=[(step, step) for step in Step])
    level = models.CharField(max_length=10, choices=[(level, level) for level in Level])
    for_day = models.DateField()
    department = models.ForeignKey("staff.Department", models.CASCADE, null=True, related_name="+")
    measure = models.ForeignKey("reports.ReportMeasure", models.CASCADE, null=True, related_name="alarms")
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of a report")
        verbose_name_plural = _("reminders of reports")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["report", "step", "level", "for_day", "department", "measure"],
                nulls_distinct=False,
                name="report_alarm_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.step} {self.level}"


def _standing() -> Q:
    """What the alarm tells of is still so, on the day that still holds."""
    answered = Feedback.objects.filter(
        report=OuterRef("alarm__report"), department=OuterRef("alarm__department")
    )
    steps = Q()
    for state, waits in WAITS_FOR.items():
        steps |= Q(alarm__report__state=state, alarm__step__in=list(waits))
    moves = steps & Q(alarm__for_day=F("alarm__report__owed_on")) & ~Exists(answered)
    measure = Q(alarm__measure__carried_out_at=None, alarm__for_day=F("alarm__measure__due_on"))
    return Q(alarm__measure__isnull=True) & moves | Q(alarm__measure__isnull=False) & measure


class NoticeQuerySet(models.QuerySet["ReportNotice"]):
    def waiting_for(self, user: "User") -> Self:
        """Not seen, and still so; the newest first."""
        found = self.filter(_standing(), user=user, seen_at=None).order_by("-alarm__pk")
        return found.select_related("alarm__report", "alarm__department", "alarm__measure")


class ReportNotice(models.Model):
    alarm = models.ForeignKey(ReportAlarm, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_notices")
    seen_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice of a report")
        verbose_name_plural = _("notices of reports")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["alarm", "user"], name="report_notice_once")]
        indexes = [models.Index(fields=["user"], condition=Q(seen_at=None), name="report_notice_unseen")]

    def __str__(self) -> str:
        return f"{self.alarm_id}: {self.user_id}"
