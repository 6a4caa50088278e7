"""A value that a report's text may name, and how percentages and changes are put into words."""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

FEW = 10  # departments, domains and hours below it are not named as the lowest or the highest
NOTHING = "–"  # a sentence that would name it is not written


class Value(NamedTuple):
    text: str
    url: str = ""


type_of_pairs = Iterator[tuple[str, Value]]


def percent(number: Decimal | None) -> str:
    return f"{number}%" if number is not None else pgettext("rate", "not measured")


def change(points: Decimal | None) -> str:
    """ "up 2.10 percentage points": the direction belongs to the figure and cannot contradict it."""
    if points is None:
        return _("cannot be compared")
    if points == 0:
        return pgettext("change", "unchanged")
    words = _("up %(points)s points") if points > 0 else _("down %(points)s points")
    return words % {"points": abs(points)}


def named(name: str, words: str, number: Value) -> type_of_pairs:
    """A name, and under `…_n` the number that belongs to it."""
    yield name, Value(words)
    yield f"{name}_n", number
