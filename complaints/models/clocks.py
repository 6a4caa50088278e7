"""The clocks of one case: when each ends, who was reminded, what prolonged it (A31, C4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policy.clocks import AlarmKind


class Clock(models.Model):
    """One clock; `spec` is the rule as it was when the case was recorded."""

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="clocks")
    code = models.CharField(max_length=20)
    round = models.PositiveSmallIntegerField(default=1)  # a case that comes back gets fresh clocks
    spec = models.JSONField()
    begun_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    next_alarm_at = models.DateTimeField(null=True, blank=True)  # what the scheduler looks for
    stopped_at = models.DateTimeField(null=True, blank=True)  # by the answer
    breached_at = models.DateTimeField(null=True, blank=True)  # never taken back

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ("due_at", "pk")
        constraints = [models.UniqueConstraint(fields=["complaint", "code", "round"], name="clock_once")]
        indexes = [
            models.Index(fields=["next_alarm_at"], name="clock_to_ring", condition=Q(stopped_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.code}"


class Alarm(models.Model):
    """One reminder, given once: the row is written by whoever gives it, and only one can."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in AlarmKind])
    for_due = models.DateTimeField()  # an extension rings anew
    due_at = models.DateTimeField()
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ("given_at", "pk")
        constraints = [models.UniqueConstraint(fields=["clock", "kind", "for_due"], name="alarm_once")]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.kind}"


class AlarmNotice(models.Model):
    """An alarm as one person sees it, until he has seen it."""

    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="alarm_notices")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["alarm", "user"], name="alarm_notice_once")]

    def __str__(self) -> str:
        return f"{self.alarm_id}: {self.user_id}"


class Approval(models.Model):
    """What asks for a reason, and for somebody else's yes."""

    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved = models.BooleanField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(approved=None, decided_by=None, decided_at=None)
                | Q(approved__isnull=False, decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("asked_by")),
                name="%(class)s_decided_by_somebody_else",
            )
        ]


LONGEST_EXTENSION = 60  # days; one more can be asked for


class Extension(Approval):
    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="extensions")
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta(Approval.Meta):
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ("asked_at", "pk")
        constraints = [
            *Approval.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days__range=(1, LONGEST_EXTENSION)), name="extension_days_in_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} +{self.days}"


class Pause(Approval):
    """Stands still from `begun_at`, the moment of the approval, until `ended_at`."""

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="pauses")
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(Approval.Meta):
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ("asked_at", "pk")
        constraints = [
            *Approval.Meta.constraints,
            models.CheckConstraint(
                condition=Q(approved=True, begun_at__isnull=False) | ~Q(approved=True) & Q(begun_at=None),
                name="pause_begins_when_approved",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")), name="pause_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(approved=True, ended_at=None), name="pause_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.begun_at}"
