"""Each move through the database: A10, A20, A31, B16, C8. Nothing is written when a move is refused."""

from typing import Any

import pytest
from django.db import transaction

from complaints.actions import moves, recording
from complaints.actions.refusals import Conflict, Missing, Refused
from complaints.models import Complaint, Event, PraiseNotice
from policy.complaints import CloseReason, Kind, Move, State
from staff.models import AuditEntry, User
from tests import people
from tests.complaints.making import (
    DAY,
    HOUR,
    NOW,
    a_complaint,
    answered,
    confirmed,
    drafted,
    found,
    in_state,
    ordered,
)

pytestmark = pytest.mark.django_db


def refusal(move: Any, case: Complaint, **given: Any) -> str:
    """The code, after making sure that nothing was written."""
    before = (Complaint.objects.values().get(pk=case.pk), Event.objects.count(), AuditEntry.objects.count())
    with pytest.raises(Refused) as refused, transaction.atomic():
        move(case.pk, now=NOW, version=case.version, **given)
    assert before == (
        Complaint.objects.values().get(pk=case.pk), Event.objects.count(), AuditEntry.objects.count()
    )  # fmt: skip
    return refused.value.code


def test_the_whole_way_from_the_inbox_to_the_content_patient() -> None:
    case = in_state(State.ANSWERED)
    closed = confirmed(case, 5, now=NOW + HOUR)
    assert (closed.state, closed.close_reason) == (State.CLOSED, CloseReason.CONFIRMED)
    assert (closed.claimed_level, closed.confirmed_level, closed.closed_at) == (4, 5, NOW + HOUR)
    told = list(closed.events.exclude(what="alarm").values_list("what", "from_state", "to_state"))
    assert told == [
        ("recorded", "", ""),
        ("order", "recorded", "ordered"),
        ("find", "ordered", "investigated"),
        ("draft", "investigated", "drafted"),
        ("answer", "drafted", "answered"),
        ("confirm", "answered", "closed"),
    ]
    moved = AuditEntry.objects.filter(act="complaint_moved", object_id=closed.pk)
    assert [entry.detail["move"] for entry in moved.order_by("pk")] == [what for what, *_ in told[1:]]


def test_the_log_holds_codes_and_no_words() -> None:
    case = in_state(State.CLOSED)
    entries = AuditEntry.objects.filter(object_type="complaint", object_id=case.pk)
    said = " ".join(str(entry.detail) for entry in entries)
    assert entries.count() >= 6
    assert "withheld" not in said
    assert all(text not in said for text in (case.title, case.answer, "情况属实"))


def test_dissatisfied_once_it_comes_back_with_fresh_clocks_and_twice_it_goes_to_the_director() -> None:
    case = in_state(State.ANSWERED)
    again = confirmed(case, 2, now=NOW + DAY, words="没有解释费用")
    assert (again.state, again.reopened, again.order) == (State.REOPENED, 1, None)
    assert {(clock.round, clock.stopped_at) for clock in again.clocks.all()} == {(1, NOW), (2, None)}
    for step in (ordered, found, drafted, answered):
        again = step(again, now=NOW + DAY)
    assert again.answered_at == NOW  # the first answer stays the first
    assert again.told_at == NOW + DAY
    up = confirmed(again, 3, now=NOW + 2 * DAY, words="还是没有")
    assert (up.state, up.reopened, up.escalated_at) == (State.ESCALATED, 1, NOW + 2 * DAY)
    assert up.clocks.filter(stopped_at=None, round=3).exists()
    qian = people.director()
    done = moves.decide(up.pk, by=qian, now=NOW + 2 * DAY, version=up.version, text="院长已面谈。")
    assert (done.state, done.close_reason) == (State.CLOSED, CloseReason.DECIDED)


def test_dissatisfied_without_a_reason_is_not_enough() -> None:
    case = in_state(State.ANSWERED)
    with pytest.raises(Missing) as missing:
        confirmed(case, 1, words=" ")
    assert missing.value.fields == ("text",)


def test_whoever_had_a_hand_in_it_does_not_ask_about_the_handling() -> None:
    case = in_state(State.ANSWERED)  # Li has told the answer
    assert refusal(moves.confirm, case, by=people.agent(), level=5) == "handled_it"
    assert case not in Complaint.objects.to_confirm_by(people.agent())
    assert case in Complaint.objects.to_confirm_by(people.other_agent())


def test_an_anonymous_case_is_answered_and_closed_by_the_assistant_as_nobody_can_be_asked() -> None:
    case = in_state(State.ANSWERED, anonymous=True)
    assert not case.has_contact
    assert refusal(moves.confirm, case, by=people.other_agent(), level=5) == "no_contact"
    done = moves.close_unconfirmed(case.pk, by=people.assistant(), now=NOW, version=case.version)
    assert done.close_reason == CloseReason.NO_CONTACT


