"""The weekly sheet: drafted by itself, edited, sent, kept; it names no patient (B13)."""

from datetime import date
from typing import Any

import pytest

from complaints.actions import sheets
from complaints.actions.refusals import Missing, Refused
from complaints.models import WeeklySheet
from complaints.tasks import draft_weekly_sheet
from complaints.withholding import plain
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making
from tests.people import moment

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)
NOW = moment("2026-11-23 07:00")


def a_week() -> WeeklySheet:
    """The last moment of the week before, the first and the last of this one, the first of the next."""
    for when in ("2026-11-15 23:59", "2026-11-16 00:00", "2026-11-22 23:59", "2026-11-23 00:00"):
        making.a_complaint(now=moment(when), title=f"候诊 {when[8:10]}")
    return sheets.draft_week(MONDAY, now=NOW)


def test_a_sheet_holds_the_cases_of_its_week_and_no_others() -> None:
    sheet = a_week()
    assert [entry["text"] for entry in sheet.entries] == ["候诊 16", "候诊 22"]
    assert (sheet.figures["total"], sheet.figures["kinds"]) == (2, {"complaint": 2})
    assert sheet.figures["departments"] == {"胃肠外科": 2}


def test_drafting_twice_makes_one_sheet_and_keeps_what_was_edited() -> None:
    sheet = a_week()
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="本周以候诊为主", entries={})
    assert sheets.draft_week(MONDAY, now=NOW).text == "本周以候诊为主"
    assert WeeklySheet.objects.count() == 1


def test_a_week_begins_on_a_monday() -> None:
    with pytest.raises(ValueError, match="not_a_monday"):
        sheets.draft_week(date(2026, 11, 17), now=NOW)


def test_last_week_is_drafted_on_monday(time_machine: Any) -> None:
    time_machine.move_to(NOW)
    draft_weekly_sheet()
    draft_weekly_sheet()
    assert [sheet.monday for sheet in WeeklySheet.objects.all()] == [MONDAY]


def test_no_name_and_no_number_comes_into_it() -> None:
    liu = people.a_patient("刘国栋")
    making.a_complaint(
        now=moment("2026-11-18 10:00"),
        patient=liu,
        complainant="刘小明",
        title="刘国栋之子刘小明 179 5555 2056 说没人回电 0755-83920002",
    )
    sheet = sheets.draft_week(MONDAY, now=NOW)
    text = sheet.entries[0]["text"]
    assert "刘国栋" not in text
    assert "刘小明" not in text
    assert "5555" not in text
    assert "8392" not in text


def test_days_and_amounts_are_no_telephone_numbers() -> None:
    case = making.a_complaint(title="x")
    assert plain("11-20 等了 2 小时，收费 1280 元", case) == "11-20 等了 2 小时，收费 1280 元"


def test_words_and_what_goes_out_are_edited() -> None:
    sheet = a_week()
    first, second = (entry["number"] for entry in sheet.entries)
    entries = {first: ("候诊超过一小时", True), second: ("", False), "T0": ("x", True)}
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="", entries=entries)
    sheet.refresh_from_db()
    assert [(e["text"], e["include"]) for e in sheet.entries] == [
        ("候诊超过一小时", True),
        ("候诊 22", False),
    ]


def test_a_sent_sheet_stays_as_it_is() -> None:
    sheet = a_week()
    with pytest.raises(Missing):
        sheets.send(sheet.pk, by=people.supervisor(), now=NOW, version=1, to=" ")
    sheets.send(sheet.pk, by=people.supervisor(), now=NOW, version=1, to="院领导、市场部")
    with pytest.raises(Refused, match="sent"):
        sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="改", entries={})
    with pytest.raises(Refused, match="sent"):
        sheets.send(sheet.pk, by=people.assistant(), now=NOW, version=1, to="别人")


def test_nobody_overwrites_a_colleague() -> None:
    sheet = a_week()
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="王敏写的", entries={})
    with pytest.raises(sheets.SheetChanged):
        sheets.edit(sheet.pk, by=people.assistant(), now=NOW, version=1, text="赵晨写的", entries={})
    with pytest.raises(sheets.SheetChanged):
        sheets.send(sheet.pk, by=people.assistant(), now=NOW, version=1, to="院领导")


def test_two_who_write_both_find_their_words_in_the_form() -> None:
    sheet = a_week()
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="王敏写的", entries={})
    client = signed_in_as(people.assistant())
    url = f"/complaints/weekly/{sheet.pk}/"
    answer = client.post(url, {"version": 1, "text": "赵晨写的"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "王敏写的" in page
    assert "赵晨写的" in page
    assert 'name="version" value="2"' in page
    sheet.refresh_from_db()
    assert sheet.text == "王敏写的"


def test_a_sent_sheet_is_read_and_printed_without_what_stays_in() -> None:
    sheet = a_week()
    first, second = (entry["number"] for entry in sheet.entries)
    entries = {first: ("候诊 16", True), second: ("候诊 22", False)}
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="总说", entries=entries)
    sheets.send(sheet.pk, by=people.supervisor(), now=NOW, version=2, to="院领导")
    page = signed_in_as(people.director()).get(f"/complaints/weekly/{sheet.pk}/").content.decode()
    assert "候诊 16" in page
    assert "候诊 22" not in page
    assert "<textarea" not in page
