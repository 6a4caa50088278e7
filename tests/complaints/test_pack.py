"""The record of a case as a paper: all of it, without telephone numbers, and never without its font (C4)."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from complaints import pdf, typesetting
from complaints.actions.attachments import attach
from complaints.models import Complaint
from complaints.pack import LAYOUT, contents
from policy.complaints import State
from staff.models import Act, AuditEntry, User
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making

pytestmark = pytest.mark.django_db


def a_closed_case(**more: Any) -> Complaint:
    case = making.a_complaint(phone="17955550001", complainant="刘小明", **more)
    paper = SimpleUploadedFile("换药记录.txt", "换药".encode())
    attach(case.pk, [paper], by=people.agent(), now=making.NOW)
    case.refresh_from_db()
    for step in (making.ordered, making.found, making.drafted, making.answered):
        case = step(case)
    return making.confirmed(case, 5, words="可以了")


def everything(case: Complaint) -> str:
    return str(contents(case))


def get(case: Complaint, user: User | None = None) -> Any:
    return signed_in_as(user or people.assistant()).get(f"/complaints/{case.pk}/pack.pdf")


def test_everything_that_was_done_stands_on_it() -> None:
    text = everything(a_closed_case())
    words = ("问了三次", "李雅婷", "核实换药经过", "情况属实", "已电话告知家属", "可以了", "换药记录.txt")
    assert [word for word in words if word not in text] == []


def test_each_answer_stands_on_it_and_what_was_changed_and_what_is_planned_for_a_post() -> None:
    case = a_closed_case(
        channel="web", web_url="https://example.org/7", web_author="路人", plan="先在帖下回复"
    )
    text = everything(case)
    assert "路人" in text
    assert "先在帖下回复" in text
    assert "牵头科室" in text
    again = making.in_state(State.REOPENED)
    for step in (making.ordered, making.found, making.drafted, making.answered):
        again = step(again)
    answers = next(s["rows"] for s in contents(again)["sections"] if s["title"] == "答复")
    assert [row[2] for row in answers] == ["电话", "电话"]


def test_telephone_numbers_are_masked_wherever_they_stand() -> None:
    case = a_closed_case(words="打 179 5555 0001 没人接，又打 0755-83920002")
    text = everything(case)
    assert "17955550001" not in text
    assert "5555 0001" not in text
    assert "83920002" not in text
    assert "179****0001" in text


def test_when_each_thing_was_done_stands_whole_beside_it() -> None:
    case = a_closed_case()
    sections = contents(case)["sections"]
    assert {row[0] for section in sections for row in section["rows"]} == {"2026-11-19 19:42"}
    assert ["答复期限", "2026-11-26 24:00"] in contents(case)["facts"]


def test_a_step_whose_state_is_called_like_it_is_named_once() -> None:
    text = everything(a_closed_case())
    assert "已下达 → 已下达" not in text
    assert "已答复 → 已答复，未结案" in text
    assert "5/5" in text


def test_the_paper_is_a_pdf_and_the_log_says_who_took_it() -> None:
    case = a_closed_case()
    answer = get(case)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    entry = AuditEntry.objects.filter(act=Act.EXPORTED).get()
    assert (entry.actor, entry.object_id) == (people.assistant(), case.pk)


@pytest.mark.parametrize("who", [people.agent, people.clinician])
def test_agents_and_departments_take_no_paper(who: Any) -> None:
    assert get(a_closed_case(), who()).status_code == 403


def test_words_are_never_layout() -> None:
    evil = '#panic() $x$ *fett* #read("/etc/passwd") ] } \\ 䶮㛃𠅤 \x07'
    case = making.in_state(State.RECORDED, words=evil, title=evil[:60])
    assert get(case).content.startswith(b"%PDF-")


@pytest.mark.parametrize("signs", ["服务好👍🏻👨‍👩‍👧", "\x07\x1b", "𠮷野家 ℃ ① 𬭚", "المريض", "😀" * 500])
def test_a_sign_without_a_form_does_not_keep_the_paper_from_whoever_needs_it(signs: str) -> None:
    case = making.in_state(State.RECORDED, words=signs)
    assert get(case).content.startswith(b"%PDF-")


def test_however_many_signs_lack_a_form_the_paper_is_drawn_in_two_rounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = [str(pdf.fonts_folder() / weight) for weight in pdf.WEIGHTS]
    signs = [chr(first + n) for first in (0xAC00, 0x0E01, 0x1F600) for n in range(0, 40)]
    layout = b'#set text(font: "Noto Sans SC")\n#for line in json(bytes(sys.inputs.data)) [#line \\ \n]'
    compiled, rounds = typesetting.compiled, []

    def counted(layout: bytes, words: str, fonts: object) -> bytes:
        rounds.append(words)
        return compiled(layout, words, fonts)

    monkeypatch.setattr(typesetting, "compiled", counted)
    words = json.dumps(signs, ensure_ascii=False)
    assert typesetting.paper(layout, words, typesetting.fonts_of(folders, pdf.FAMILY)).startswith(b"%PDF-")
    assert len(rounds) == 2
    assert "〔U+AC00〕" in rounds[1]


def test_without_its_font_there_is_no_paper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdf, "fonts_folder", lambda: tmp_path)
    with pytest.raises(pdf.NoPaper):
        get(a_closed_case())


def test_a_warning_is_an_error(tmp_path: Path) -> None:
    layout = tmp_path / "other.typ"
    layout.write_text('#set text(font: "No Such Font")\nHello')
    with pytest.raises(pdf.NoPaper):
        pdf.draw(layout, {})


def test_the_same_case_gives_the_same_paper() -> None:
    data = contents(a_closed_case()) | {
        "lang": "zh", "made": "", "digest": "", "page_of": "", "hospital": ""
    }  # fmt: skip
    assert pdf.draw(LAYOUT, data) == pdf.draw(LAYOUT, data)
