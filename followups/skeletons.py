"""What of a questionnaire's questions is drawn the same for every patient, ready per version and language.

A published version never changes (the database refuses it), so this is right for ever and in every worker;
nothing of a patient is kept. Which questions are asked and what was answered: `followups.questions`.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from django.template import engines
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from followups.answer_fields import Posed, name_of
from followups.answer_words import problem_words
from policy.answers import asks_reason, is_dissatisfied
from policy.questionnaires import LONGEST_TEXT
from policy.sheets import Kind, Question, Sheet
from scripts_library.question_words import bounds, choices

# One answer to choose: twenty questions have over a hundred, which a loop in a template would draw slowly.
BEFORE_TICK = '<input class="chip-input" type="{}" name="{}" id="{}" value="{}"{}'
AFTER_TICK = '><label class="chip{}" for="{}">{}{}</label>'
SCALE = SafeString(" chip-scale")
ROW = "followups/calling/_question.html"
FIELDS = {Kind.NUMBER: "number", Kind.DATE: "date", Kind.TEXT: "text"}
SHORT = {"zh": 10, "en": 20}  # letters of a title that stands beside its answers, not above them
NEEDED = ("code", "kind", "required", "required_if", "show_if", "low", "high", "decimals")
MOST = 200  # versions, each in two languages; a hospital has a few dozen


class Chip(NamedTuple):
    """A choice: what stands before and after its being ticked."""

    value: str
    before: str
    after: str


class Skeleton(NamedTuple):
    sheet: Sheet
    rows: dict[str, dict[str, Any]]  # by the code of the question
    chips: dict[str, list[Chip]]
    rules: str  # of this version alone
    blank: dict[tuple[str, bool, bool], SafeString]  # what `untouched` has drawn

    def untouched(self, question: Question, *, hidden: bool, missing: bool) -> SafeString:
        """The row of a question to which nothing was said, whole."""
        key = (question.code, hidden, missing)
        if key not in self.blank:
            self.blank[key] = self._drawn(question, {"hidden": hidden, "missing": missing})
        return self.blank[key]

    def _drawn(self, question: Question, states: dict[str, bool]) -> SafeString:
        silent = dict.fromkeys(("text", "earlier", "wrong"), "") | dict.fromkeys(("answered", "na"), False)
        said = {"chips": drawn(self.chips[question.code], set()), "more": more_of(question, None)}
        row = self.rows[question.code] | silent | said | states
        return mark_safe(engines["jinja2"].get_template(ROW).render({"row": row}))  # noqa: S308  # escaped there


_READY: dict[tuple[int, str], Skeleton] = {}


def skeleton_of(posed: Posed, language: str) -> Skeleton:
    """`language`: the active one, which the words of problems follow."""
    key = (posed.version, language)
    found = _READY.get(key)
    if found is None or found.sheet is not posed.sheet:
        if len(_READY) >= MOST:
            _READY.clear()
        found = _READY[key] = _made(posed, language)
    return found


def rules_of(posed: Sequence[Posed], language: str) -> str:
    """What questions.js needs to know which questions are asked; the words stand on the page already."""
    return f"[{','.join(skeleton_of(one, language).rules for one in posed)}]"


def _made(posed: Posed, language: str) -> Skeleton:
    questions = posed.sheet.questions
    names = {question.code: name_of(posed.version, question.code) for question in questions}
    return Skeleton(
        posed.sheet,
        {question.code: _row(question, names[question.code], language) for question in questions},
        {question.code: _chips(question, names[question.code]) for question in questions},
        _rules(posed),
        {},
    )


def _row(question: Question, name: str, language: str) -> dict[str, Any]:
    title = question.title.said(language)
    return {
        "name": escape(name),  # drawn ten times
        "title": title,
        "kind": escape(question.kind),
        "long": len(title) > SHORT[language],
        "field": FIELDS.get(question.kind, ""),
        "unit": question.unit,
        "bounds": bounds(question),
        "longest": LONGEST_TEXT if question.kind == Kind.TEXT else 20,
        "na_key": SafeString("-" if question.kind == Kind.SCALE else "0"),
        "bound": problem_words(question, "low") if question.kind == Kind.NUMBER else "",
    }


def _chips(question: Question, name: str) -> list[Chip]:
    if question.kind in FIELDS:
        return []
    scale = question.kind == Kind.SCALE
    kind = "checkbox" if question.kind == Kind.SEVERAL else "radio"
    found = []
    for place, (value, label) in enumerate(choices(question), start=1):
        key, cap = _cap(_key_of(question, place, value), shown=not scale)
        one = f"{name}-{value}"
        before = format_html(BEFORE_TICK, kind, name, one, value, key)
        found.append(Chip(value, before, format_html(AFTER_TICK, SCALE if scale else "", one, cap, label)))
    return found


def more_of(question: Question, answer: object, *, reason: str = "", who: str = "") -> dict[str, Any] | None:
    """The reason, and of who is dissatisfied the person and the offer to take it down as a complaint."""
    if question.kind != Kind.LEVEL:
        return None
    return {
        "reason": reason,
        "who": who,
        "asks": asks_reason(question, answer),
        "dissatisfied": is_dissatisfied(question, answer),
        "always": question.asks_reason,
    }


def drawn(chips: Sequence[Chip], ticked: set[str]) -> SafeString:
    parts = [f"{one.before}{' checked' if one.value in ticked else ''}{one.after}" for one in chips]
    return mark_safe("".join(parts))  # noqa: S308 (put together from format_html's)


def _rules(posed: Posed) -> str:
    stored = [question.as_json() for question in posed.sheet.questions]
    told = [{name: one[name] for name in NEEDED} for one in stored]
    one = {"version": posed.version, "questions": told}
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"))


@cache
def _cap(key: str, *, shown: bool) -> tuple[SafeString, SafeString]:
    """The key of a choice for keys.js, and as it stands on it."""
    if not key:
        return SafeString(""), SafeString("")
    cap = format_html('<kbd class="cap" data-single>{}</kbd>', key) if shown else SafeString("")
    return format_html(' data-key="{}"', key), cap


def _key_of(question: Question, place: int, value: str) -> str:
    """A scale's numbers and a level's are their own keys; ten is the key of plus, with or without Shift."""
    if question.kind in (Kind.LEVEL, Kind.FREQUENCY, Kind.SCALE):
        return "+ =" if value == "10" else value
    return str(place) if place < 10 else ""
