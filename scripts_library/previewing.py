"""A questionnaire as the call will show it, to be tried out: nothing of it is sent or kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from policy.questionnaires import Group, Kind, Question, Sheet, required, visible
from scripts_library.question_words import bounds, choices, step_titles


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    title: str
    choices: list[tuple[str, str]]  # value, label
    field: str  # the type of its field when nothing is chosen; empty when something is
    several: bool
    hint: str
    hidden: bool
    wanted: bool


@dataclass(frozen=True, slots=True)
class Part:
    step: str
    title: str
    rows: list[Asked]


def parts_of(sheet: Sheet, language: str) -> list[Part]:
    steps = step_titles()
    shown, wanted = set(visible(sheet, {})), set(required(sheet, {}))
    return [_part(group, language, steps, shown, wanted) for group in sheet.groups()]


def _part(group: Group, language: str, steps: Mapping[str, str], shown: set[str], wanted: set[str]) -> Part:
    rows = [
        Asked(
            question=one,
            title=one.title.said(language),
            choices=choices(one),
            field={Kind.NUMBER: "text", Kind.DATE: "date", Kind.TEXT: "text"}.get(one.kind, ""),
            several=one.kind == Kind.SEVERAL,
            hint=bounds(one),
            hidden=one.code not in shown,
            wanted=one.code in wanted,
        )
        for one in group.questions
    ]
    return Part(steps.get(group.step, group.step), group.title.said(language), rows)
