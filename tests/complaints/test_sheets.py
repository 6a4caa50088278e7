"""The weekly sheet: drafted by itself, edited, sent, kept; it names no patient (B13)."""

import json
from datetime import date
from typing import Any

import pytest

from complaints.actions import sheets
from complaints.actions.refusals import Missing, Refused
from complaints.models import WeeklySheet
from complaints.sheetpaper import contents
from complaints.tasks import draft_weekly_sheet
from complaints.withholding import numberless, plain
from staff.models import User
from tests import people
from tests.clients import signed_in_as
from tests.complaints import making
from tests.complaints.making import DAY
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


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("2026-11-20 09:30 来电 13800001234", "2026-11-20 09:30 来电 138****1234"),
        ("住院 2026-11-18 2026-11-20", "住院 2026-11-18 2026-11-20"),
        ("2026-11-20-13800001234", "2026-11-20-138****1234"),
        ("证件 310101 1990-01-01 1234", "证件 310****1234"),
        ("2026-13-40", "******40"),
    ],
)
def test_a_paper_with_names_keeps_dates_and_no_number(said: str, shown: str) -> None:
    assert numberless(said) == shown


def test_a_paper_without_names_has_no_birth_date_either() -> None:
    assert plain("孩子 2020-01-05 出生", making.a_complaint(title="x")) == "孩子 ******05 出生"


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


def sent(sheet: WeeklySheet, *users: User, version: int = 1, paper: str = "") -> WeeklySheet:
    return sheets.send(sheet.pk, by=people.supervisor(), now=NOW, version=version, users=users, paper=paper)


def test_a_sent_sheet_stays_as_it_is() -> None:
    sheet = a_week()
    with pytest.raises(Missing):
        sent(sheet, paper=" ")
    sent(sheet, people.director())
    with pytest.raises(Refused, match="sent"):
        sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="改", entries={})
    with pytest.raises(Refused, match="sent"):
        sent(sheet, people.quality())


def test_who_received_a_sheet_is_kept_and_each_says_for_himself_that_he_has_read_it() -> None:
    sheet = sent(a_week(), people.director(), people.quality(), paper="市场部")
    assert sheets.read(sheet.pk, by=people.director(), now=NOW)
    assert not sheets.read(sheet.pk, by=people.director(), now=NOW + DAY)
    assert not sheets.read(sheet.pk, by=people.agent(), now=NOW)
    copies = {copy.user: copy.read_at for copy in sheet.copies.all()}
    assert copies == {people.director(): NOW, people.quality(): None}
    assert set(sheets.usual_readers()) == {people.director().pk, people.quality().pk}


def test_nobody_who_has_left_receives_one() -> None:
    gone = people.quality()
    gone.is_active = False
    gone.save()
    with pytest.raises(Refused, match="inactive"):
        sent(a_week(), gone)


def test_what_changes_after_sending_is_another_edition() -> None:
    sheet = a_week()
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="总说", entries={})
    sent(sheet, people.director(), version=2)
    again = sheets.new_edition(sheet.pk, by=people.assistant(), now=NOW + DAY)
    assert sheets.new_edition(sheet.pk, by=people.supervisor(), now=NOW + DAY) == again
    sheets.edit(again.pk, by=people.assistant(), now=NOW + DAY, version=1, text="更正", entries={})
    sheets.draft_week(MONDAY, now=NOW + DAY)
    editions = WeeklySheet.objects.order_by("edition").values_list("edition", "text", "sent_at")
    assert list(editions) == [(1, "总说", NOW), (2, "更正", None)]
    with pytest.raises(Refused, match="not_yours"):
        sheets.new_edition(sheet.pk, by=people.agent(), now=NOW)


def test_the_list_begins_with_the_newest_week_and_says_how_many_have_read_it() -> None:
    old = sheets.draft_week(MONDAY - sheets.WEEK, now=NOW)
    new = sent(a_week(), people.director(), people.quality())
    sheets.read(new.pk, by=people.director(), now=NOW)
    page = signed_in_as(people.assistant()).get("/complaints/weekly/").content.decode()
    assert page.index(f'id="sheet-{new.pk}"') < page.index(f'id="sheet-{old.pk}"')
    assert "2 人中 1 人已读" in page


