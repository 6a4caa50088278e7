"""The routes of the questionnaires, for tests/access_table.py."""

from typing import Any

from django.utils import timezone

from policy.scripts import State
from scripts_library.models import QuestionnaireVersion
from staff.models import User
from staff.permissions import Permission
from tests.access_route import Kwargs, Route
from tests.scripts_library.asking import brought_to

WRITE, APPROVE = Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS
EITHER = (WRITE, APPROVE)


def in_state(state: State) -> Any:
    return lambda user: {"pk": brought_to(state, now=timezone.localtime()).pk}


def a_questionnaire(user: User) -> Kwargs:
    return {"pk": brought_to(State.PUBLISHED, now=timezone.localtime()).questionnaire_id}


def its_questions(user: User, kwargs: Kwargs) -> dict[str, Any]:
    version = QuestionnaireVersion.objects.get(pk=kwargs["pk"])
    question = {"q-0-0-kind": "scale", "q-0-0-code": "pain", "q-0-0-zh": "疼不疼？"}
    return {"edits": version.edits, "s-0-step": "condition", **question}


QUESTIONNAIRES: tuple[Route, ...] = (
    Route("scripts_library:questionnaires", EITHER),
    Route("scripts_library:questionnaire_new", WRITE, post=302, data={"name_zh": "术后疼痛"}),
    Route("scripts_library:questionnaire_draft", WRITE, get=None, post=302, own=a_questionnaire),
    Route(
        "scripts_library:questionnaire_in_use",
        WRITE,
        get=None,
        post=302,
        own=a_questionnaire,
        data={"in_use": "1"},
    ),
    Route("scripts_library:questionnaire_compare", EITHER, own=a_questionnaire),
    Route("scripts_library:questionnaire", EITHER, own=in_state(State.SUBMITTED)),
    Route(
        "scripts_library:questionnaire_edit",
        WRITE,
        post=302,
        own=in_state(State.DRAFT),
        data=its_questions,
        forged=lambda user: {"departments": 987_654_321},
    ),
    Route("scripts_library:questionnaire_submit", WRITE, get=None, post=302, own=in_state(State.DRAFT)),
    Route(
        "scripts_library:questionnaire_return",
        EITHER,
        get=None,
        post=302,
        own=in_state(State.SUBMITTED),
        data={"reason": "太长"},
    ),
    Route(
        "scripts_library:questionnaire_approve", APPROVE, get=None, post=302, own=in_state(State.SUBMITTED)
    ),
    Route(
        "scripts_library:questionnaire_publish",
        EITHER,
        get=None,
        post=302,
        own=in_state(State.APPROVED),
        data=lambda user, kwargs: {"effective_from": str(timezone.localdate())},
    ),
)
