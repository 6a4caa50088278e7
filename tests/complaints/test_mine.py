"""What waits for one person, and what only the assistant or the executive director can end (B16, C8)."""

import pytest

from complaints.actions import notices
from complaints.actions.clocks import ring
from complaints.actions.moves import pass_on
from complaints.actions.waiting import ask_extension, ask_pause
from complaints.models import AlarmNotice
from complaints.queries import mine
from policy.complaints import Kind, State
from tests import people
from tests.complaints.making import DAY, HOUR, NOW, a_complaint, answered, confirmed, in_state

pytestmark = pytest.mark.django_db


def test_whoever_recorded_it_sees_what_he_owes_and_what_came_back() -> None:
    owed, returned, ordered = (in_state(s) for s in (State.DRAFTED, State.RETURNED, State.ORDERED))
    in_state(State.CLOSED)
    li, zhang = people.agent(), people.other_agent()
    assert list(mine.owed(li)) == [owed]
    assert list(mine.returned(li)) == [returned]
    assert set(mine.recorded(li)) == {owed, returned, ordered}
    assert not mine.owed(zhang).exists()
    assert set(mine.ordered_to(people.clinician())) == {owed, ordered}


def test_the_oldest_answer_is_asked_about_first_and_by_nobody_who_handled_it() -> None:
    later, earlier = in_state(State.DRAFTED), in_state(State.DRAFTED)
    answered(later, now=NOW + HOUR)
    answered(earlier, now=NOW)
    assert list(mine.to_confirm(people.other_agent())) == [earlier, later]
    assert not mine.to_confirm(people.agent()).exists()


def test_what_only_the_assistant_can_close() -> None:
    nobody, tried = in_state(State.ANSWERED, anonymous=True), in_state(State.ANSWERED)
    for hour in range(3):
        assert list(mine.to_close()) == [nobody]
        tried = confirmed(tried, None, now=NOW + hour * HOUR, words="")
    assert set(mine.to_close()) == {nobody, tried}


def test_a_reminder_stays_until_it_was_seen_or_the_answer_told_and_only_one_s_own_can_be_seen() -> None:
    case, other = in_state(State.DRAFTED), in_state(State.ORDERED)
    ring(now=NOW + 5 * DAY)
    lin, zhang = people.clinician(), people.other_agent()
    assert mine.reminders(lin).count() == 2
    notice = AlarmNotice.objects.get(user=lin, alarm__clock__complaint=other)
    assert not notices.see_reminder(notice.pk, by=zhang, now=NOW)
    assert notices.see_reminder(notice.pk, by=lin, now=NOW)
    assert mine.reminders(lin).count() == 1
    answered(case, now=NOW + 5 * DAY)
    assert not mine.reminders(lin).exists()


def test_praise_is_there_once_it_is_passed_on_and_an_order_is_seen_by_whom_it_names() -> None:
    lin = people.clinician()
    praise = a_complaint(kind=Kind.PRAISE, praised=[lin])
    assert not mine.praise(lin).exists()
    pass_on(praise.pk, by=people.assistant(), now=NOW, version=praise.version, users=[lin])
    assert notices.read_praise(mine.praise(lin).get().pk, by=lin, now=NOW)
    case = in_state(State.ORDERED)
    assert not notices.see_order(case.pk, by=people.assistant(), now=NOW)
    assert notices.see_order(case.pk, by=lin, now=NOW)
    assert case.orders.get().seen_at == NOW


def test_what_waits_for_the_executive_director_goes_with_the_clock_it_would_prolong() -> None:
    case = in_state(State.DRAFTED)
    ask_extension(case.pk, by=people.assistant(), now=NOW, days=2, reason="等待外院资料")
    ask_pause(case.pk, by=people.assistant(), now=NOW, reason="等待鉴定")
    case.refresh_from_db()
    assert [asked.complaint for asked in mine.extensions_to_decide()] == [case]
    assert [asked.complaint for asked in mine.pauses_to_decide()] == [case]
    answered(case)
    assert not mine.extensions_to_decide().exists()
    assert not mine.pauses_to_decide().exists()
