"""The hospital's own list of what must not be said: longer and shorter than the one that ships."""

from typing import Any

import pytest

from policy.phrasebook import SHIPPED, Phrasebook
from policy.wording import check, in_words
from policy.wording_lists import Concern

PROMISE = Concern.PROMISE
OURS = SHIPPED.with_own(PROMISE, "包您满意", "医务处：不得承诺")


def test_a_phrase_of_the_hospitals_own_is_marked_with_its_reason() -> None:
    (mark,) = check([("one", "我们包 您、满意。")], "zh", OURS)
    assert (mark.concern, mark.words, mark.why) == (PROMISE, "包 您、满意", "医务处：不得承诺")
    assert check([("one", "我们包您满意。")], "zh") == []


def test_what_is_switched_off_is_said_freely_until_it_is_on_again() -> None:
    off = SHIPPED.switched_off(Concern.DISCLOSURE, "化疗", "日间化疗中心的名称")
    assert list(in_words("one", "日间化疗中心", off)) == []
    assert off.off_because(Concern.DISCLOSURE, "化疗") == "日间化疗中心的名称"
    assert [m.words for m in in_words("one", "化疗和放疗", off)] == ["放疗"]
    assert off.switched_on(Concern.DISCLOSURE, "化疗") == SHIPPED


@pytest.mark.parametrize("phrase", ["包您…满意", "包您......满意", "包您…满意…"])
def test_three_dots_in_it_stand_for_a_few_letters(phrase: str) -> None:
    book = SHIPPED.with_own(PROMISE, phrase, "医务处：不得承诺")
    assert [m.words for m in in_words("one", "我们包您和家人都满意", book)] == ["包您和家人都满意"]
    assert list(in_words("one", "我们包您带药。都满意吗", book)) == []


def test_it_is_kept_and_read_as_it_was() -> None:
    book = OURS.switched_off(Concern.FEAR, "too late", "in “never too late”")
    assert Phrasebook.from_json(book.to_json()) == book
    assert book.without_own(PROMISE, "包您满意").own == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: SHIPPED.with_own(Concern.LENGTH, "长", "x"), "concern_unknown"),
        (lambda: SHIPPED.with_own(PROMISE, "…！ ", "x"), "no_phrase"),
        (lambda: SHIPPED.with_own(PROMISE, "包" * 61, "x"), "no_phrase"),
        (lambda: SHIPPED.with_own(PROMISE, "包 治", "x"), "phrase_known"),
        (lambda: OURS.with_own(PROMISE, "包您、满意", "x"), "phrase_known"),
        (lambda: SHIPPED.with_own(PROMISE, "包您满意", " "), "no_reason"),
        (lambda: SHIPPED.switched_off(PROMISE, "包治", ""), "no_reason"),
        (lambda: SHIPPED.switched_off(PROMISE, "包您满意", "x"), "phrase_unknown"),
        (lambda: SHIPPED.without_own(PROMISE, "包治"), "phrase_unknown"),
        (lambda: SHIPPED.switched_on(PROMISE, "包治"), "phrase_unknown"),
        (lambda: Phrasebook.from_json({"own": [["promise", "x"]], "off": []}), "malformed"),
        (lambda: Phrasebook.from_json({"own": [["gossip", "x", "y"]], "off": []}), "malformed"),
        (lambda: Phrasebook.from_json({}), "malformed"),
    ],
)
def test_what_makes_no_sense_is_refused(change: Any, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        change()
