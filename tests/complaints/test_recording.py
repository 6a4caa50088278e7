"""Taking it in: A10, A20, B13, B16, D5. Not twice, not by a stranger, not without what is required."""

from typing import Any
from uuid import uuid4

import pytest

from complaints.actions import recording
from complaints.actions.refusals import Missing, Refused
from complaints.limits import limits_at, points_at
from complaints.models import Complaint
from complaints.queries.earlier import earlier_of, similar, similar_to
from policy.clocks import ClockSpec, Unit
from policy.complaints import Channel, Kind, State
from policy.points import DEFAULT_POINTS
from regulation.actions.editions import publish_edition
from regulation.history import history
from regulation.limits import Limits
from regulation.models.editions import Subject
from staff.models import AuditEntry
from tests import people
from tests.complaints.making import DAY, NOW, a_complaint, drafted, in_state
from tests.people import moment

pytestmark = pytest.mark.django_db


def test_it_is_with_the_assistant_at_once_and_whoever_recorded_it_keeps_it() -> None:
    case = a_complaint()
    assert (case.state, case.number) == (State.RECORDED, "T20261119-01")
    assert list(Complaint.objects.waiting_for_decision()) == [case]
    assert case.recorded_by == people.agent()
    assert AuditEntry.objects.get(act="complaint_recorded").detail["kind"] == "complaint"


def test_numbers_count_the_hospital_s_day_and_go_beyond_ninety_nine() -> None:
    a_complaint(now=moment("2026-11-19 23:59"))
    assert a_complaint(now=moment("2026-11-20 00:00")).number == "T20261120-01"
    Complaint.objects.filter(number="T20261119-01").update(number="T20261119-99")
    assert a_complaint().number == "T20261119-100"
    assert a_complaint().number == "T20261119-101"


def test_one_token_is_one_case_and_no_key_to_somebody_else_s() -> None:
    token = uuid4()
    first = a_complaint(token=token)
    assert a_complaint(token=token, title="again") == first
    assert Complaint.objects.count() == 1
    assert first.events.count() == 1
    with pytest.raises(Refused, match="not_yours"):
        a_complaint(token=token, by=people.other_agent())


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_who_sees_no_cases_records_none(role: str) -> None:
    with pytest.raises(Refused, match="not_yours"):
        a_complaint(by=getattr(people, role)())


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"title": " "}, ("title",)),
        ({"words": "\0"}, ("words",)),
        ({"channel": Channel.WEB, "anonymous": True}, ("web_url", "plan")),
        ({"kind": Kind.ADVERSE_EVENT, "place": "病房"}, ("happened",)),
    ],
)
def test_what_a_kind_or_a_channel_asks_for_is_asked_for(
    fields: dict[str, Any], missing: tuple[str, ...]
) -> None:
    with pytest.raises(Missing) as refused:
        a_complaint(**fields)
    assert refused.value.fields == missing
    assert not Complaint.objects.exists()


def test_what_is_longer_than_there_is_room_for_is_refused_and_not_cut() -> None:
    with pytest.raises(Refused, match="too_long"):
        a_complaint(title="长" * 101)
    with pytest.raises(Refused, match="too_long"):
        drafted(in_state(State.INVESTIGATED), no_measure_reason="长" * 501)


def test_whether_anybody_can_be_told_follows_from_the_numbers() -> None:
    assert a_complaint().has_contact
    assert not a_complaint(patient=people.a_patient(phone=None)).has_contact
    assert not a_complaint(anonymous=True).has_contact
    assert a_complaint(anonymous=True, phone="17955550000").has_contact
    assert not a_complaint(patient=people.a_patient(deceased=True)).has_contact
    assert a_complaint(anonymous=True, has_contact=True).has_contact


def test_a_visit_brings_its_patient() -> None:
    visit = people.a_visit()
    assert a_complaint(visit=visit, patient=None).patient == visit.patient


