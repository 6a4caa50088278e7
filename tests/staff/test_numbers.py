import pytest

from staff.numbers import whole_number, whole_numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("007", 7), ("999999999999999999", 10**18 - 1), ("1" + "0" * 18, None), ("9" * 5000, None)]
    + [
        (text, None)
        for text in (None, "", "-1", "+1", "1.0", "1e3", " 1", "1_0", "²", "٣", "\uff11", "①", "\0")
    ],
)
def test_only_plain_digits_that_a_column_holds_are_a_number(text: str | None, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_count_has_fewer_digits() -> None:
    assert whole_number("99999", digits=5) == 99999
    assert whole_number("100000", digits=5) is None


def test_what_is_no_number_names_nothing_among_others() -> None:
    assert whole_numbers(["3", "", "\u00b2", "1"]) == [3, 1]