def test_three_calls_that_reach_nobody_come_before_closing_unasked_and_only_those_of_this_answer_count() -> (
    None
):
    case = in_state(State.ANSWERED)
    zhao = people.assistant()
    assert refusal(moves.close_unconfirmed, case, by=zhao) == "has_contact"
    for hour in range(3):
        if hour:
            assert refusal(moves.close_unconfirmed, case, by=zhao) == "tried_too_little"
        case = confirmed(case, None, now=NOW + hour * HOUR, words="")
        assert case.state == State.ANSWERED
    done = moves.close_unconfirmed(case.pk, by=zhao, now=NOW + DAY, version=case.version)
    assert (done.state, done.close_reason) == (State.CLOSED, CloseReason.NOT_REACHED)


def test_tries_of_the_first_answer_do_not_close_the_second() -> None:
    case = in_state(State.ANSWERED)
    for hour in range(2):
        case = confirmed(case, None, now=NOW + hour * HOUR, words="")
    case = confirmed(case, 1, now=NOW + DAY)
    for step in (ordered, found, drafted, answered):
        case = step(case, now=NOW + 2 * DAY)
    case = confirmed(case, None, now=NOW + 2 * DAY, words="")
    assert refusal(moves.close_unconfirmed, case, by=people.assistant()) == "tried_too_little"


def test_an_order_names_a_person_of_a_role_that_answers_and_a_moment_to_come() -> None:
    case = a_complaint()
    zhao, lin = people.assistant(), people.clinician()
    order = {"by": zhao, "responsible": lin, "lead": lin.department, "task": "核实", "until": NOW + DAY}
    assert refusal(moves.order, case, **{**order, "responsible": people.agent()}) == "wrong_role"
    assert refusal(moves.order, case, **{**order, "until": NOW}) == "until_past"
    assert refusal(moves.order, case, **{**order, "task": " "}) == "missing"
    assert refusal(moves.order, case, **{**order, "by": people.supervisor()}) == "not_yours"
    User.objects.filter(pk=lin.pk).update(is_active=False)
    lin.refresh_from_db()
    assert refusal(moves.order, case, **{**order, "responsible": lin}) == "inactive"


def test_an_order_to_several_departments_is_seen_by_each_and_by_no_other() -> None:
    nurses, cashiers, others = (people.a_department(name) for name in ("护理部", "收费处", "放射科"))
    hao = people.a_user("8032", "孙浩", "clinician", department=cashiers)
    stranger = people.a_user("8033", "陈立", "clinician", department=others)
    case = ordered(a_complaint(), lead=nurses, parts=[(cashiers, hao), (nurses, None)])
    assert {d.name for d in case.departments.all()} >= {"护理部", "收费处"}
    assert case.order is not None
    assert [part.person for part in case.order.parts.all()] == [hao]
    assert case in Complaint.objects.visible_to(hao)
    assert case not in Complaint.objects.visible_to(stranger)
    assert set(case.handlers.all()) == {people.assistant(), people.clinician(), hao}


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_keeps_the_rules_or_the_log_sees_no_case(role: str) -> None:
    a_complaint()
    assert not Complaint.objects.visible_to(getattr(people, role)()).exists()


def test_a_post_on_the_web_reaches_its_department_at_once_and_another_complaint_does_not() -> None:
    lin = people.clinician()
    post = a_complaint(
        channel="web", web_url="https://example.org/p/1", plan="先致歉，再核实", anonymous=True
    )
    assert list(Complaint.objects.visible_to(lin)) == [post]
    a_complaint()
    assert list(Complaint.objects.visible_to(lin)) == [post]


def test_an_agent_sees_his_own_and_what_he_may_ask_about() -> None:
    mine, theirs = a_complaint(), a_complaint(by=people.other_agent())
    assert list(Complaint.objects.visible_to(people.agent())) == [mine]
    assert list(Complaint.objects.visible_to(people.other_agent())) == [theirs]


def test_handing_back_ends_the_order_and_returns_it_to_the_inbox() -> None:
    case = in_state(State.ORDERED)
    back = moves.hand_back(case.pk, by=people.clinician(), now=NOW, version=case.version, text="不是我科")
    assert (back.state, back.order) == (State.RECORDED, None)
    assert refusal(moves.find, back, by=people.clinician(), verdict="verified", text="x") == "wrong_state"


def test_without_a_measure_or_the_reason_for_none_no_answer_is_drafted() -> None:
    case = in_state(State.INVESTIGATED)
    assert refusal(moves.draft, case, by=people.clinician(), text="答复") == "no_measure"
    case = drafted(case, no_measure_reason="误会")
    assert case.no_measure_reason == "误会"
    assert drafted(case, no_measure_reason="").state == State.DRAFTED  # the reason stays


def test_whoever_was_asked_first_may_tell_the_answer_and_another_agent_may_not() -> None:
    case = in_state(State.DRAFTED)
    assert refusal(moves.answer, case, by=people.other_agent(), how="call", text="x") == "not_yours"
    assert answered(case).answered_by == people.agent()


