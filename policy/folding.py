"""Words as the checker compares them: how they are spaced, punctuated or widened hides nothing."""

import re
import unicodedata

FILLABLE = re.compile(r"\{\w+\}")
BREAK = "\0"
GAP = "…"  # in a phrase: a few letters or a word that is filled in, within one sentence
_GAPS = re.compile(r"\.{3,}|…+")


def folded(say: str) -> tuple[str, list[int]]:
    """Letters and digits alone, narrow and small, and where each of them stands in `say`.

    Words that are filled in are a break: no phrase reaches across them.
    """
    hidden = {place for m in FILLABLE.finditer(say) for place in range(*m.span())}
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(say):
        for letter in unicodedata.normalize("NFKC", char).casefold():
            if place in hidden or letter.isalnum():
                letters.append(BREAK if place in hidden else letter)
                places.append(place)
    return "".join(letters), places


def parts(phrase: str) -> tuple[str, ...]:
    """The letters of a phrase, before and after each of its gaps; three dots are a gap as well."""
    return tuple(filter(None, (folded(part)[0] for part in _GAPS.split(phrase))))
