"""What a questionnaire may be: unique codes, known kinds, conditions on earlier questions only (E16).

build() makes a Sheet of what somebody typed, or says everything that is wrong with it, each in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from policy import wording
from policy.expressions import ORDERS, RESERVED, ExpressionError, Node, parse
from policy.phrasebook import SHIPPED, Phrasebook
from policy.sheets import Condition, Domain, Kind, Option, Question, Sheet, Subject, Words
from policy.wording_lists import Concern

MOST_QUESTIONS = 40
MOST_OPTIONS = 12
LONGEST_TITLE = 200
LONGEST_UNIT = 12
MOST_DECIMALS = 3
SECONDS = {"zh": 4, "en": 4}  # for the answer to one question, on top of its words

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,3})?")
E = TypeVar("E", bound=StrEnum)


class Fault(NamedTuple):
    question: int | None  # its place; None: the questionnaire as a whole
    field: str
    code: str
    position: int | None = None  # within a condition
    words: str = ""


class NotASheet(Exception):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = list(faults)


class Typed(NamedTuple):
    """One question as it was typed: everything text, as fields of a form give it."""

    code: str = ""
    kind: str = "level"
    zh: str = ""
    en: str = ""
    step: str = "condition"
    section_zh: str = ""
    section_en: str = ""
    required: bool = False
    required_if: str = ""
    show_if: str = ""
    options: tuple[tuple[str, str, str], ...] = ()  # code, Chinese, English
    unit: str = ""
    low: str = ""
    high: str = ""
    decimals: str = "0"
    subject: str = ""
    asks_reason: bool = False
    domain: str = ""


def build(typed: Sequence[Typed], steps: Sequence[str]) -> Sheet:
    """Raises NotASheet with all faults. `steps`: the codes of the script's steps."""
    faults: list[Fault] = []
    codes = Counter(one.code for one in typed)
    questions: list[Question] = []
    for place, one in enumerate(typed):
        reader = _Reader(place, one, questions, faults, steps)
        if codes[one.code] > 1:
            reader.wrong("code", "twice", words=one.code)
        questions.append(reader.question())
    if not typed:
        faults.append(Fault(None, "", "empty"))
    if len(typed) > MOST_QUESTIONS:
        faults.append(Fault(None, "", "too_many"))
    if faults:
        raise NotASheet(faults)
    return Sheet(tuple(questions))


class _Reader:
    def __init__(
        self,
        place: int,
        typed: Typed,
        earlier: Sequence[Question],
        faults: list[Fault],
        steps: Sequence[str],
    ) -> None:
        self.place = place
        self.typed = typed
        self.earlier = {question.code: question for question in earlier}
        self.faults = faults
        self.places = {step: number for number, step in enumerate(steps)}

    def wrong(self, field: str, code: str, position: int | None = None, words: str = "") -> None:
        self.faults.append(Fault(self.place, field, code, position, words))

    def question(self) -> Question:
        one = self.typed
        kind = self.member("kind", one.kind, Kind) or Kind.TEXT
        self.check_words()
        number, level = kind == Kind.NUMBER, kind == Kind.LEVEL
        low, high = (self.number(name) if number else None for name in ("low", "high"))
        if low is not None and high is not None and low >= high:
            self.wrong("high", "bounds")
        return Question(
            code=one.code,
            kind=kind,
            title=Words(one.zh.strip(), one.en.strip()),
            step=one.step,
            section=Words(one.section_zh.strip(), one.section_en.strip()),
            required=one.required,
            required_if=self.condition("required_if", one.required_if),
            show_if=self.condition("show_if", one.show_if),
            options=self.options() if kind in (Kind.ONE, Kind.SEVERAL) else (),
            unit=one.unit.strip() if number else "",
            low=low,
            high=high,
            decimals=self.decimals() if number else 0,
            subject=self.member("subject", one.subject, Subject) if level else None,
            asks_reason=one.asks_reason and level,
            domain=self.member("domain", one.domain, Domain),
        )

    def check_words(self) -> None:
        one = self.typed
        self.check_code("code", one.code)
        if not one.zh.strip():
            self.wrong("zh", "no_words")
        if one.step not in self.places:
            self.wrong("step", "unknown_step")
        limits = {"zh": LONGEST_TITLE, "en": LONGEST_TITLE, "unit": LONGEST_UNIT}
        for name, longest in (limits | {"section_zh": 60, "section_en": 60}).items():
            if len(getattr(one, name)) > longest:
                self.wrong(name, "too_long")

    def check_code(self, field: str, code: str) -> None:
        if not _CODE.fullmatch(code):
            self.wrong(field, "not_a_code", words=code)
        elif code in RESERVED:
            self.wrong(field, "reserved", words=code)

    def member(self, field: str, value: str, of: type[E]) -> E | None:
        if not value and field != "kind":
            return None
        if value not in list(of):
            self.wrong(field, "unknown")
            return None
        return of(value)

    def number(self, field: str) -> Decimal | None:
        text = getattr(self.typed, field).strip()
        if text and not _NUMBER.fullmatch(text):
            self.wrong(field, "not_a_number")
            return None
        return Decimal(text) if text else None

    def decimals(self) -> int:
        text = self.typed.decimals.strip() or "0"
        if not re.fullmatch(r"[0-9]", text) or int(text) > MOST_DECIMALS:
            self.wrong("decimals", "not_a_number")
            return 0
        return int(text)

    def options(self) -> tuple[Option, ...]:
        given = self.typed.options
        if not 2 <= len(given) <= MOST_OPTIONS:
            self.wrong("options", "options_count")
        for code, chinese, english in given:
            self.check_code("options", code)
            if not chinese.strip():
                self.wrong("options", "no_words", words=code)
            if max(len(chinese), len(english)) > LONGEST_TITLE:
                self.wrong("options", "too_long", words=code)
        codes = Counter(code for code, _zh, _en in given)
        for code in (code for code, times in codes.items() if times > 1):
            self.wrong("options", "twice", words=code)
        return tuple(Option(code, Words(zh.strip(), en.strip())) for code, zh, en in given)

    def condition(self, field: str, text: str) -> Condition | None:
        if not text.strip():
            return None
        try:
            node = parse(text, self.earlier)
            for leaf in node.leaves():
                check_kind(leaf, self.earlier[leaf.name])
                self.check_step(leaf)
        except ExpressionError as error:
            self.wrong(field, error.code, error.position, error.words)
            return None
        return Condition(text, node.as_json())

    def check_step(self, leaf: Node) -> None:
        """A call asks step by step: what is asked in a later one has no answer yet."""
        asked = self.places.get(self.earlier[leaf.name].step, 0)
        if asked > self.places.get(self.typed.step, len(self.places)):
            raise ExpressionError("later_step", leaf.position, leaf.name)


