"""The call on a patient's tasks as the library chooses its words for it (E13, A32)."""

from collections.abc import Iterable
from datetime import date

from followups.models import Task
from patients.models import Patient
from scripts_library.models import Occasion


def head_first(tasks: Iterable[Task]) -> list[Task]:
    """What was agreed, then what closes first."""
    return sorted(tasks, key=lambda task: (not task.agreed, task.closes, task.pk))


def occasion(tasks: Iterable[Task], patient: Patient, *, day: date) -> Occasion:
    """Each task with its rule and visit."""
    ordered = head_first(tasks)
    visit = ordered[0].visit
    return Occasion(
        kind=visit.kind,
        department=visit.department_id,
        purposes=list(dict.fromkeys(task.rule.code for task in ordered)),
        sex=patient.sex,
        age=patient.age_on(day),
    )
