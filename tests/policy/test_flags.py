"""Red flags: what raises them, and what makes no sense (A25)."""

from dataclasses import replace
from typing import Any

import pytest

from policy.alerts import Level
from policy.flag_defaults import DEFAULT_FLAGS
from policy.flags import RedFlag, RedFlags

PAIN = next(flag for flag in DEFAULT_FLAGS if flag.code == "pain")


@pytest.mark.parametrize(
    ("answers", "codes"),
    [
        ({}, []),
        ({"pain": 7}, ["pain"]),
        ({"pain": 6}, []),
        ({"pain": {"na": True}}, []),
        ({"temperature": "38.5"}, []),
        ({"temperature": "38.6"}, ["fever"]),
        ({"bleeding": "heavy"}, ["heavy_bleeding"]),
        ({"bleeding": "more"}, ["more_bleeding"]),
        ({"bleeding": "little"}, []),
        ({"wound": "red"}, ["wound"]),
        ({"wound": "oozing"}, ["wound"]),
        ({"wound": "open"}, ["open_wound"]),
        ({"wound": "dry"}, []),
        ({"self_harm": True, "distress": True}, ["self_harm", "distress"]),
        ({"self_harm": False, "mood": 8}, ["distress"]),
        ({"medication": "stopped"}, ["medication_stopped"]),
        ({"medication": "as_ordered"}, []),
        ({"symptoms": ["dizzy", "chest_pain"]}, ["danger_signs"]),
        ({"symptoms": ["dizzy"]}, []),
        ({"adverse_reaction": True}, ["adverse_reaction"]),
    ],
)
def test_the_shipped_flags_rise_at_these_answers(answers: dict[str, Any], codes: list[str]) -> None:
    assert [flag.code for flag in DEFAULT_FLAGS.raised_by(answers)] == codes


def test_each_shipped_flag_says_in_both_languages_what_happens_and_by_when() -> None:
    for flag in DEFAULT_FLAGS:
        for said in (flag.say_zh, flag.say_en):
            assert "{doctor}" in said, flag.code
            assert "{by}" in said, flag.code


def test_a_flag_that_is_switched_off_never_rises() -> None:
    off = RedFlags((replace(PAIN, active=False),))
    assert off.raised_by({"pain": 10}) == ()
    assert off.trees == {}


def test_flags_read_what_they_wrote_and_know_their_questions() -> None:
    assert RedFlags.from_json(DEFAULT_FLAGS.to_json()) == DEFAULT_FLAGS
    assert PAIN.names == {"pain"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "by_hand"}, "code"),
        ({"code": "Pain!"}, "code"),
        ({"name_en": " "}, "name"),
        ({"when": ""}, "when"),
        ({"when": "pain >="}, "when"),
        ({"say_zh": ""}, "say"),
        ({"say_en": "Dr {name} will call"}, "words"),
        ({"level": "panic"}, "level"),
    ],
)
def test_a_flag_that_makes_no_sense_says_why(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        replace(PAIN, **changes)


def test_two_flags_of_one_code_are_refused() -> None:
    with pytest.raises(ValueError, match="code_twice"):
        RedFlags((PAIN, PAIN))


@pytest.mark.parametrize("data", [{}, {"flags": 5}, {"flags": [{"code": "a"}]}, {"flags": ["a"]}])
def test_an_edition_that_is_none_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="malformed"):
        RedFlags.from_json(data)


def test_a_flag_is_named_in_the_readers_language() -> None:
    flag = RedFlag("x", "痛", "pain", "pain > 1", Level.SOON, "说", "say")
    assert (flag.name("zh-hans"), flag.name("en"), flag.say("zh-hans"), flag.say("en")) == (
        "痛",
        "pain",
        "说",
        "say",
    )
