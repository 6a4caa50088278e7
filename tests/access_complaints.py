"""The routes of the cases, for tests/access_table.py."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from complaints.actions import attachments, waiting
from complaints.models import Complaint
from policy.complaints import Move
from staff.models import User
from staff.permissions import Permission, Role
from tests import people
from tests.access_followups import colleague
from tests.access_route import Kwargs, Person, Route
from tests.complaints import making

SEES, ORDERS, APPROVES = (
    Permission.SEE_COMPLAINTS,
    Permission.ORDER_COMPLAINTS,
    Permission.APPROVE_EXTENSIONS,
)


def his_case(user: User) -> Complaint:
    return making.a_complaint(by=user, now=timezone.now(), phone="17955550001")


def a_case(user: User) -> Kwargs:
    return {"pk": his_case(user).pk}


def a_strangers_case(user: User) -> Kwargs | None:
    """Who leads sees all; an agent and a department their own."""
    if user.role not in (Role.AGENT, Role.CLINICIAN):
        return None
    return {"pk": his_case(people.assistant() if user.role == Role.CLINICIAN else colleague(user)).pk}


def also(make: Callable[[User], Kwargs | None], **more: Any) -> Any:
    def made(user: User) -> Kwargs | None:
        found = make(user)
        return found and {**found, **more}

    return made


def version(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"version": Complaint.objects.get(pk=kwargs["pk"]).version}


def a_reason(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**version(user, kwargs), "text": "请补充科室", "reason": "等会诊结果", "days": 3}


def an_order(user: User, kwargs: Kwargs) -> dict[str, Any]:
    lin = people.clinician()
    return {
        **version(user, kwargs),
        "responsible": lin.pk,
        "lead": lin.department_id,
        "task": "核实经过",
        "until": f"{timezone.localtime() + 2 * making.DAY:%Y-%m-%dT%H:%M}",
    }


def a_recording(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {
        "token": "7f4a2a51-5a62-4e0c-9d5c-0c3a3f5b7a10",
        "kind": "suggestion",
        "channel": "walk_in",
        "severity": "ordinary",
        "words": "候诊叫号屏看不清",
        "departments": people.a_department().pk,
    }


def the_details(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**version(user, kwargs), **a_recording(user, kwargs), "wish": "换大屏"}


def no_such_thing(user: User) -> dict[str, Any]:
    return {"departments": 987_654_321, "patient": 987_654_321, "visit": 987_654_321, "kind": "gossip"}


def a_paper(user: User) -> Kwargs:
    case = his_case(user)
    kept = attachments.attach(
        case.pk, [SimpleUploadedFile("经过.txt", "换药记录".encode())], by=user, now=timezone.now()
    )
    return {"pk": case.pk, "file": kept[0].pk}


def a_strangers_paper(user: User) -> Kwargs | None:
    if user.role not in (Role.AGENT, Role.CLINICIAN):
        return None
    return a_paper(people.assistant() if user.role == Role.CLINICIAN else colleague(user))


def an_asked_extension(user: User) -> Kwargs:
    case = his_case(people.agent())
    asked = waiting.ask_extension(
        case.pk, by=people.assistant(), now=timezone.now(), days=3, reason="等会诊结果"
    )
    return {"pk": case.pk, "what": "extension", "asked": asked.pk}


def another_cases_extension(user: User) -> Kwargs:
    return {**an_asked_extension(user), "pk": his_case(people.agent()).pk}


def some_praise(user: User, kwargs: Kwargs) -> dict[str, Any]:
    praise = making.a_complaint(kind="praise", now=timezone.now())
    return {"case": f"{praise.pk}:{praise.version}"}


def only(*roles: Role) -> Callable[[Person], int]:
    """Whoever is let in and may not do this very thing gets a sentence."""
    return lambda user: 302 if user and user.role in roles else 422


def to_order(user: User) -> Kwargs:
    return {"pk": his_case(user).pk, "move": Move.ORDER}


COMPLAINTS: tuple[Route, ...] = (
    Route("complaints:cases", SEES),
    Route("complaints:case_search", SEES, get=None, post=200, data={"q": "换药"}),
    Route("complaints:inbox", ORDERS),
    Route(
        "complaints:pass_on_many",
        ORDERS,
        get=None,
        post=302,
        data=some_praise,
        forged=lambda user: {"case": "987654321:1"},
    ),
    Route("complaints:inbox_case", ORDERS, own=a_case),
    Route("complaints:new", SEES, post=302, data=a_recording, forged=no_such_thing),
    Route("complaints:patient_find", SEES, get=None, post=200, data={"q": "刘"}),
    Route(
        "complaints:similar",
        SEES,
        get=None,
        post=200,
        data={"title": "叫号屏"},
        forged=lambda user: {"patient": 987_654_321},
    ),
    Route("complaints:case", SEES, own=a_case, other=a_strangers_case),
    Route(
        "complaints:edit",
        SEES,
        post=302,
        own=a_case,
        other=a_strangers_case,
        data=the_details,
        forged=lambda user: {"departments": 987_654_321, "kind": "gossip"},
    ),
    Route("complaints:reveal", SEES, get=None, post=200, own=a_case, other=a_strangers_case),
    Route("complaints:attach", SEES, get=None, post=302, own=a_case, other=a_strangers_case),
    Route("complaints:attachment", SEES, own=a_paper, other=a_strangers_paper),
    Route(
        "complaints:time_ask", ORDERS, get=None, post=302, own=also(a_case, what="extension"), data=a_reason
    ),
    Route(
        "complaints:time_decide",
        APPROVES,
        get=None,
        post=302,
        own=an_asked_extension,
        other=another_cases_extension,
        data={"approved": "1"},
    ),
    Route(
        "complaints:move",
        SEES,
        get=None,
        post=only(Role.ASSISTANT),
        own=to_order,
        other=also(a_strangers_case, move="order"),
        data=an_order,
        forged=lambda user: {"responsible": people.auditor().pk, "lead": 987_654_321, "parts": 987_654_321},
    ),
)
