"""What was submitted, and what was signed as final: figures and text, frozen under a hash (A22).

The database refuses to change or delete any of these rows (migration 0002).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ReportVersion(models.Model):
    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    final = models.BooleanField(_("final"), default=False)
    figures = models.JSONField(_("figures"))
    texts = models.JSONField(_("text"))
    # Line by line what differs from the version that was approved; of the final version only.
    differences = models.JSONField(_("differences"), default=list)
    digest = models.CharField(_("hash"), max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))

    # The ledger once more, where the database can check it
    due = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    unsuccessful = models.PositiveIntegerField()
    exempt = models.PositiveIntegerField()
    open = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ("report", "number")
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="report_version_number_once"),
            models.UniqueConstraint(fields=["report"], condition=Q(final=True), name="report_final_once"),
            models.CheckConstraint(
                condition=Q(due=F("completed") + F("unsuccessful") + F("exempt") + F("open")),
                name="report_ledger_holds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"


class ReportFile(models.Model):
    """A file of a version, made once: whoever takes it later gets the same bytes."""

    version = models.ForeignKey(ReportVersion, models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=10)
    content = models.BinaryField()
    digest = models.CharField(_("hash"), max_length=64)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="report_file_once")]

    def __str__(self) -> str:
        return f"{self.version_id}.{self.kind}"


class ReportEvent(models.Model):
    """What happened to a report: drafted, submitted, returned, approved, final."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="events")
    version = models.ForeignKey(ReportVersion, models.PROTECT, null=True, related_name="events")
    what = models.CharField(_("what"), max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    text = models.TextField(_("remarks"), max_length=5_000, blank=True)

    class Meta:
        verbose_name = _("event of a report")
        verbose_name_plural = _("events of reports")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.report_id} {self.what}"
