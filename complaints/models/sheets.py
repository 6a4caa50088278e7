"""The weekly sheet of opinions about the hospital's service, and who received it (B13)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from staff.models import User
from staff.permissions import Permission


class WeeklySheetQuerySet(models.QuerySet["WeeklySheet"]):
    def readable_by(self, user: User) -> Self:
        """All of them for whoever edits sheets; for everybody else those that were sent to him."""
        if user.may(Permission.WEEKLY_SHEET):
            return self
        return self.filter(sent_at__isnull=False, copies__user=user)


class WeeklySheet(models.Model):
    """Drafted by itself from the week's records; once sent it stays as it was, and what changes later is
    another edition."""

    monday = models.DateField(_("week"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    figures = models.JSONField(default=dict)  # as drafted: counts by kind, department, theme
    entries = models.JSONField(default=list)  # [{"number", "kind", "department", "text", "include"}]
    text = models.TextField(_("summary"), max_length=20_000, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(_("drafted"))
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_to = models.CharField(_("on paper to"), max_length=300, blank=True)  # whoever has no account

    objects = WeeklySheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly sheet")
        verbose_name_plural = _("weekly sheets")
        ordering = ("-monday", "-edition")
        constraints = [
            models.UniqueConstraint(fields=["monday", "edition"], name="weekly_sheet_edition_once"),
            models.UniqueConstraint(
                fields=["monday"], condition=Q(sent_at=None), name="weekly_sheet_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.monday} {self.edition}"


class SheetCopyQuerySet(models.QuerySet["SheetCopy"]):
    def unread_by(self, user: User) -> Self:
        return self.filter(user=user, read_at=None)


class SheetCopy(models.Model):
    """One sent sheet in the list of one person."""

    sheet = models.ForeignKey(WeeklySheet, models.PROTECT, related_name="copies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="weekly_sheets")
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = SheetCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a weekly sheet")
        verbose_name_plural = _("copies of weekly sheets")
        ordering = ("-sheet__monday", "-sheet__edition", "user__full_name")
        constraints = [models.UniqueConstraint(fields=["sheet", "user"], name="sheet_copy_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.user_id}"
