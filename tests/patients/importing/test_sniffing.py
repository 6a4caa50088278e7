"""F24, F25: what a file is, its content tells; what is no table of visits is refused with its reason."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from patients.importing import limits
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.sniffing import Kind, sniff
from tests.patients.importing.files import (
    HEADINGS,
    archive_of,
    compound_file,
    old_workbook,
    raw_workbook,
    table,
    visit,
    workbook,
)

ROWS = [HEADINGS, visit()]
TEXT = table(ROWS)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(ROWS), Kind.XLSX),
        (old_workbook(ROWS), Kind.XLS),
        (TEXT.encode(), Kind.TEXT),
        (TEXT.encode("utf-8-sig"), Kind.TEXT),
        (TEXT.encode("utf-16"), Kind.TEXT),
        (TEXT.encode("gb18030"), Kind.TEXT),
        (b"<5,>3\n1,2\n", Kind.TEXT),
    ],
)
def test_the_content_tells_the_kind(content: bytes, kind: Kind) -> None:
    assert sniff(io.BytesIO(content)) is kind


PAGE = "<html><body><table><tr><td>姓名</td></tr></table></body></html>"
SHEET_OF_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)
TYPES = {"[Content_Types].xml": b"<Types/>"}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.EMPTY),
        (PAGE.encode(), Refusal.HTML),
        (PAGE.encode("utf-8-sig"), Refusal.HTML),
        (PAGE.encode("utf-16"), Refusal.HTML),
        (b"\r\n  <TABLE border=1>", Refusal.HTML),
        (b'<?xml version="1.0"?><html xmlns:x="urn:schemas-microsoft-com:office:spreadsheet">', Refusal.HTML),
        (SHEET_OF_2003.encode(), Refusal.XML_SHEET),
        (b"%PDF-1.7\n", Refusal.PDF),
        (b"{\\rtf1\\ansi", Refusal.WORD),
        (b"\x89PNG\r\n\x1a\n", Refusal.PICTURE),
        (b"\xff\xd8\xff\xe0", Refusal.PICTURE),
        (b"Rar!\x1a\x07", Refusal.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Refusal.ARCHIVE),
        (b"\x1f\x8b\x08", Refusal.ARCHIVE),
        (b"PK\x05\x06" + bytes(18), Refusal.ARCHIVE),
        (archive_of({"visits.csv": TEXT.encode()}), Refusal.ARCHIVE),
        (archive_of({**TYPES, "word/document.xml": b"<x/>"}), Refusal.WORD),
        (archive_of({**TYPES, "ppt/presentation.xml": b"<x/>"}), Refusal.OTHER_WORKBOOK),
        (archive_of({**TYPES, "xl/workbook.bin": b"x"}), Refusal.OTHER_WORKBOOK),
        (
            archive_of(
                {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
            ),
            Refusal.OTHER_WORKBOOK,
        ),
        (raw_workbook([], extra={"xl/vbaProject.bin": b"x"}), Refusal.MACROS),
        (compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), Refusal.ENCRYPTED),
        (compound_file({"WordDocument": b"x"}), Refusal.WORD),
        (compound_file({"PowerPoint Document": b"x"}), Refusal.OTHER_WORKBOOK),
        (old_workbook(ROWS, protected=True), Refusal.ENCRYPTED),
        (old_workbook(ROWS, streams={"_VBA_PROJECT_CUR": b"x"}), Refusal.MACROS),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00", Refusal.OTHER_WORKBOOK),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, refusal: Refusal) -> None:
    assert refused(content) is refusal


def test_words_of_another_kind_inside_a_cell_decide_nothing() -> None:
    rows = [HEADINGS, visit(诊断="WordDocument EncryptedPackage _VBA_PROJECT_CUR")]
    assert sniff(io.BytesIO(old_workbook(rows))) is Kind.XLS


@pytest.mark.parametrize(
    "name", ["../xl/evil.xml", "xl/../../evil", "/etc/passwd", "C:\\evil", "xl\\..\\..\\evil"]
)
def test_a_path_out_of_the_archive_is_refused(name: str) -> None:
    assert refused(raw_workbook([], extra={name: b"x"})) is Refusal.ZIP_PATHS


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    """Programs differ in which of the two they read."""
    assert refused(raw_workbook([], extra={"xl/workbook.xml": b"<x/>"})) is Refusal.ZIP_PATHS


def test_an_encrypted_member_is_refused_as_protected() -> None:
    content = bytearray(raw_workbook([]))
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert refused(bytes(content)) is Refusal.ENCRYPTED


@pytest.mark.parametrize(
    "extra",
    [
        {f"xl/media/{number}.png": b"" for number in range(limits.ZIP_MEMBERS + 1)},
        {"xl/media/zeros.bin": bytes(limits.ZIP_RATIO_FROM_BYTES + 1)},
    ],
    ids=["a thousand members", "thousandfold packing"],
)
def test_a_directory_that_promises_a_bomb_is_refused(extra: dict[str, bytes]) -> None:
    assert refused(raw_workbook([], extra=extra)) is Refusal.ZIP_BOMB


def test_the_sum_of_sizes_is_limited_even_when_each_is_modest() -> None:
    content = bytearray(raw_workbook([], extra={f"xl/media/{n}.bin": b"x" for n in range(20)}))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 24 : at + 28] = (31 << 20).to_bytes(4, "little")
        at = content.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(content)) is Refusal.ZIP_BOMB


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(limits.FILE_BYTES + 1)
    with path.open("rb") as file, pytest.raises(ImportRefused) as caught:
        sniff(file)
    assert (caught.value.code, caught.value.params) == (Refusal.TOO_LARGE, {"megabytes": 25})


def refused(content: bytes) -> Refusal:
    with pytest.raises(ImportRefused) as caught:
        sniff(io.BytesIO(content))
    return caught.value.code
