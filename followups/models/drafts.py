"""What an agent has typed into a call that is not saved yet; kept on the server, for him alone."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from complaints.models import ClinicalAlert


class DraftQuerySet(models.QuerySet["Draft"]):
    def with_alerts(self) -> Self:
        """Each with `has_alerts`: a doctor was told of something in this call."""
        return self.annotate(has_alerts=Exists(ClinicalAlert.objects.filter(call=OuterRef("token"))))


class Draft(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    patient = models.ForeignKey("patients.Patient", models.CASCADE, related_name="+")
    tasks = models.ManyToManyField("followups.Task", related_name="drafts")
    # Becomes the attempt's token: whoever saves twice saves once.
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    data = models.JSONField(default=dict)
    seq = models.PositiveIntegerField(default=0)  # an older autosave that arrives late changes nothing
    seen = models.JSONField(default=dict)  # revision of each task when the call was opened
    sheets = models.JSONField(default=list)  # versions of the questionnaires that this call asks
    before = models.JSONField(default=dict)  # what an interrupted call had heard: attempt, at, values
    number = models.ForeignKey("patients.PhoneNumber", models.SET_NULL, null=True, related_name="+")
    revealed_at = models.DateTimeField(null=True)
    # In force when the call was opened; what is said stays the same until it is saved.
    script = models.ForeignKey("scripts_library.ScriptVersion", models.PROTECT, null=True, related_name="+")
    verification = models.BooleanField(default=False)
    corrects = models.ForeignKey("followups.Attempt", models.CASCADE, null=True, related_name="+")
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-updated_at",)
        constraints = [models.UniqueConstraint(fields=["user", "patient"], name="draft_once_per_patient")]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.patient_id}"

    @property
    def unseen(self) -> str:
        """Notes of another page of this call that nobody has been shown beside what was kept."""
        notes = str(self.data["other"].get("notes", "")) if self.data.get("unseen") else ""
        return notes if notes not in self.data.get("notes", "") else ""

    @property
    def fields(self) -> dict[str, Any]:
        """What stands on the page: as it was typed, else what an interrupted call had heard."""
        heard = {} if self.data.get("page") else self.before.get("values", {})
        return {**heard, **self.data}
