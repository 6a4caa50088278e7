"""What is asked beside a call: departments, doctors, prices, preparations, values, the way (B3, B7, D1)."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    DEPARTMENT = "department", _("department and number")
    DOCTOR = "doctor", _("doctor and clinic times")
    SERVICE = "service", _("service and price")
    PREPARATION = "preparation", _("preparation")
    VALUE = "value", _("test value")
    WAY = "way", _("way here")
    OTHER = "other", _("other knowledge")


class EntryQuerySet(models.QuerySet["Entry"]):
    def in_use(self) -> Self:
        return self.filter(active=True)


class Entry(models.Model):
    # What it says
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), blank=True, max_length=4000)
    department = models.ForeignKey(
        "staff.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    keywords = models.CharField(_("keywords"), max_length=200, blank=True)
    price = models.DecimalField(_("price"), max_digits=9, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    # How it sounds: made by actions.knowledge from the words above
    pinyin = models.CharField(_("pinyin"), max_length=900)
    title_sounds = models.TextField()
    other_sounds = models.TextField(blank=True)
    grams = ArrayField(models.TextField())

    # How it stands
    active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of knowledge")
        verbose_name_plural = _("knowledge")
        ordering = ("kind", "pinyin", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="knowledge_kind_is_known"),
            models.CheckConstraint(
                condition=Q(price=None, unit="", valid_until=None)
                | Q(kind=EntryKind.SERVICE, price__isnull=False, price__gte=0),
                name="knowledge_price_of_a_service",
            ),
        ]
        indexes = [
            GinIndex(fields=["grams"], name="knowledge_grams", condition=Q(active=True)),
            models.Index(fields=["kind", "pinyin"], name="knowledge_kind"),
        ]

    def __str__(self) -> str:
        return self.title
