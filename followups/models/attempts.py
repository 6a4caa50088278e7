"""One telephone call that was really made: number, who answered, outcome, what was said (A10, A19, E7)."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policy.outcomes import Outcome, Reason
from regulation.words import OUTCOME_LABELS as OUTCOME_LABELS  # also for those who read them here

REASON_LABELS = {
    Reason.RECOVERED: _("recovered, sees no need"),
    Reason.BUSY_NOW: _("busy"),
    Reason.DISSATISFIED: _("dissatisfied"),
    Reason.FRAUD_FEAR: _("suspects fraud"),
    Reason.NO_EFFECT: _("says treatment had no effect"),
    Reason.UNCLEAR_SPEECH: _("speech unclear"),
    Reason.HARD_OF_HEARING: _("hard of hearing"),
    Reason.LANGUAGE: _("language barrier"),
    Reason.OTHER: _("other reason"),
}


class AnsweredBy(models.TextChoices):
    NOBODY = "", _("nobody")
    PATIENT = "patient", _("the patient")
    RELATIVE = "relative", _("a relative")
    OTHER = "other", _("somebody else")


class Attempt(models.Model):
    # Who called whom
    token = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False
    )  # ten presses of save are one attempt
    patient = models.ForeignKey(
        "patients.Patient", models.PROTECT, related_name="attempts", verbose_name=_("patient")
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts", verbose_name=_("agent")
    )
    number = models.ForeignKey(
        "patients.PhoneNumber",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="attempts",
        verbose_name=_("number"),
    )
    department = models.ForeignKey(
        "staff.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )

    # When
    dialled_at = models.DateTimeField(_("dialled"))
    connected_at = models.DateTimeField(_("connected"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved"))
    seconds = models.PositiveIntegerField(_("seconds of conversation"), default=0)

    # What came of it
    outcome = models.CharField(_("outcome"), max_length=20, choices=[(o, OUTCOME_LABELS[o]) for o in Outcome])
    reason = models.CharField(
        _("reason"), max_length=20, blank=True, choices=[("", ""), *((r, REASON_LABELS[r]) for r in Reason)]
    )
    answered_by = models.CharField(
        _("answered by"), max_length=10, choices=AnsweredBy.choices, blank=True, default=""
    )
    relation = models.CharField(_("relation"), max_length=50, blank=True)
    identity_confirmed = models.BooleanField(_("identity confirmed"), default=False)
    agreed_at = models.DateTimeField(_("agreed time"), null=True, blank=True)
    do_not_call = models.BooleanField(_("asked not to be called again"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    steps = models.JSONField(
        default=dict, blank=True
    )  # which steps of the script were done, and what was found
    script_version = models.CharField(max_length=60, blank=True)
    complaint = models.ForeignKey(
        "complaints.Complaint",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("complaint"),
    )
    promise = models.ForeignKey(
        "hotline.Promise", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("promise")
    )

    # How the record stands
    verification = models.BooleanField(_("re-verification"), default=False)
    reassigned_meanwhile = models.BooleanField(_("reassigned during the call"), default=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    # The interrupted call that this one went on with: its answers stand here again.
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_by")

    class Meta:
        verbose_name = _("call attempt")
        verbose_name_plural = _("call attempts")
        ordering = ("-saved_at", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=list(Outcome)), name="attempt_outcome_is_known")
        ]
        indexes = [
            models.Index(fields=["patient", "-saved_at"], name="attempt_patient"),
            models.Index(fields=["agent", "-saved_at"], name="attempt_agent"),
            models.Index(fields=["saved_at"], name="attempt_saved"),
            # The calls of a report's period: as quick as a tree, at a thousandth of its size.
            BrinIndex(fields=["dialled_at"], pages_per_range=32, name="attempt_dialled"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.saved_at:%Y-%m-%d %H:%M}"


class Purpose(models.Model):
    """What one call did for one task: several purposes may be settled in one call."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="purposes")
    task = models.ForeignKey("followups.Task", models.PROTECT, related_name="purposes")
    counted = models.BooleanField(_("counts as an attempt"))
    attempt_no = models.PositiveSmallIntegerField(_("number of the attempt"))
    state_after = models.CharField(max_length=12)
    reason_after = models.CharField(max_length=20, blank=True)
    next_at = models.DateTimeField(_("next call from"), null=True)

    class Meta:
        verbose_name = _("purpose of a call")
        verbose_name_plural = _("purposes of calls")
        ordering = ("attempt", "task")
        constraints = [models.UniqueConstraint(fields=["attempt", "task"], name="purpose_once_per_attempt")]
        indexes = [models.Index(fields=["task", "attempt"], name="purpose_task")]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.task_id}"


class NumberDefect(models.Model):
    """A number that turned out vacant or wrong, charged to the ward that registered it (E3, E7)."""

    attempt = models.OneToOneField(Attempt, models.PROTECT, related_name="defect")
    number = models.ForeignKey("patients.PhoneNumber", models.SET_NULL, null=True, related_name="+")
    department = models.ForeignKey(
        "staff.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )
    ward = models.CharField(_("ward"), max_length=60, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20)
    found_at = models.DateTimeField(_("found"))

    class Meta:
        verbose_name = _("number defect")
        verbose_name_plural = _("number defects")
        ordering = ("-found_at",)

    def __str__(self) -> str:
        return f"{self.outcome} {self.found_at:%Y-%m-%d}"
