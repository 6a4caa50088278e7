"""The routes of the script library, for tests/access_table.py."""

from typing import Any

from django.utils import timezone

from policy.scripts import State
from scripts_library.actions.rehearsals import begin
from scripts_library.models import ScriptVersion
from staff.models import User
from staff.permissions import Permission
from tests import people
from tests.access_route import Kwargs, Route
from tests.scripts_library.making import a_draft, brought_to, posted

WRITE, APPROVE = Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS
EITHER = (WRITE, APPROVE)
A_PHRASE = {"concern": "promise", "phrase": "包您满意", "reason": "不得承诺"}


def in_state(state: State) -> Any:
    return lambda user: {"pk": brought_to(state, now=timezone.localtime()).pk}


def a_script(user: User) -> Kwargs:
    return {"pk": a_draft().script_id}


def a_rehearsal(user: User) -> Kwargs:
    version = ScriptVersion.objects.earliest("pk")
    return {"pk": begin("price", version, by=user, now=timezone.now()).pk}


def anothers_rehearsal(user: User) -> Kwargs:
    return a_rehearsal(next(one for one in people.everybody() if one.pk != user.pk))


def its_words(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return posted(ScriptVersion.objects.get(pk=kwargs["pk"]))


SCRIPTS: tuple[Route, ...] = (
    Route("scripts_library:library", EITHER),
    Route("scripts_library:script_new", WRITE, post=302, data={"name_zh": "骨科随访", "kinds": "inpatient"}),
    Route("scripts_library:draft", WRITE, get=None, post=302, own=a_script),
    Route("scripts_library:compare", EITHER, own=a_script),
    Route("scripts_library:version", EITHER, own=in_state(State.SUBMITTED)),
    Route(
        "scripts_library:edit",
        WRITE,
        post=302,
        own=in_state(State.DRAFT),
        data=its_words,
        forged=lambda user: {"departments": 987_654_321},
    ),
    Route("scripts_library:submit", WRITE, get=None, post=302, own=in_state(State.DRAFT)),
    Route(
        "scripts_library:send_back",
        EITHER,
        get=None,
        post=302,
        own=in_state(State.SUBMITTED),
        data={"reason": "太长"},
    ),
    Route("scripts_library:approve", APPROVE, get=None, post=302, own=in_state(State.SUBMITTED)),
    Route(
        "scripts_library:publish",
        EITHER,
        get=None,
        post=302,
        own=in_state(State.APPROVED),
        data=lambda user, kwargs: {"effective_from": str(timezone.localdate())},
    ),
    Route("scripts_library:phrases", EITHER),
    Route("scripts_library:phrase_add", EITHER, get=None, post=302, data=A_PHRASE),
    Route("scripts_library:phrase_off", APPROVE, get=None, post=302, data=A_PHRASE | {"phrase": "包治"}),
    Route("scripts_library:phrase_on", APPROVE, get=None, post=302, data=A_PHRASE),
    Route("scripts_library:phrase_remove", APPROVE, get=None, post=302, data=A_PHRASE),
    Route("scripts_library:rehearsals", Permission.REHEARSE),
    Route("scripts_library:rehearsals_all", Permission.SUPERVISE),
    Route("scripts_library:rehearsal_begin", Permission.REHEARSE, get=None, post=302, data={"case": "price"}),
    Route("scripts_library:rehearsal", Permission.REHEARSE, own=a_rehearsal, other=anothers_rehearsal),
    Route(
        "scripts_library:rehearsal_answer",
        Permission.REHEARSE,
        get=None,
        post=302,
        own=a_rehearsal,
        other=anothers_rehearsal,
        data={"at": "0", "answer": "step:greet"},
    ),
)