def test_praise_is_passed_on_to_whom_the_assistant_chooses() -> None:
    lin, hao = people.clinician(), people.a_user("8032", "孙浩", "clinician")
    case = a_complaint(kind=Kind.PRAISE, praised=[lin, hao])
    assert (case.due_at, case.clocks.count()) == (None, 0)
    assert not PraiseNotice.objects.told().exists()
    assert case not in Complaint.objects.visible_to(hao)
    done = moves.pass_on(case.pk, by=people.assistant(), now=NOW, version=case.version, users=[lin])
    assert done.close_reason == CloseReason.PASSED_ON
    assert [notice.user for notice in PraiseNotice.objects.told()] == [lin]
    assert done in Complaint.objects.visible_to(lin)
    assert refusal(moves.pass_on, a_complaint(), by=people.assistant(), users=[lin]) == "wrong_kind"


def test_a_suggestion_is_settled_at_once_and_a_complaint_is_not() -> None:
    case, zhao = a_complaint(kind=Kind.SUGGESTION), people.assistant()
    done = moves.settle(case.pk, by=zhao, now=NOW, version=case.version, how="call", text="已采纳")
    assert (done.state, done.answered_at) == (State.ANSWERED, NOW)
    assert refusal(moves.settle, a_complaint(), by=zhao, how="call", text="x") == "wrong_kind"


def test_merging_wins_no_time_whichever_goes_into_which() -> None:
    patient = people.a_patient()
    first, second = a_complaint(patient=patient), a_complaint(patient=patient, now=NOW + 2 * DAY)
    moves.merge(first.pk, by=people.assistant(), now=NOW + 2 * DAY, version=first.version, into=second.pk)
    second.refresh_from_db()
    assert second.due_at == first.due_at
    first.refresh_from_db()
    assert (first.state, first.merged_into, first.closed_at) == (State.MERGED, second, None)
    assert not first.clocks.filter(stopped_at=None).exists()
    assert second.events.filter(what="linked", changes__merged=[None, first.number]).exists()


def test_a_case_is_not_merged_into_itself_nor_into_one_that_nobody_works_on() -> None:
    case, zhao = a_complaint(), people.assistant()
    for target in (case, in_state(State.CLOSED), in_state(State.ANSWERED), in_state(State.MERGED)):
        assert refusal(moves.merge, case, by=zhao, into=target.pk) == "wrong_target"


def test_a_complaint_does_not_vanish_in_a_praise_and_a_praise_may_join_a_complaint() -> None:
    case, zhao = a_complaint(), people.assistant()
    praise = a_complaint(kind=Kind.PRAISE, patient=case.patient)
    assert refusal(moves.merge, case, by=zhao, into=praise.pk) == "wrong_target"
    moves.merge(praise.pk, by=zhao, now=NOW, version=praise.version, into=case.pk)


def test_what_somebody_else_did_meanwhile_is_shown_and_nothing_is_overwritten() -> None:
    case = in_state(State.INVESTIGATED)
    drafted(case, text="第一稿")
    with pytest.raises(Conflict) as conflict:
        moves.draft(
            case.pk,
            by=people.assistant(),
            now=NOW,
            version=case.version,
            text="另一稿",
            no_measure_reason="x",
        )
    assert [(w.by, w.what, w.text) for w in conflict.value.others] == [("林晓东", "draft", "第一稿")]
    shown = conflict.value.complaint
    assert (shown.draft, shown.version) == ("第一稿", case.version + 1)
    both = moves.draft(case.pk, by=people.assistant(), now=NOW, version=shown.version, text="第一稿\n另一稿")
    assert both.draft == "第一稿\n另一稿"


def test_one_s_own_second_window_is_no_less_a_conflict() -> None:
    case = a_complaint()
    ordered(case)
    with pytest.raises(Conflict):
        ordered(case)


def test_details_are_corrected_only_as_long_as_nobody_works_on_it() -> None:
    case = in_state(State.RETURNED)
    changed = recording.edit(
        case.pk, by=people.agent(), now=NOW, version=case.version, place="骨科二病区", phone="17955550000"
    )
    assert (changed.place, changed.version) == ("骨科二病区", case.version + 1)
    event = changed.events.get(what="edited")
    assert event.changes == {"place": ["", "骨科二病区"], "phone": ["…", "…"]}
    with pytest.raises(Refused, match="not_yours"):
        recording.edit(case.pk, by=people.other_agent(), now=NOW, version=changed.version, place="x")
    back = recording.resubmit(
        case.pk, by=people.agent(), now=NOW, version=changed.version, text="已补充", changes={"wish": "道歉"}
    )
    assert (back.state, back.wish) == (State.RECORDED, "道歉")
    later = ordered(back)
    with pytest.raises(Refused, match="wrong_state"):
        recording.edit(case.pk, by=people.agent(), now=NOW, version=later.version, place="x")


def test_every_move_of_the_policy_has_its_action() -> None:
    names = {Move.RETURN: "give_back"}
    assert all(callable(getattr(moves, names.get(move, str(move)))) for move in Move)
