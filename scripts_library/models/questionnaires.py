"""The hospital's questionnaires by name; what is asked stands in their versions (E16, A8, A6, E11, E17)."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from policy.questionnaires import Sheet
from scripts_library.models.named import Named
from scripts_library.models.versioned import Version, VersionQuerySet, version_constraints, version_index


class Questionnaire(Named):
    # Published is not asked: somebody switches it on.
    in_use = models.BooleanField(_("in use"), default=False)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ("pk",)


class QuestionnaireVersionQuerySet(VersionQuerySet["QuestionnaireVersion"]):
    def asked_on(self, day: date) -> Self:
        """Of each questionnaire in use the version that holds."""
        return self.in_force_on(day).filter(questionnaire__in_use=True).order_by("questionnaire_id")


class QuestionnaireVersion(Version):
    OF = "questionnaire"

    # What is asked: Sheet.as_json()
    questionnaire: "models.ForeignKey[Questionnaire, Questionnaire]" = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="versions", verbose_name=_("questionnaire")
    )
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    objects = QuestionnaireVersionQuerySet.as_manager()

    class Meta(Version.Meta):
        abstract = False
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ("questionnaire", "-number")
        constraints = version_constraints("questionnaire", "questionnaire")
        indexes = [version_index("questionnaire", "questionnaire")]

    def __str__(self) -> str:
        return f"{self.questionnaire.code}/{self.number}"

    @property
    def sheet(self) -> Sheet:
        return Sheet.from_json(self.content) if self.content else Sheet()
