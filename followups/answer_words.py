"""Questions and answers in words: on the choices, beside a field, in the story and in the export."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.freewords import free
from followups.models import Answer
from followups.models.answers import OVERALL
from policy.expressions import is_na
from policy.sheets import Kind, Question, Sheet, Subject
from scripts_library.question_words import SUBJECTS, bounds, choices
from scripts_library.showing import language_now


def answer_words(question: Question | None, value: object) -> str:
    if is_na(value):
        return _("does not apply")
    if question is None or question.kind in (Kind.TEXT, Kind.DATE):
        return str(value)
    if question.kind == Kind.NUMBER:
        return f"{value} {question.unit}".strip()
    if question.kind == Kind.SCALE:
        return f"{value}/10"
    labels = dict(choices(question))
    chosen = value if isinstance(value, list) else [value]
    return _(", ").join(labels.get(_key(one), str(one)) for one in chosen)


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def problem_words(question: Question, problem: str) -> str:
    """A sentence that names the question: what is wrong with its answer."""
    title = question.title.said(language_now())
    if problem in ("low", "high", "decimals", "kind") and question.kind == Kind.NUMBER:
        return _number_words(question, title, problem)
    sentences = {
        "missing": _("“%(title)s” wants an answer before the call is complete; “does not apply” is one."),
        "reason": _("“%(title)s”: write down which person and what about."),
        "option": _("“%(title)s”: choose from what stands there."),
        "long": _("“%(title)s”: the answer is too long; put the rest into the notes."),
        "kind": _("“%(title)s”: choose or write the date again.")
        if question.kind == Kind.DATE
        else _("“%(title)s”: choose from what stands there."),
    }
    return sentences.get(problem, _("“%(title)s”: answer it again.")) % {"title": title}


def _number_words(question: Question, title: str, problem: str) -> str:
    if problem == "decimals":
        words = ngettext(
            "“%(title)s” is written with %(number)d decimal at most.",
            "“%(title)s” is written with %(number)d decimals at most.",
            question.decimals,
        )
        return words % {"title": title, "number": question.decimals}
    if problem == "kind" or not bounds(question):
        return _("“%(title)s” is a number: digits, with a point if need be.") % {"title": title}
    return _("“%(title)s” should be %(bounds)s.") % {"title": title, "bounds": bounds(question)}


class Said(NamedTuple):
    title: str
    words: str
    person: str
    reason: str


def said(answer: Answer, sheets: Mapping[int, Sheet]) -> Said:
    """A saved answer as it is told; `sheets`: those of the versions that were asked."""
    sheet = sheets.get(answer.version_id) if answer.version_id else None
    question = sheet.question(answer.question) if sheet else None
    built_in = _("satisfaction") if answer.question == OVERALL else _subject(answer)
    words = answer_words(question, answer.value) if question else ""
    if answer.level:
        words = f"{words} {answer.level}/5".strip()
    title = question.title.said(language_now()) if question else built_in
    return Said(title, words or answer_words(None, answer.value), answer.person, answer.reason)


def _subject(answer: Answer) -> str:
    """What satisfaction was asked about, where no questionnaire words the question."""
    return str(SUBJECTS[Subject(answer.subject)]) if answer.subject in list(Subject) else answer.question


def leaving(answer: Answer, told: Said, sheets: Mapping[int, Sheet]) -> Said:
    """As it may leave the call (E8): what somebody wrote may name an illness or a number; what was chosen
    cannot."""
    protected = answer.attempt.patient.do_not_disclose
    sheet = sheets.get(answer.version_id or 0)
    question = sheet.question(answer.question) if sheet else None
    written = question is not None and question.kind == Kind.TEXT
    return told._replace(
        words=free(told.words, protected) if written else told.words,
        person=free(told.person, protected),
        reason=free(told.reason, protected),
    )
