"""A questionnaire: what is visible and wanted, what is wrong with answers, and what may be saved at all."""

import json
from decimal import Decimal
from typing import Any

import pytest

from policy.questionnaire_checks import Fault, NotASheet, Typed, build, marks
from policy.questionnaires import (
    Domain,
    Kind,
    Question,
    Score,
    Sheet,
    answer_of,
    is_complete,
    kept,
    problem,
    problems,
    required,
    scores,
    visible,
)
from policy.wording_lists import Concern

STEPS = ("condition", "satisfaction")
PAIN = Typed("pain", "scale", "伤口疼吗？", "Pain?", required=True)
WHERE = Typed(
    "where", "one", "哪里疼？", show_if="pain >= 4", options=(("belly", "腹部", ""), ("back", "背部", ""))
)
SINCE = Typed("since", "text", "多久了？", required_if="pain >= 7", show_if='where == "belly"')
HEAT = Typed("temperature", "number", "体温多少？", unit="℃", low="34.0", high="43", decimals="1")
SHEET = build([PAIN, WHERE, SINCE, HEAT], STEPS)


def faults(*typed: Typed) -> list[Fault]:
    with pytest.raises(NotASheet) as error:
        build(typed, STEPS)
    return error.value.faults


def test_a_condition_looks_back_in_the_call_and_not_only_in_the_sheet() -> None:
    late = PAIN._replace(step="satisfaction")
    assert faults(late, WHERE) == [Fault(1, "show_if", "later_step", 0, "pain")]
    wanted = HEAT._replace(required_if="pain >= 7")
    assert faults(late, wanted) == [Fault(1, "required_if", "later_step", 0, "pain")]
    build([late, WHERE._replace(step="satisfaction")], STEPS)  # of one step in the order of the sheet
    build([PAIN, WHERE._replace(step="satisfaction")], STEPS)


def test_branches_open_and_close_with_the_answers_before_them() -> None:
    assert visible(SHEET, {}) == ["pain", "temperature"]
    assert visible(SHEET, {"pain": 7, "where": "belly"}) == ["pain", "where", "since", "temperature"]
    assert required(SHEET, {"pain": 7, "where": "belly"}) == ["pain", "since"]
    # What a hidden question was answered counts as missing for those after it, and is not kept.
    assert visible(SHEET, {"pain": 1, "where": "belly"}) == ["pain", "temperature"]
    assert kept(SHEET, {"pain": 1, "where": "belly", "since": "x"}) == {"pain": 1}


def test_complete_is_what_lacks_no_wanted_answer_and_has_no_wrong_one() -> None:
    assert problems(SHEET, {}) == [("pain", "missing")]
    assert problems(SHEET, {"pain": 2, "smell": 1}) == [("smell", "unknown")]
    assert problems(SHEET, {"pain": 8, "where": "belly"}) == [("since", "missing")]
    assert is_complete(SHEET, {"pain": {"na": True}})
    assert is_complete(SHEET, {"pain": 2, "temperature": {"na": True}})


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        ("pain", 0, ""),
        ("pain", 10, ""),
        ("pain", 11, "kind"),
        ("pain", -1, "kind"),
        ("pain", True, "kind"),
        ("pain", "7", "kind"),
        ("where", "belly", ""),
        ("where", "knee", "option"),
        ("where", ["belly"], "kind"),
        ("temperature", "34", ""),
        ("temperature", "43.0", ""),
        ("temperature", 38.5, ""),
        ("temperature", "33.9", "low"),
        ("temperature", "43.1", "high"),
        ("temperature", "38.55", "decimals"),
        ("temperature", "warm", "kind"),
        ("since", "三天", ""),
        ("since", 3, "kind"),
        ("since", "很" * 1001, "long"),
    ],
)
def test_an_answer_fits_its_question(code: str, answer: object, expected: str) -> None:
    question = SHEET.question(code)
    assert question is not None
    assert problem(question, answer) == expected


@pytest.mark.parametrize(
    ("kind", "answer", "expected"),
    [
        ("level", 5, ""),
        ("level", 0, "kind"),
        ("frequency", 6, "kind"),
        ("yesno", False, ""),
        ("yesno", 0, "kind"),
        ("date", "2026-02-28", ""),
        ("date", "2026-02-29", "kind"),
        ("date", "20260228", "kind"),
    ],
)
def test_each_kind_knows_its_answers(kind: str, answer: object, expected: str) -> None:
    assert problem(build([Typed("x", kind, "？")], STEPS).questions[0], answer) == expected


def test_several_are_options_and_none_twice() -> None:
    options = (("cough", "咳嗽", ""), ("fever", "发热", ""))
    question = build([Typed("x", "several", "？", options=options)], STEPS).questions[0]
    said = [["cough"], ["cough", "fever"], ["cough", "cough"], ["cold"], "cough", [1]]
    assert [problem(question, answer) for answer in said] == ["", "", "option", "option", "kind", "option"]


@pytest.mark.parametrize(
    ("kind", "texts", "expected"),
    [
        ("level", ["4"], 4),
        ("scale", ["10"], 10),
        ("scale", ["many"], "many"),
        ("yesno", ["false"], False),
        ("yesno", ["maybe"], "maybe"),
        ("several", ["a,b"], ["a", "b"]),
        ("several", ["a", "b"], ["a", "b"]),
        ("several", [], None),
        ("number", [" 38.5 "], "38.5"),
        ("text", ["  "], None),
        ("one", [], None),
    ],
)
def test_fields_of_a_form_become_answers(kind: str, texts: list[str], expected: object) -> None:
    assert answer_of(Question("x", Kind(kind), SHEET.questions[0].title), texts) == expected


