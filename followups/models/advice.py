"""A return visit that was advised: until when, whether the patient knows, whether he came (A28).

Whether he came is never written down: it is read from the visits that later imports bring.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from patients.models import Setting, Visit
from policy.visits import VisitKind

if TYPE_CHECKING:
    from staff.models import User


class ReturnAdviceQuerySet(models.QuerySet["ReturnAdvice"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(visit__in=Visit.objects.visible_to(user))

    def with_arrival(self) -> Self:
        """`came_at`: the first visit to the same department after the advice was given."""
        moment = Coalesce("visited_at", "admitted_at", "anchor_at")
        later = (
            Visit.objects.standing()
            .annotate(moment=moment)
            .filter(
                patient=OuterRef("visit__patient"),
                department=OuterRef("visit__department"),
                moment__gt=OuterRef("advised_at"),
            )
            .exclude(Q(kind=VisitKind.NO_SHOW) | Q(setting=Setting.CONSULTATION))
            .order_by("moment")
        )
        return self.annotate(came_at=Subquery(later.values("moment")[:1]))

    def by_day(self) -> Self:
        return self.order_by("due_on", "pk")


class ReturnAdvice(models.Model):
    visit = models.ForeignKey(
        "patients.Visit", models.PROTECT, related_name="advice", verbose_name=_("visit")
    )
    what = models.CharField(_("what for"), max_length=100)
    due_on = models.DateField(_("come by"))
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("advised by")
    )
    advised_at = models.DateTimeField(_("advised"))
    told_at = models.DateTimeField(_("told"), null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reminder = models.OneToOneField(
        "followups.OrderedCall", models.PROTECT, null=True, blank=True, related_name="advice"
    )

    objects = ReturnAdviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("return-visit advice")
        verbose_name_plural = _("return-visit advice")
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["visit", "due_on", "what"], name="advice_once"),
            models.CheckConstraint(
                condition=Q(told_at=None, told_by=None) | Q(told_at__isnull=False, told_by__isnull=False),
                name="advice_told_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="advice_due")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.due_on}"
