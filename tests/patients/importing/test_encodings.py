"""F26: the same names come out of every encoding; what is unsure says so; damage is never patched over."""

from __future__ import annotations

import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.encodings import decode
from patients.importing.errors import ImportRefused, Refusal
from tests.patients.importing.files import HEADINGS, table, visit
from tests.patients.importing.readers import info_of, rows_of

RARE = "䶮𠮷㛃𬭊龘㵘"
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
SURNAMES, GIVEN = "解单仇曾查盖区缪朴尉王李张", "䶮𠮷㛃𬭊㵘芳伟娜静秀英霞平刚桂兰梓涵"


def text_of(*names: str) -> str:
    return table([HEADINGS, *(visit(n, 姓名=name) for n, name in enumerate(names, start=1))])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_fifty_files_of_random_names_come_out_equal_in_each_encoding(encoding: str) -> None:
    chance = random.Random(encoding)
    for _ in range(50):
        names = [chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2)) for _ in range(5)]
        text = text_of(*names)
        assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", [*ENCODINGS, "utf-16-le", "utf-16-be", "utf-32"])
def test_rare_characters_survive_the_whole_way(encoding: str) -> None:
    data = text_of(f"解{RARE}").encode(encoding)
    assert rows_of(data)[1].cells[2] == f"解{RARE}"
    assert info_of(data).encoding_sure


names = st.lists(
    st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), min_size=1, max_size=4), min_size=1
)


@given(names, st.sampled_from(ENCODINGS))
def test_any_chinese_text_comes_out_as_it_went_in(some: list[str], encoding: str) -> None:
    text = text_of(*some)
    assert decode(text.encode(encoding)).text == text


def test_gbk_is_never_taken_for_korean() -> None:
    found = decode("病案号,姓名\r\n00200042,解英\r\n".encode("gbk"))
    assert (found.encoding, found.text[:3], found.sure) == ("gb18030", "病案号", True)


def test_what_gb18030_can_read_but_hardly_means_is_not_sure() -> None:
    found = decode("病歷號,姓名,聯絡電話\r\n1,陳國棟,1\r\n2,張麗華,2\r\n".encode("big5"))
    assert not found.sure


def test_a_person_may_choose_the_encoding() -> None:
    text = "病歷號,姓名\r\n1,陳國棟\r\n"
    assert decode(text.encode("big5"), "big5").text == text
    with pytest.raises(ImportRefused) as caught:
        decode(text.encode("big5"), "utf-8")
    assert caught.value.code is Refusal.ENCODING
    with pytest.raises(ImportRefused):
        decode(b"a", "cp949")


@pytest.mark.parametrize("broken", [b"\xff", b"\xe8\xa7", b"\xc0\x80"])
def test_damaged_utf_8_is_refused_with_the_row_and_not_read_as_something_else(broken: bytes) -> None:
    lines = text_of(*["解英"] * 20).encode().split(b"\r\n")
    lines[4] = lines[4].replace("解".encode(), broken)
    with pytest.raises(ImportRefused) as caught:
        decode(b"\r\n".join(lines))
    assert (caught.value.code, caught.value.params) == (Refusal.DAMAGED_TEXT, {"row": 5})


def test_a_utf_8_file_cut_inside_a_character_is_refused() -> None:
    with pytest.raises(ImportRefused) as caught:
        decode(text_of(*["解英"] * 20).encode() + "解".encode()[:2])
    assert caught.value.code is Refusal.DAMAGED_TEXT


def test_a_mark_that_lies_is_refused() -> None:
    with pytest.raises(ImportRefused):
        decode(codecs.BOM_UTF8 + "解英".encode("gb18030"))
    with pytest.raises(ImportRefused):
        decode(codecs.BOM_UTF16_LE + b"a")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(ImportRefused) as caught:
        decode(bytes(range(1, 128)) * 100)
    assert caught.value.code is Refusal.BINARY
    with pytest.raises(ImportRefused) as caught:
        decode(b"\x80\xff" * 100)
    assert caught.value.code is Refusal.ENCODING


def test_a_zero_byte_in_a_text_stays_in_its_own_cell() -> None:
    rows = rows_of(text_of("解\0英", "张三").encode())
    assert [row.cells[2] for row in rows] == ["姓名", "解\0英", "张三"]
