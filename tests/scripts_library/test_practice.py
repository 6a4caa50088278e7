"""The practice cases that ship: every one can be played to its end, and their traps are what they say."""

from itertools import product

import pytest
from django.utils.translation import override

from policy.phrasebook import SHIPPED
from policy.practice import Case, Turn, Why, play
from policy.visits import VisitKind
from policy.wording import in_words
from policy.wording_lists import Concern
from scripts_library import shipped, shipped_replies
from scripts_library.practice import CASES
from scripts_library.words import reaction

ANSWERS = {f"step:{code}" for code in shipped.ORDER} | {f"reply:{code}" for code in shipped_replies.REPLIES}
EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def following(turn: Turn) -> set[str]:
    return {turn.judged(answer)[1] for answer in turn.answers if turn.judged(answer)[0] is None}


@EVERY
def test_every_turn_is_reached_and_leads_to_the_end(case: Case) -> None:
    reached, waiting = set(), [case.turns[0].code]
    while waiting:
        code = waiting.pop()
        if code and code not in reached:
            reached.add(code)
            assert following(case.turn(code)), f"nothing leads on from {code}"
            waiting += following(case.turn(code))
    assert reached == {turn.code for turn in case.turns}
    assert VisitKind(case.kind)


@EVERY
def test_each_turn_offers_three_to_six_answers_that_a_script_can_give(case: Case) -> None:
    for turn in case.turns:
        assert 3 <= len(turn.answers) <= 6, turn.code
        assert len(set(turn.answers)) == len(turn.answers)
        assert {one for one in turn.answers if not one.startswith("line:")} <= ANSWERS


TRAPS = {
    Why.PROMISE: Concern.PROMISE,
    Why.FEAR: Concern.FEAR,
    Why.PRICE: Concern.PRICE,
    Why.DISCLOSURE: Concern.DISCLOSURE,
}


@EVERY
def test_the_checker_marks_the_traps_and_no_right_sentence(case: Case) -> None:
    for turn, language in product(case.turns, ("zh", "en")):
        for line in turn.lines:
            marked = {mark.concern for mark in in_words("one", getattr(line, language), SHIPPED)}
            if line.why is None:
                assert marked == set(), getattr(line, language)
            elif line.why in TRAPS:
                assert TRAPS[line.why] in marked, getattr(line, language)


def test_every_situation_of_the_replies_has_a_case_that_leads_there() -> None:
    used = {answer for case in CASES.values() for answer in case.right}
    assert used == ANSWERS


def test_after_a_wrong_answer_the_patient_waits_for_a_better_one() -> None:
    case = CASES["busy"]
    path = ["step:greet", "line:0", "step:who"]
    standing = play(case, path)
    assert standing.turn is not None
    assert standing.turn.code == "driving"
    assert standing.tried == {"line:0": Why.DELAY, "step:who": Why.UNHEARD}
    assert play(case, [*path, "reply:busy"]).tried == {}
    assert play(case, [*path, "reply:busy", "line:0"]).turn is None


@pytest.mark.parametrize("path", [["reply:deceased"], ["line:9"], ["step:greet"] * 2, ["gossip"]])
def test_what_does_not_belong_there_is_no_answer(path: list[str]) -> None:
    with pytest.raises(ValueError, match="answer_unknown"):
        play(CASES["busy"], path)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (["step:who"], "Wait, wait, who are you, and what is this about?"),
        (["step:greet", "step:convenient"], "Wait, do you even know whom you are speaking to?"),
        (["step:greet", "step:who", "step:condition"], "Wait, what is this about? Will it take long?"),
        (
            ["step:greet", "step:who", "step:convenient", "step:condition", "step:thanks"],
            "So soon? Wasn't there something else first?",
        ),
    ],
)
def test_too_early_asks_for_what_is_left_out_where_the_call_stands(path: list[str], reason: str) -> None:
    last = play(CASES["satisfied"], path).told[-1]
    assert last.why is Why.EARLY
    with override("en"):
        assert str(reaction(last.why, last.turn)) == reason
