"""The open marks of a version, in its steps and replies and both languages (A24, E8, E18)."""

from typing import NamedTuple

from policy.phrasebook import Phrasebook
from policy.wording import Mark, check, in_words
from regulation.reading import phrasebook
from scripts_library.models import ScriptVersion
from scripts_library.shipped import Step


class Found(NamedTuple):
    language: str
    part: str  # "steps" or "replies"
    mark: Mark


def mark_key(language: str, part: str, mark: Mark) -> str:
    """One mark, told from every other of the same words, and the same as long as they stand."""
    return f"{language} {part} {mark.concern} {mark.step} {mark.start} {mark.words}"


def marks_of(version: ScriptVersion, book: Phrasebook | None = None) -> list[Found]:
    """By the hospital's own list, as it stands now; `book` for who has read it already."""
    book = book or phrasebook()
    return [
        *_of(version.steps_zh, version.replies_zh, "zh", book),
        *_of(version.steps_en, version.replies_en, "en", book),
    ]


def _of(steps: list[Step], replies: list[Step], language: str, book: Phrasebook) -> list[Found]:
    said = [(step["code"], step["say"]) for step in steps if step["say"]]
    found = [Found(language, "steps", mark) for mark in check(said, language, book)]
    answers = (mark for reply in replies for mark in in_words(reply["code"], reply["say"], book))
    return found + [Found(language, "replies", mark) for mark in answers]
