"""The questions of a call as its page draws them: in the place of their step, a group at a time (A6, E16).

Plain dicts of ready strings: a page of twenty questions is drawn while somebody waits on the line.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.answer_fields import Posed, chosen, name_of, read
from followups.answer_words import problem_words
from followups.callsheet import SheetStep
from followups.models import Draft
from followups.posing import asks_overall, posed_of
from policy.answers import asks_reason, is_dissatisfied
from policy.expressions import is_na
from policy.questionnaires import LONGEST_TEXT, required, visible
from policy.sheets import Group, Kind, Question
from scripts_library.question_words import bounds, choices
from scripts_library.showing import language_now
from staff.templatetags.look import when

# One answer to choose: twenty questions have over a hundred, which a loop in a template would draw slowly.
CHIP = (
    '<input class="chip-input" type="{}" name="{}" id="{}" value="{}"{}{}>'
    '<label class="chip{}" for="{}">{}{}</label>'
)
TICKED, SCALE = SafeString(" checked"), SafeString(" chip-scale")
FIELDS = {Kind.NUMBER: "number", Kind.DATE: "date", Kind.TEXT: "text"}
SHORT = {"zh": 10, "en": 20}  # letters of a title that stands beside its answers, not above them


def question_context(
    draft: Draft,
    steps: Sequence[SheetStep],
    values: Mapping[str, Any],
    *,
    wrong: Mapping[str, tuple[Question, str]],
    now: datetime,
) -> dict[str, Any]:
    """One line of the call's page; with answers to be mended, the page stands at the first of them."""
    posed = posed_of(draft.sheets)
    groups = groups_of(posed, values, before=draft.before, wrong=wrong, now=now)
    talk = placed(steps, groups)
    context = {
        "steps": talk,
        "asked": rules_of(posed) if posed else "[]",
        "asks_overall": asks_overall(posed),
        "resumes": resumed_words(draft, groups, now=now) if draft.before else "",
        "cursor": values.get("question", ""),
        "open_step": values.get("step") or "greet",
    }
    if wrong:
        first = next(iter(wrong))
        context |= {"cursor": first, "open_step": _step_of(first, talk) or context["open_step"]}
    return context


def _step_of(name: str, talk: Sequence[tuple[SheetStep, list[dict[str, Any]], str]]) -> str:
    for step, groups, _words in talk:
        if any(row["name"] == name for group in groups for row in group["rows"]):
            return step.code
    return ""


def resumed_words(draft: Draft, groups: Sequence[dict[str, Any]], *, now: datetime) -> str:
    """Which call this one goes on with, and where."""
    told = {"when": when(datetime.fromisoformat(draft.before["at"]), now)}
    rows = [row for group in groups for row in group["rows"] if not row["hidden"]]
    told["title"] = next((row["title"] for row in rows if not row["answered"]), "")
    if told["title"]:
        return _("Goes on with the call of %(when)s. First open question: %(title)s") % told
    return _("Goes on with the call of %(when)s: every question has its answer.") % told


def groups_of(
    posed: Sequence[Posed],
    values: Mapping[str, Any],
    *,
    before: Mapping[str, Any],
    wrong: Mapping[str, tuple[Question, str]],
    now: datetime,
) -> list[dict[str, Any]]:
    """What is asked at once, in the order of the questionnaires. `before`: what an earlier call had heard."""
    found = []
    for one in posed:
        drawing = _Drawing(one, values, before=before, wrong=wrong, now=now)
        found += [drawing.group(place, group) for place, group in enumerate(one.sheet.groups())]
    return found


def rules_of(posed: Sequence[Posed]) -> str:
    """What questions.js needs to know which questions are asked; the words stand on the page already."""
    needed = ("code", "kind", "required", "required_if", "show_if", "low", "high", "decimals")
    sheets = [
        {
            "version": one.version,
            "questions": [
                {name: stored[name] for name in needed}
                for stored in (question.as_json() for question in one.sheet.questions)
            ],
        }
        for one in posed
    ]
    return json.dumps(sheets, ensure_ascii=False, separators=(",", ":"))


