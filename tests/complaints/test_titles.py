"""A title made of the words."""

import pytest

from complaints.titles import title_of


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("换药等了两个小时。没人解释", "换药等了两个小时"),
        ("  一句话\n第二行", "一句话"),
        ("！！！没人管。", "没人管"),
        ("？？", "？？"),
        ("字" * 40, "字" * 40),
        ("字" * 41, "字" * 39 + "…"),
        (
            "Night ward: rang three times, nobody came for forty minutes.",
            "Night ward: rang three times, nobody ca…",
        ),
    ],
)
def test_it_ends_at_the_first_stop_or_says_that_it_was_cut(words: str, title: str) -> None:
    assert title_of(words) == title
