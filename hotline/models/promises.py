"""What was promised, to whom, by when, who owes it, and who was reminded (A24, C6)."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.promises import CLOSED, AlarmKind, State
from staff.permissions import Permission

if TYPE_CHECKING:
    from staff.models import User

STATE_LABELS = {
    State.OPEN: pgettext_lazy("promise", "open"),
    State.KEPT: _("kept"),
    State.LATE: _("kept late"),
    State.BROKEN: _("broken"),
}


class Channel(models.TextChoices):
    CALL = "call", _("in a follow-up call")
    INBOUND = "inbound", _("to somebody who called us")


class PromiseQuerySet(models.QuerySet["Promise"]):
    def visible_to(self, user: "User") -> Self:
        """Supervisors see every promise, whoever takes calls his own and those that he made."""
        if user.may(Permission.SUPERVISE):
            return self
        if not user.may(Permission.MAKE_CALLS):
            return self.none()
        return self.filter(Q(owner=user) | Q(made_by=user))

    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def owed_by(self, user: "User") -> Self:
        return self.open().filter(owner=user)

    def overdue_at(self, moment: datetime) -> Self:
        return self.open().filter(due_at__lte=moment)

    def by_time(self) -> Self:
        return self.order_by("due_at", "pk")


class Promise(models.Model):
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # pressed twice, promised once

    # What and to whom
    patient = models.ForeignKey(
        "patients.Patient", models.PROTECT, related_name="promises", verbose_name=_("patient")
    )
    what = models.CharField(_("what was promised"), max_length=300)
    channel = models.CharField(_("made"), max_length=10, choices=Channel.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("promised by")
    )
    made_at = models.DateTimeField(_("promised"))

    # Until when, by whom
    due_at = models.DateTimeField(_("call by"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="promises", verbose_name=_("owner")
    )
    next_alarm_at = models.DateTimeField(null=True, blank=True)  # what the scheduler looks for
    breached_at = models.DateTimeField(null=True, blank=True)  # never taken back

    # How it stands
    state = models.CharField(
        _("state"), max_length=10, choices=[(s, STATE_LABELS[s]) for s in State], default=State.OPEN
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    told = models.CharField(_("what was told, or why it was broken"), max_length=500, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ("due_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="promise_state_is_known"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="promise_channel_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, closed_at=None, closed_by=None)
                | Q(state__in=sorted(CLOSED), closed_at__isnull=False, closed_by__isnull=False),
                name="promise_closed_by_somebody_iff_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.BROKEN) | ~Q(told=""), name="promise_broken_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN) | Q(next_alarm_at=None), name="promise_closed_rings_no_more"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(state=State.OPEN), name="promise_owed"),
            models.Index(
                fields=["next_alarm_at"],
                condition=Q(state=State.OPEN, next_alarm_at__isnull=False),
                name="promise_to_ring",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient_id} {self.due_at:%Y-%m-%d %H:%M}"


class PromiseAlarm(models.Model):
    """One reminder, given once: whoever writes the row gives it, and only one can."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in AlarmKind])
    for_due = models.DateTimeField()  # a new time rings anew
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder of a promise")
        verbose_name_plural = _("reminders of promises")
        ordering = ("given_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["promise", "kind", "for_due"], name="promise_alarm_once")
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.kind}"


class PromiseNotice(models.Model):
    """A reminder as one person sees it, until he has seen it or the promise is closed."""

    alarm = models.ForeignKey(PromiseAlarm, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="promise_notices")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice of a promise")
        verbose_name_plural = _("notices of promises")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["alarm", "user"], name="promise_notice_once")]

    def __str__(self) -> str:
        return f"{self.alarm_id}: {self.user_id}"
