"""Evidence: by what a file holds, whatever it calls itself; refused with a reason (fault 17, 24)."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.actions.attachments import attach, check_file, inline_safe
from complaints.actions.refusals import BadFile, Refused
from complaints.checking import FILE_BYTES, LONGEST_NAME, clean_name
from complaints.models import Attachment
from policy.complaints import State
from staff.models import AuditEntry
from tests import people
from tests.complaints import files
from tests.complaints.making import NOW, a_complaint, in_state

GOOD = {
    "image/jpeg": files.JPG,
    "image/png": files.png(),
    "image/webp": files.WEBP,
    "application/pdf": files.PDF,
    "audio/mpeg": files.MP3,
    "audio/wav": files.WAV,
    "audio/mp4": files.M4A,
    "text/plain": files.TEXT,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": files.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": files.XLSX,
}


class Endless:
    """Gives as much as anybody asks for, and counts."""

    def __init__(self, head: bytes = b"\xff\xd8\xff") -> None:
        self.head, self.given = head, 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "asked for everything"
        piece = (self.head + bytes(size))[:size]
        self.given += size
        return piece


def checked(content: bytes, name: str = "a", declared: int | None = None) -> Any:
    return check_file(name, io.BytesIO(content), declared)


def refusal(content: bytes, name: str = "a") -> str:
    with pytest.raises(BadFile) as refused:
        checked(content, name)
    return refused.value.code


@pytest.mark.parametrize("mime", GOOD)
def test_each_kind_is_known_by_what_it_holds(mime: str) -> None:
    found = checked(GOOD[mime], "photo.exe")
    assert (found.mime, found.size, found.content) == (mime, len(GOOD[mime]), GOOD[mime])
    assert not found.name.endswith(".exe")


def test_text_in_either_encoding_and_sound_without_a_tag_are_known() -> None:
    assert checked(files.TEXT_GB).mime == "text/plain"
    assert checked(files.MP3_BARE).mime == "audio/mpeg"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00" + bytes(100), "kind"),
        (b"\x7fELF" + bytes(100), "kind"),
        (b"GIF89a" + bytes(100), "kind"),
        (b"\xff\xfe\xff\xfe" + bytes(20), "kind"),
        (b"<!DOCTYPE html><p>x", "kind"),
        (b"  <html><script>alert(1)</script>", "kind"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "kind"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><x/>", "kind"),
        (b"\x00\x01\x02\x03", "kind"),
        (b"bell \x07", "kind"),
        (b"\x00\x00\x00\x20ftypqt  " + bytes(40), "kind"),  # a film
        (b"", "empty"),
        (files.png(20_000, 20_000), "picture_size"),
        (files.packed({"a.txt": b"x"}), "kind"),
        (files.packed({"word/document.xml": b"x"}, types=b""), "kind"),
        (files.packed({"word/document.xml": b"x", "word/vbaProject.bin": b"x"}), "macros"),
        (files.packed({"xl/workbook.xml": b"x", "xl/activeX/activeX1.bin": b"x"}), "macros"),
        (files.packed({"word/document.xml": b"x"}, types=b"<x macroEnabled.main/>"), "macros"),
        (files.packed({"word/document.xml": b"x", "../../etc/cron.d/x": b"x"}), "zip_path"),
        (files.packed({"word/document.xml": b"x", "/etc/passwd": b"x"}), "zip_path"),
        (files.packed({"word/document.xml": b"x", "C:\\x": b"x"}), "zip_path"),
        (files.packed({f"word/{n}.xml": b"" for n in range(2_001)}), "zip_bomb"),
        (files.encrypted(), "encrypted"),
        (files.DOCX[:60], "zip_broken"),
        (b"PK\x03\x04" + bytes(200), "zip_broken"),
    ],
)
def test_what_is_none_of_them_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal(content, "photo.jpg") == code


def test_a_bomb_is_refused_before_it_unfolds_and_one_that_lies_while_it_does() -> None:
    assert refusal(files.bomb(), "a.docx") == "zip_bomb"
    assert refusal(files.lying_bomb(), "a.docx") in ("zip_bomb", "zip_broken")


def test_no_more_than_the_limit_and_one_byte_is_ever_read() -> None:
    endless = Endless()
    with pytest.raises(BadFile, match="too_large"):
        check_file("a.jpg", endless, None)
    assert endless.given == FILE_BYTES + 1
    unread = Endless()
    with pytest.raises(BadFile, match="too_large"):
        check_file("a.jpg", unread, 200 << 20)
    assert unread.given == 0


def test_the_largest_file_that_may_is_kept_whole() -> None:
    content = files.JPG + bytes(FILE_BYTES - len(files.JPG))
    assert checked(content).size == FILE_BYTES
    assert refusal(content + b"\0") == "too_large"


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("费用单 照片.jpg", "费用单 照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.png", "photo.png"),
        ("<script>alert(1)</script>.jpg", "script_.jpg"),
        ('"><img src=x onerror=x>.png', "___img src=x onerror=x_.png"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie_ x.jpg"),
        ("gpj.\u202egnp.exe", "gpj.gnp.exe"),
        ("a\0.jpg", "a.jpg"),
        ("....", "file"),
        ("", "file"),
        ("CON$(rm -rf).txt", "CON_(rm -rf).txt"),
    ],
)
def test_a_name_is_only_a_name(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


def test_a_long_name_keeps_its_ending() -> None:
    assert clean_name("长" * 300 + ".jpg") == "长" * (LONGEST_NAME - 4) + ".jpg"
    assert len(checked(files.JPG, "x" * 300).name) == LONGEST_NAME


def test_a_page_that_calls_itself_text_is_no_page_any_more() -> None:
    assert checked(b"call me back, please", "notes.html").name == "notes.html.txt"


def test_only_pictures_are_shown_in_place_and_only_while_they_are_what_they_say() -> None:
    assert inline_safe("image/png", files.png())
    assert not inline_safe("image/png", files.JPG)
    assert not inline_safe("image/png", b"<html>")
    assert not inline_safe("application/pdf", files.PDF)
    assert not inline_safe("text/plain", files.TEXT)


def upload(content: bytes = files.JPG, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.django_db
class TestKept:
    def test_it_stands_with_its_case_on_the_timeline_and_in_the_log_without_its_name(self) -> None:
        case = a_complaint()
        [paper] = attach(case.pk, [upload(name="费用单.jpg")], by=people.agent(), now=NOW)
        assert bytes(Attachment.objects.get().content) == files.JPG
        assert (paper.name, paper.mime) == ("费用单.jpg", "image/jpeg")
        assert case.events.get(what="attached").changes == {"files": [None, ["费用单.jpg"]]}
        detail = AuditEntry.objects.filter(act="complaint_changed").get().detail
        assert detail["sha256"] == [paper.sha256]
        assert "费用单" not in str(detail)

    def test_what_is_there_already_is_not_kept_twice(self) -> None:
        case = a_complaint()
        first = attach(case.pk, [upload(), upload(name="b.jpg")], by=people.agent(), now=NOW)
        again = attach(case.pk, [upload(name="c.jpg")], by=people.agent(), now=NOW)
        assert first == again
        assert Attachment.objects.count() == 1

    def test_ten_are_kept_and_an_eleventh_is_not_in_one_go_or_one_by_one(self) -> None:
        papers = [upload(files.JPG + bytes([n])) for n in range(11)]
        case = a_complaint()
        with pytest.raises(BadFile, match="too_many"):
            attach(case.pk, papers, by=people.agent(), now=NOW)
        assert not Attachment.objects.exists()
        attach(case.pk, [upload(files.JPG + bytes([n])) for n in range(10)], by=people.agent(), now=NOW)
        with pytest.raises(BadFile, match="too_many"):
            attach(case.pk, [upload(files.JPG + b"\x0a")], by=people.agent(), now=NOW)
        assert Attachment.objects.count() == 10

    def test_one_bad_file_among_good_ones_and_none_is_kept(self) -> None:
        case = a_complaint()
        with pytest.raises(BadFile) as refused:
            attach(case.pk, [upload(), upload(b"MZ\0", "收据.jpg")], by=people.agent(), now=NOW)
        assert (refused.value.code, refused.value.name) == ("kind", "收据.jpg")
        assert not Attachment.objects.exists()

    def test_a_case_is_not_recorded_with_evidence_that_is_refused(self) -> None:
        case = a_complaint(attachments=[checked(files.PDF, "a.pdf")])
        assert [paper.name for paper in case.attachments.all()] == ["a.pdf"]

    def test_a_closed_case_takes_no_more(self) -> None:
        with pytest.raises(Refused, match="locked"):
            attach(in_state(State.CLOSED).pk, [upload()], by=people.agent(), now=NOW)

    def test_lists_do_not_load_the_bytes(self) -> None:
        case = a_complaint()
        attach(case.pk, [upload()], by=people.agent(), now=NOW)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert [paper.name for paper in case.attachments.all()] == ["a.jpg"]
        assert '"content"' not in queries.captured_queries[0]["sql"]
