"""The language of conditions: what it means, what it refuses and where, against an oracle of its own."""

from typing import Any

import pytest

from policy.expressions import DEEPEST, LONGEST, ExpressionError, holds, parse
from policy.questionnaires import required, visible
from tests.policy.sheets import stories

NAMES = ("pain", "wound", "temperature", "bleeding", "seen")


def true_of(text: str, **answers: Any) -> bool:
    return holds(parse(text, NAMES).as_json(), answers)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("pain >= 7", {"pain": 7}, True),
        ("pain >= 7", {"pain": 6}, False),
        ("temperature > 38.5", {"temperature": "38.5"}, False),
        ("temperature > 38.5", {"temperature": 38.5}, False),
        ("temperature > 38.5", {"temperature": "38.6"}, True),
        ("temperature == 38.5", {"temperature": "38.50"}, True),
        ("temperature == 0.3", {"temperature": 0.1 + 0.2}, False),  # not one of ours: seventeen decimals
        ("pain <= 7", {"pain": 7}, True),
        ("pain < 7", {"pain": 7}, False),
        ("pain < 7", {"pain": 6}, True),
        ("pain > 9", {"pain": "10"}, True),  # as numbers, not as letters
        ("pain == 1", {"pain": True}, False),
        ("bleeding == true", {"bleeding": 1}, False),
        ("bleeding != true", {"bleeding": False}, True),
        ("bleeding != true", {}, False),
        ("not bleeding == true", {}, True),
        ("not bleeding == true", {"bleeding": {"na": True}}, True),
        ("pain != 3", {"pain": "bad"}, False),
        ('wound == "7"', {"wound": 7}, False),
        ('wound in ("dry", "clean")', {"wound": "clean"}, True),
        ('wound in ("dry", "clean")', {"wound": "red"}, False),
        ('seen has "wound"', {"seen": ["pain", "wound"]}, True),
        ('seen has "wound"', {"seen": "wound"}, False),
        ("answered(pain)", {"pain": 0}, True),
        ("answered(pain)", {"pain": {"na": True}}, False),
        ("na(pain)", {"pain": {"na": True}}, True),
        ("na(pain)", {}, False),
        ("answered(seen)", {"seen": []}, False),
        ("answered(bleeding)", {"bleeding": False}, True),
        # "and" binds closer than "or", "not" closer than both
        ("pain > 1 or pain > 2 and pain > 9", {"pain": 2}, True),
        ("(pain > 1 or pain > 2) and pain > 9", {"pain": 2}, False),
        ("not pain > 1 or pain > 1", {"pain": 2}, True),
        ("not (pain > 1 or pain > 1)", {"pain": 2}, False),
        # as a Chinese keyboard writes it
        ("pain ≥ 7 and not （wound in （“dry”，‘clean’））", {"pain": 7, "wound": "red"}, True),
        ("pain≠3", {"pain": 4}, True),
    ],
)
def test_it_means_what_it_says(text: str, answers: dict[str, Any], expected: bool) -> None:
    assert true_of(text, **answers) is expected


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("", "expected_name", 0),
        ("pain", "expected_comparison", 4),
        ("pain >= 7 and", "expected_name", 13),
        ("pain >= 7 wound", "expected_end", 10),
        ("apin >= 7", "unknown_name", 0),
        ("7 <= pain", "expected_name", 0),
        ("pain >= wound", "expected_number", 8),
        ("pain == wound", "expected_value", 8),
        ('pain >= "7"', "expected_number", 8),
        ("seen has 7", "expected_text", 9),
        ('wound == "dry', "unclosed_text", 9),
        ("pain = 7", "unknown_sign", 5),
        ("wound in dry", "expected_open", 9),
        ('wound in ("dry"', "expected_close", 15),
        ("wound in ()", "expected_value", 10),
        ("(pain >= 7", "expected_close", 10),
        ("answered pain", "expected_open", 9),
        ("pain > 1234567890123", "number_too_long", 7),
        ("pain > 0.1234567", "number_too_long", 7),
        ("and > 7", "expected_name", 0),
        ("not " * (DEEPEST + 1) + "pain > 1", "too_deep", 4 * DEEPEST),
        ("(" * (DEEPEST + 1) + "pain > 1", "too_deep", DEEPEST),
        ("pain > 1 or " * 50 + "pain > 1", "too_long", LONGEST),
        ("__import__ == 1", "unknown_name", 0),
        ("pain.real > 1", "unknown_sign", 4),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, code: str, position: int) -> None:
    with pytest.raises(ExpressionError) as error:
        parse(text, NAMES)
    assert (error.value.code, error.value.position) == (code, position)


def test_as_deep_as_allowed_is_allowed() -> None:
    assert true_of("not " * DEEPEST + "pain > 1", pain=2)
    assert true_of("(" * DEEPEST + "pain > 1" + ")" * DEEPEST, pain=2)


def test_five_thousand_random_questionnaires_ask_what_the_oracle_says() -> None:
    for seed, story in enumerate(stories(0, 5000)):
        said = (visible(story.sheet, story.answers), required(story.sheet, story.answers))
        assert said == (story.visible(), story.required()), seed
