"""A patient in few words, and words that are made once for each language."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

Ts = TypeVarTuple("Ts")
R = TypeVar("R")


def remembered(words: Callable[[*Ts], R]) -> Callable[[*Ts], R]:
    """For words that depend on the language and on their few arguments alone."""

    @lru_cache(maxsize=1024)
    def in_language(language: str | None, arguments: tuple[*Ts]) -> R:
        return words(*arguments)

    @wraps(words)
    def told(*arguments: *Ts) -> R:
        return in_language(get_language(), arguments)

    return told


@remembered
def sex_and_age(sex: str, age: int | None) -> str:
    word = {"male": _("M"), "female": _("F")}.get(sex, "")
    if age is None:
        return word
    years = ngettext("%(age)d yr", "%(age)d yrs", age) % {"age": age} if age else _("under 1 yr")
    return f"{word} {years}".strip()
