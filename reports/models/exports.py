"""A list that somebody asked for, how far it is, and its bytes in pieces: in the database, so that any
machine may make it and any other hand it out (A10)."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.exports import AT_ONCE, MOST_TRIES, UNDER_WAY, Form, Kind, Problem, State
from staff.permissions import Permission

if TYPE_CHECKING:
    from staff.models import User

STATES = {
    State.WAITING: pgettext_lazy("export", "waiting"),
    State.RUNNING: pgettext_lazy("export", "being made"),
    State.DONE: pgettext_lazy("export", "ready"),
    State.FAILED: pgettext_lazy("export", "failed"),
    State.CANCELLED: pgettext_lazy("export", "cancelled"),
    State.REMOVED: pgettext_lazy("export", "removed"),
}
KINDS = {Kind.DETAILS: _("Calls in detail"), Kind.TASKS: _("Follow-up tasks")}
NEEDS = {Kind.DETAILS: Permission.READ_DETAILS, Kind.TASKS: Permission.EXPORT}


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: "User") -> Self:
        """One's own, as long as one may still take such a list."""
        kinds = [kind for kind, needed in NEEDS.items() if user.may(needed)]
        return self.filter(asked_by=user, kind__in=kinds)

    def to_make(self, now: datetime) -> Self:
        """Waiting, or left by a worker that gives no sign of life any more."""
        left = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(left, state__in=sorted(UNDER_WAY))

    def outlived(self, now: datetime) -> Self:
        return self.filter(state=State.DONE, expires_at__lte=now)


class Export(models.Model):
    # What, for whom, why
    kind = models.CharField(_("list"), max_length=10, choices=[(one, KINDS[one]) for one in Kind])
    form = models.CharField(_("file"), max_length=5)
    asked = models.JSONField(default=dict)  # which records: what stood in the address, ids and dates
    reason = models.CharField(_("reason"), max_length=20)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    language = models.CharField(max_length=10)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked"))

    # How it stands
    state = models.CharField(
        _("state"), max_length=10, choices=[(one, STATES[one]) for one in State], default=State.WAITING
    )
    problem = models.CharField(max_length=10, blank=True)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    tries = models.PositiveSmallIntegerField(default=0)  # how many workers have taken it
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("kept until"), null=True)
    claimed_until = models.DateTimeField(null=True)  # a worker's sign of life; then another may begin anew

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="export_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="export_kind_is_known"),
            models.CheckConstraint(condition=Q(form__in=list(Form)), name="export_form_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="export_has_a_reason"),
            models.CheckConstraint(condition=Q(tries__lte=MOST_TRIES), name="export_tries_end"),
            models.CheckConstraint(
                condition=~Q(state=State.DONE) | Q(finished_at__isnull=False, expires_at__isnull=False),
                name="export_done_expires",
            ),
            models.CheckConstraint(
                condition=Q(state=State.FAILED) ^ Q(problem=Problem.NONE), name="export_failed_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_until"], condition=Q(state__in=sorted(UNDER_WAY)), name="export_to_make"
            ),
            models.Index(fields=["expires_at"], condition=Q(state=State.DONE), name="export_outlived"),
            models.Index(fields=["asked_by", "-asked_at"], name="export_of_its_asker"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    def ready(self, now: datetime) -> bool:
        """There, and its time not over, whether or not a worker has removed it already."""
        return self.state == State.DONE and self.expires_at is not None and now < self.expires_at

    @property
    def short(self) -> bool:
        """Made while one waits for it."""
        return self.total <= AT_ONCE

    @property
    def filename(self) -> str:
        return f"{self.kind}-{timezone.localtime(self.asked_at):%Y%m%d-%H%M}.{self.form}"


class ExportPart(models.Model):
    """A piece of the file: read and written one at a time, whatever the size of the whole."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("piece of an export")
        verbose_name_plural = _("pieces of exports")
        ordering = ("export", "number")
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="export_part_once")]

    def __str__(self) -> str:
        return f"{self.export_id}/{self.number}"
