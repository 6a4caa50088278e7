"""What is said in a call: the shipped scripts are whole, and are filled without anything being executed."""

import pytest

from policy.address import Address, address
from policy.visits import VisitKind
from policy.wording import check, minutes
from scripts_library import shipped
from scripts_library.filling import form_of_address, pieces, unknown_words
from scripts_library.shipped_replies import replies

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(VisitKind))
def test_every_kind_of_visit_has_every_step_in_order(kind: VisitKind, language: str) -> None:
    assert kind in shipped.BY_KIND
    steps = shipped.steps(kind, language)
    assert [s["code"] for s in steps] == list(shipped.ORDER)
    assert all(s["title"] and s["say"] for s in steps)
    assert not set().union(*(unknown_words(s["say"]) for s in steps))


def test_a_word_that_nothing_fills_is_found() -> None:
    assert unknown_words("您好，{name}") == {"name"}


def test_filled_words_are_told_apart_and_nothing_is_executed() -> None:
    found = pieces("您好，{address}，{doctor}", {"address": "{% debug %}{agent}", "doctor": "林晓东"})
    assert found == [("您好，", False), ("{% debug %}{agent}", True), ("，", False), ("林晓东", True)]


@pytest.mark.parametrize(
    ("sex", "age", "expected"),
    [
        ("male", 13, Address.CHILD),
        ("male", 14, Address.MAN),
        ("female", None, Address.WOMAN),
        ("", 40, Address.NEUTRAL),
        ("", 0, Address.CHILD),
    ],
)
def test_patients_are_addressed_by_sex_and_age(sex: str, age: int | None, expected: Address) -> None:
    assert address(sex, age) is expected


def test_the_form_of_address_is_a_whole_phrase() -> None:
    assert form_of_address("陈国栋", "male", 71, "zh") == "陈国栋先生"
    assert form_of_address("Li", "female", 3, "en") == "a parent of Li"


def test_a_brace_that_holds_no_word_is_found() -> None:
    assert unknown_words("{ doctor }｛agent｝{doctor}") == {"{", "}", "｛", "｝"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(VisitKind))
def test_no_shipped_script_says_what_must_not_be_said(kind: VisitKind, language: str) -> None:
    assert check([(s["code"], s["say"]) for s in shipped.steps(kind, language)], language) == []


SITUATIONS = (
    "satisfied", "dissatisfied", "busy", "fraud", "doctor",
    "deceased", "relative", "hearing", "price", "promise",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_reply_to_whatever_may_come(language: str) -> None:
    found = replies(language)
    assert [reply["code"] for reply in found] == list(SITUATIONS)
    for reply in found:
        assert not unknown_words(reply["say"])
        assert check([(reply["code"], reply["say"])], language) == []
        assert minutes([(reply["code"], reply["say"])], language) < 0.5
