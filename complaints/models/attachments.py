"""Evidence: kept in the database, served only through a view that asks who is asking."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AttachmentManager(models.Manager["Attachment"]):
    def get_queryset(self) -> models.QuerySet["Attachment"]:
        """Lists never load the bytes; whoever serves one asks for them by `.content`."""
        return super().get_queryset().defer("content")


class Attachment(models.Model):
    """The bytes stand in the database, so that backup, access and deletion are those of the case."""

    complaint = models.ForeignKey("complaints.Complaint", models.CASCADE, related_name="attachments")
    measure = models.ForeignKey(
        "complaints.CorrectiveMeasure", models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=100)
    mime = models.CharField(max_length=50)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = AttachmentManager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "measure", "sha256"], name="attachment_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name
