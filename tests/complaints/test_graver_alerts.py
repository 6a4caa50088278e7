"""A second report in one call: what is graver reaches a doctor anew, what is the same does not (A25)."""

from datetime import timedelta

import pytest

from complaints.actions import alert_moves
from complaints.actions.alerts import Said
from complaints.actions.climbing import climb_due
from complaints.actions.refusals import Refused
from complaints.models import AlertNotice, ClinicalAlert
from policy.alerts import Action, State
from tests import people
from tests.complaints.alerting import FEVER, FRIDAY, PAIN, an_alert, head, in_state

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
