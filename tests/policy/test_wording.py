"""What must not be said is marked, however it is spelled; what we ship is not."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.wording import check, in_words, minutes, questions
from policy.wording_lists import PHRASES, Concern

PAIRS = [(concern, phrase) for concern, listed in PHRASES.items() for phrase in listed]
BETWEEN = st.lists(st.sampled_from(" ,.·、，。…—-　！'\n"), max_size=3).map("".join)
WITHIN = st.lists(st.sampled_from(" ,.·、，—-　'"), max_size=3).map("".join)  # no sentence ends here
SAFE = "您好今天听一听谢"


def concerns(say: str, language: str = "zh") -> set[Concern]:
    return {mark.concern for mark in check([("one", say)], language)}


@pytest.mark.parametrize(("concern", "phrase"), PAIRS)
def test_every_forbidden_phrase_is_marked_for_what_it_is(concern: Concern, phrase: str) -> None:
    assert concern in concerns(f"您好，{phrase}，再见")
    assert concern in concerns(f"Well, {phrase.upper()}.", "en")


@given(st.sampled_from(PAIRS), st.data())
def test_blanks_and_punctuation_hide_nothing(pair: tuple[Concern, str], data: st.DataObject) -> None:
    concern, phrase = pair
    between = WITHIN if "…" in phrase else BETWEEN
    spaced = "".join(letter + data.draw(between) for letter in phrase)
    before, after = (data.draw(st.text(SAFE, max_size=5)) for _ in range(2))
    say = f"{before} {spaced} {after}"
    marks = [mark for mark in in_words("one", say) if mark.concern == concern]
    assert marks
    for mark in marks:
        assert say[mark.start : mark.start + len(mark.words)] == mark.words
        assert mark.words.strip(BARE) == mark.words  # begins and ends with what was said, not beside it


BARE = " ,.·、，。…—-　！'\n"


def test_wide_letters_and_capitals_hide_nothing() -> None:
    assert concerns("ＨＩＶ") == {Concern.DISCLOSURE}
    assert concerns("We Guarantee it", "en") == {Concern.PROMISE}


@given(st.text(SAFE + string.digits + "？?，。{}", max_size=60))
def test_harmless_characters_make_no_mark_of_words(say: str) -> None:
    assert list(in_words("one", say)) == []


def test_an_english_word_within_another_is_not_meant() -> None:
    assert concerns("The procedure is secure, and first aid is near.", "en") == set()
    assert concerns("It will cure you.", "en") == {Concern.PROMISE}


def test_no_phrase_reaches_across_a_word_that_is_filled_in() -> None:
    assert concerns("包{doctor}治") == set()
    assert concerns("{doctor}包治") == {Concern.PROMISE}


@pytest.mark.parametrize(
    "say",
    [
        "替{doctor}医生问候您，保证您一定痊愈。",
        "我们保证{address}能治好",
        "您放心，吃完这个药一定会慢慢好起来。",
        "肯定能很快康复",
        "You will definitely feel much better.",
    ],
)
def test_a_promise_is_found_whatever_stands_within_it(say: str) -> None:
    assert concerns(say) == concerns(say, "en") == {Concern.PROMISE}


@pytest.mark.parametrize(
    "say",
    [
        "我保证按时给您回电。祝您早日康复",
        "一定要按时吃药、好好休息。恢复得怎么样？",
        "请您一定按医生说的复查；早日痊愈",
        "这一定很不容易，您已经做得很好了，我们都希望您慢慢恢复",
    ],
)
def test_no_promise_is_put_together_of_two_sentences_or_of_far_words(say: str) -> None:
    assert concerns(say) == set()


def test_a_phrase_within_a_longer_one_counts_once() -> None:
    assert [mark.words for mark in in_words("one", "后果很严重，保证不会复发")] == [
        "保证不会",
        "不会复发",
        "后果很严重",
    ]


def test_a_mark_says_where_and_what() -> None:
    (mark,) = check([("greet", "您好"), ("condition", "我们包 治。")], "zh")
    assert mark == (Concern.PROMISE, "condition", 2, "包 治", "")


@given(st.lists(st.integers(0, 8), max_size=8))
def test_more_than_five_questions_in_a_step_or_asking_steps_in_a_call(counts: list[int]) -> None:
    steps = [(f"s{number}", "好吗？" * count) for number, count in enumerate(counts)]
    marks = {(m.step, m.words) for m in check(steps, "zh") if m.concern == Concern.QUESTIONS}
    expected = {(f"s{number}", str(count)) for number, count in enumerate(counts) if count > 5}
    asking = len([count for count in counts if count])
    assert marks == expected | ({("", str(asking))} if asking > 5 else set())


def test_two_marks_of_one_question_are_one() -> None:
    assert questions("真的吗？？好吗?!") == 2


@pytest.mark.parametrize(
    ("say", "language", "long"),
    [
        ("好" * 720, "zh", False),
        ("好" * 721, "zh", True),
        ("好，" * 720, "zh", False),
        ("well " * 420, "en", False),
        ("well " * 421, "en", True),
        ("好" * 716 + "{doctor}", "zh", False),
        ("好" * 717 + "{doctor}", "zh", True),
    ],
)
def test_three_minutes_are_720_characters_or_420_words(say: str, language: str, long: bool) -> None:
    assert (Concern.LENGTH in concerns(say, language)) is long


def test_an_apostrophe_makes_no_second_word() -> None:
    assert minutes([("a", "don't stop")], "en") == pytest.approx(2 / 140)


@pytest.mark.parametrize(
    ("say", "language", "marked"),
    [
        ("我们保证能彻底治愈，绝不复发。", "zh", ["保证能彻底治愈", "绝不复发"]),
        ("做完这个疗程，不再复发。", "zh", ["不再复发"]),
        ("It won't come back, and it will not recur.", "en", ["It won't come back", "will not recur"]),
    ],
)
def test_a_promise_of_cure_for_good_is_marked_whole(say: str, language: str, marked: list[str]) -> None:
    found = [mark for mark in check([("one", say)], language) if mark.concern is Concern.PROMISE]
    assert [mark.words for mark in found] == marked
