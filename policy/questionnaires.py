"""What a questionnaire asks after which answers, and what counts as an answer (E16, A8, A6, E11).

static/js/questions.js means the same by visible() and required(). No Django, no clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from policy.expressions import holds, is_answered, is_na, millionths
from policy.sheets import (
    SCORED,
    WHOLE,
    Condition,
    Domain,
    Group,
    Kind,
    Option,
    Question,
    Score,
    Sheet,
    Subject,
    Words,
)

__all__ = [
    "Answers", "Condition", "Domain", "Group", "Kind", "Option", "Question", "Score", "Sheet", "Subject",
    "Words", "answer_of", "is_complete", "kept", "problem", "problems", "required", "scores", "visible",
]  # fmt: skip

Answers = Mapping[str, object]
LONGEST_TEXT = 1000  # characters of a free answer
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CHOICES = {"true": True, "false": False}


def visible(sheet: Sheet, answers: Answers) -> list[str]:
    """The questions that are asked after these answers; what a hidden one was answered counts as missing."""
    return [question.code for question, _known in _asked(sheet, answers)]


def required(sheet: Sheet, answers: Answers) -> list[str]:
    """Those of the visible ones that want an answer; "not applicable" is one."""
    return [
        question.code
        for question, known in _asked(sheet, answers)
        if question.required or (question.required_if and holds(question.required_if.tree, known))
    ]


def kept(sheet: Sheet, answers: Answers) -> dict[str, object]:
    """The answers that are stored: given ones, of questions that are asked."""
    return {
        question.code: answers[question.code]
        for question, _known in _asked(sheet, answers)
        if _given(answers.get(question.code))
    }


def problems(sheet: Sheet, answers: Answers) -> list[tuple[str, str]]:
    """(question, what is wrong): missing, kind, option, low, high, decimals, long, unknown."""
    known, wanted = kept(sheet, answers), set(required(sheet, answers))
    found = []
    for question in sheet.questions:
        if question.code in known:
            wrong = problem(question, known[question.code])
        else:
            wrong = "missing" if question.code in wanted else ""
        if wrong:
            found.append((question.code, wrong))
    codes = {question.code for question in sheet.questions}
    return found + [(code, "unknown") for code in answers if code not in codes]


def is_complete(sheet: Sheet, answers: Answers) -> bool:
    return not problems(sheet, answers)


def scores(sheet: Sheet, answers: Answers) -> dict[Domain, Score]:
    """Points of the most there could be, by domain; what was not asked or does not apply is left out."""
    found: dict[Domain, Score] = {}
    for code, answer in kept(sheet, answers).items():
        question = sheet.question(code)
        if question is None or question.domain is None or question.kind not in SCORED or is_na(answer):
            continue
        most = WHOLE[question.kind][1] if question.kind in WHOLE else 1
        points = int(answer) if isinstance(answer, int) else 0
        before = found.get(question.domain, Score(0, 0))
        found[question.domain] = Score(before.points + points, before.most + most)
    return found


def problem(question: Question, answer: object) -> str:
    """What is wrong with one given answer; empty when nothing is."""
    if is_na(answer):
        return ""
    if question.kind in WHOLE:
        low, high = WHOLE[question.kind]
        return "" if type(answer) is int and low <= answer <= high else "kind"
    if question.kind == Kind.YESNO:
        return "" if isinstance(answer, bool) else "kind"
    if question.kind in (Kind.ONE, Kind.SEVERAL):
        return _wrong_choice(question, answer)
    if question.kind == Kind.NUMBER:
        return _wrong_number(question, answer)
    if not isinstance(answer, str):
        return "kind"
    if question.kind == Kind.DATE:
        return "" if _is_date(answer) else "kind"
    return "long" if len(answer) > LONGEST_TEXT else ""


def answer_of(question: Question, texts: Sequence[str]) -> object:
    """What a form's fields say, as a value; None when nothing was given. What fits no kind stays text."""
    given = [text for text in (text.strip() for text in texts) if text]
    if question.kind == Kind.SEVERAL:
        return [code for text in given for code in text.split(",") if code] or None
    if not given:
        return None
    if question.kind in WHOLE and re.fullmatch(r"[0-9]{1,2}", given[0]):
        return int(given[0])
    if question.kind == Kind.YESNO:
        return _CHOICES.get(given[0], given[0])
    return given[0]


def _asked(sheet: Sheet, answers: Answers) -> Iterator[tuple[Question, dict[str, object]]]:
    """Each visible question with the answers that are known before it: those of earlier, visible ones."""
    known: dict[str, object] = {}
    for question in sheet.questions:
        if question.show_if and not holds(question.show_if.tree, known):
            continue
        yield question, known
        if question.code in answers:
            known[question.code] = answers[question.code]


def _given(answer: object) -> bool:
    return is_na(answer) or is_answered(answer)


def _wrong_choice(question: Question, answer: object) -> str:
    many = question.kind == Kind.SEVERAL
    if not isinstance(answer, list if many else str):
        return "kind"
    chosen: list[object] = list(answer) if isinstance(answer, list) else [answer]
    codes = [option.code for option in question.options]
    twice = any(chosen.count(one) > 1 for one in chosen)
    return "" if all(one in codes for one in chosen) and not twice else "option"


def _wrong_number(question: Question, answer: object) -> str:
    number = millionths(answer)
    if number is None:
        return "kind"
    if question.low is not None and number < (millionths(question.low) or 0):
        return "low"
    if question.high is not None and number > (millionths(question.high) or 0):
        return "high"
    return "" if number % 10 ** (6 - question.decimals) == 0 else "decimals"


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
