"""Which questionnaires a call asks: all that fit any of its tasks (E16, E13)."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from followups.answer_fields import Posed
from followups.models import Task
from followups.occasions import head_first, occasion
from patients.models import Patient
from policy.sheets import Sheet, Subject
from scripts_library.models import QuestionnaireVersion


def fitting(tasks: Iterable[Task], patient: Patient, *, first: Sequence[int], day: date) -> list[int]:
    """Versions: `first` those that the call has already, then of whatever else fits the one in force.

    Several purposes may be settled in one call: what fits the visit of any of them is asked.
    """
    asked: dict[int, int] = {}  # one version of each questionnaire
    if first:
        known = dict(QuestionnaireVersion.objects.filter(pk__in=first).values_list("pk", "questionnaire"))
        for version in first:
            asked.setdefault(known[version], version)
    by_visit: dict[tuple[str, int], list[Task]] = {}
    for task in head_first(tasks):
        by_visit.setdefault((task.visit.kind, task.visit.department_id), []).append(task)
    for of_visit in by_visit.values():
        fits = QuestionnaireVersion.objects.asked_on(day).all_fitting(occasion(of_visit, patient, day=day))
        for questionnaire, version in fits.values_list("questionnaire", "pk"):
            asked.setdefault(questionnaire, version)
    return list(asked.values())


def posed_of(versions: Sequence[int]) -> list[Posed]:
    """In the order in which the call has them."""
    sheets = ((pk, _sheet(pk)) for pk in versions)
    return [Posed(pk, sheet) for pk, sheet in sheets if sheet]


def _sheet(version: int) -> Sheet | None:
    try:
        return _published(version)
    except QuestionnaireVersion.DoesNotExist:
        found = QuestionnaireVersion.objects.filter(pk=version).first()
        return found.sheet if found else None


@lru_cache(maxsize=256)
def _published(version: int) -> Sheet:
    """Remembered: the database refuses to change what is published. What is not there is asked for again."""
    return QuestionnaireVersion.objects.published().only("content").get(pk=version).sheet


def sheets_of(versions: Iterable[int | None]) -> dict[int, Sheet]:
    return {one.version: one.sheet for one in posed_of(sorted({pk for pk in versions if pk}))}


def asks_overall(posed: Iterable[Posed]) -> bool:
    """Whether a questionnaire asks what the call would else ask by itself."""
    return any(question.subject == Subject.OVERALL for one in posed for question in one.sheet.questions)
