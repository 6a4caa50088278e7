"""Days that are not as their weekday says: holidays, make-up workdays, own closures (A5, A21)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from policy.calendar import DayKind, Source

KINDS = [
    (DayKind.HOLIDAY, _("public holiday")),
    (DayKind.CLOSURE, _("own closure")),
    (DayKind.WORKDAY, _("make-up workday")),
]
SOURCES = [(Source.OFFICIAL, _("official")), (Source.ESTIMATED, _("estimated")), (Source.OWN, _("own"))]


class CalendarDay(models.Model):
    day = models.DateField(_("day"), unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    source = models.CharField(_("source"), max_length=10, choices=SOURCES)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=100, blank=True)
    # Of a day that the hospital has its own word on: the clocks of complaints go by it all the same.
    of_state = models.CharField(_("by the State's calendar"), max_length=10, choices=KINDS, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ("day",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(DayKind)), name="calendar_day_kind_is_known"),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="calendar_day_source_is_known"),
            models.CheckConstraint(
                condition=Q(of_state="")
                | Q(of_state__in=[DayKind.HOLIDAY, DayKind.WORKDAY]) & Q(source=Source.OWN),
                name="calendar_day_of_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year whose holidays are published and checked; any other year shows a warning."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")

    def __str__(self) -> str:
        return str(self.year)
