"""What must not be said in a call: promises, fear, dodged prices, named illnesses, too much (A24, E8, E18).

A mark is a question to a second person, never a verdict: words are found, their sense is not.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policy.wording_lists import PHRASES, Concern, Phrases


class Mark(NamedTuple):
    concern: Concern
    step: str  # the step's code; empty: the script as a whole
    start: int  # where in the step's words; nought when they are meant as a whole
    words: str  # as they stand there


MOST_QUESTIONS = 5  # in one step, one after the other; and steps of one call that ask anything
LONGEST_MINUTES = 3.0
PER_MINUTE = {"zh": 240, "en": 140}  # characters, words: what is spoken without haste
FILLED = {"zh": 4, "en": 2}  # what a filled-in word takes of them

_FILLABLE = re.compile(r"\{\w+\}")
_QUESTION = re.compile(r"[?？]+")
_BREAK = "\0"


def check(steps: Sequence[tuple[str, str]], language: str, phrases: Phrases = PHRASES) -> list[Mark]:
    """Marks in the words of `steps`, (code, words) in their order; none means that nothing was found."""
    found = [mark for code, say in steps for mark in in_words(code, say, phrases)]
    return found + list(_too_many(steps)) + list(_too_long(steps, language))


def in_words(code: str, say: str, phrases: Phrases = PHRASES) -> Iterator[Mark]:
    """Forbidden phrases, whatever stands between their letters; one within a longer one counts once."""
    letters, places = folded(say)
    for concern, listed in phrases.items():
        ends = 0
        for start, end in sorted(_all(letters, places, say, listed), key=lambda one: (one[0], -one[1])):
            if end <= ends:
                continue
            ends = end
            yield Mark(concern, code, start, say[start:end])


def questions(say: str) -> int:
    return len(_QUESTION.findall(say))


def minutes(steps: Sequence[tuple[str, str]], language: str) -> float:
    """How long the agent's own words take; what the patient says comes on top of it."""
    total = 0
    for _code, say in steps:
        plain = _FILLABLE.sub(" ", say)
        spoken = (
            sum(c.isalnum() for c in plain) if language == "zh" else len(re.findall(r"\w[\w'’-]*", plain))
        )
        total += spoken + FILLED[language] * len(_FILLABLE.findall(say))
    return total / PER_MINUTE[language]


def folded(say: str) -> tuple[str, list[int]]:
    """Letters and digits alone, narrow and small, and where each of them stands in `say`.

    Words that are filled in are a break: no phrase reaches across them.
    """
    hidden = {place for m in _FILLABLE.finditer(say) for place in range(*m.span())}
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(say):
        for letter in unicodedata.normalize("NFKC", char).casefold():
            if place in hidden or letter.isalnum():
                letters.append(_BREAK if place in hidden else letter)
                places.append(place)
    return "".join(letters), places


def _all(letters: str, places: list[int], say: str, listed: Sequence[str]) -> Iterator[tuple[int, int]]:
    for phrase in listed:
        wanted = folded(phrase)[0]
        at = letters.find(wanted) if wanted else -1
        while at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            if _stands_alone(say, start, end):
                yield start, end
            at = letters.find(wanted, at + 1)


def _stands_alone(say: str, start: int, end: int) -> bool:
    """ "cure" is no part of "secure"; Chinese has no such borders."""
    return not (_joined(say[start - 1 : start], say[start]) or _joined(say[end - 1], say[end : end + 1]))


def _joined(left: str, right: str) -> bool:
    return all(side.isascii() and side.isalpha() for side in (left, right))


def _too_many(steps: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    asking = 0
    for code, say in steps:
        asked = questions(say)
        asking += asked > 0
        if asked > MOST_QUESTIONS:
            yield Mark(Concern.QUESTIONS, code, 0, str(asked))
    if asking > MOST_QUESTIONS:
        yield Mark(Concern.QUESTIONS, "", 0, str(asking))


def _too_long(steps: Sequence[tuple[str, str]], language: str) -> Iterator[Mark]:
    if (taken := minutes(steps, language)) > LONGEST_MINUTES:
        yield Mark(Concern.LENGTH, "", 0, f"{taken:.1f}")