def test_a_reader_finds_it_in_his_list_and_nobody_else_s() -> None:
    sheet = sent(a_week(), people.quality())
    reader, other = signed_in_as(people.quality()), signed_in_as(people.agent())
    page = f"/complaints/weekly/{sheet.pk}/copy/"
    assert page in reader.get("/complaints/mine/").content.decode()
    assert "候诊 16" in reader.get(page).content.decode()
    assert sheet.copies.get().read_at is None, "a page that is read must not write"
    assert page not in other.get("/complaints/mine/").content.decode()
    for path in (page, f"/complaints/weekly/{sheet.pk}/sheet.pdf"):
        assert other.get(path).status_code == 404
    reader.post(f"{page}read/")
    assert sheet.copies.get().read_at is not None


def test_the_paper_holds_what_goes_out_and_the_same_bytes_each_time() -> None:
    sheet = a_week()
    first, second = (entry["number"] for entry in sheet.entries)
    entries = {first: ("候诊 16", True), second: ("候诊 22", False)}
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="总说", entries=entries)
    sheet = sent(sheet, people.director(), version=2)
    words = json.dumps(contents(sheet), ensure_ascii=False)
    assert "候诊 16" in words
    assert "总说" in words
    assert "候诊 22" not in words
    client = signed_in_as(people.director())
    papers = [client.get(f"/complaints/weekly/{sheet.pk}/sheet.pdf").content for _time in range(2)]
    assert papers[0][:5] == b"%PDF-"
    assert papers[0] == papers[1]


def test_a_draft_is_no_paper_yet() -> None:
    answer = signed_in_as(people.assistant()).get(f"/complaints/weekly/{a_week().pk}/sheet.pdf")
    assert answer.status_code == 404


def test_nobody_overwrites_a_colleague() -> None:
    sheet = a_week()
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="王敏写的", entries={})
    with pytest.raises(sheets.SheetChanged):
        sheets.edit(sheet.pk, by=people.assistant(), now=NOW, version=1, text="赵晨写的", entries={})
    with pytest.raises(sheets.SheetChanged):
        sent(sheet, people.director())


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


def everything_on(page: Any) -> dict[str, Any]:
    """As the browser sends what stands on the page."""
    forms = (page.context["form"], page.context["send"])
    return {name: form[name].value() or "" for form in forms for name in form.fields}


def test_what_stands_on_the_page_goes_out_though_nobody_saved_it_before() -> None:
    sheet, client = a_week(), signed_in_as(people.assistant())
    url = f"/complaints/weekly/{sheet.pk}/"
    typed = everything_on(client.get(url)) | {"text": "候诊时间长", "users": [people.director().pk]}
    assert client.post(f"{url}send/", typed).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.text, sheet.sent_at is None) == ("候诊时间长", False)
    assert all(entry["include"] for entry in sheet.entries)


def test_what_cannot_be_sent_comes_back_with_its_words() -> None:
    sheet, client = a_week(), signed_in_as(people.assistant())
    url = f"/complaints/weekly/{sheet.pk}/"
    typed = everything_on(client.get(url)) | {"text": "候诊时间长", "users": []}
    answer = client.post(f"{url}send/", typed)
    assert (answer.status_code, "候诊时间长" in answer.content.decode()) == (422, True)
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="王敏写的", entries={})
    both = client.post(f"{url}send/", typed | {"users": [people.director().pk]})
    assert both.status_code == 409
    assert both.context["form"]["text"].value() == "王敏写的\n\n候诊时间长"
    sheet.refresh_from_db()
    assert sheet.sent_at is None


def test_a_sent_sheet_is_read_and_printed_without_what_stays_in() -> None:
    sheet = a_week()
    first, second = (entry["number"] for entry in sheet.entries)
    entries = {first: ("候诊 16", True), second: ("候诊 22", False)}
    sheets.edit(sheet.pk, by=people.supervisor(), now=NOW, version=1, text="总说", entries=entries)
    sent(sheet, people.director(), version=2)
    page = signed_in_as(people.director()).get(f"/complaints/weekly/{sheet.pk}/").content.decode()
    assert "候诊 16" in page
    assert "候诊 22" not in page
    assert "<textarea" not in page
