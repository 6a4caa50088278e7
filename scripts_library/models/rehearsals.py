"""A practice call that somebody played; it stands in no figure and names no patient (C3)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from scripts_library.models.versions import ScriptVersion
    from staff.models import User


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def of(self, user: "User") -> Self:
        """What he said in practice concerns nobody else."""
        return self.filter(agent=user)

    def finished(self) -> Self:
        return self.exclude(finished_at=None)


class Rehearsal(models.Model):
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("agent")
    )
    version: "models.ForeignKey[ScriptVersion, ScriptVersion]" = models.ForeignKey(
        "scripts_library.ScriptVersion", models.PROTECT, related_name="+", verbose_name=_("version")
    )
    case = models.SlugField(_("practice case"), max_length=30)
    path: "models.JSONField[list[str], list[str]]" = models.JSONField(
        default=list
    )  # answers, as they were given
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        ordering = ("-started_at", "-pk")
        indexes = [models.Index(fields=["agent", "-started_at"], name="rehearsal_of_agent")]

    def __str__(self) -> str:
        return f"{self.case} {self.started_at:%Y-%m-%d}"
