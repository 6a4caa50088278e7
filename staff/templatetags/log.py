"""How the log's page writes the detail of an entry."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def told(value: Any) -> str:
    """[1, 2] → 1, 2; a truth value as it stands in the entry."""
    if isinstance(value, list):
        return ", ".join(told(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {told(item)}" for key, item in value.items())
    if value is None or value is True or value is False:
        return {None: "—", True: "1", False: "0"}[value]
    return str(value)
