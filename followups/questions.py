"""The questions of a call as its page draws them: in the place of their step, a group at a time (A6, E16).

Plain dicts of ready strings: a page of twenty questions is drawn while somebody waits on the line.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.answer_fields import Posed, asked_by, chosen, name_of, read
from followups.answer_words import problem_words
from followups.callsheet import SheetStep
from followups.models import Draft
from followups.posing import asks_overall, posed_of
from followups.skeletons import drawn, more_of, rules_of, skeleton_of
from policy.expressions import is_na
from policy.questionnaires import required, visible
from policy.sheets import Group, Question
from scripts_library.showing import language_now
from staff.templatetags.look import when


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
        "asked": rules_of(posed, language_now()),
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


def touched(*given: Mapping[str, Any]) -> Container[str]:
    """The questions to which something was said, in this call or the one that it goes on with, or that are to
    be mended; the others are drawn the same for everybody."""
    return {asked_by(name) for fields in given for name, said in fields.items() if said}


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
        self.touched = touched(values, self.before, wrong)
        self.answers = read(posed, values)
        self.visible = set(visible(posed.sheet, self.answers))
        self.required = set(required(posed.sheet, self.answers))
        self.language = language_now()
        self.skeleton = skeleton_of(posed, self.language)
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
        code = question.code
        still = self.skeleton.rows[code]
        name = still["name"]
        answer = self.answers.get(code)
        text = self.value(question)
        states = {
            "hidden": code not in self.visible,
            "answered": answer is not None,
            "missing": answer is None and code in self.required,
        }
        if name not in self.touched:
            row = self.skeleton.untouched(question, hidden=states["hidden"], missing=states["missing"])
            return {"name": name, "title": still["title"], "drawn": row, **states}
        return (
            still
            | states
            | {
                "drawn": "",
                "earlier": self.from_call if self.is_from_before(question, text) else "",
                "chips": drawn(self.skeleton.chips[code], chosen(question, text)),
                "text": text if still["field"] else "",
                "na": is_na(answer),
                "wrong": problem_words(*self.wrong[name]) if name in self.wrong else "",
                "more": more_of(
                    question, answer, reason=self.value(question, "reason"), who=self.value(question, "who")
                ),
            }
        )

    def is_from_before(self, question: Question, text: str) -> bool:
        if not self.before:
            return False
        name = name_of(self.posed.version, question.code)
        then, na = self.before.get(name, ""), self.before.get(f"{name}-na", "")
        return bool(then or na) and (then, na) == (text, self.value(question, "na"))
