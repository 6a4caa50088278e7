"""A22, A17: who is reminded of what, each alarm once, also after the worker was away; seen, it is gone."""

from datetime import date
from typing import Any

import pytest
import time_machine

from policy.calendar import DayKind, Source
from regulation.actions.editions import publish_edition
from regulation.models import CalendarDay
from regulation.options import Options
from reports.actions import answering, moves
from reports.actions.drafting import draft, draft_due
from reports.actions.refusals import Refused
from reports.actions.reminding import remind, see
from reports.models import Report, ReportAlarm, ReportNotice
from reports.queries.departments import asked, silent
from reports.reminding import reminders
from staff.models import AuditEntry
from staff.permissions import Role
from tests import people
from tests.clients import StaffClient
from tests.reports.hospitals import a_month_of
from tests.reports.writing import (
    APPROVED,
    DRAFTED,
    FINAL,
    MONTH,
    SPAN,
    a_report,
    approved,
    final,
    signed,
    submitted,
)
from tests.threads import together

pytestmark = pytest.mark.django_db


def given() -> list[tuple[str, str]]:
    return list(ReportAlarm.objects.order_by("pk").values_list("step", "level"))


def called() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for notice in ReportNotice.objects.select_related("user", "alarm").order_by("pk"):
        found.setdefault(notice.user.role, []).append((notice.alarm.step, notice.alarm.level))
    return found


def at(day: str, hour: str = "09:12") -> Any:
    return people.moment(f"{day} {hour}")


def test_a_draft_is_reminded_of_on_the_26th_and_overdue_from_the_27th_one_step_up() -> None:
    a_month_of(2)
    people.supervisor(), people.director(), people.assistant()
    a_report()
    assert remind(now=at("2026-11-25", "23:59")) == 0
    assert [remind(now=at("2026-11-26")) for _run in range(3)] == [1, 0, 0]
    assert called() == {"supervisor": [("submit", "due")]}
    assert remind(now=at("2026-11-27")) == 1
    assert called() == {
        "supervisor": [("submit", "due"), ("submit", "overdue")],
        "director": [("submit", "overdue")],
    }


def test_a_worker_that_was_away_gives_every_alarm_and_calls_for_the_newest_only() -> None:
    a_month_of(2)
    people.supervisor(), people.director()
    draft_due(now=at("2026-11-28"))
    Report.objects.exclude(kind="month").update(owed_on=date(2027, 1, 1))
    remind(now=at("2026-11-28"))
    assert given() == [("submit", "due"), ("submit", "overdue")]
    assert called() == {"supervisor": [("submit", "overdue")], "director": [("submit", "overdue")]}


def test_what_is_submitted_waits_for_the_director_and_then_his_assistant_hears_of_it() -> None:
    a_month_of(2)
    people.assistant(), people.director()
    submitted()
    assert remind(now=at("2026-11-26")) == 0  # it came today: the overview shows it
    remind(now=at("2026-11-27"))
    remind(now=at("2026-11-28"))
    assert called() == {
        "director": [("approve", "due"), ("approve", "overdue")],
        "assistant": [("approve", "overdue")],
    }


def test_each_silent_department_is_asked_two_days_before_and_who_answered_is_left_alone() -> None:
    a_month_of(2)
    lin, done = people.clinician(), people.assistant()
    report = approved()
    assert remind(now=at("2026-11-27")) == 0
    assert remind(now=at("2026-11-28")) == 1
    assert [one.words for one in reminders(lin)] == ["等待您科室的反馈"]
    answering.answer(report.pk, department=lin.department, text="已讨论", by=lin, now=at("2026-11-29"))  # type: ignore[arg-type]
    assert reminders(lin) == []
    remind(now=at("2026-12-01"))
    assert ("answer", "overdue") not in given()
    assert [(one.words, one.late) for one in reminders(done)] == [("还未定稿", True)]


def test_a_department_that_stays_silent_until_the_30th_is_named_to_the_assistant() -> None:
    a_month_of(2)
    assistant = people.assistant()
    people.clinician(), people.director()
    approved()
    remind(now=at("2026-12-01"))
    said = {one.words: (one.about, one.day) for one in reminders(assistant)}
    assert said == {
        "尚缺反馈：": (people.clinician().department.name, date(2026, 11, 30)),  # type: ignore[union-attr]
        "还未定稿": ("", date(2026, 11, 30)),
    }


def test_a_measure_past_its_day_calls_who_sees_to_it_and_the_assistant_until_it_is_carried_out() -> None:
    a_month_of(2)
    lin, assistant = people.clinician(), people.assistant()
    report = final()
    measure = answering.set_measure(
        report.pk, department=lin.department, text="入院时核对号码", responsible=lin,  # type: ignore[arg-type]
        due_on=date(2026, 12, 10), by=lin, now=FINAL,
    )  # fmt: skip
    assert remind(now=at("2026-12-07")) == 0
    assert remind(now=at("2026-12-08")) == 1
    assert remind(now=at("2026-12-11")) == 1
    assert [(one.about, one.late) for one in reminders(lin)] == [("入院时核对号码", True)]
    assert len(reminders(assistant)) == 1
    answering.carry_out(measure.pk, proof="见登记本", by=lin, now=at("2026-12-11"))
    assert reminders(lin) == reminders(assistant) == []
    assert remind(now=at("2026-12-20")) == 0