def test_scores_are_points_of_the_most_there_could_be() -> None:
    typed = [
        Typed("a", "level", "？", domain="satisfaction"),
        Typed("b", "level", "？", domain="satisfaction"),
        Typed("c", "yesno", "？", domain="medication"),
        Typed("d", "scale", "？", domain="condition", show_if="a == 1"),
        Typed("e", "text", "？", domain="condition"),
    ]
    answers = {"a": 4, "b": {"na": True}, "c": True, "d": 9, "e": "好"}
    expected = {Domain.SATISFACTION: Score(4, 5), Domain.MEDICATION: Score(1, 1)}
    assert scores(build(typed, STEPS), answers) == expected


def test_a_sheet_comes_back_from_json_as_it_was() -> None:
    stored = json.loads(json.dumps(SHEET.as_json()))
    assert Sheet.from_json(stored) == SHEET
    assert SHEET.questions[3].low == Decimal("34.0")


def test_groups_are_neighbours_in_one_step_and_section() -> None:
    typed = [
        Typed("a", zh="？", section_zh="伤口"),
        Typed("b", zh="？", section_zh="伤口"),
        Typed("c", zh="？", section_zh="用药"),
        Typed("d", zh="？", section_zh="用药", step="satisfaction"),
    ]
    groups = [(g.step, g.title.zh, [q.code for q in g.questions]) for g in build(typed, STEPS).groups()]
    expected = [
        ("condition", "伤口", ["a", "b"]),
        ("condition", "用药", ["c"]),
        ("satisfaction", "用药", ["d"]),
    ]
    assert groups == expected


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"code": "Pain"}, "code", "not_a_code"),
        ({"code": ""}, "code", "not_a_code"),
        ({"code": "not"}, "code", "reserved"),
        ({"code": "pain"}, "code", "twice"),
        ({"zh": " "}, "zh", "no_words"),
        ({"zh": "？" * 201}, "zh", "too_long"),
        ({"kind": "guess"}, "kind", "unknown"),
        ({"step": "coffee"}, "step", "unknown_step"),
        ({"kind": "level", "subject": "weather"}, "subject", "unknown"),
        ({"domain": "weather"}, "domain", "unknown"),
        ({"kind": "number", "low": "a"}, "low", "not_a_number"),
        ({"kind": "number", "low": "5", "high": "5"}, "high", "bounds"),
        ({"kind": "number", "decimals": "4"}, "decimals", "not_a_number"),
        ({"kind": "one"}, "options", "options_count"),
        ({"kind": "one", "options": (("a", "甲", ""), ("a", "乙", ""))}, "options", "twice"),
        ({"kind": "one", "options": (("a", "", ""), ("b", "乙", ""))}, "options", "no_words"),
        ({"kind": "one", "options": (("A", "甲", ""), ("b", "乙", ""))}, "options", "not_a_code"),
        ({"show_if": "x == 1"}, "show_if", "unknown_name"),  # itself
        ({"show_if": "later == 1"}, "show_if", "unknown_name"),
        ({"required_if": "pain >>"}, "required_if", "expected_number"),
        ({"show_if": 'pain == "bad"'}, "show_if", "other_kind"),
        ({"show_if": "pain == true"}, "show_if", "other_kind"),
        ({"show_if": 'pain has "bad"'}, "show_if", "other_kind"),
    ],
)
def test_what_is_wrong_is_refused_in_its_place(changes: dict[str, Any], field: str, code: str) -> None:
    wrong = Typed("x", "text", "？")._replace(**changes)
    found = faults(PAIN, wrong, Typed("later", "text", "？"))
    assert (1, field, code) in [(one.question, one.field, one.code) for one in found]
    assert {one.question for one in found} <= {0, 1}


def test_a_condition_on_an_option_that_does_not_exist_is_refused() -> None:
    (fault,) = faults(PAIN, WHERE, Typed("x", "text", "？", show_if='where in ("belly", "knee")'))
    assert fault == Fault(2, "show_if", "unknown_option", 0, "knee")


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = faults(Typed("", "text", ""), Typed("b", "one", "？", show_if="b =="))
    assert [(one.question, one.field) for one in found] == [
        (0, "code"),
        (0, "zh"),
        (1, "show_if"),
        (1, "options"),
    ]


def test_nothing_and_too_much_are_no_questionnaire() -> None:
    assert [one.code for one in faults()] == ["empty"]
    many = [Typed(f"q{place}", "text", "？") for place in range(41)]
    assert [one.code for one in faults(*many)] == ["too_many"]


def test_the_checker_marks_words_more_than_five_questions_and_over_three_minutes() -> None:
    five = [Typed(f"q{place}", "text", "好吗？") for place in range(5)]
    assert list(marks(build(five, STEPS), "zh")) == []
    more = [*five, Typed("q5", "text", "包治百病好吗？")]
    assert [one.concern for one in marks(build(more, STEPS), "zh")] == [Concern.PROMISE, Concern.QUESTIONS]
    branch = [*five, Typed("q5", "text", "好吗？", show_if='q0 == "好"')]
    assert list(marks(build(branch, STEPS), "zh")) == []
    long = [Typed(f"q{place}", "text", "很" * 160) for place in range(5)]
    assert [one.concern for one in marks(build(long, STEPS), "zh")] == [Concern.LENGTH]
