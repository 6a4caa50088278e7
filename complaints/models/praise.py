"""Praise reaches the person praised."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PraiseNoticeQuerySet(models.QuerySet["PraiseNotice"]):
    def told(self) -> Self:
        return self.filter(told_at__isnull=False)


class PraiseNotice(models.Model):
    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="praised")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="praise")
    told_at = models.DateTimeField(_("passed on"), null=True, blank=True)  # before: proposed by the recorder
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = PraiseNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("praise")
        verbose_name_plural = _("praise")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["complaint", "user"], name="praise_once")]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.user_id}"
