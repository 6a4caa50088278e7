"""The routes of what a patient needs from us, for tests/access_table.py."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from followups.actions.advising import advise
from followups.actions.ordering import order_calls
from hotline.actions import promises
from hotline.models import PromiseAlarm, PromiseNotice
from patients.models import ClearedPerson, Visit
from staff.models import User
from staff.permissions import Permission
from tests import people
from tests.access_followups import (
    a_colleagues_draft,
    a_draft,
    a_patient,
    another_departments_patient,
    another_departments_visit,
    colleague,
)
from tests.access_route import Kwargs, Route

CALLS, CARES, STEERS = Permission.MAKE_CALLS, Permission.CARE_FOR_PATIENTS, Permission.SUPERVISE


def a_cleared_person(user: User, patient: int | None = None) -> Kwargs:
    person = ClearedPerson.objects.create(
        patient_id=patient or people.a_visit().patient_id,
        name="刘敏",
        relation="女儿",
        named_by="patient",
        recorded_by=user,
        recorded_at=timezone.now(),
    )
    return {"pk": person.pk}


def another_departments_person(user: User) -> Kwargs | None:
    found = another_departments_patient(user)
    return found and a_cleared_person(user, found["pk"])


DISCLOSURE = (
    Route(
        "followups:call_disclose", (CALLS, STEERS), get=None, post=200, own=a_draft, other=a_colleagues_draft
    ),
    Route(
        "followups:cleared_add",
        CARES,
        get=None,
        post=302,
        own=a_patient,
        other=another_departments_patient,
        data={"name": "刘敏", "relation": "女儿", "named_by": "patient"},
    ),
    Route(
        "followups:cleared_withdraw",
        CARES,
        get=None,
        post=302,
        own=a_cleared_person,
        other=another_departments_person,
    ),
)

# --- Promises ---


def a_promise(user: User) -> Kwargs:
    now = timezone.now()
    promise = promises.make(
        people.a_patient(),
        what="问检验结果",
        due_at=now + timedelta(hours=1),
        channel="call",
        by=user,
        token=uuid4(),
        now=now,
    )
    return {"pk": promise.pk}


def a_colleagues_promise(user: User) -> Kwargs | None:
    return None if user.may(STEERS) else a_promise(colleague(user))


def a_notice(user: User) -> Kwargs:
    promise = a_promise(user)["pk"]
    now = timezone.now()
    alarm = PromiseAlarm.objects.create(promise_id=promise, kind="ahead", for_due=now, given_at=now)
    return {"pk": PromiseNotice.objects.create(alarm=alarm, user=user).pk}


def a_colleagues_notice(user: User) -> Kwargs:
    return a_notice(colleague(user))


def in_two_hours(user: User, kwargs: Kwargs) -> dict[str, Any]:
    due = timezone.localtime() + timedelta(hours=2)
    return {"due_at": f"{due:%Y-%m-%dT%H:%M}", "what": "问检验结果", "token": str(uuid4())}


KEEPS = (CALLS, STEERS)
OF_A_PROMISE: dict[str, Any] = {"get": None, "own": a_promise, "other": a_colleagues_promise}
PROMISES = (
    Route("followups:call_needs", (CALLS, STEERS), get=None, post=200, own=a_draft, other=a_colleagues_draft),
    Route("hotline:promises", KEEPS),
    Route("hotline:promise_make", KEEPS, get=None, post=302, own=a_patient, data=in_two_hours),
    Route("hotline:promise_keep", KEEPS, post=302, data={"told": "结果正常"}, **OF_A_PROMISE),
    Route("hotline:promise_break", STEERS, get=None, post=302, own=a_promise, data={"reason": "号码停机"}),
    Route("hotline:promise_postpone", KEEPS, post=302, data=in_two_hours, **OF_A_PROMISE),
    Route(
        "hotline:promise_hand_over",
        KEEPS,
        post=302,
        data=lambda user, kwargs: {"to": people.other_agent().pk},
        **OF_A_PROMISE,
    ),
    Route("hotline:promise_reveal", KEEPS, post=200, **OF_A_PROMISE),
    Route(
        "hotline:promise_notice_seen",
        KEEPS,
        get=None,
        post=302,
        own=a_notice,
        other=a_colleagues_notice,
    ),
)

# --- Needs and ordered calls ---


def an_order(user: User, visit: Visit | None = None) -> Kwargs:
    now = timezone.now()
    visit = visit or people.a_visit()
    [order] = order_calls(visit, days=[now.date()], purpose="问血糖", by=user, now=now)
    return {"pk": order.pk}


def another_departments_order(user: User) -> Kwargs | None:
    found = another_departments_visit(user)
    return found and an_order(user, Visit.objects.get(**found))


def further_calls(user: User, kwargs: Kwargs) -> dict[str, Any]:
    visit = Visit.objects.filter(patient=kwargs["pk"]).first()
    day = timezone.localdate() + timedelta(days=3)
    series = {"first": str(day), "times": 2, "every": 7, "purpose": "问血糖"}
    return {**series, "visit": visit.pk if visit else 0}


OF_A_PATIENT: dict[str, Any] = {"get": None, "own": a_patient, "other": another_departments_patient}
CARE = (
    Route("followups:needs_save", CARES, post=302, data={"best_hours": "晚上"}, **OF_A_PATIENT),
    Route("followups:order_make", CARES, post=302, data=further_calls, **OF_A_PATIENT),
    Route(
        "followups:order_withdraw",
        CARES,
        get=None,
        post=302,
        own=an_order,
        other=another_departments_order,
        data={"reason": "已复诊"},
    ),
)


def some_advice(user: User, visit: Visit | None = None) -> Kwargs:
    now = timezone.now()
    due, visit = now.date() + timedelta(days=9), visit or people.a_visit()
    advice = advise(visit, what="拆线", due_on=due, told=False, remind=False, by=user, now=now)
    return {"pk": advice.pk}


def another_departments_advice(user: User) -> Kwargs | None:
    found = another_departments_visit(user)
    return found and some_advice(user, Visit.objects.get(**found))


def a_return(user: User, kwargs: Kwargs) -> dict[str, Any]:
    visit = Visit.objects.filter(patient=kwargs["pk"]).first()
    day = timezone.localdate() + timedelta(days=9)
    return {"due_on": str(day), "what": "拆线", "visit": visit.pk if visit else 0, "remind": "on"}


ADVICE = (
    Route("followups:return_visits", CARES),
    Route("followups:advice_make", CARES, post=302, data=a_return, **OF_A_PATIENT),
    Route(
        "followups:advice_told",
        CARES,
        get=None,
        post=302,
        own=some_advice,
        other=another_departments_advice,
    ),
)

NEEDS = (*DISCLOSURE, *PROMISES, *CARE, *ADVICE)
