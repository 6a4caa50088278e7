"""The routes of the day, the call, the patient and the supervisor's room, for tests/access_table.py."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from followups.actions.drafts import open_call
from followups.models import Attempt, Draft, Purpose
from patients.models import Patient
from policy.tasks import State
from staff.models import User
from staff.permissions import Permission
from staff.permissions import Role as StaffRole
from tests import people
from tests.access_route import Kwargs, Route

CALLS, SEES, STEERS = Permission.MAKE_CALLS, Permission.VIEW_PATIENTS, Permission.SUPERVISE


def colleague(user: User) -> User:
    return people.agent() if user.username == people.other_agent().username else people.other_agent()


# --- Open calls ---


def a_draft(user: User) -> Kwargs:
    now = timezone.now()
    task = people.a_task(agent=user, hold_by=user, hold_until=now + timedelta(minutes=10))
    return {"pk": open_call([task], user, now=now).pk}


def a_colleagues_draft(user: User) -> Kwargs:
    return a_draft(colleague(user))


def its_number(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"number": Draft.objects.get(pk=kwargs["pk"]).patient.numbers.get().pk}


def a_strangers_number(user: User) -> dict[str, Any]:
    return {"number": people.a_patient().numbers.get().pk}


def no_answer(user: User, kwargs: Kwargs) -> dict[str, Any]:
    token = Draft.objects.get(pk=kwargs["pk"]).token
    return its_number(user, kwargs) | {"token": str(token), "outcome": "no_answer"}


def a_colleagues_token(user: User) -> dict[str, Any]:
    draft = Draft.objects.get(**a_colleagues_draft(user))
    return a_strangers_number(user) | {"token": str(draft.token)}


def an_attempt(user: User) -> Kwargs:
    now = timezone.now()
    task = people.a_task(agent=user)
    attempt = Attempt.objects.create(
        patient=task.patient,
        agent=user,
        department=task.department,
        dialled_at=now,
        saved_at=now,
        outcome="busy",
    )
    Purpose.objects.create(attempt=attempt, task=task, counted=True, attempt_no=1, state_after=State.OPEN)
    return {"pk": attempt.pk}


def a_colleagues_attempt(user: User) -> Kwargs | None:
    """A supervisor corrects everybody's."""
    return None if user.role == StaffRole.SUPERVISOR else an_attempt(colleague(user))


def a_waiting_task(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"task": people.a_task(agent=user).pk}


def a_colleagues_task(user: User) -> dict[str, Any]:
    return {"task": people.a_task(agent=colleague(user)).pk}


CALLING: tuple[Route, ...] = (
    Route("followups:today", CALLS),
    Route("followups:today_list", CALLS),
    Route("followups:verification", CALLS),
    Route("followups:verify_next", CALLS, get=None, post=302, forged=a_colleagues_task),
    Route("followups:next", CALLS, get=None, post=302),
    Route("followups:call_open", CALLS, get=None, post=302, data=a_waiting_task, forged=a_colleagues_task),
    Route("followups:call", (CALLS, STEERS), own=a_draft, other=a_colleagues_draft),
    Route(
        "followups:call_draft",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
        data={"seq": "1", "page": "a", "notes": "伤口干燥"},
    ),
    Route(
        "followups:call_number",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
        data=its_number,
        forged=a_strangers_number,
    ),
    Route(
        "followups:call_reveal",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
        data=its_number,
        forged=a_strangers_number,
    ),
    Route(
        "followups:call_alert",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
        data={"by_hand": "1"},
    ),
    Route(
        "followups:call_alert_raise",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
        data={"by_hand": "1", "alert_words": "说话含糊"},
    ),
    Route(
        "followups:call_alert_refuse",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
        data={"alert_reason": "听错了"},
    ),
    Route(
        "followups:call_complaint",
        (CALLS, STEERS),
        get=None,
        post=200,
        own=a_draft,
        other=a_colleagues_draft,
    ),
    Route(
        "followups:call_save",
        (CALLS, STEERS),
        get=None,
        post=302,
        own=a_draft,
        other=a_colleagues_draft,
        data=no_answer,
        forged=a_colleagues_token,
    ),
    Route(
        "followups:call_release", (CALLS, STEERS), get=None, post=302, own=a_draft, other=a_colleagues_draft
    ),
    Route(
        "followups:call_correct",
        (CALLS, STEERS),
        get=None,
        post=302,
        own=an_attempt,
        other=a_colleagues_attempt,
    ),
)

# --- Patients ---


def a_patient(user: User) -> Kwargs:
    return {"pk": people.a_visit().patient_id}


def a_visit(user: User) -> Kwargs:
    return {"pk": people.a_visit().pk}


def another_departments_visit(user: User) -> Kwargs | None:
    """Only clinicians are bound to a department."""
    if user.role != StaffRole.CLINICIAN:
        return None
    return {"pk": people.a_visit(department=people.a_department("产科")).pk}


def another_departments_patient(user: User) -> Kwargs | None:
    visit = another_departments_visit(user)
    return visit and {"pk": Patient.objects.get(visits=visit["pk"]).pk}


PATIENTS: tuple[Route, ...] = (
    Route("followups:patients", SEES),
    Route("followups:patient_search", SEES, get=None, post=200, data={"q": "刘"}),
    Route("followups:patient", SEES, own=a_patient, other=another_departments_patient),
    Route(
        "followups:number_add",
        (CALLS, STEERS),
        get=None,
        post=302,
        own=a_patient,
        data={"number": "17955550001"},
    ),
    Route("followups:visit_why", SEES, own=a_visit, other=another_departments_visit),
)

# --- The supervisor's room ---


def no_agent(field: str) -> Any:
    return lambda user: {field: people.auditor().pk}


def an_absence(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"agent": people.agent().pk, "first_day": "2027-01-04", "last_day": "2027-01-05"}


ROOM: tuple[Route, ...] = (
    Route("followups:supervisor", STEERS),
    Route("followups:supervisor_figures", STEERS),
    Route(
        "followups:reassign",
        STEERS,
        get=None,
        post=302,
        data=a_waiting_task,
        forged=no_agent("to"),
    ),
    Route(
        "followups:reassign_preview",
        STEERS,
        get=None,
        post=200,
        data=a_waiting_task,
        forged=no_agent("to"),
    ),
    Route("followups:distribute", STEERS, get=None, post=302),
    Route("followups:absence", STEERS, get=None, post=302, data=an_absence, forged=no_agent("agent")),
    Route("followups:tasks", STEERS),
    Route("followups:export", Permission.EXPORT, get=None, post=200, data={"reason": "own_check"}),
)

FOLLOWUPS = (*CALLING, *PATIENTS, *ROOM)
