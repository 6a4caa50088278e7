"""How the log's page writes the detail of an entry."""

from functools import cache
from typing import Any

from django import template
from django.apps import apps
from django.utils.translation import gettext as _

from staff.log_words import KEYS, VALUES
from staff.models import Act

register = template.Library()


@register.filter
def named(key: str) -> str:
    """What a detail tells; a word of another release as it stands in the entry."""
    return str(KEYS.get(key, key))


@register.filter
def told(value: Any) -> str:
    """[1, 2] → 1, 2; a code in words, what is none as it stands in the entry."""
    if isinstance(value, list):
        return _(", ").join(told(item) for item in value)
    if isinstance(value, dict):
        return _(", ").join(f"{named(key)}: {told(item)}" for key, item in value.items())
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in VALUES:
        return str(VALUES[value])
    return str(Act(value).label) if value in Act.values else str(value)


@register.filter
def thing(model_name: str) -> str:
    """What an entry is about."""
    return str(_models().get(model_name, model_name))


@cache
def _models() -> dict[str, Any]:
    return {model._meta.model_name or "": model._meta.verbose_name for model in apps.get_models()}