def check_kind(leaf: Node, question: Question) -> None:
    """Raises ExpressionError where a comparison could never hold, whatever is answered."""
    if not leaf.values:
        return
    if not FITS[question.kind](leaf):
        raise ExpressionError("other_kind", leaf.position, leaf.name)
    codes = {option.code for option in question.options}
    for value in leaf.values:
        if codes and value not in codes:
            raise ExpressionError("unknown_option", leaf.position, str(value))


def _numbers(leaf: Node) -> bool:
    return leaf.op != "has" and all(isinstance(value, dict) for value in leaf.values)


def _truth(leaf: Node) -> bool:
    return leaf.op in ("==", "!=") and all(isinstance(value, bool) for value in leaf.values)


def _texts(leaf: Node) -> bool:
    return leaf.op not in (*ORDERS, "has") and all(isinstance(value, str) for value in leaf.values)


def _contains(leaf: Node) -> bool:
    return leaf.op == "has"


FITS: Mapping[Kind, Callable[[Node], bool]] = {
    Kind.LEVEL: _numbers,
    Kind.FREQUENCY: _numbers,
    Kind.SCALE: _numbers,
    Kind.NUMBER: _numbers,
    Kind.YESNO: _truth,
    Kind.ONE: _texts,
    Kind.SEVERAL: _contains,
    Kind.DATE: _texts,
    Kind.TEXT: _texts,
}


def marks(sheet: Sheet, language: str, book: Phrasebook = SHIPPED) -> Iterator[wording.Mark]:
    """What the checker of scripts says of it: words, over five questions for all, over three minutes."""
    said = [(one.code, one.title.said(language)) for one in sheet.questions]
    for code, words in said:
        yield from wording.in_words(code, words, book)
    always = [one for one in sheet.questions if one.show_if is None]
    if len(always) > wording.MOST_QUESTIONS:
        yield wording.Mark(Concern.QUESTIONS, "", 0, str(len(always)))
    if (taken := minutes(sheet, language)) > wording.LONGEST_MINUTES:
        yield wording.Mark(Concern.LENGTH, "", 0, f"{taken:.1f}")


def minutes(sheet: Sheet, language: str) -> float:
    """Question and answer of all that is asked of everybody, without haste."""
    always = [one for one in sheet.questions if one.show_if is None]
    spoken = wording.minutes([(one.code, one.title.said(language)) for one in always], language)
    return spoken + len(always) * SECONDS[language] / 60
