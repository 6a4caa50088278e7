"""F27: every telephone number in a cell, whose it is, and the rest as it stood."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patients.importing.cells.numbers import PhoneKind
from patients.importing.cells.phones import Phone, read_phones
from patients.importing.errors import Note
from patients.importing.wire import Cell, Unread

MOBILE, LANDLINE, UNKNOWN = PhoneKind.MOBILE, PhoneKind.LANDLINE, PhoneKind.UNKNOWN
ONE, TWO = "16300000001", "17900000002"  # prefixes that no carrier has


def numbers(cell: Cell) -> list[str]:
    return [f"{phone.number}x{phone.extension}".removesuffix("x") for phone in read_phones(cell).phones]


def leftovers(cell: Cell) -> list[tuple[str, Note]]:
    return [tuple(left) for left in read_phones(cell).leftovers]  # type: ignore[misc]


@pytest.mark.parametrize(
    "cell",
    [
        ONE,
        16300000001,
        16300000001.0,
        "16300000001.0",
        " 163 0000 0001 ",
        "163-0000-0001",
        "163—0000—0001",
        "１６３００００００Ｏ１".replace("Ｏ", "０"),
        "+8616300000001",
        "+86 163 0000 0001",
        "+86-163-0000-0001",
        "86 16300000001",
        "8616300000001",
        "008616300000001",
        "016300000001",
        "'16300000001",
        '="16300000001"',
        "163０００００００１",
        "手机：16300000001",
        "Tel: 16300000001",
        "1.6300000001E+10",
        "1.6300000001e10",
    ],
)
def test_one_mobile_number_in_every_spelling(cell: Cell) -> None:
    assert read_phones(cell) == ((Phone(ONE, MOBILE),), ())


@pytest.mark.parametrize("prefix", ["130", "154", "163", "179", "199"])
def test_a_prefix_that_no_carrier_has_is_a_mobile_number_too(prefix: str) -> None:
    assert read_phones(f"{prefix}00000000").phones == (Phone(f"{prefix}00000000", MOBILE),)


@pytest.mark.parametrize(
    ("cell", "number", "extension"),
    [
        ("0571-88881234", "057188881234", ""),
        ("0571 8888 1234", "057188881234", ""),
        ("(0571)88881234", "057188881234", ""),
        ("（0571）8888-1234", "057188881234", ""),
        ("010-88881234", "01088881234", ""),
        ("+86 571 8888 1234", "057188881234", ""),
        ("+86-10-88881234", "01088881234", ""),
        ("88881234", "88881234", ""),
        (57188881234.0, "057188881234", ""),
        (1088881234.0, "01088881234", ""),
        (88881234.0, "88881234", ""),
        ("021 64041990 转 123", "02164041990", "123"),
        ("021-64041990转123", "02164041990", "123"),
        ("0571-88881234-801", "057188881234", "801"),
        ("0571-88881234 分机 8012", "057188881234", "8012"),
        ("88881234 ext. 12", "88881234", "12"),
        ("88881234#12", "88881234", "12"),
        ("座机 0571-88881234(转801)", "057188881234", "801"),
    ],
)
def test_a_landline_with_area_code_and_extension(cell: Cell, number: str, extension: str) -> None:
    assert read_phones(cell) == ((Phone(number, LANDLINE, extension),), ())


@pytest.mark.parametrize(
    ("text", "number"),
    [("400-800-1234", "4008001234"), ("+852 9123 4567", "+85291234567"), ("0085291234567", "+85291234567")],
)
def test_service_numbers_and_other_countries(text: str, number: str) -> None:
    assert read_phones(text).phones == (Phone(number, UNKNOWN),)


@pytest.mark.parametrize(
    "between",
    ["/", "、", "，", ",", "；", ";", " ", "  ", "\n", "|", "或", " 或者 ", "和", "及", "/ ", " - ", ""],
)
def test_two_numbers_in_one_cell(between: str) -> None:
    assert read_phones(f"{ONE}{between}{TWO}") == ((Phone(ONE, MOBILE), Phone(TWO, MOBILE)), ())


def test_a_mobile_and_a_landline_in_one_cell() -> None:
    assert numbers(f"{ONE} 0571-88881234") == [ONE, "057188881234"]
    assert numbers(f"0571-88881234-801/{ONE}") == ["057188881234x801", ONE]
    assert numbers("163 0000 0001 0571 8888 1234") == [ONE, "057188881234"]


def test_the_same_number_twice_is_one() -> None:
    assert numbers(f"{ONE}/+86{ONE}") == [ONE]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (f"{ONE}(女儿)", "女儿"),
        (f"{ONE}（女儿）", "女儿"),
        (f"{ONE}【张女士】", "张女士"),
        (f"女儿{ONE}", "女儿"),
        (f"女儿：{ONE}", "女儿"),
        (f"{ONE} 女儿", "女儿"),
        (f"{ONE}(女儿/家属)", "女儿 家属"),
        (f"联系电话：{ONE}(儿子)", "儿子"),
        (f"{ONE}(本人)", ""),
        (f"患者本人 {ONE}", ""),
        (f"手机号码{ONE}", ""),
    ],
)
def test_a_word_beside_the_number_says_whose_it_is(text: str, owner: str) -> None:
    assert read_phones(text) == ((Phone(ONE, MOBILE, "", owner),), ())


def test_each_number_keeps_its_own_word() -> None:
    assert read_phones(f"{ONE}(女儿)/{TWO}(丈夫)").phones == (
        Phone(ONE, MOBILE, "", "女儿"),
        Phone(TWO, MOBILE, "", "丈夫"),
    )


@pytest.mark.parametrize("cell", [None, "", " ", "无", "-", "/", "不详", "NULL", "0", 0, "暂无"])
def test_a_cell_that_says_nothing_has_no_number(cell: Cell) -> None:
    assert read_phones(cell) == ((), ())


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("1.38E+10", Note.PHONE_LOST_DIGITS),
        ("1.380000E+10", Note.PHONE_LOST_DIGITS),
        ("1E10", Note.PHONE_LOST_DIGITS),
        ("1380000000", Note.PHONE_UNREADABLE),
        ("138000000001", Note.PHONE_UNREADABLE),
        ("12300000001", Note.PHONE_UNREADABLE),
        ("请打护士站", Note.PHONE_UNREADABLE),
        ("110101199001011234", Note.PHONE_UNREADABLE),
        (1.38e15, Note.PHONE_UNREADABLE),
        (138.5, Note.PHONE_UNREADABLE),
        (-5, Note.PHONE_UNREADABLE),
        (float("nan"), Note.PHONE_UNREADABLE),
        (True, Note.PHONE_UNREADABLE),
        ("#N/A", Note.PHONE_UNREADABLE),
        (Unread.FORMULA, Note.PHONE_UNREADABLE),
    ],
)
def test_what_is_no_number_is_kept_as_it_stood(cell: Cell, why: Note) -> None:
    phones, rest = read_phones(cell)
    assert phones == ()
    assert [left.why for left in rest] == [why]
    assert not isinstance(cell, str) or rest[0].text == cell


def test_a_bad_number_beside_a_good_one_costs_nothing() -> None:
    assert numbers(f"{ONE}/1234") == [ONE]
    assert leftovers(f"{ONE}/1234") == [("1234", Note.PHONE_UNREADABLE)]
    assert leftovers(f"{ONE} 12345") == [("12345", Note.PHONE_UNREADABLE)]


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"0(10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{7}", fullmatch=True)
several = st.lists(st.one_of(mobiles, landlines), min_size=1, max_size=4, unique=True)
separators = st.sampled_from(["/", "、", "，", ";", " ; ", "\n", "或", " / "])


def spaced(digits: str, gap: str) -> str:
    return f"{digits[:3]}{gap}{digits[3:7]}{gap}{digits[7:]}"


@given(several, separators, st.sampled_from(["", " ", "-"]))
def test_numbers_put_together_come_apart_again(some: list[str], separator: str, gap: str) -> None:
    assert numbers(separator.join(spaced(digits, gap) for digits in some)) == some


@given(mobiles)
def test_a_mobile_number_is_the_same_as_text_as_number_and_with_its_country(digits: str) -> None:
    for cell in (digits, int(digits), float(digits), f"+86{digits}", f"0{digits}", f"{int(digits):.10E}"):
        assert numbers(cell) == [digits]


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error_and_nothing_is_made_up(text: str) -> None:
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdigit())
    for phone in read_phones(text).phones:
        assert phone.number.lstrip("+") in digits or "e" in text.casefold()
