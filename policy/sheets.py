"""A questionnaire as plain data, stored as JSON: questions, options, conditions (E16, A8, A6, E11).

policy.questionnaires says what is asked and answered, policy.questionnaire_checks what may be saved at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum, auto
from itertools import groupby
from typing import Any, NamedTuple

from policy.expressions import Tree


class Kind(StrEnum):
    LEVEL = auto()  # 5 very satisfied … 1 dissatisfied (E16)
    FREQUENCY = auto()  # 5 always … 1 never
    SCALE = auto()  # 0–10
    YESNO = auto()
    ONE = auto()
    SEVERAL = auto()
    NUMBER = auto()
    DATE = auto()
    TEXT = auto()


class Subject(StrEnum):
    """What a level judges: the whole, a domain (E16), a person (A8)."""

    OVERALL = auto()
    ETHICS = auto()
    ATTITUDE = auto()
    NURSING = auto()
    EDUCATION = auto()
    COST = auto()
    ENVIRONMENT = auto()
    CONSULTANT = auto()
    DOCTOR = auto()
    NURSE = auto()


class Domain(StrEnum):
    """What a score belongs to, when it is counted at all."""

    SATISFACTION = auto()
    CONDITION = auto()
    MEDICATION = auto()
    HABITS = auto()
    EFFECT = auto()
    EMOTION = auto()
    KNOWLEDGE = auto()
    GUIDANCE = auto()
    WARD = auto()
    LIFESTYLE = auto()


WHOLE = {Kind.LEVEL: (1, 5), Kind.FREQUENCY: (1, 5), Kind.SCALE: (0, 10)}  # answers that are whole numbers
SCORED = (*WHOLE, Kind.YESNO)


class Words(NamedTuple):
    zh: str
    en: str = ""

    def said(self, language: str) -> str:
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)


class Option(NamedTuple):
    code: str
    title: Words


class Condition(NamedTuple):
    text: str
    tree: Tree


class Score(NamedTuple):
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Question:
    code: str
    kind: Kind
    title: Words
    step: str = "condition"  # of the script, in whose place it is asked
    section: Words = Words("")  # noqa: RUF009  (a tuple: nobody can change it)
    required: bool = False
    required_if: Condition | None = None
    show_if: Condition | None = None
    options: tuple[Option, ...] = ()
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    subject: Subject | None = None
    asks_reason: bool = False
    domain: Domain | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "kind": str(self.kind),
            "title": self.title._asdict(),
            "step": self.step,
            "section": self.section._asdict(),
            "required": self.required,
            "required_if": self.required_if and self.required_if._asdict(),
            "show_if": self.show_if and self.show_if._asdict(),
            "options": [{"code": one.code, "title": one.title._asdict()} for one in self.options],
            "unit": self.unit,
            "low": None if self.low is None else str(self.low),
            "high": None if self.high is None else str(self.high),
            "decimals": self.decimals,
            "subject": self.subject and str(self.subject),
            "asks_reason": self.asks_reason,
            "domain": self.domain and str(self.domain),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Question:
        low, high = stored["low"], stored["high"]
        return cls(
            code=stored["code"],
            kind=Kind(stored["kind"]),
            title=Words(**stored["title"]),
            step=stored["step"],
            section=Words(**stored["section"]),
            required=stored["required"],
            required_if=stored["required_if"] and Condition(**stored["required_if"]),
            show_if=stored["show_if"] and Condition(**stored["show_if"]),
            options=tuple(Option(one["code"], Words(**one["title"])) for one in stored["options"]),
            unit=stored["unit"],
            low=None if low is None else Decimal(low),
            high=None if high is None else Decimal(high),
            decimals=stored["decimals"],
            subject=stored["subject"] and Subject(stored["subject"]),
            asks_reason=stored["asks_reason"],
            domain=stored["domain"] and Domain(stored["domain"]),
        )


class Group(NamedTuple):
    """What is asked at once: questions that follow one another in one step and section."""

    step: str
    title: Words
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    questions: tuple[Question, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"questions": [question.as_json() for question in self.questions]}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Sheet:
        """What as_json() wrote; nothing is checked again."""
        return cls(tuple(Question.from_json(one) for one in stored["questions"]))

    def question(self, code: str) -> Question | None:
        return next((one for one in self.questions if one.code == code), None)

    def groups(self) -> list[Group]:
        grouped = groupby(self.questions, key=lambda one: (one.step, one.section))
        return [Group(step, title, tuple(asked)) for (step, title), asked in grouped]
