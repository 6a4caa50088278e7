"""One wording of a script, from draft to published (E13, A24). A step is {"code", "title", "say"}."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from scripts_library.models.versioned import Version, VersionQuerySet, version_constraints, version_index
from scripts_library.shipped import Step
from staff.numbers import whole_number

if TYPE_CHECKING:
    from scripts_library.models.scripts import Script


class ScriptVersionQuerySet(VersionQuerySet["ScriptVersion"]):
    def named(self, name: str) -> Self:
        """ "inpatient/1", as a call keeps it."""
        code, _slash, number = name.partition("/")
        return self.filter(script__code=code, number=whole_number(number, digits=9) or 0)


class ScriptVersion(Version):
    OF = "script"

    # What is said
    script: "models.ForeignKey[Script, Script]" = models.ForeignKey(
        "scripts_library.Script", models.PROTECT, related_name="versions", verbose_name=_("script")
    )
    steps_zh: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    steps_en: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    replies_zh: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    replies_en: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)

    objects = ScriptVersionQuerySet.as_manager()

    class Meta(Version.Meta):
        abstract = False
        verbose_name = _("version of a script")
        verbose_name_plural = _("versions of scripts")
        ordering = ("script", "-number")
        constraints = version_constraints("script", "script")
        indexes = [version_index("script", "script")]

    def __str__(self) -> str:
        return f"{self.script.code}/{self.number}"

    def steps(self, language: str) -> list[Step]:
        """As far as they are written; in the other language when nothing is."""
        return _written(self.steps_zh, self.steps_en, language)

    def replies(self, language: str) -> list[Step]:
        return _written(self.replies_zh, self.replies_en, language)


def _written(chinese: list[Step], english: list[Step], language: str) -> list[Step]:
    chosen, other = (english, chinese) if language == "en" else (chinese, english)
    return [step for step in chosen if step["say"]] or [step for step in other if step["say"]]
