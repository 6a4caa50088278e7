"""Alerts while several act at the same moment: schedulers, doctors, one who leaves (A25)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from complaints.actions import alert_moves
from complaints.actions.climbing import climb_due
from complaints.actions.forsaken import free_forsaken
from complaints.actions.refusals import Refused
from complaints.models import AlertNotice
from policy.alerts import State
from staff.models import User
from tests import people
from tests.complaints.alerting import FRIDAY, an_alert, head, in_state
from tests.threads import together

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each of them gave, or the code with which it was refused."""
    found = together(*acts, told=(Refused,))
    return [one.code if isinstance(one, Refused) else one for one in found]


def calls(alert: Any) -> list[str]:
    found = AlertNotice.objects.filter(step__alert=alert).order_by("pk")
    return list(found.values_list("user__full_name", flat=True))


def test_two_schedulers_call_nobody_twice_and_leave_nobody_out() -> None:
    alert = an_alert()
    for minute in (10, 20):
        made = at_once(*[lambda at=FRIDAY + minute * MINUTE: climb_due(now=at)] * 4)
        # One that looked while another held the row left it for the next time.
        made = [*made, *(climb_due(now=FRIDAY + minute * MINUTE) for _ in range(2))]
        assert sum(made) == 1
    assert calls(alert) == ["林晓东", "高立群", "段安"]


def test_of_two_doctors_who_take_it_at_once_one_has_it_and_the_other_is_told_so() -> None:
    alert, lin, gao = an_alert(), people.clinician(), head()
    climb_due(now=FRIDAY + 10 * MINUTE)

    def taken_by(doctor: User) -> str:
        return str(alert_moves.take(alert.pk, by=doctor, now=FRIDAY, version=alert.version).taken_by)

    results = at_once(lambda: taken_by(lin), lambda: taken_by(gao))
    alert.refresh_from_db()
    assert sorted(results) == sorted([str(alert.taken_by), "changed"])
    assert alert.events.filter(what="take").count() == 1


def test_what_a_doctor_leaves_behind_is_freed_once() -> None:
    alert = in_state(State.TAKEN)
    User.objects.filter(pk=people.clinician().pk).update(is_active=False)
    assert sum(at_once(*[lambda: free_forsaken(now=FRIDAY + MINUTE)] * 3)) == 1
    assert calls(alert) == ["林晓东", "高立群"]
    assert alert.events.filter(what="left").count() == 1
