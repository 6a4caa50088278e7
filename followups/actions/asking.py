"""Which questions a call asks, and what was answered when it is saved: A6, A8, A19, E16, E18.

The questionnaires stay those that the call was opened with, whatever is published while it goes on.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from followups.actions.recording import Scene
from followups.actions.refusals import InvalidAnswers, InvalidCall
from followups.actions.typed import clean
from followups.answer_fields import Posed, name_of, read, versions, written
from followups.callsheet import hidden_words
from followups.models import Answer, Attempt, Draft, Task
from followups.models.answers import OVERALL
from followups.posing import asks_overall, fitting, posed_of
from patients.models import Patient, Visit
from policy.answers import asks_reason, is_dissatisfied
from policy.disclosure import withheld
from policy.outcomes import REACHED, Outcome
from policy.questionnaires import kept, problems
from policy.sheets import Kind, Question
from staff.actions.prepared import insert

Wrong = tuple[str, tuple[Question, str]]


def pose(draft: Draft, tasks: Sequence[Task], patient: Patient, *, day: date) -> None:
    """Put to an opened call what it asks, and what an interrupted one has heard already; not saved here."""
    earlier = interrupted([task.pk for task in tasks])
    answers = list(earlier.answers.exclude(version=None)) if earlier else []
    draft.sheets = fitting(tasks, patient, first=[*draft.sheets, *versions_of(answers)], day=day)
    if earlier and not draft.before:
        draft.before = {
            "attempt": earlier.pk,
            "at": earlier.dialled_at.isoformat(),
            "values": _may_be_shown(fields_of(answers), patient),
        }


def _may_be_shown(fields: dict[str, str], patient: Patient) -> dict[str, str]:
    """Nobody is cleared when a call is opened: what names a protected illness is asked again (E8)."""
    if not patient.do_not_disclose:
        return fields
    words = hidden_words(Visit.objects.filter(patient=patient))
    return {name: text for name, text in fields.items() if withheld(text, words, "") == text}


def interrupted(tasks: Sequence[int]) -> Attempt | None:
    """The call on these tasks that heard answers, was not completed and has not been gone on with."""
    found = Attempt.objects.filter(purposes__task__in=tasks, answers__version__isnull=False)
    found = found.filter(corrected_by=None, continued_by=None).exclude(outcome=Outcome.COMPLETED)
    return found.order_by("-saved_at", "-pk").first()


def fields_of(answers: Iterable[Answer]) -> dict[str, str]:
    """Saved answers as the fields of the page."""
    found: dict[str, str] = {}
    for one in answers:
        if one.version_id:
            found |= written(one.version_id, one.question, one.value, reason=one.reason, who=one.person)
    return found


def versions_of(answers: Iterable[Answer]) -> list[int]:
    """Those of the questionnaires that were answered, in their order."""
    return list(dict.fromkeys(one.version_id for one in answers if one.version_id))


def heard(scene: Scene) -> list[Answer]:
    """The answers to be written, each still without its attempt. Raises InvalidCall, InvalidAnswers."""
    draft, fields = scene.draft, scene.form.asked
    if not versions(fields) <= set(draft.sheets):
        raise InvalidCall("question_unknown", "question")
    if scene.form.outcome not in REACHED:
        if any(draft.before.get("values", {}).get(name) != value for name, value in fields.items()):
            raise InvalidCall("answers_without_conversation", "level")
        return []
    posed = posed_of(draft.sheets)
    wrong = dict(pair for one in posed for pair in _wrong(one, fields, scene.form.outcome))
    if wrong:
        raise InvalidAnswers(wrong)
    own = {} if asks_overall(posed) else scene.form.answers
    return [
        *(_built_in(question, *told) for question, told in own.items()),
        *(answer for one in posed for answer in _answers(one, fields)),
    ]


def _wrong(posed: Posed, fields: Mapping[str, str], outcome: Outcome) -> Iterable[Wrong]:
    """What is wrong by the name of its field; only a completed call has to have everything."""
    answers = read(posed, fields)
    wrong = dict(problems(posed.sheet, answers))
    for question, answer in _kept(posed, answers):
        if asks_reason(question, answer) and not _told(posed, question, "reason", fields):
            wrong.setdefault(question.code, "reason")
    for question in posed.sheet.questions:
        problem = wrong.get(question.code)
        if problem and (outcome == Outcome.COMPLETED or problem not in ("missing", "reason")):
            yield name_of(posed.version, question.code), (question, problem)


def _answers(posed: Posed, fields: Mapping[str, str]) -> Iterable[Answer]:
    for question, value in _kept(posed, read(posed, fields)):
        level = value if question.kind == Kind.LEVEL and isinstance(value, int) else None
        reason, person = (_told(posed, question, part, fields) for part in ("reason", "who"))
        yield Answer(
            version_id=posed.version,
            question=question.code,
            subject=question.subject or "",
            level=level,
            value=clean(value),
            reason=reason[:500] if asks_reason(question, value) else "",
            person=person[:100] if is_dissatisfied(question, value) else "",
        )


def _kept(posed: Posed, answers: Mapping[str, object]) -> Iterable[tuple[Question, object]]:
    stored = kept(posed.sheet, answers)
    return ((one, stored[one.code]) for one in posed.sheet.questions if one.code in stored)


def _told(posed: Posed, question: Question, part: str, fields: Mapping[str, str]) -> str:
    return str(clean(fields.get(name_of(posed.version, question.code, part), ""))).strip()


def _built_in(question: str, level: int, reason: str) -> Answer:
    return Answer(question=question, subject=OVERALL, level=level, value=level, reason=clean(reason).strip())


def write(answers: Sequence[Answer], attempt: Attempt) -> None:
    for answer in answers:
        answer.attempt = attempt
    insert(*answers)


def goes_on_with(scene: Scene, answers: Sequence[Answer]) -> Attempt | None:
    """The interrupted call whose answers these are as well: it counts no more for itself."""
    if scene.old:
        return scene.old.continues
    if not answers or not scene.draft.before:
        return None
    pk: Any = scene.draft.before["attempt"]
    return Attempt.objects.filter(pk=pk).first()