def test_the_limits_of_the_day_it_is_recorded_count() -> None:
    two_hours = Limits(
        clocks=(ClockSpec("quick", Unit.HOURS, 2, kinds=(Kind.COMPLAINT,)),),
        roles={Kind.COMPLAINT: ("quality",)},
        required={Kind.COMPLAINT: ("wish",)},
    )
    day = (NOW + DAY).date()
    zhao = people.assistant()
    publish_edition(Subject.LIMITS, two_hours.to_json(), effective_from=day, reason="测试", by=zhao, now=NOW)
    assert limits_at(NOW.date()) == Limits()
    assert limits_at(day) == two_hours
    assert set(a_complaint().clocks.values_list("code", flat=True)) == {"hospital", "national"}
    with pytest.raises(Missing):
        a_complaint(now=NOW + DAY)
    case = a_complaint(now=NOW + DAY, wish="道歉")
    assert list(case.clocks.values_list("code", flat=True)) == ["quick"]
    assert len(history(Subject.LIMITS)[0].changes) == 6  # new, three taken off, two others


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"clocks": [], "roles": {}, "required": {"complaint": "title"}},
        {"clocks": [], "roles": {"complaint": ["auditor"]}, "required": {}},
        {"clocks": [], "roles": {"complaint": []}, "required": {}},
        {"clocks": [], "roles": {}, "required": {"gossip": ["wish"]}},
        {"clocks": [], "roles": {}, "required": {"complaint": ["password"]}},
        {"clocks": [{"code": "x"}], "roles": {}, "required": {}},
    ],
)
def test_limits_that_make_no_sense_are_not_published(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (each has its own code)
        publish_edition(Subject.LIMITS, wrong, effective_from=NOW.date(), reason="x", by=None, now=NOW)


def test_the_table_of_points_is_an_edition_too() -> None:
    assert points_at(NOW.date()) == DEFAULT_POINTS
    data = {"items": [{"code": "answer_late", "name": "答复超期", "points": "5"}]}
    publish_edition(Subject.POINTS, data, effective_from=NOW.date(), reason="x", by=None, now=NOW)
    assert [str(item.points) for item in points_at(NOW.date()).items] == ["5"]
    assert len(history(Subject.POINTS)[0].changes) == len(DEFAULT_POINTS.items)
    with pytest.raises(ValueError, match="malformed"):
        publish_edition(Subject.POINTS, {"rows": []}, effective_from=NOW.date(), reason="x", by=None, now=NOW)


def test_the_same_patient_the_same_line_and_the_same_post_are_found() -> None:
    url = "https://example.org/p/1"
    liu = people.a_patient()
    case = a_complaint(patient=liu, title="甲")
    same_patient = a_complaint(patient=liu, title="乙", now=NOW + 30 * DAY)
    same_line = a_complaint(title="甲", now=NOW + 31 * DAY)
    a_complaint(patient=liu, title="丙", now=NOW + 100 * DAY)
    a_complaint(title="丁", now=NOW + 2 * DAY)
    zhao = people.assistant()
    assert similar(case, user=zhao) == [same_line, same_patient]
    post = a_complaint(channel="web", web_url=url, plan="核实", anonymous=True, title="戊", now=NOW)
    assert similar_to(user=zhao, now=NOW + 300 * DAY, web_url=url) == [post]
    assert similar(case, user=people.other_agent()) == []  # not even that there is one


def test_what_a_patient_has_said_before() -> None:
    liu = people.a_patient()
    first, second = a_complaint(patient=liu), a_complaint(patient=liu, now=NOW + DAY)
    zhao = people.assistant()
    assert list(earlier_of(liu, user=zhao)) == [second, first]
    assert list(earlier_of(liu, user=zhao, before=second.recorded_at)) == [first]


def test_linked_cases_know_each_other() -> None:
    first, second = a_complaint(), a_complaint()
    for _press in range(2):
        recording.link(first.pk, second.pk, by=people.assistant(), now=NOW)
    assert list(first.linked.all()) == [second]
    assert list(second.linked.all()) == [first]
    assert [case.events.filter(what="linked").count() for case in (first, second)] == [1, 1]
    with pytest.raises(Refused, match="not_yours"):
        recording.link(first.pk, second.pk, by=people.agent(), now=NOW)
