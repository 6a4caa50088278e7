"""The rules in use as the library knows them: what a call is for, and whom it reaches (E13)."""

from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from followups.models import Rule, RuleVersion
from followups.ruleversions import parsed
from scripts_library.purposes import Purpose


def in_use(day: date) -> list[Purpose]:
    """Two queries, whatever the number of rules."""
    holding = RuleVersion.objects.filter(effective_from__lte=day)
    found = []
    for rule in Rule.objects.edited().filter(active=True).prefetch_related(Prefetch("versions", holding)):
        spec = parsed(next(iter(rule.versions.all()), None))
        if spec is not None:
            kinds = tuple(str(kind) for kind in spec.kinds)
            url = reverse("followups:rule", args=[rule.pk])
            found.append(Purpose(rule.code, str(rule), kinds, spec.departments, url))
    return found
