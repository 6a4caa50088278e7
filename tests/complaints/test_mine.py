"""What waits for one person, and what only the assistant or the executive director can end (B16, C8)."""

import pytest

from complaints.actions import notices
from complaints.actions.clocks import ring
from complaints.actions.moves import pass_on
from complaints.models import AlarmNotice
from complaints.queries import mine
from policy.complaints import Kind, State
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, HOUR, NOW, a_complaint, answered, in_state

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


def test_the_day_of_the_recorder_says_what_of_it_waits_for_him() -> None:
    in_state(State.DRAFTED), in_state(State.RETURNED), in_state(State.ORDERED)
    li, zhang = (signed_in_as(user).get("/today/").text for user in (people.agent(), people.other_agent()))
    assert "您登记的 2 件投诉建议等您处理" in li
    assert "您登记的" not in zhang


def test_the_oldest_answer_is_asked_about_first_and_by_nobody_who_handled_it() -> None:
    later, earlier = in_state(State.DRAFTED), in_state(State.DRAFTED)
    answered(later, now=NOW + HOUR)
    answered(earlier, now=NOW)
    assert list(mine.to_confirm(people.other_agent())) == [earlier, later]
    assert not mine.to_confirm(people.agent()).exists()


def test_a_reminder_stays_until_it_was_seen_or_the_answer_told_and_only_one_s_own_can_be_seen() -> None:
    case, other = in_state(State.DRAFTED), in_state(State.ORDERED)
    ring(now=NOW + 5 * DAY)
    lin, zhang = people.clinician(), people.other_agent()
    assert len(mine.reminders(lin)) == 2
    notice = AlarmNotice.objects.get(user=lin, alarm__clock__complaint=other)
    assert not notices.see_reminder(notice.pk, by=zhang, now=NOW)
    assert notices.see_reminder(notice.pk, by=lin, now=NOW)
    assert len(mine.reminders(lin)) == 1
    answered(case, now=NOW + 5 * DAY)
    assert not mine.reminders(lin)


def test_two_clocks_remind_of_one_case_in_one_line() -> None:
    case, zhou = in_state(State.ORDERED), people.director()
    ring(now=NOW + 30 * DAY)
    given = AlarmNotice.objects.filter(user=zhou, alarm__clock__complaint=case)
    assert given.count() == 2
    [line] = mine.reminders(zhou)
    assert notices.see_reminder(line.pk, by=zhou, now=NOW + 30 * DAY)
    assert not given.filter(seen_at=None).exists()


def test_praise_is_there_once_it_is_passed_on() -> None:
    lin = people.clinician()
    praise = a_complaint(kind=Kind.PRAISE, praised=[lin])
    assert not mine.praise(lin).exists()
    pass_on(praise.pk, by=people.assistant(), now=NOW, version=praise.version, users=[lin])
    assert notices.read_praise(mine.praise(lin).get().pk, by=lin, now=NOW)
