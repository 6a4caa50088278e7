"""A patient in few words, and words that are made once for each language."""

from collections.abc import Callable
from functools import lru_cache
from typing import Generic, TypeVar, TypeVarTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Ts = TypeVarTuple("Ts")
R = TypeVar("R")


class Remembered(Generic[*Ts, R]):
    """`known`: the same for who has asked which language is active, and has many rows to say it of."""

    def __init__(self, words: Callable[[*Ts], R]) -> None:
        self.__doc__ = words.__doc__

        @lru_cache(maxsize=1024)
        def known(language: str | None, *arguments: *Ts) -> R:
            return words(*arguments)

        self.known: Callable[[str | None, *Ts], R] = known  # type: ignore[assignment]  # of hashable ones

    def __call__(self, *arguments: *Ts) -> R:
        return self.known(get_language(), *arguments)


def remembered(words: Callable[[*Ts], R]) -> Remembered[*Ts, R]:
    """For words that depend on the language and on their few arguments alone; nothing that tells who."""
    return Remembered(words)


@remembered
def sex_and_age(sex: str, age: int | None) -> str:
    word = {"male": _("M"), "female": _("F")}.get(sex, "")
    if age is None:
        return word
    years = ngettext("%(age)d yr", "%(age)d yrs", age) % {"age": age} if age else _("under 1 yr")
    return f"{word} {years}".strip()
