"""What calls are for: the hospital's rules, which a higher step keeps and tells through the settings.

settings.CALL_PURPOSES names who is asked; the library knows nothing of rules but this.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from scripts_library.models import ForWhom


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    name: str
    kinds: tuple[str, ...]
    departments: tuple[int, ...]  # empty: all
    url: str


def reaching(version: ForWhom, day: date) -> list[Purpose]:
    """The rules whose calls may use it."""

    def meets(chosen: Iterable[object], those: Iterable[object]) -> bool:
        chosen, those = set(chosen), set(those)
        return not chosen or not those or bool(chosen & those)

    return [
        rule
        for rule in purposes(day)
        if (not version.purposes or rule.code in version.purposes)
        and meets(version.kinds, rule.kinds)
        and meets(version.departments, rule.departments)
    ]


def purposes(day: date) -> list[Purpose]:
    """Of the rules that are in use on `day`."""
    ask = cast("Callable[[date], list[Purpose]]", import_string(settings.CALL_PURPOSES))
    return ask(day)
