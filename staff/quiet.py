"""Lists that are mostly empty, on pages that are drawn often."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

T = TypeVar("T")
QUIET = 60  # seconds for which "nothing" is believed


def unless_quiet(key: str, look: Callable[[], list[T]]) -> list[T]:
    """What `look` finds; that it found nothing is remembered for a minute, anything else never."""
    if cache.get(key):
        return []
    found = look()
    if not found:
        cache.set(key, True, QUIET)
    return found
