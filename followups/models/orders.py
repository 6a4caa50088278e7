"""A further call that somebody has ordered for one visit; the queue reads it and makes the task (E1)."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from patients.models import Visit

if TYPE_CHECKING:
    from staff.models import User


class OrderedCallQuerySet(models.QuerySet["OrderedCall"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def still_wanted(self) -> Self:
        """Not: a reminder of a visit that the patient has made meanwhile (A28)."""
        from followups.models.advice import ReturnAdvice

        met = ReturnAdvice.objects.filter(reminder=OuterRef("pk")).with_arrival()
        return self.filter(~Exists(met.filter(came_at__isnull=False)))  # type: ignore[misc]  # annotated

    def not_made(self) -> Self:
        from followups.models.tasks import Task

        return self.filter(~Exists(Task.objects.filter(order=OuterRef("pk"))))


class OrderedCall(models.Model):
    # What
    visit = models.ForeignKey(
        "patients.Visit", models.PROTECT, related_name="ordered_calls", verbose_name=_("visit")
    )
    number = models.PositiveSmallIntegerField(_("number"))  # of this visit: the occurrence of its task
    day = models.DateField(_("day"))
    purpose = models.CharField(_("purpose"), max_length=100)
    note = models.CharField(_("note for whoever calls"), max_length=500, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered"))

    # How it stands
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(_("reason"), max_length=300, blank=True)

    objects = OrderedCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("ordered call")
        verbose_name_plural = _("ordered calls")
        ordering = ("day", "pk")
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="ordered_call_number_once"),
            # Pressed twice, ordered once.
            models.UniqueConstraint(
                fields=["visit", "day", "purpose"],
                condition=Q(withdrawn_at=None),
                name="ordered_call_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_because=""),
                name="ordered_call_withdrawn_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["day"], condition=Q(withdrawn_at=None), name="ordered_call_day"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.number}"
