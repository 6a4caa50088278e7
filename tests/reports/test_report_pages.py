"""The report as people walk it: written, submitted, returned, approved, answered, final."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine

from followups.models import Task
from policy.spans import Span, span_of
from reports.actions import moves
from reports.actions.drafting import draft
from reports.actions.refusals import Refused
from reports.actions.texts import write
from reports.models import Report, ReportMeasure
from tests import people
from tests.clients import StaffClient
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import APPROVED, DRAFTED, FINAL, SUBMITTED, a_report, approved, submitted
from tests.threads import together

REMARKS = re.compile(r'<div class="notice notice-warn">.*?</b> ([^<]+)</span>')


def signed_in(user: Any) -> Any:
    client = StaffClient()
    client.force_login(user)
    return client


def post(client: Any, report: Report, what: str, **data: Any) -> str:
    answer = client.post(f"/reports/{report.pk}/{what}/", data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def shown(client: Any, report: Report, name: str, *, on: str = "") -> dict[str, str]:
    """What a page sends back with a press of its button."""
    page = client.get(f"/reports/{report.pk}/{on}").content.decode()
    found = re.search(rf'name="{name}" value="(\w+)"', page)
    assert found, name
    return {name: found[1]}


@pytest.mark.django_db
def test_a_month_from_its_draft_to_its_final_signature() -> None:
    a_month_of(6, state="unsuccessful", end_reason="no_answer")
    lin = people.clinician()
    with time_machine.travel(DRAFTED, tick=False) as clock:
        report = a_report()
        wang = signed_in(people.supervisor())
        assert "不成功 " in wang.get(f"/reports/{report.pk}/").content.decode()
        edits = {"edits": 1, "situation": "应访 {due} 例。", "problems": "", "proposals": "核对号码"}
        assert "<p>应访 <a" in post(wang, report, "text", **edits)

        clock.move_to(SUBMITTED)
        wang = signed_in(people.supervisor())
        post(wang, report, "submit", **shown(wang, report, "edits"))
        assert signed_in(lin).get(f"/reports/{report.pk}/").status_code == 404
        qian = signed_in(people.director())
        assert f'<a href="/reports/{report.pk}/">' in qian.get("/reports/overview/").content.decode()
        post(qian, report, "return", remarks="请写明科室")
        for path in ("", "text/"):
            assert (
                REMARKS.search(wang.get(f"/reports/{report.pk}/{path}").content.decode())[1] == "请写明科室"
            )
        post(wang, report, "submit", **shown(wang, report, "edits"))
        assert not REMARKS.search(wang.get(f"/reports/{report.pk}/").content.decode())

        clock.move_to(APPROVED)
        qian = signed_in(people.director())
        post(qian, report, "approve", version=2, password="wrong")
        report.refresh_from_db()
        assert report.state == "submitted"
        post(qian, report, "approve", version=2, password=people.PASSWORD)
        report.refresh_from_db()
        assert (report.state, report.approved_by) == ("approved", people.director())

        head = signed_in(lin)
        assert 'href="#answers-title"' in head.get(f"/reports/{report.pk}/").content.decode()
        post(head, report, "feedback", text="已在科会讨论")
        until = str((APPROVED + timedelta(days=14)).date())
        page = post(head, report, "measures", text="入院时核对", responsible=lin.pk, due_on=until)
        assert "入院时核对" in page
        measure = ReportMeasure.objects.get()
        assert head.post(f"/reports/measures/{measure.pk}/done/", {"proof": "见登记本"}).status_code == 302

        clock.move_to(FINAL)
        qian = signed_in(people.director())
        read = shown(qian, report, "read", on="changes/")
        assert "已定稿" in post(qian, report, "final", password=people.PASSWORD, **read)
        assert "没有变动" in qian.get(f"/reports/{report.pk}/changes/").content.decode()


@pytest.mark.django_db
def test_a_text_that_another_has_changed_meanwhile_is_not_submitted_unread() -> None:
    a_month_of(3)
    with time_machine.travel(SUBMITTED, tick=False):
        report, wang = a_report(), signed_in(people.supervisor())
        read = shown(wang, report, "edits")
        other = people.a_user("8003", "周敏", people.Role.SUPERVISOR)
        write(report.pk, {"situation": "别人刚改的字"}, edits=report.edits, by=other, now=SUBMITTED)
        page = post(wang, report, "submit", **read)
        assert "别人刚改的字" in page
        assert Report.objects.get().state == "draft"
        post(wang, report, "submit", **shown(wang, report, "edits"))
        assert Report.objects.get().state == "submitted"


@pytest.mark.django_db
def test_a_difference_that_came_after_the_list_was_read_is_not_signed_unread() -> None:
    a_month_of(6, state="completed", end_reason="completed")
    report = approved()
    with time_machine.travel(FINAL, tick=False):
        qian, signs = signed_in(people.director()), {"password": people.PASSWORD}
        read = shown(qian, report, "read", on="changes/")
        Task.objects.filter(occurrence__lte=5).update(state="unsuccessful", end_reason="declined")
        for stale in (read, {}):
            assert "请再看一遍" in post(qian, report, "final", **signs, **stale)
            assert Report.objects.get().state == "approved"
        again = qian.post(f"/reports/{report.pk}/final/", signs | read)
        assert again.url == f"/reports/{report.pk}/changes/"
        post(qian, report, "final", **signs, **shown(qian, report, "read", on="changes/"))
        done = Report.objects.get()
        assert (done.state, done.version.unsuccessful) == ("final", 5)  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_department_reads_the_report_without_the_records_behind_it() -> None:
    Hospital(5, 30)
    people.clinician(department=people.a_department("骨科"))
    report = approved()
    page = signed_in(people.clinician()).get(f"/reports/{report.pk}/").content.decode()
    assert "/reports/rows/" not in page
    assert re.search(r"应访 <b>\s*\d", page)


@pytest.mark.django_db
def test_whoever_wrote_it_sees_no_button_to_approve_it() -> None:
    a_month_of(1)
    report = submitted()
    assert "批准并签名" in signed_in(people.director()).get(f"/reports/{report.pk}/").content.decode()
    assert "批准并签名" not in signed_in(people.supervisor()).get(f"/reports/{report.pk}/").content.decode()


@pytest.mark.django_db
def test_who_reads_the_page_in_another_language_is_told_that_text_and_files_are_in_the_hospitals() -> None:
    a_month_of(1)
    client, address = signed_in(people.director()), f"/reports/{submitted().pk}/"
    told = {
        spoken: "language, Simplified Chinese" in page or "医院的语言" in page
        for spoken in ("en", "zh-hans")
        if (page := client.get(address, HTTP_ACCEPT_LANGUAGE=spoken).content.decode())
    }
    assert told == {"en": True, "zh-hans": False}


@pytest.mark.django_db
def test_the_text_says_which_name_is_no_figure_and_keeps_what_was_typed() -> None:
    a_month_of(1)
    report = a_report()
    wang = signed_in(people.supervisor())
    answer = wang.post(f"/reports/{report.pk}/text/", {"edits": 1, "situation": "共 {nothing} 例"})
    assert answer.status_code == 409
    assert "nothing" in answer.content.decode()
    assert "共 {nothing} 例" in answer.content.decode()


@pytest.mark.django_db
def test_of_two_who_write_at_once_both_texts_are_seen_and_either_is_kept() -> None:
    a_month_of(1)
    report = a_report()
    wang = signed_in(people.supervisor())
    path = f"/reports/{report.pk}/text/"
    post(
        wang, report, "text", edits=1, situation="应访 {due} 例。", problems="号码不对", proposals="甲的建议"
    )
    mine = {"situation": "应访 {due} 例。", "problems": "", "proposals": "乙的建议"}
    answer = wang.post(path, {"edits": 1, **mine})
    page = answer.content.decode()
    assert answer.status_code == 409
    form, only_mine = answer.context["form"], answer.context["conflict"]["only_mine"]
    assert (form["situation"].value(), form["problems"].value()) == ("应访 {due} 例。", "号码不对")
    assert form["proposals"].value() == "甲的建议\n乙的建议"
    for side, words in (("mine", "乙的建议"), ("theirs", "甲的建议")):
        assert re.search(rf'<article aria-labelledby="{side}-title">(?:(?!</article>).)*<p>{words}</p>', page)
    report.refresh_from_db()
    assert report.texts["proposals"] == "甲的建议"

    sent = {field.name: field.value() for field in only_mine}
    assert sent == {"edits": 2, **mine}
    assert wang.post(path, sent).status_code == 302
    report.refresh_from_db()
    assert report.texts == mine


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_wins_and_the_other_is_told() -> None:
    a_month_of(1)
    report = submitted()
    both = [people.director(), people.a_user("8009", "冯立", people.director().role)]  # type: ignore[arg-type]

    def sign(user: Any) -> None:
        moves.approve(report.pk, version=1, by=user, now=APPROVED)

    told = together(*(partial(sign, user) for user in both), told=(Refused,))
    assert [one.code for one in told if one] == ["wrong_state"]
    assert report.events.filter(what="approve").count() == 1


@pytest.mark.django_db
def test_in_the_list_reports_of_one_month_tell_apart_by_their_span_and_whom_they_are_of() -> None:
    with time_machine.travel(DRAFTED, tick=False):
        agent, room = people.agent(), people.a_department()
        for scope in ({}, {"agent": agent.pk}, {"department": room.pk, "agent": agent.pk}):
            a_report(**scope)
        draft(Span.CALENDAR_MONTH, span_of(Span.CALENDAR_MONTH, DRAFTED.date()), by=None, now=DRAFTED)
        page = signed_in(people.supervisor()).get("/reports/").content.decode()
    for cell in (f"<td>{room}・{agent.full_name}</td>", f"<td>{agent.full_name}</td>"):
        assert page.count(cell) == 1
    assert page.count(">2026 年 11 月</a>") == 3
    assert page.count(">2026 年 11 月（自然月）</a>") == 1


@pytest.mark.django_db
def test_a_measure_told_in_a_later_report_is_carried_out_there() -> None:
    a_month_of(2)
    lin = people.clinician()
    with time_machine.travel(APPROVED, tick=False) as clock:
        report = approved()
        head = signed_in(lin)
        post(head, report, "feedback", text="已在科会讨论")
        until = str((APPROVED + timedelta(days=14)).date())
        post(head, report, "measures", text="入院时核对", responsible=lin.pk, due_on=until)
        measure = ReportMeasure.objects.get()
        clock.move_to(FINAL)
        week = draft(Span.WEEK, span_of(Span.WEEK, APPROVED.date()), by=None, now=FINAL)
        moves.submit(week.pk, edits=week.edits, by=people.supervisor(), now=FINAL)
        moves.approve(week.pk, version=1, by=people.director(), now=FINAL)
        head = signed_in(lin)
        for page, elsewhere in ((week, report), (report, week)):
            done = {"proof": "", "on": page.pk}
            back = head.post(f"/reports/measures/{measure.pk}/done/", done)
            assert back.url == f"/reports/{page.pk}/" != f"/reports/{elsewhere.pk}/"
        drawn = head.get(f"/reports/{report.pk}/").content.decode()
        assert f'name="on" value="{report.pk}"' in drawn
        hidden = a_report()  # a draft is not his to see
        back = head.post(f"/reports/measures/{measure.pk}/done/", {"proof": "见登记本", "on": hidden.pk})
        assert back.url == f"/reports/{report.pk}/"


@pytest.mark.django_db
@pytest.mark.parametrize("since", [{"role": "supervisor"}, {"is_active": False}])
def test_whoever_has_called_has_a_report_whatever_has_become_of_him(since: dict[str, Any]) -> None:
    Hospital(5, 30)
    moved, wang = people.agent(), signed_in(people.supervisor())
    type(moved).objects.filter(pk=moved.pk).update(**since)
    offered = f'value="{moved.pk}"'
    for page in ("/reports/figures/", "/reports/details/", "/reports/"):
        client = signed_in(people.assistant()) if page == "/reports/details/" else wang
        assert offered in client.get(page).content.decode(), page
    asked = {"kind": "month", "day": "2026-11-10", "agent": moved.pk}
    assert wang.post("/reports/new/", asked).status_code == 302
    assert Report.objects.get().agent_id == moved.pk
    never = {"kind": "month", "day": "2026-11-10", "agent": people.director().pk}
    assert wang.post("/reports/new/", never).status_code == 422
