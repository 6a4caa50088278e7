"""The routes of clinical alerts, for tests/access_table.py."""

from typing import Any

from django.utils import timezone

from complaints.forms_flags import FlagsForms, LadderForm
from complaints.models import ClinicalAlert, DutyPost
from policy.alerts import State
from policy.flag_defaults import DEFAULT_FLAGS
from policy.ladder import Ladder
from staff.models import User
from staff.permissions import Permission
from tests import people
from tests.access_route import Kwargs, Route
from tests.complaints import alerting

ANSWERS, TELLS, WATCHES = Permission.ANSWER_ALERTS, Permission.TELL_ALERTS, Permission.WATCH_ALERTS


def in_state(state: State, *, by: User | None = None) -> ClinicalAlert:
    """Dr. Lin's, as far as it should be."""
    return alerting.in_state(state, now=timezone.now(), by=by)


def a_new_one(user: User) -> Kwargs:
    return {"pk": in_state(State.NEW).pk}


def one_in_hand(user: User) -> Kwargs:
    return {"pk": in_state(State.TAKEN).pk}


def a_strangers(user: User) -> Kwargs:
    """Of another department, whose doctor nobody here is."""
    doctor = people.a_doctor("陈立", people.a_department("放射科"))
    doctor.user = alerting.a_colleague()
    doctor.save(update_fields=["user"])
    visit = people.a_visit(doctor=doctor, department=doctor.department)
    return {"pk": alerting.an_alert(now=timezone.now(), visit=visit).pk}


def to_take(user: User) -> Kwargs:
    return {"pk": in_state(State.NEW).pk, "move": "take"}


def strangers_to_take(user: User) -> Kwargs:
    return {**a_strangers(user), "move": "take"}


def version(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"version": ClinicalAlert.objects.get(pk=kwargs["pk"]).version}


def an_order(user: User) -> Kwargs:
    return {"pk": in_state(State.ACTED, by=user).pk}


def a_colleagues_order(user: User) -> Kwargs:
    colleague = people.other_agent() if user == people.agent() else people.agent()
    return {"pk": in_state(State.ACTED, by=colleague).pk}


def with_move(make: Any, move: str) -> Any:
    return lambda user: {**make(user), "move": move}


def words_told(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**version(user, kwargs), "told_to": "女儿", "text": "今晚来急诊"}


def a_post(user: User) -> Kwargs:
    alerting.posts()
    return {"pk": DutyPost.objects.filter(department=None).get().pk}


def the_flags(user: User, kwargs: Kwargs) -> dict[str, Any]:
    rows = FlagsForms(DEFAULT_FLAGS).rows
    values = {row.add_prefix(name): value for row in rows for name, value in row.initial.items()}
    kept = {name: value for name, value in values.items() if value is not False}
    sizes = {"flags-TOTAL_FORMS": len(rows.forms), "flags-INITIAL_FORMS": rows.initial_form_count()}
    return {**kept, **sizes, **a_day_and_a_reason()}


def the_ladder(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {**LadderForm.of(Ladder()).initial, **a_day_and_a_reason()}


def a_day_and_a_reason() -> dict[str, Any]:
    return {"effective_from": str(timezone.localdate()), "reason": "试行"}


def somebody(user: User, kwargs: Kwargs) -> dict[str, Any]:
    return {"department": people.a_department().pk, "person": alerting.head().pk, "deputy": ""}


EDITS = Permission.EDIT_ALERTS
ALERTS = (
    Route("complaints:flags", EDITS),
    Route("complaints:flags_change", EDITS, get=None, post=302, data=the_flags),
    Route("complaints:ladder", EDITS),
    Route("complaints:ladder_change", EDITS, get=None, post=302, data=the_ladder),
    Route(
        "complaints:post_save",
        EDITS,
        get=None,
        post=302,
        data=somebody,
        # An agent heads no department.
        forged=lambda user: {"department": 987_654_321, "person": people.agent().pk},
    ),
    Route("complaints:post_remove", EDITS, get=None, post=302, own=a_post),
    Route("complaints:alerts", ANSWERS),
    Route("complaints:alerts_list", ANSWERS),
    Route("complaints:bell", (ANSWERS, WATCHES, TELLS)),
    Route("complaints:alert", ANSWERS, own=a_new_one, other=a_strangers),
    Route(
        "complaints:alert_draft",
        ANSWERS,
        get=None,
        post=200,
        own=one_in_hand,
        other=a_strangers,
        data={"seq": "1", "page": "p", "text": "无发热"},
    ),
    Route("complaints:alert_number", ANSWERS, get=None, post=200, own=one_in_hand, other=a_strangers),
    Route(
        "complaints:alert_move",
        ANSWERS,
        get=None,
        post=302,
        own=to_take,
        other=strangers_to_take,
        data=version,
    ),
    Route("complaints:watching", WATCHES),
    Route("complaints:watching_list", WATCHES),
    Route("complaints:telling", TELLS, own=an_order, other=a_colleagues_order),
    Route("complaints:telling_number", TELLS, get=None, post=200, own=an_order, other=a_colleagues_order),
    Route(
        "complaints:telling_save",
        TELLS,
        get=None,
        post=302,
        own=with_move(an_order, "tell"),
        other=with_move(a_colleagues_order, "tell"),
        data=words_told,
    ),
)