def placed(
    steps: Sequence[SheetStep], groups: Sequence[dict[str, Any]]
) -> list[tuple[SheetStep, list[dict[str, Any]], str]]:
    """Each step with what is asked in its place, and how much that is; what has no step of its own goes
    where the script asks most."""
    codes = [step.code for step in steps]
    spare = next((code for code in ("condition", "satisfaction") if code in codes), codes[0] if codes else "")
    by_step: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for group in groups:
        by_step.setdefault(group["step"] if group["step"] in by_step else spare, []).append(group)
    return [(step, by_step[step.code], _how_many(by_step[step.code])) for step in steps]


def _how_many(groups: Sequence[dict[str, Any]]) -> str:
    count = sum(not row["hidden"] for group in groups for row in group["rows"])
    return ngettext("%(number)d question", "%(number)d questions", count) % {"number": count} if count else ""


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


class _Drawing:
    def __init__(
        self,
        posed: Posed,
        values: Mapping[str, Any],
        *,
        before: Mapping[str, Any],
        wrong: Mapping[str, tuple[Question, str]],
        now: datetime,
    ) -> None:
        self.posed = posed
        self.values = values
        self.before = before.get("values", {})
        self.wrong = wrong
        self.answers = read(posed, values)
        self.visible = set(visible(posed.sheet, self.answers))
        self.required = set(required(posed.sheet, self.answers))
        self.language = language_now()
        self.from_call = ""
        if at := before.get("at"):
            told = {"when": when(datetime.fromisoformat(at), now)}
            self.from_call = _("from the call of %(when)s") % told

    def group(self, place: int, group: Group) -> dict[str, Any]:
        rows = [self.row(question) for question in group.questions]
        return {
            "id": f"group-{self.posed.version}-{place}",
            "step": group.step,
            "title": group.title.said(self.language),
            "rows": rows,
            "hidden": all(row["hidden"] for row in rows),
        }

    def value(self, question: Question, part: str = "") -> str:
        return str(self.values.get(name_of(self.posed.version, question.code, part)) or "")

    def row(self, question: Question) -> dict[str, Any]:
        name = name_of(self.posed.version, question.code)
        answer = self.answers.get(question.code)
        title = question.title.said(self.language)
        text = self.value(question)
        return {
            "name": name,
            "title": title,
            "kind": str(question.kind),
            "long": len(title) > SHORT[self.language],
            "hidden": question.code not in self.visible,
            "answered": answer is not None,
            "missing": answer is None and question.code in self.required,
            "earlier": self.from_call if self.is_from_before(question, text) else "",
            "chips": self.chips(question, name, text),
            "field": FIELDS.get(question.kind, ""),
            "text": text if question.kind in FIELDS else "",
            "unit": question.unit,
            "bounds": bounds(question),
            "longest": LONGEST_TEXT if question.kind == Kind.TEXT else 20,
            "na": is_na(answer),
            "na_key": "-" if question.kind == Kind.SCALE else "0",
            "wrong": problem_words(*self.wrong[name]) if name in self.wrong else "",
            "bound": problem_words(question, "low") if question.kind == Kind.NUMBER else "",
            "more": self.more(question, answer),
        }

    def is_from_before(self, question: Question, text: str) -> bool:
        name = name_of(self.posed.version, question.code)
        then, na = self.before.get(name, ""), self.before.get(f"{name}-na", "")
        return bool(then or na) and (then, na) == (text, self.value(question, "na"))

    def chips(self, question: Question, name: str, text: str) -> SafeString:
        if question.kind in FIELDS:
            return SafeString("")
        several, scale = question.kind == Kind.SEVERAL, question.kind == Kind.SCALE
        ticked = chosen(question, text)
        rows = []
        for place, (value, label) in enumerate(choices(question), start=1):
            key, cap = _cap(_key_of(question, place, value), shown=not scale)
            rows.append((
                "checkbox" if several else "radio", name, f"{name}-{value}", value, key,
                TICKED if value in ticked else "", SCALE if scale else "", f"{name}-{value}", cap, label,
            ))  # fmt: skip
        return format_html_join("", CHIP, rows)

    def more(self, question: Question, answer: object) -> dict[str, Any] | None:
        """The reason, and of who is dissatisfied the person and the offer to take it down as a complaint."""
        if question.kind != Kind.LEVEL:
            return None
        return {
            "reason": self.value(question, "reason"),
            "who": self.value(question, "who"),
            "asks": asks_reason(question, answer),
            "dissatisfied": is_dissatisfied(question, answer),
            "always": question.asks_reason,
        }
