"""A file that was sent in, its rows, and what became of each."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from staff.permissions import Permission

if TYPE_CHECKING:
    from staff.models import User


class ImportState(models.TextChoices):
    RECEIVED = "received", _("waiting to be read")
    READING = "reading", _("being read")
    READY = "ready", _("ready to import")
    QUEUED = "queued", _("waiting to be imported")
    RUNNING = "running", _("being imported")
    DONE = "done", _("imported")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")


class RowResult(models.TextChoices):
    PENDING = "", _("not yet looked at")
    CREATED = "created", _("new")
    UPDATED = "updated", _("updated")
    UNCHANGED = "unchanged", _("unchanged")
    REJECTED = "rejected", _("rejected")
    SKIPPED = "skipped", _("skipped")


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    def visible_to(self, user: "User") -> Self:
        return self if user.may(Permission.IMPORT) else self.none()


class ImportFile(models.Model):
    # What was sent
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(max_length=64, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"))

    # What was found in it
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    sheets = models.JSONField(default=list)
    # {"layout": patients.importing.layout, "chosen": what a person chose, "sure": whether the encoding is}
    headings = models.JSONField(default=dict)
    # What is said about the file beside its accounts: {"no_phone": 14, "new_departments": ["…"], …}
    notes = models.JSONField(default=dict)
    encoding = models.CharField(max_length=20, blank=True)

    # How far it is
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED
    )
    refusal = models.JSONField(null=True, blank=True)  # {"code": …, "params": {…}}
    rows_total = models.PositiveIntegerField(default=0)  # data rows, skipped ones excluded
    rows_skipped = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(
        null=True, blank=True
    )  # a worker's sign of life; then another may go on

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(ImportState)), name="import_state_is_known"),
            # Every row is accounted for.
            models.CheckConstraint(
                condition=~Q(state=ImportState.DONE)
                | Q(rows_total=F("created") + F("updated") + F("unchanged") + F("rejected")),
                name="import_rows_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    def with_notes(self, codes: Iterable[str]) -> Self:
        """Rows of which one of these is said."""
        said = (Q(errors__contains=[{"code": str(code)}]) for code in codes)
        return self.filter(reduce(or_, said))


class ImportedRow(models.Model):
    file = models.ForeignKey(ImportFile, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))  # as the user sees it in the file
    cells = models.JSONField()  # of rejected and skipped rows, to be corrected; of others []
    parsed = models.JSONField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    why = models.JSONField(default=list)  # why it became this kind
    result = models.CharField(
        _("result"), max_length=10, choices=RowResult.choices, blank=True, default=RowResult.PENDING
    )
    # What it would become, shown before anything is written.
    forecast = models.CharField(
        max_length=10, choices=RowResult.choices, blank=True, default=RowResult.PENDING
    )
    errors = models.JSONField(default=list)  # [{"column": …, "value": …, "code": …, "params": {…}}]
    visit = models.ForeignKey("patients.Visit", models.SET_NULL, null=True, related_name="+")

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported row")
        verbose_name_plural = _("imported rows")
        ordering = ("file", "number")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="imported_row_once")]
        indexes = [models.Index(fields=["file", "result", "number"], name="imported_row_result")]

    def __str__(self) -> str:
        return f"{self.file_id}:{self.number}"


class HeadingChoice(models.Model):
    """What somebody chose for a heading that no table of synonyms knew; used again next time."""

    heading = models.CharField(max_length=100, unique=True)
    field = models.CharField(max_length=30)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("remembered heading")
        verbose_name_plural = _("remembered headings")

    def __str__(self) -> str:
        return f"{self.heading} → {self.field}"
