"""The open marks of a version, in its steps and replies and both languages (A24, E8, E18)."""

from typing import NamedTuple

from policy.wording import Mark, check, in_words
from scripts_library.models import ScriptVersion
from scripts_library.shipped import Step


class Found(NamedTuple):
    language: str
    part: str  # "steps" or "replies"
    mark: Mark


def marks_of(version: ScriptVersion) -> list[Found]:
    return [
        *_of(version.steps_zh, version.replies_zh, "zh"),
        *_of(version.steps_en, version.replies_en, "en"),
    ]


def _of(steps: list[Step], replies: list[Step], language: str) -> list[Found]:
    said = [(step["code"], step["say"]) for step in steps if step["say"]]
    found = [Found(language, "steps", mark) for mark in check(said, language)]
    answers = (mark for reply in replies for mark in in_words(reply["code"], reply["say"]))
    return found + [Found(language, "replies", mark) for mark in answers]
