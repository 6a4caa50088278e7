"""A second report in one call: what is graver reaches a doctor anew, what is the same does not (A25)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from complaints.actions import alert_moves
from complaints.actions.alerts import Cause, Said
from complaints.actions.climbing import climb_due
from complaints.actions.refusals import Refused
from complaints.models import AlertCause, AlertNotice, ClinicalAlert
from policy.alerts import Action, Level, State
from policy.flags import BY_HAND
from tests import people
from tests.complaints.alerting import FEVER, FRIDAY, PAIN, an_alert, head, in_state
from tests.threads import together

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = FRIDAY + 2 * MINUTE


def called(alert: ClinicalAlert) -> list[str]:
    found = AlertNotice.objects.filter(step__alert=alert).order_by("pk")
    return list(found.values_list("user__full_name", flat=True))


# --- Another red flag ---


def test_a_graver_flag_calls_whoever_has_taken_it_once_more_and_then_those_above() -> None:
    taken = in_state(State.TAKEN, causes=(FEVER,))
    alert = an_alert(PAIN, call=taken.call, visit=taken.visit, now=LATER, said=Said(words="突然剧痛"))
    alert.refresh_from_db()
    assert alert.pk == taken.pk
    assert (alert.state, alert.level, alert.due_at) == (State.NEW, "urgent", LATER + 10 * MINUTE)
    assert called(alert) == ["林晓东", "林晓东"]
    assert alert.events.get(what="graver").text == "突然剧痛"
    climb_due(now=LATER + 10 * MINUTE)
    assert called(alert)[2:] == ["高立群"]


def test_what_the_doctor_was_typing_when_a_graver_flag_came_stands_there_when_he_takes_it_again() -> None:
    taken, lin = in_state(State.TAKEN, causes=(FEVER,)), people.clinician()
    alert_moves.keep_draft(taken.pk, by=lin, seq=1, page="p", typed={"text": "多喝水"})
    alert = an_alert(PAIN, call=taken.call, visit=taken.visit, now=LATER)
    alert = alert_moves.take(alert.pk, by=lin, now=LATER, version=alert.version)
    assert alert.draft_of(lin)["typed"] == {"text": "多喝水"}


def test_a_graver_flag_goes_on_when_whoever_has_taken_it_is_on_leave_since() -> None:
    taken = in_state(State.TAKEN, causes=(FEVER,))
    people.an_absence(people.clinician(), "2026-11-20", "2026-11-20")
    alert = an_alert(PAIN, call=taken.call, visit=taken.visit, now=LATER)
    assert called(alert) == ["林晓东", head().full_name]


@pytest.mark.parametrize("graver", [True, False])
def test_nobody_decides_on_a_page_that_does_not_show_the_flag_that_was_added(graver: bool) -> None:
    taken = in_state(State.TAKEN, causes=(FEVER if graver else PAIN,))
    alert = an_alert(PAIN if graver else FEVER, call=taken.call, visit=taken.visit, now=LATER)
    with pytest.raises(Refused, match="changed"):
        alert_moves.act(
            alert.pk,
            by=people.clinician(),
            now=LATER,
            version=taken.version,
            action=Action.NOTHING,
            text="多喝水",
        )
    assert alert.state == (State.NEW if graver else State.TAKEN)


# --- What was heard besides ---

GRAVER = Cause(BY_HAND, Level.URGENT)


def by_hand(cause: Cause, before: ClinicalAlert, words: str, **more: Any) -> ClinicalAlert:
    fields = {"now": LATER, "said": Said(words=words), **more}
    alert = an_alert(cause, call=before.call, visit=before.visit, **fields)
    alert.refresh_from_db()
    return alert


def heard(state: State, level: Level = Level.TODAY, **more: Any) -> ClinicalAlert:
    return in_state(state, causes=(Cause(BY_HAND, level),), said=Said(words="伤口有点痒"), **more)


@pytest.mark.parametrize("state", [State.NEW, State.TAKEN])
def test_heard_a_second_time_and_graver_it_calls_anew(state: State) -> None:
    first = heard(state)
    alert = by_hand(GRAVER, first, "胸口剧痛")
    assert (alert.pk, alert.words) == (first.pk, "伤口有点痒\n胸口剧痛")
    assert (alert.state, alert.level, alert.due_at) == (State.NEW, "urgent", LATER + 10 * MINUTE)
    assert called(alert) == ["林晓东", "林晓东"]


@pytest.mark.parametrize("state", [State.ACTED, State.TOLD, State.CLOSED])
@pytest.mark.parametrize("level", [Level.URGENT, Level.TODAY])
def test_what_is_heard_after_the_doctor_has_decided_is_an_alert_of_its_own(
    state: State, level: Level
) -> None:
    first = heard(state)
    alert = by_hand(Cause(BY_HAND, level), first, "胸口剧痛")
    assert alert.pk != first.pk
    assert (alert.state, alert.level, alert.words) == (State.NEW, level, "胸口剧痛")
    assert called(alert) == ["林晓东"]
    first.refresh_from_db()
    assert (first.state, first.words) == (state, "伤口有点痒")


@pytest.mark.parametrize("state", list(State))
def test_ten_presses_with_the_same_words_are_one_report_however_far_the_alert_is(state: State) -> None:
    first = heard(state)
    for _press in range(10):
        assert by_hand(Cause(BY_HAND, Level.TODAY), first, "伤口有点痒") == first
    second = {by_hand(GRAVER, first, "胸口剧痛") for _press in range(10)}
    assert len(second) == 1
    joined = second == {first}
    assert ClinicalAlert.objects.count() == (1 if joined else 2)
    assert len(called(second.pop())) == (2 if joined else 1)
    assert list(AlertCause.objects.order_by("nth").values_list("nth", flat=True)) == [1, 2]


def test_nobody_decides_on_a_page_that_lacks_the_words_that_were_added() -> None:
    first = heard(State.TAKEN)
    alert = by_hand(Cause(BY_HAND, Level.TODAY), first, "渗液发黄")
    assert (alert.pk, alert.state, alert.version) == (first.pk, State.TAKEN, first.version + 1)


def test_a_flag_is_raised_once_in_a_call_whatever_writes_it() -> None:
    alert = an_alert(PAIN)
    for more in ({}, {"nth": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AlertCause.objects.create(alert=alert, call=alert.call, code="pain", at=FRIDAY, **more)


@pytest.mark.parametrize("state", [State.NEW, State.CLOSED])
@pytest.mark.django_db(transaction=True)
def test_two_graver_reports_at_the_same_moment_are_one(state: State) -> None:
    first = heard(state)
    people.agent()
    made = together(*[lambda: by_hand(GRAVER, first, "胸口剧痛").pk] * 4, told=(IntegrityError,))
    assert len({pk for pk in made if not isinstance(pk, IntegrityError)}) == 1
    assert ClinicalAlert.objects.count() == (1 if state is State.NEW else 2)
    assert AlertNotice.objects.count() == 2
