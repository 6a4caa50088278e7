"""The inbox: the earliest clock first, one decision, next; praise passed on; few questions asked."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from complaints.models import Complaint, PraiseNotice, StandingOrder
from policy.complaints import Kind, State
from staff.models import AuditEntry, User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, NOW, a_complaint, in_state, ordered
from tests.followups.test_page_costs import constant

pytestmark = pytest.mark.django_db
LATER = NOW + DAY


@pytest.fixture(autouse=True)
def the_day_after() -> Any:
    with time_machine.travel(LATER):
        yield


def inbox(user: User, case: Complaint | None = None) -> Any:
    name, at = ("complaints:inbox_case", [case.pk]) if case else ("complaints:inbox", [])
    return signed_in_as(user).get(reverse(name, args=at))


def move(user: User, case: Complaint, name: str, **data: Any) -> Any:
    url = reverse("complaints:move", args=[case.pk, name])
    return signed_in_as(user).post(url, {"version": case.version, "from": "inbox", **data})


def an_order(case: Complaint, **more: Any) -> dict[str, Any]:
    lin = people.clinician()
    return {
        "responsible": lin.pk,
        "lead": lin.department_id,
        "task": "核实经过",
        "until": "2026-11-24T17:00",
        **more,
    }


def titles(answer: Any) -> list[str]:
    return [row.title for row in answer.context["groups"].rows]


def test_the_breached_stand_first_then_what_ends_first() -> None:
    a_complaint(title="七天", now=NOW)
    a_complaint(title="明天", now=NOW + timedelta(hours=1), severity="severe")
    a_complaint(title="过期", now=NOW - 20 * DAY)
    ordered(a_complaint(title="已下达"), now=NOW)
    answer = inbox(people.assistant())
    assert titles(answer) == ["过期", "明天", "七天"]
    groups = answer.context["groups"]
    assert (groups.watched, groups.all_open) == (1, 4)
    behind = signed_in_as(people.assistant()).get(reverse("complaints:cases"), {"state": "open"})
    assert behind.context["page"].paginator.count == groups.all_open
    assert answer.context["case"].title == "明天"


def test_the_form_is_filled_from_the_standing_order_and_the_deputy_stands_in() -> None:
    case = a_complaint()
    head = people.a_user("8040", "张敏", people.Role.CLINICIAN, department=people.a_department())
    StandingOrder.objects.create(
        department=people.a_department(), person=head, deputy=people.clinician(), task="听两边"
    )
    people.an_absence(head, "2026-11-19", "2026-11-23")
    answer = inbox(people.assistant(), case)
    form = answer.context["moves"]["order"]
    assert form.initial["responsible"] == str(people.clinician().pk)
    assert form.initial["task"] == "听两边"
    assert "张敏" in answer.context["suggestion"].remark
    assert "林晓东" in answer.content.decode()


def test_ordering_leads_to_the_next_case() -> None:
    first, second = a_complaint(title="一"), a_complaint(title="二", now=NOW + timedelta(hours=1))
    answer = move(people.assistant(), first, "order", **an_order(first))
    assert answer["Location"] == reverse("complaints:inbox_case", args=[second.pk])
    first.refresh_from_db()
    assert first.state == State.ORDERED
    last = move(people.assistant(), second, "order", **an_order(second))
    assert last["Location"] == reverse("complaints:inbox")
    assert titles(inbox(people.assistant())) == []


def test_an_order_without_a_person_comes_back_with_what_was_typed() -> None:
    case = a_complaint()
    answer = move(people.assistant(), case, "order", **an_order(case, responsible="", task="听当班护士"))
    assert answer.status_code == 422
    assert "听当班护士" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == State.RECORDED


def test_the_director_decides_what_was_given_to_him_and_orders_it_too() -> None:
    case, other = in_state(State.ESCALATED, anonymous=True), in_state(State.ESCALATED)
    a_complaint(title="还在助理")
    director = people.director()
    assert [row.pk for row in inbox(director).context["groups"].waiting] == [case.pk, other.pk]
    assert "small" in inbox(director, case).context["moves"]
    assert move(director, case, "decide", text="由医务处当面道歉").status_code == 302
    assert move(director, other, "order", **an_order(other)).status_code == 302
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, other.state) == (State.CLOSED, State.ORDERED)


def test_praise_is_passed_on_in_one_go_and_the_rest_stays() -> None:
    praise = a_complaint(kind=Kind.PRAISE, praised=[people.clinician()])
    changed = a_complaint(kind=Kind.PRAISE, title="二")
    other = a_complaint(title="投诉")
    body = {"case": [f"{praise.pk}:{praise.version}", f"{changed.pk}:9", f"{other.pk}:{other.version}"]}
    answer = signed_in_as(people.assistant()).post(reverse("complaints:pass_on_many"), body)
    assert answer.status_code == 302
    states = dict(Complaint.objects.values_list("pk", "state"))
    assert states == {praise.pk: State.CLOSED, changed.pk: State.RECORDED, other.pk: State.RECORDED}
    assert PraiseNotice.objects.told().filter(user=people.clinician()).count() == 1


def test_a_suggestion_can_be_settled_at_once() -> None:
    case = a_complaint(kind=Kind.SUGGESTION, title="叫号屏看不清")
    assert "settle" in inbox(people.assistant(), case).context["moves"]
    move(people.assistant(), case, "settle", how="call", text="已换大屏")
    case.refresh_from_db()
    assert case.state == State.ANSWERED


def test_looking_at_a_case_is_recorded() -> None:
    case = a_complaint()
    inbox(people.assistant(), case)
    entry = AuditEntry.objects.get(act="complaint_viewed")
    assert (entry.object_id, entry.patient_id) == (case.pk, case.patient_id)


def test_both_clocks_say_why() -> None:
    case = a_complaint(departments=[people.a_department("骨科"), people.a_department("收费处")])
    page = inbox(people.assistant(), case).content.decode()
    assert "11-26 周四 24:00" in page
    assert "12-03 周四 24:00" in page
    assert "11-21" in page


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.PRAISE])
def test_the_inbox_asks_little(kind: Kind) -> None:
    def more() -> None:
        a_complaint(kind=kind, departments=[people.a_department(), people.a_department("收费处")])
        ordered(a_complaint())
        a_complaint(now=NOW - 20 * DAY, patient=people.a_patient())

    a_complaint(kind=kind, now=NOW - DAY)
    more()
    constant(people.assistant(), reverse("complaints:inbox"), more, most=10)


def test_the_director_reads_why_it_came_to_him() -> None:
    case = in_state(State.ESCALATED)
    assert "请院长决定。" in inbox(people.director(), case).content.decode()


def test_who_is_dissatisfied_is_heard_again_in_the_inbox() -> None:
    case = in_state(State.REOPENED)
    page = inbox(people.assistant(), case).content.decode()
    assert "可以" in page
    assert "向您道歉" in page or "已电话告知家属并道歉" in page


def test_a_case_that_came_back_says_how_content_they_were_and_who_had_it() -> None:
    page = inbox(people.assistant(), in_state(State.REOPENED)).content.decode()
    assert "已回访处理满意度：1/5" in page
    assert "林晓东" in page.partition("case-before")[2].partition("</dl>")[0]


def test_a_breached_case_says_to_whom_it_was_ordered_before_it_is_ordered_anew() -> None:
    case = ordered(a_complaint(now=NOW - 20 * DAY), now=NOW - 19 * DAY)
    page = inbox(people.assistant(), case).content.decode()
    before = page.partition("case-before")[2].partition("</dl>")[0]
    assert "林晓东" in before
    assert "尚未接收" in before
    assert "重新下达：请谁，做什么，何时前" in page


def test_after_the_last_that_waits_come_the_others_that_wait_and_then_the_breached() -> None:
    breached = ordered(a_complaint(now=NOW - 20 * DAY), now=NOW - 19 * DAY)
    first, last = a_complaint(now=NOW - DAY), a_complaint()
    groups = inbox(people.assistant()).context["groups"]
    assert groups.rows[0].pk == breached.pk
    assert groups.after(breached.pk) == first.pk
    assert groups.after(first.pk) == last.pk
    assert groups.after(last.pk) == first.pk
    assert groups.after(0) == first.pk  # of a case that stands in another group


def test_a_case_outside_the_two_groups_has_no_place_in_them() -> None:
    people.other_agent()
    a_complaint()
    page = inbox(people.assistant(), in_state(State.ANSWERED, anonymous=True)).content.decode()
    assert "第 0 件" not in page
    assert "已电话告知家属并道歉" in page  # what is closed is read first


def test_what_was_answered_late_is_no_longer_work() -> None:
    people.other_agent()  # somebody may ask about the handling
    in_state(State.ANSWERED, now=NOW - 20 * DAY)
    groups = inbox(people.assistant()).context["groups"]
    assert (groups.breached, groups.watched) == ([], 1)
