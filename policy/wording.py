"""What must not be said in a call: promises, fear, dodged prices, named illnesses, too much (A24, E8, E18).

A mark is a question to a second person, never a verdict: words are found, their sense is not.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policy.folding import BREAK, FILLABLE, folded, parts
from policy.phrasebook import SHIPPED, Phrasebook
from policy.wording_lists import Concern


class Mark(NamedTuple):
    concern: Concern
    step: str  # the step's code; empty: the script as a whole
    start: int  # where in the step's words; nought when they are meant as a whole
    words: str  # as they stand there
    why: str = ""  # what the hospital wrote beside a phrase of its own


MOST_QUESTIONS = 5  # in one step, one after the other; and steps of one call that ask anything
LONGEST_MINUTES = 3.0
PER_MINUTE = {"zh": 240, "en": 140}  # characters, words: what is spoken without haste
FILLED = {"zh": 4, "en": 2}  # what a filled-in word takes of them

_BETWEEN = rf"(?:{BREAK}+|[^{BREAK}]){{0,12}}?"
_SENTENCES = re.compile(r"[。！？!?；;\n]")

_QUESTION = re.compile(r"[?？]+")


def check(steps: Sequence[tuple[str, str]], language: str, book: Phrasebook = SHIPPED) -> list[Mark]:
    """Marks in the words of `steps`, (code, words) in their order; none means that nothing was found."""
    found = [mark for code, say in steps for mark in in_words(code, say, book)]
    return found + list(_too_many(steps)) + list(_too_long(steps, language))


def in_words(code: str, say: str, book: Phrasebook = SHIPPED) -> Iterator[Mark]:
    """Forbidden phrases, whatever stands between their letters; one within a longer one counts once."""
    letters, places = folded(say)
    for concern, listed in book.phrases.items():
        ends = 0
        found = sorted(_all(letters, places, say, listed), key=lambda one: (one[0], -one[1]))
        for start, end, phrase in found:
            if end <= ends:
                continue
            ends = end
            yield Mark(concern, code, start, say[start:end], book.reason(concern, phrase))


def questions(say: str) -> int:
    return len(_QUESTION.findall(say))


def minutes(steps: Sequence[tuple[str, str]], language: str) -> float:
    """How long the agent's own words take; what the patient says comes on top of it."""
    total = 0
    for _code, say in steps:
        plain = FILLABLE.sub(" ", say)
        spoken = (
            sum(c.isalnum() for c in plain) if language == "zh" else len(re.findall(r"\w[\w'’-]*", plain))
        )
        total += spoken + FILLED[language] * len(FILLABLE.findall(say))
    return total / PER_MINUTE[language]


def _all(letters: str, places: list[int], say: str, listed: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for phrase in listed:
        pattern, has_gap = _sought(phrase)
        for found in pattern.finditer(letters):
            start, end = places[found.start(1)], places[found.end(1) - 1] + 1
            if _stands_alone(say, start, end) and not (has_gap and _SENTENCES.search(say, start, end)):
                yield start, end, phrase


@cache
def _sought(phrase: str) -> tuple[re.Pattern[str], bool]:
    """Wherever it begins, the shortest that it can be, and whether it has gaps; nowhere without letters."""
    wanted = parts(phrase)
    if not wanted:
        return re.compile(r"(?!)()"), False
    return re.compile(f"(?=({_BETWEEN.join(map(re.escape, wanted))}))"), len(wanted) > 1


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
