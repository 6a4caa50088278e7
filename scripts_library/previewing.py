"""A questionnaire as the call will show it, to be tried out: nothing of it is sent or kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from policy.questionnaires import Group, Kind, Question, Sheet, required, visible
from scripts_library.question_words import FREQUENCIES, LEVELS, step_titles


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
            choices=_choices(one, language),
            field={Kind.NUMBER: "text", Kind.DATE: "date", Kind.TEXT: "text"}.get(one.kind, ""),
            several=one.kind == Kind.SEVERAL,
            hint=_hint(one),
            hidden=one.code not in shown,
            wanted=one.code in wanted,
        )
        for one in group.questions
    ]
    return Part(steps.get(group.step, group.step), group.title.said(language), rows)


def _choices(question: Question, language: str) -> list[tuple[str, str]]:
    if question.kind == Kind.LEVEL:
        return [(str(value), str(label)) for value, label in LEVELS.items()]
    if question.kind == Kind.FREQUENCY:
        return [(str(value), str(label)) for value, label in FREQUENCIES.items()]
    if question.kind == Kind.SCALE:
        return [(str(value), str(value)) for value in range(11)]
    if question.kind == Kind.YESNO:
        return [("true", _("yes")), ("false", _("no"))]
    return [(option.code, option.title.said(language)) for option in question.options]


def _hint(question: Question) -> str:
    low, high = question.low, question.high
    values: dict[str, Any] = {"low": low, "high": high, "unit": question.unit}
    if low is not None and high is not None:
        return _("%(low)s to %(high)s %(unit)s") % values
    if low is not None:
        return _("from %(low)s %(unit)s") % values
    return _("up to %(high)s %(unit)s") % values if high is not None else question.unit
