"""The append-only log: who did or saw what, when, from where, to which patient.

The database refuses UPDATE and DELETE on both tables (migration 0002). A job seals entries into
a hash chain afterwards, so that no lock lies on the saving path.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
    SIGNED_OUT = "signed_out", _("signed out")
    SESSION_ENDED = "session_ended", _("session ended")
    PASSWORD_CHANGED = "password_changed", _("password changed")
    USER_CREATED = "user_created", _("user created")
    USER_CHANGED = "user_changed", _("user changed")
    PATIENT_VIEWED = "patient_viewed", _("patient viewed")
    PATIENT_CHANGED = "patient_changed", _("patient changed")
    NUMBER_REVEALED = "number_revealed", _("number revealed")
    SEARCHED = "searched", _("searched")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    RULE_CHANGED = "rule_changed", _("rule changed")
    REGULATION_CHANGED = "regulation_changed", _("regulation changed")
    TASK_MADE = "task_made", _("tasks made")
    TASK_HELD = "task_held", _("task taken")
    TASK_RELEASED = "task_released", _("task released")
    TASK_ASSIGNED = "task_assigned", _("task assigned")
    TASK_CLOSED = "task_closed", _("task closed")
    TASK_MOVED = "task_moved", _("task moved")
    CALL_RECORDED = "call_recorded", _("call recorded")
    CALL_CORRECTED = "call_corrected", _("call corrected")
    NUMBER_CHANGED = "number_changed", _("number changed")
    DEPARTMENT_CHANGED = "department_changed", _("department or doctor changed")
    LOG_READ = "log_read", _("log read")
    COMPLAINT_RECORDED = "complaint_recorded", _("complaint recorded")
    COMPLAINT_MOVED = "complaint_moved", _("complaint moved")
    COMPLAINT_CHANGED = "complaint_changed", _("complaint changed")
    COMPLAINT_VIEWED = "complaint_viewed", _("complaint viewed")
    ATTACHMENT_READ = "attachment_read", _("attachment read")
    SCRIPT_CHANGED = "script_changed", _("script changed")
    QUESTIONNAIRE_CHANGED = "questionnaire_changed", _("questionnaire changed")
    DIAGNOSIS_SHOWN = "diagnosis_shown", _("protected diagnosis shown")
    CLEARANCE_CHANGED = "clearance_changed", _("clearance changed")
    PROMISE_CHANGED = "promise_changed", _("promise changed")
    CALLS_ORDERED = "calls_ordered", _("further calls ordered")
    ADVICE_CHANGED = "advice_changed", _("return-visit advice changed")
    ALERT_RAISED = "alert_raised", _("clinical alert raised")
    ALERT_REFUSED = "alert_refused", _("red flag not reported")
    ALERT_MOVED = "alert_moved", _("clinical alert moved")
    ALERT_VIEWED = "alert_viewed", _("clinical alert viewed")
    REPORT_CHANGED = "report_changed", _("report changed")


class AuditEntry(models.Model):
    at = models.DateTimeField(_("time"))
    actor = models.ForeignKey(
        "staff.User", models.PROTECT, null=True, related_name="+", verbose_name=_("user")
    )
    act = models.CharField(_("act"), max_length=30, choices=Act.choices)
    # Ids, counts and codes only: never a name, a number or words that somebody typed.
    patient_id = models.BigIntegerField(_("patient"), null=True)
    object_type = models.CharField(_("object"), max_length=40, blank=True)
    object_id = models.BigIntegerField(_("object id"), null=True)
    detail = models.JSONField(_("detail"), default=dict)
    address = models.GenericIPAddressField(_("address"), null=True)
    request_id = models.CharField(_("request"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["patient_id", "-id"],
                name="audit_patient",
                condition=models.Q(patient_id__isnull=False),
            ),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["act", "-id"], name="audit_act"),
            models.Index(fields=["at"], name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.act}"


class AuditSeal(models.Model):
    """Link number `pk` of the chain: HMAC over the link before it and one entry."""

    id = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(AuditEntry, models.PROTECT, related_name="seal", db_constraint=False)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")

    def __str__(self) -> str:
        return f"{self.pk} {self.digest[:12]}"
