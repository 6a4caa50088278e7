"""Measures with proof and the quality office's check; points, objection and decision (A17, E4)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints.actions import measures, points
from complaints.actions.refusals import BadFile, Missing, Refused
from complaints.alsowaits import everything
from complaints.models import Complaint, CorrectiveMeasure, Event, PointEntry
from policy.complaints import State
from policy.points import Entry, month_points
from staff.models import AuditEntry, User
from staff.permissions import Role
from tests import people
from tests.complaints import making
from tests.complaints.making import DAY, HOUR, NOW

pytestmark = pytest.mark.django_db


def a_case(state: State = State.ORDERED) -> Complaint:
    return making.in_state(state)


def a_measure(case: Complaint | None = None, *, by: User | None = None, **more: Any) -> CorrectiveMeasure:
    lin = people.clinician()
    fields: dict[str, Any] = {
        "department": lin.department,
        "text": "换药前告知家属",
        "responsible": lin,
        "due_on": NOW.date() + 7 * DAY,
        **more,
    }
    return measures.set_measure((case or a_case()).pk, by=by or lin, now=NOW, **fields)


def carried_out(**more: Any) -> CorrectiveMeasure:
    measure = a_measure()
    return measures.carry_out(
        measure.pk, by=people.clinician(), now=NOW + HOUR, proof="已培训，见签到表", **more
    )


def checked(measure: CorrectiveMeasure, sufficient: bool = True, **more: Any) -> CorrectiveMeasure:
    fields = {"remark": "" if sufficient else "缺签到表", **more}
    return measures.check(measure.pk, by=people.quality(), now=NOW + DAY, sufficient=sufficient, **fields)


def told() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("what", flat=True))


def test_the_lead_department_sets_a_measure_and_it_is_on_the_timeline_and_in_the_log() -> None:
    case = a_case()
    before = AuditEntry.objects.count()
    measure = a_measure(case)
    assert (measure.complaint_id, measure.responsible_id) == (case.pk, people.clinician().pk)
    assert told()[-1] == "measure_set"
    assert AuditEntry.objects.count() == before + 1
    case.refresh_from_db()
    assert case.version == making.in_state(State.ORDERED).version + 1


def test_a_department_that_takes_part_sets_its_own() -> None:
    room = people.a_department("收费处")
    clerk = people.a_user("8033", "郑华", Role.CLINICIAN, department=room)
    case = making.ordered(making.a_complaint(), parts=[(room, clerk)])
    assert a_measure(case, by=clerk, department=room).department == room


@pytest.mark.parametrize("who", ["agent", "quality", "other_clinician"])
def test_nobody_else_sets_one(who: str) -> None:
    other = {
        "agent": people.agent(),
        "quality": people.quality(),
        "other_clinician": people.a_user(
            "8032", "何静", Role.CLINICIAN, department=people.a_department("产科")
        ),
    }[who]
    with pytest.raises(Refused, match="not_yours"):
        a_measure(by=other)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": " "}, "missing"),
        ({"due_on": date(2026, 11, 18)}, "in_the_past"),
        ({"department": "产科"}, "wrong_department"),
    ],
)
def test_a_measure_that_makes_no_sense_is_refused(more: dict[str, Any], code: str) -> None:
    if "department" in more:
        more = {"department": people.a_department(more["department"])}
    with pytest.raises(Refused, match=code):
        a_measure(**more)
    assert not CorrectiveMeasure.objects.exists()


@pytest.mark.parametrize("state", [State.RECORDED, State.CLOSED, State.ESCALATED])
def test_there_is_a_measure_only_while_somebody_is_at_work_on_the_case(state: State) -> None:
    with pytest.raises(Refused, match="wrong_state"):
        a_measure(a_case(state))


def test_proof_comes_after_the_case_is_closed_and_leaves_it_as_it_is() -> None:
    measure = a_measure()
    case = Complaint.objects.get()
    for step in (making.found, making.drafted, making.answered):
        case = step(case)
    case = making.confirmed(case, 5)
    paper = SimpleUploadedFile("签到表.txt", "签到".encode())
    measures.carry_out(measure.pk, by=people.clinician(), now=NOW + DAY, proof="已培训", files=[paper])
    measure.refresh_from_db()
    assert measure.carried_out_at == NOW + DAY
    assert [file.name for file in measure.attachments.all()] == ["签到表.txt"]
    assert Complaint.objects.get().version == case.version


def test_a_file_that_will_not_do_leaves_nothing_behind() -> None:
    measure = a_measure()
    bad = SimpleUploadedFile("proof.exe", b"MZ\x90\x00" * 50)
    with pytest.raises(BadFile):
        measures.carry_out(measure.pk, by=people.clinician(), now=NOW, proof="已培训", files=[bad])
    measure.refresh_from_db()
    assert (measure.carried_out_at, measure.proof, measure.attachments.count()) == (None, "", 0)


def test_a_proof_needs_words_and_comes_once() -> None:
    measure = a_measure()
    with pytest.raises(Missing):
        measures.carry_out(measure.pk, by=people.clinician(), now=NOW, proof="  ")
    measures.carry_out(measure.pk, by=people.clinician(), now=NOW, proof="已培训")
    with pytest.raises(Refused, match="already_done"):
        measures.carry_out(measure.pk, by=people.clinician(), now=NOW, proof="又一次")


def test_what_was_found_insufficient_is_carried_out_anew_and_the_first_proof_stays_on_the_timeline() -> None:
    measure = checked(carried_out(), False)
    assert measure.sufficient is False
    assert [*CorrectiveMeasure.objects.overdue(measure.due_on + DAY)] == [measure]  # still to be done
    measures.carry_out(measure.pk, by=people.clinician(), now=NOW + 2 * DAY, proof="补签到表")
    measure.refresh_from_db()
    assert (measure.sufficient, measure.checked_at, measure.proof) == (None, None, "补签到表")
    event = Event.objects.filter(what="measure_done").latest("pk")
    assert event.changes["proof"] == ["已培训，见签到表", "补签到表"]


def test_only_the_quality_office_checks_and_never_its_own() -> None:
    measure = carried_out()
    with pytest.raises(Refused, match="not_yours"):
        measures.check(measure.pk, by=people.assistant(), now=NOW, sufficient=True)
    CorrectiveMeasure.objects.update(responsible=people.quality())
    with pytest.raises(Refused, match="handled_it"):
        checked(measure)


def test_a_check_comes_after_the_proof_and_once() -> None:
    with pytest.raises(Refused, match="not_carried_out"):
        checked(a_measure())
    measure = checked(carried_out())
    with pytest.raises(Refused, match="already_checked"):
        checked(measure)


def test_insufficient_says_what_is_missing() -> None:
    with pytest.raises(Missing):
        checked(carried_out(), False, remark=" ")


def test_a_check_may_take_points_from_the_departments_month() -> None:
    checked(carried_out(), False, item="measure_insufficient")
    entry = PointEntry.objects.get()
    assert (entry.department, entry.month, entry.points) == (
        people.clinician().department,
        date(2026, 11, 1),
        Decimal(1),
    )


# --- Points ---


def some_points(**more: Any) -> PointEntry:
    fields: dict[str, Any] = {"item": "answer_late", "reason": "超过七天", **more}
    return points.take_points(people.a_department(), by=people.quality(), now=NOW, **fields)


def test_points_are_those_of_the_table_and_of_the_hospitals_month() -> None:
    # 23:30 in UTC on the last day of October is November in the hospital.
    late = people.moment("2026-11-01 00:30")
    entry = points.take_points(
        people.a_department(), by=people.quality(), now=late, item="answer_late", reason="迟"
    )
    assert (entry.points, entry.month) == (Decimal(2), date(2026, 11, 1))


@pytest.mark.parametrize("code", ["no_such_item", "missing"])
def test_points_need_an_item_of_the_table_and_a_reason(code: str) -> None:
    wrong = {"no_such_item": {"item": "gossip"}, "missing": {"reason": " "}}[code]
    with pytest.raises(Refused, match=code):
        some_points(**wrong)


def test_an_objection_that_is_upheld_gives_the_points_back() -> None:
    kept, given = some_points(), some_points(item="repeated")
    for entry, upheld in ((kept, False), (given, True)):
        points.object_to(entry.pk, by=people.clinician(), now=NOW, text="已按时答复")
        points.decide_objection(entry.pk, by=people.assistant(), now=NOW, upheld=upheld, decision="查过记录")
    entries = [Entry(e.points, e.upheld) for e in PointEntry.objects.all()]
    assert month_points(entries) == Decimal(2)


def test_only_the_department_objects_and_once() -> None:
    entry = some_points()
    stranger = people.a_user("8032", "何静", Role.CLINICIAN, department=people.a_department("产科"))
    for other in (stranger, people.agent(), people.quality()):
        with pytest.raises(Refused, match="not_yours"):
            points.object_to(entry.pk, by=other, now=NOW, text="不对")
    points.object_to(entry.pk, by=people.clinician(), now=NOW, text="已按时答复")
    with pytest.raises(Refused, match="already_objected"):
        points.object_to(entry.pk, by=people.clinician(), now=NOW, text="再说一次")


def test_whoever_took_the_points_does_not_decide_on_the_objection() -> None:
    entry = points.take_points(
        people.a_department(), by=people.quality(), now=NOW, item="answer_late", reason="迟答"
    )
    points.object_to(entry.pk, by=people.clinician(), now=NOW, text="已按时答复")
    User.objects.filter(pk=people.quality().pk).update(role=Role.ASSISTANT)
    taker, other = User.objects.get(pk=people.quality().pk), people.director()
    with pytest.raises(Refused, match="handled_it"):
        points.decide_objection(entry.pk, by=taker, now=NOW, upheld=False, decision="不变")
    entry.refresh_from_db()
    assert entry.decided_at is None
    assert (points.may_decide(entry, taker), points.may_decide(entry, other)) == (False, True)
    assert [one.n for one in everything(taker)][-1] == 0
    assert [one.n for one in everything(other)][-1] == 1


def test_an_objection_is_decided_once_by_the_assistant_or_the_director() -> None:
    entry = some_points()
    with pytest.raises(Refused, match="no_objection"):
        points.decide_objection(entry.pk, by=people.assistant(), now=NOW, upheld=True, decision="查过")
    points.object_to(entry.pk, by=people.clinician(), now=NOW, text="已按时答复")
    with pytest.raises(Refused, match="not_yours"):
        points.decide_objection(entry.pk, by=people.quality(), now=NOW, upheld=False, decision="不行")
    points.decide_objection(entry.pk, by=people.director(), now=NOW, upheld=False, decision="查过")
    with pytest.raises(Refused, match="already_decided"):
        points.decide_objection(
            entry.pk, by=people.assistant(), now=NOW + timedelta(1), upheld=True, decision="改"
        )
