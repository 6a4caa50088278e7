"""What raised an alert, the steps of its ladder and whom they reached, and what was done with it (A25)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policy.flags import BY_HAND


class AlertCause(models.Model):
    """What raised it: a red flag as it read then, or somebody by hand. One call raises each flag once; what
    is heard may be reported more than once, as the `nth`."""

    alert = models.ForeignKey("complaints.ClinicalAlert", models.CASCADE, related_name="causes")
    call = models.UUIDField(null=True, blank=True, editable=False)
    code = models.CharField(max_length=30)
    nth = models.PositiveSmallIntegerField(default=1)
    name_zh = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("cause of an alert")
        verbose_name_plural = _("causes of alerts")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["call", "code", "nth"], name="alert_cause_once_per_call"),
            models.CheckConstraint(condition=Q(nth=1) | Q(code=BY_HAND), name="alert_flag_once_per_call"),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.code}"


class FlagRefusal(models.Model):
    """A red flag that the agent did not report, and why."""

    call = models.UUIDField(editable=False)
    patient = models.ForeignKey("patients.Patient", models.PROTECT, related_name="+")
    department = models.ForeignKey("staff.Department", models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    level = models.CharField(max_length=10)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("red flag not reported")
        verbose_name_plural = _("red flags not reported")
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["call", "code"], name="flag_refused_once_per_call"),
            models.CheckConstraint(condition=~Q(reason=""), name="flag_refused_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.at:%Y-%m-%d}"


class AlertStep(models.Model):
    """One rung of the ladder: when it is due, and what came of it. Written once."""

    alert = models.ForeignKey("complaints.ClinicalAlert", models.CASCADE, related_name="steps")
    round = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)  # policy.alerts.Outcome; empty: not yet
    why = models.CharField(max_length=12, blank=True)  # nobody: no_account, left, away, nobody
    made_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)  # nobody looked at the time: the product was down

    class Meta:
        verbose_name = _("step of an alert")
        verbose_name_plural = _("steps of alerts")
        ordering = ("round", "due_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["alert", "round", "rung"], name="alert_step_once"),
            models.CheckConstraint(
                condition=Q(outcome="", made_at=None) | ~Q(outcome="") & Q(made_at__isnull=False),
                name="alert_step_made_says_what_came_of_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.round} {self.rung}"


class AlertNotice(models.Model):
    """A step as one person sees it: whoever has one may read the alert."""

    step = models.ForeignKey(AlertStep, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="clinical_notices")

    class Meta:
        verbose_name = _("notice of an alert")
        verbose_name_plural = _("notices of alerts")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="clinical_notice_once")]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.user_id}"


class AlertEvent(models.Model):
    """The history: only added to. `what`: a policy.alerts.Move, or one of alertwords.EVENTS."""

    alert = models.ForeignKey("complaints.ClinicalAlert", models.CASCADE, related_name="events")
    what = models.CharField(max_length=20)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10, blank=True)
    text = models.TextField(max_length=20_000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("event of an alert")
        verbose_name_plural = _("events of alerts")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.alert_id} {self.what}"
