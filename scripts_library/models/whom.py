"""For whom a script or a questionnaire is: kind of visit, department, purpose, sex and age (E13, A32).

Empty means any. Whoever is asked about does not need to be known whole: an unknown age or sex fits only
what says nothing about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
OLDEST = 130
SEXES = (("male", _("men")), ("female", _("women")))


@dataclass(frozen=True, slots=True)
class Occasion:
    """One call. `purposes`: the codes of its rules, the head task's first."""

    kind: str
    department: int | None = None
    purposes: Sequence[str] = ()
    sex: str = ""
    age: int | None = None


class ForWhomQuerySet(models.QuerySet[M_co]):
    def all_fitting(self, call: Occasion) -> Self:
        """Whatever does not speak against this call."""
        here = Q(departments__contains=[call.department]) if call.department else Q(pk__in=())
        meant = Q(purposes__has_any_keys=list(call.purposes)) if call.purposes else Q(pk__in=())
        return self.filter(
            Q(kinds=[]) | Q(kinds__contains=[call.kind]),
            Q(departments=[]) | here,
            Q(purposes=[]) | meant,
            Q(sex="") | Q(sex=call.sex),
            _of_age(call.age),
        )

    def most_specific(self, call: Occasion) -> Self:
        """Those that fit, the one that says most about the call first: its purpose (the head task's before
        another's), then department, kind of visit, age, sex; of two that say as much the newer one."""
        return self.all_fitting(call).order_by(
            _says(("purposes", []), head=call.purposes[:1]).desc(),
            _says(("departments", [])).desc(),
            _says(("kinds", [])).desc(),
            _says(("min_age", None), ("max_age", None)).desc(),
            _says(("sex", "")).desc(),
            F("effective_from").desc(nulls_last=True),
            "-pk",
        )


def _says(*nothing: tuple[str, Any], head: Sequence[str] = ()) -> Case:
    """0 when all of these fields say nothing, 2 when the head task is named, else 1."""
    silent = When(Q(*[Q((name, empty)) for name, empty in nothing]), then=Value(0))
    named = [When(purposes__contains=list(head), then=Value(2))] if head else []
    return Case(silent, *named, default=Value(1))


def _of_age(age: int | None) -> Q:
    old_enough, young_enough = Q(min_age=None), Q(max_age=None)
    if age is None:
        return old_enough & young_enough
    return (old_enough | Q(min_age__lte=age)) & (young_enough | Q(max_age__gte=age))


class ForWhom(models.Model):
    kinds = models.JSONField(default=list)  # visit kinds
    departments = models.JSONField(default=list)  # their ids
    purposes = models.JSONField(default=list)  # codes of rules
    sex = models.CharField(_("sex"), max_length=6, choices=SEXES, blank=True, default="")
    min_age = models.PositiveSmallIntegerField(_("from this age"), null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(_("up to this age"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__in=["", *(sex for sex, _label in SEXES)]), name="%(class)s_sex_is_known"
            ),
            models.CheckConstraint(
                condition=Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=F("max_age")),
                name="%(class)s_ages_in_order",
            ),
        ]

    def may_meet(self, other: "ForWhom") -> bool:
        """Whether one call can fit both."""
        lists = ((getattr(self, name), getattr(other, name)) for name in ("kinds", "departments", "purposes"))
        if any(ours and theirs and not set(ours) & set(theirs) for ours, theirs in lists):
            return False
        if self.sex and other.sex and self.sex != other.sex:
            return False
        youngest = max(self.min_age or 0, other.min_age or 0)
        oldest = min(*(OLDEST if one.max_age is None else one.max_age for one in (self, other)))
        return youngest <= oldest
