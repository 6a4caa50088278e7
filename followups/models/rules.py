"""The hospital's rules as dated data: which visits earn which calls, and when (A7, A8, E1, E12, E16, E17)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from policy.orders import RULE as ORDERED
from policy.rules import RuleSpec


class RuleQuerySet(models.QuerySet["Rule"]):
    def edited(self) -> Self:
        """Those that a hospital writes; ordered calls stand under a rule of the house."""
        return self.exclude(code=ORDERED)


class Rule(models.Model):
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("of a thing", "name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ("pk",)

    def __str__(self) -> str:
        if self.name_en and (get_language() or "").startswith("en"):
            return self.name_en
        return self.name


class RuleVersion(models.Model):
    """Never edited once published. Applies to visits whose anchor day is on or after `anchors_from`
    (until the `anchors_from` of the version that came into force after it)."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="versions", verbose_name=_("rule"))
    number = models.PositiveIntegerField(_("version"))
    spec = models.JSONField(_("content"))
    effective_from = models.DateField(_("in force from"))
    anchors_from = models.DateField(_("for visits from"))
    reason = models.CharField(_("reason"), max_length=300)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published"))
    # The open tasks of the rule still have to be brought in line with this version.
    needs_applying = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("version of a rule")
        verbose_name_plural = _("versions of rules")
        ordering = ("rule", "-effective_from", "-number")  # what comes into force last stands first
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_number_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.number}"

    def parsed(self) -> RuleSpec:
        return RuleSpec.from_json(self.spec)