def test_a_returned_report_falls_due_anew_and_rings_anew() -> None:
    a_month_of(2)
    people.supervisor(), people.director()
    waiting = submitted()
    moves.send_back(waiting.pk, remarks="请补充", by=people.director(), now=at("2026-11-27"))
    assert Report.objects.get().owed_on == date(2026, 11, 28)
    remind(now=at("2026-11-29"))
    assert called()["supervisor"] == [("submit", "overdue")]


def test_on_working_days_nothing_falls_due_on_a_closed_day() -> None:
    a_month_of(1)
    for day in ("2026-11-27", "2026-11-28"):
        CalendarDay.objects.create(day=day, kind=DayKind.HOLIDAY, source=Source.OWN)
    publish_edition(
        "options", Options(report_days="working").to_json(), effective_from=date(2026, 11, 1),
        reason="试行", by=people.administrator(), now=people.moment("2026-10-30 09:00"),
    )  # fmt: skip
    assert submitted().owed_on == date(2026, 11, 29)


def test_a_report_asked_for_long_after_its_days_is_not_overdue_at_once() -> None:
    a_month_of(1)
    late = draft(MONTH, SPAN, by=people.supervisor(), now=at("2027-03-10"))
    assert (late.owed_on, late.final_on) == (date(2027, 3, 11), date(2027, 3, 15))
    assert remind(now=at("2027-03-10")) == 0


def test_the_scheduler_comes_twice_and_gives_each_alarm_once_and_the_log_names_nobody() -> None:
    a_month_of(1)
    people.supervisor()
    a_report()
    remind(now=at("2026-11-26"))
    remind(now=at("2026-11-26"))
    entry = AuditEntry.objects.get(detail__what="reminded")
    assert entry.detail == {"what": "reminded", "step": "submit", "level": "due", "people": 1}


def test_seen_by_one_it_still_waits_for_the_other_and_nobody_sees_for_another() -> None:
    a_month_of(1)
    wang, qian = people.supervisor(), people.director()
    a_report()
    remind(now=at("2026-11-27"))
    notice = ReportNotice.objects.get(user=wang)
    assert not see(notice.pk, by=qian, now=APPROVED)
    assert see(notice.pk, by=wang, now=APPROVED)
    assert not see(notice.pk, by=wang, now=APPROVED)
    assert reminders(wang) == []
    assert len(reminders(qian)) == 1


@pytest.mark.parametrize(
    ("who", "page"),
    [
        (people.supervisor, "/supervisor/"),
        (people.director, "/reports/overview/"),
        (people.assistant, "/complaints/inbox/"),
        (people.clinician, "/complaints/department/"),
    ],
)
def test_reminders_stand_where_people_begin_their_day(who: Any, page: str) -> None:
    a_month_of(1)
    user = who()
    report = a_report(DRAFTED)
    alarm = ReportAlarm.objects.create(
        report=report, step="submit", level="overdue", for_day=report.owed_on, given_at=APPROVED
    )
    notice = ReportNotice.objects.create(alarm=alarm, user=user)
    client = StaffClient()
    with time_machine.travel(APPROVED, tick=False):
        client.force_login(user)
        told = client.get(page, follow=True).content.decode()
        assert "还未提交" in told
        reads = user.role != Role.CLINICIAN  # departments see what is approved, and this is a draft
        assert (f'href="/reports/{report.pk}/"' in told) is reads
        answer = client.post(
            f"/reports/reminders/{notice.pk}/seen/", headers={"Referer": f"http://testserver{page}"}
        )
        assert (answer.status_code, answer["Location"]) == (302, page)
        assert "还未提交" not in client.get(page, follow=True).content.decode()


def test_who_may_not_open_the_report_is_given_no_link_to_it() -> None:
    """Whoever sees to a measure may be an agent: told of it, but the report is not his to read."""
    a_month_of(2)
    lin, agent = people.clinician(), people.agent()
    report = final()
    for who, text in ((lin, "入院时核对号码"), (agent, "每周抽查")):
        answering.set_measure(
            report.pk, department=lin.department, text=text, responsible=who,  # type: ignore[arg-type]
            due_on=date(2026, 12, 10), by=lin, now=FINAL,
        )  # fmt: skip
    remind(now=at("2026-12-08"))
    assert [one.url for one in reminders(lin)] == [f"/reports/{report.pk}/"]
    assert [(one.about, one.url) for one in reminders(agent)] == [("每周抽查", "")]


@pytest.mark.django_db(transaction=True)
def test_of_several_schedulers_at_once_one_reminds_and_nobody_is_called_twice() -> None:
    a_month_of(2)
    people.supervisor(), people.director()
    a_report()
    made = together(*[lambda: remind(now=at("2026-11-27"))] * 4)
    assert sum(made) == 2
    assert sorted(given()) == [("submit", "due"), ("submit", "overdue")]
    assert called() == {"supervisor": [("submit", "overdue")], "director": [("submit", "overdue")]}


def test_an_agent_s_report_asks_no_department_and_is_final_on_its_last_day() -> None:
    lin, agent = people.clinician(department=people.a_department()), people.agent()
    a_month_of(3, agent=agent, department=lin.department)
    report = approved(a_report(agent=agent.pk))
    assert (asked(report), silent(report)) == ([], [])
    for day in ("2026-11-28", "2026-12-01"):
        remind(now=at(day))
    assert not ReportNotice.objects.filter(user=lin).exists()
    with pytest.raises(Refused, match="too_early"):
        signed(report, APPROVED)
    assert signed(report).state == "final"
