"""One wording of a script, from draft to published (E13, A24).

Published, it never changes: the database refuses (migration 0005). A step is {"code", "title", "say"}.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policy.scripts import State
from scripts_library.models.whom import ForWhom, ForWhomQuerySet
from scripts_library.shipped import Step

if TYPE_CHECKING:
    from scripts_library.models.scripts import Script

STATE_LABELS = {
    State.DRAFT: _("being written"),
    State.SUBMITTED: _("waits for approval"),
    State.APPROVED: _("approved, not yet published"),
    State.PUBLISHED: _("published version"),
}


def person(verbose_name: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=verbose_name,
    )


class VersionQuerySet(ForWhomQuerySet["ScriptVersion"]):
    def named(self, name: str) -> Self:
        """ "inpatient/1", as a call keeps it."""
        code, _slash, number = name.partition("/")
        return self.filter(script__code=code, number=int(number) if number.isdigit() else 0)

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def in_force_on(self, day: date) -> Self:
        """Of each script the one version that holds on `day`."""
        newest = self.model._default_manager.filter(state=State.PUBLISHED, effective_from__lte=day)
        newest = newest.order_by("script_id", "-effective_from", "-number").distinct("script_id")
        return self.filter(pk__in=newest.values("pk"))


class ScriptVersion(ForWhom):
    # What is said
    script: "models.ForeignKey[Script, Script]" = models.ForeignKey(
        "scripts_library.Script", models.PROTECT, related_name="versions", verbose_name=_("script")
    )
    number = models.PositiveIntegerField(_("version"))
    steps_zh: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    steps_en: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    replies_zh: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)
    replies_en: "models.JSONField[list[Step], list[Step]]" = models.JSONField(default=list)

    # When
    written_at = models.DateTimeField(_("written"), null=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    effective_from = models.DateField(_("in force from"), null=True)

    # How it stands
    state = models.CharField(
        _("state"), max_length=10, choices=[(s, STATE_LABELS[s]) for s in State], default=State.DRAFT
    )
    shipped = models.BooleanField(_("comes with the product"), default=False)
    edits = models.PositiveIntegerField(default=0)  # two who edit at once see it
    written_by = person(_("written by"))
    submitted_by = person(_("submitted by"))
    approved_by = person(_("approved by"))
    published_by = person(_("published by"))
    override_reason = models.CharField(_("why in spite of the marks"), max_length=300, blank=True)
    returned_because = models.CharField(_("why it came back"), max_length=300, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta(ForWhom.Meta):
        abstract = False
        verbose_name = _("version of a script")
        verbose_name_plural = _("versions of scripts")
        ordering = ("script", "-number")
        constraints = [
            *ForWhom.Meta.constraints,
            models.UniqueConstraint(fields=["script", "number"], name="script_version_number_once"),
            models.UniqueConstraint(
                fields=["script"], condition=~Q(state=State.PUBLISHED), name="script_one_open_version"
            ),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="script_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.SUBMITTED])
                | Q(shipped=True)
                | (
                    Q(submitted_by__isnull=False, approved_by__isnull=False)
                    & ~Q(approved_by=F("submitted_by"))
                ),
                name="script_approved_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED) | Q(effective_from__isnull=False),
                name="script_published_from_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["script", "-effective_from", "-number"],
                condition=Q(state=State.PUBLISHED),
                name="script_in_force",
            )
        ]

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
