"""The page of one case: only the moves that are his now, both texts in a conflict, parts, numbers, time."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from complaints.models import Attachment, Complaint, Extension, Finding
from policy.complaints import Move, State
from staff.models import AuditEntry, User
from tests import people
from tests.clients import signed_in_as
from tests.complaints.making import DAY, NOW, a_complaint, drafted, found, in_state, ordered

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


@pytest.fixture(autouse=True)
def the_day_after() -> Any:
    with time_machine.travel(NOW + DAY):
        yield


def page(user: User, case: Complaint) -> Any:
    return signed_in_as(user).get(reverse("complaints:case", args=[case.pk]))


def move(user: User, case: Complaint, name: str, **data: Any) -> Any:
    url = reverse("complaints:move", args=[case.pk, name])
    return signed_in_as(user).post(url, {"version": case.version, **data})


def offered(user: User, case: Complaint) -> set[str]:
    return {str(way.move) for way in page(user, case).context["moves"]}


def test_the_whole_way_is_walked_on_the_pages() -> None:
    case = a_complaint()
    lin = people.clinician()
    order = {"responsible": lin.pk, "lead": lin.department_id, "task": "核实", "until": "2026-11-24T17:00"}
    steps: list[tuple[User, str, dict[str, Any]]] = [
        (people.assistant(), "order", order),
        (lin, "find", {"verdict": "verified", "text": "属实"}),
        (lin, "draft", {"text": "向您道歉", "no_measure_reason": "已培训"}),
        (people.agent(), "answer", {"how": "call", "text": "已道歉", "level": "4"}),
        (people.other_agent(), "confirm", {"level": "5", "text": "可以"}),
    ]
    for user, name, data in steps:
        assert name in offered(user, case)
        assert move(user, case, name, **data).status_code == 302, name
        case.refresh_from_db()
    assert case.state == State.CLOSED
    timeline = page(people.agent(), case).content.decode()
    for word in ("核实", "属实", "向您道歉", "已道歉", "可以"):
        assert word in timeline


def test_only_the_moves_of_this_user_are_offered() -> None:
    case = ordered(a_complaint())
    assert offered(people.agent(), case) == set()
    assert offered(people.supervisor(), case) == set()
    assert offered(people.clinician(), case) == {Move.FIND, Move.HAND_BACK}
    assert offered(people.assistant(), case) == {Move.ORDER, Move.ESCALATE, Move.WITHDRAW}


def test_a_move_that_is_not_his_gets_a_sentence_and_changes_nothing() -> None:
    case = a_complaint()
    answer = move(people.agent(), case, "escalate", text="请院长决定")
    assert answer.status_code == 422
    assert answer.context["problem"]
    case.refresh_from_db()
    assert case.state == State.RECORDED


def test_two_drafts_at_once_are_both_shown_and_both_kept() -> None:
    case = found(ordered(a_complaint()))
    drafted(case, text="林医生写的答复")
    answer = move(people.assistant(), case, "draft", text="助理写的答复", no_measure_reason="已道歉")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "林医生写的答复" in text
    assert "助理写的答复" in text
    assert "林晓东" in text
    form = answer.context["one"].form
    assert form["text"].value() == "林医生写的答复\n\n助理写的答复"
    case.refresh_from_db()
    assert case.draft == "林医生写的答复"
    again = move(people.assistant(), case, "draft", text=form["text"].value(), no_measure_reason="")
    assert again.status_code == 302
    case.refresh_from_db()
    assert case.draft == "林医生写的答复\n\n助理写的答复"


def test_a_closed_case_is_neither_in_force_nor_urged() -> None:
    case = in_state(State.CLOSED)
    text = page(people.assistant(), case).content.decode()
    assert "现行" not in text
    assert "case-last" not in text
    assert "现行" in page(people.assistant(), in_state(State.ORDERED)).content.decode()


def test_a_step_that_is_gone_still_shows_what_was_typed() -> None:
    case = a_complaint()
    move(people.assistant(), case, "escalate", text="请决定")
    answer = move(people.assistant(), case, "return", text="请补充科室名称")
    assert answer.status_code == 409
    assert answer.context["one"] is None
    assert "请补充科室名称" in answer.content.decode()


def test_a_department_that_takes_part_sees_its_own_part_only() -> None:
    cashier = people.a_department("收费处")
    sun = people.a_user("8050", "孙浩", people.Role.CLINICIAN, department=cashier)
    case = ordered(a_complaint(), parts=[(cashier, sun)])
    found(case, text="骨科内部的情况")
    Finding.objects.create(
        complaint=case, verdict="unclear", text="费用已解释", department=cashier, by=sun, at=NOW
    )
    text = page(sun, case).content.decode()
    assert "费用已解释" in text
    assert "骨科内部的情况" not in text
    assert "骨科内部的情况" in page(people.clinician(), case).content.decode()


def test_the_number_is_masked_until_asked_for_and_a_department_has_none() -> None:
    case = ordered(a_complaint(phone="17955550001"))
    li, lin = people.agent(), people.clinician()
    url = reverse("complaints:reveal", args=[case.pk])
    assert "179****0001" in page(li, case).content.decode()
    assert "17955550001" not in page(li, case).content.decode()
    assert "0001" not in page(lin, case).content.decode()
    assert signed_in_as(lin).post(url).status_code == 404
    assert not AuditEntry.objects.filter(act="number_revealed").exists()
    assert "17955550001" in signed_in_as(li).post(url).content.decode()
    assert AuditEntry.objects.get(act="number_revealed").actor == li


def test_more_time_is_asked_for_by_the_assistant_and_decided_by_the_director() -> None:
    case = a_complaint()
    due = case.due_at
    ask = reverse("complaints:time_ask", args=[case.pk, "extension"])
    data = {"version": case.version, "days": 3, "reason": "等会诊结果"}
    assert signed_in_as(people.assistant()).post(ask, data).status_code == 302
    row = Extension.objects.get()
    assert "等会诊结果" in page(people.director(), case).content.decode()
    decide = reverse("complaints:time_decide", args=[case.pk, "extension", row.pk])
    assert signed_in_as(people.assistant()).post(decide, {"approved": "1"}).status_code == 403
    assert signed_in_as(people.director()).post(decide, {"approved": "1"}).status_code == 302
    case.refresh_from_db()
    assert case.due_at is not None
    assert due is not None
    assert case.due_at == due + 3 * DAY


def test_a_pause_can_be_ended() -> None:
    case = a_complaint()
    zhao, qian = people.assistant(), people.director()
    url = reverse("complaints:time_ask", args=[case.pk, "pause"])
    signed_in_as(zhao).post(url, {"version": case.version, "reason": "等患者出院"})
    pause = case.pauses.get()
    signed_in_as(qian).post(
        reverse("complaints:time_decide", args=[case.pk, "pause", pause.pk]), {"approved": "1"}
    )
    case.refresh_from_db()
    assert case.paused_at
    signed_in_as(zhao).post(reverse("complaints:time_ask", args=[case.pk, "end_pause"]))
    case.refresh_from_db()
    assert case.paused_at is None


def test_evidence_is_saved_never_opened_and_a_strangers_is_the_same_404() -> None:
    case = a_complaint()
    client = signed_in_as(people.agent())
    url = reverse("complaints:attach", args=[case.pk])
    paper = SimpleUploadedFile("../../经过<script>.txt", "换药记录".encode())
    assert client.post(url, {"files": paper}).status_code == 302
    kept = Attachment.objects.get()
    answer = client.get(reverse("complaints:attachment", args=[case.pk, kept.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "<" not in kept.name
    assert "/" not in kept.name
    stranger = signed_in_as(people.other_agent())
    assert stranger.get(reverse("complaints:attachment", args=[case.pk, kept.pk])).status_code == 404


def test_a_file_of_the_wrong_kind_gets_a_sentence() -> None:
    case = a_complaint()
    url = reverse("complaints:attach", args=[case.pk])
    bad = SimpleUploadedFile("图片.png", b"MZ\x90\x00not a picture")
    answer = signed_in_as(people.agent()).post(url, {"files": bad})
    assert answer.status_code == 422
    assert "图片.png" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_the_list_is_narrowed_without_anybodys_name_in_the_address() -> None:
    a_complaint(title="甲")
    in_state(State.CLOSED, title="乙")
    client = signed_in_as(people.supervisor())
    shown = client.get(reverse("complaints:cases"), {"state": "open"}).content.decode()
    assert "甲" in shown
    assert "乙" not in shown
    searched = client.post(reverse("complaints:case_search"), {"q": "乙"}).content.decode()
    assert "乙" in searched
    assert AuditEntry.objects.filter(act="searched").count() == 1


def test_an_agent_finds_only_his_own_cases() -> None:
    a_complaint(title="李的")
    a_complaint(title="张的", by=people.other_agent())
    answer = signed_in_as(people.agent()).post(reverse("complaints:case_search"), {"q": "的"})
    assert "李的" in answer.content.decode()
    assert "张的" not in answer.content.decode()


def test_what_was_recorded_is_mended_without_showing_the_number() -> None:
    case = in_state(State.RETURNED, phone="17955550001")
    url = reverse("complaints:edit", args=[case.pk])
    client = signed_in_as(people.agent())
    assert "17955550001" not in client.get(url).content.decode()
    data = {
        "version": case.version,
        "kind": "complaint",
        "severity": "serious",
        "words": "问了三次不答",
        "wish": "道歉",
    }
    assert client.post(url, data).status_code == 302
    case.refresh_from_db()
    assert (case.severity, case.wish, case.phone) == ("serious", "道歉", "17955550001")


def test_of_two_who_mend_one_case_the_second_reads_what_the_first_changed() -> None:
    case = a_complaint()
    url = reverse("complaints:edit", args=[case.pk])
    posted = {
        name: value
        for name, value in signed_in_as(people.assistant()).get(url).context["form"].initial.items()
    } | {"departments": [people.a_department().pk]}
    first = {**posted, "wish": "请护士长道歉", "severity": "serious"}
    assert signed_in_as(people.supervisor()).post(url, first).status_code == 302
    answer = signed_in_as(people.assistant()).post(url, {**posted, "wish": "请退费"})
    assert answer.status_code == 409
    theirs = [text for _label, text in answer.context["theirs"]]
    assert theirs == ["严重", "请护士长道歉"]
    page = answer.content.decode()
    assert "请护士长道歉" in page
    assert "请退费" in page


def test_the_recorder_finds_the_way_to_mend_it_while_nobody_was_ordered() -> None:
    case = a_complaint()
    url = reverse("complaints:edit", args=[case.pk])
    assert url in page(people.agent(), case).content.decode()
    ordered(case)
    assert url not in page(people.agent(), case).content.decode()
