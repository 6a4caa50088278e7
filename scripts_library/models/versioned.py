"""What a version of a script or a questionnaire is: its way to being published, people and days (A24, C3).

Published, it never changes: the database refuses (migrations 0005 and 0008).
"""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from policy.scripts import State
from scripts_library.models.whom import ForWhom, ForWhomQuerySet

if TYPE_CHECKING:
    from staff.models import User

V_co = TypeVar("V_co", bound="Version", covariant=True)
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


class VersionQuerySet(ForWhomQuerySet[V_co]):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def to_approve_by(self, user: "User") -> Self:
        """What waits for a second person: nobody approves what he wrote or submitted."""
        own = Q(written_by=user) | Q(submitted_by=user)
        return self.filter(state=State.SUBMITTED).exclude(own)

    def in_force_on(self, day: date) -> Self:
        """Of each script or questionnaire the one version that holds on `day`."""
        of = f"{self.model.OF}_id"
        newest = self.model._default_manager.filter(state=State.PUBLISHED, effective_from__lte=day)
        newest = newest.order_by(of, "-effective_from", "-number").distinct(of)
        return self.filter(pk__in=newest.values("pk"))


class Version(ForWhom):
    OF: ClassVar[str]  # the field that says what it is a version of

    number = models.PositiveIntegerField(_("version"))

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
    override_covers = models.JSONField(default=list)  # the marks that the reason was given for
    returned_because = models.CharField(_("why it came back"), max_length=300, blank=True)

    class Meta(ForWhom.Meta):
        abstract = True

    @property
    def of_id(self) -> int:
        found: int = getattr(self, f"{self.OF}_id")
        return found


def version_constraints(of: str, name: str) -> list[models.BaseConstraint]:
    return [
        *ForWhom.Meta.constraints,
        models.UniqueConstraint(fields=[of, "number"], name=f"{name}_version_number_once"),
        models.UniqueConstraint(
            fields=[of], condition=~Q(state=State.PUBLISHED), name=f"{name}_one_open_version"
        ),
        models.CheckConstraint(condition=Q(state__in=list(State)), name=f"{name}_state_is_known"),
        models.CheckConstraint(
            condition=Q(state__in=[State.DRAFT, State.SUBMITTED])
            | Q(shipped=True)
            | (Q(submitted_by__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("submitted_by"))),
            name=f"{name}_approved_by_a_second_person",
        ),
        models.CheckConstraint(
            condition=~Q(state=State.PUBLISHED) | Q(effective_from__isnull=False),
            name=f"{name}_published_from_a_day",
        ),
    ]


def version_index(of: str, name: str) -> models.Index:
    return models.Index(
        fields=[of, "-effective_from", "-number"],
        condition=Q(state=State.PUBLISHED),
        name=f"{name}_in_force",
    )
