"""`{% load reported %}`: figures as they are written in a report."""

from django import template

register = template.Library()


@register.filter
def grouped(n: int) -> str:
    """3127 → 3,127."""
    return f"{n:,}"
