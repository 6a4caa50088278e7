"""What calls are for: the hospital's rules, which a higher step keeps and tells through the settings.

settings.CALL_PURPOSES names who is asked; the library knows nothing of rules but this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    name: str
    kinds: tuple[str, ...]
    departments: tuple[int, ...]  # empty: all
    url: str


def purposes(day: date) -> list[Purpose]:
    """Of the rules that are in use on `day`."""
    ask = cast("Callable[[date], list[Purpose]]", import_string(settings.CALL_PURPOSES))
    return ask(day)
