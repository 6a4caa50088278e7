"""A rule refuses nonsense, survives its JSON and says what to think about before it is published."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import Daypart
from policy.rules import DepartmentKind, RuleSpec, Skill, warnings
from policy.timing import Timing
from policy.visits import LeftBy, VisitKind
from tests.policy.calendars import A5, E12, LAST, ODD, World, examples, timings

WEEKLY = RuleSpec((VisitKind.INPATIENT,), Timing(7, 7, 9))
SAME_EVENING = RuleSpec((VisitKind.ARRIVED_PAID,), Timing(0, 0, 0, last_block=True))

specs = st.builds(
    RuleSpec,
    kinds=st.lists(st.sampled_from(VisitKind), min_size=1, unique=True).map(tuple),
    timing=timings.filter(lambda t: list(t.dayparts) == [p for p in Daypart if p in t.dayparts]),
    first_visit_only=st.booleans(),
    department_kind=st.sampled_from(DepartmentKind),
    departments=st.lists(st.integers(1, 99)).map(tuple),
    left_by_excluded=st.lists(st.sampled_from(LeftBy), unique=True).map(tuple),
    occurrences=st.integers(1, 4),
    every_days=st.integers(1, 40),
    extra_diagnoses=st.lists(st.text(), min_size=1).map(tuple),
    extra_occurrences=st.integers(0, 3),
    until_recheck=st.booleans(),
    max_attempts=st.integers(1, 20),
    skill=st.sampled_from(Skill),
    priority=st.integers(1, 9),
    target_percent=st.integers(0, 100),
    source=st.text(),
    assumption=st.booleans(),
)


@examples(50)
@given(specs)
def test_a_rule_survives_its_json(spec):
    assert RuleSpec.from_json(spec.to_json()) == spec


def test_a_rule_in_json_is_plain():
    data = replace(SAME_EVENING, departments=(3,), skill=Skill.NURSE).to_json()
    assert data["kinds"] == ["arrived_paid"]
    assert type(data["kinds"][0]) is type(data["skill"]) is str
    assert data["timing"]["last_block"] is True


def test_a_rule_in_json_needs_only_whom_and_when():
    data = {"kinds": ["inpatient"], "timing": {"earliest": 7, "target": 7, "latest": 9}}
    assert RuleSpec.from_json(data) == WEEKLY


def test_the_dead_are_never_called_unless_a_rule_says_so():
    assert WEEKLY.left_by_excluded == (LeftBy.DEATH,)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kinds": ()}, "no_kind"),
        ({"priority": 0}, "priority"),
        ({"priority": 10}, "priority"),
        ({"max_attempts": 0}, "max_attempts"),
        ({"max_attempts": 21}, "max_attempts"),
        ({"occurrences": 0}, "occurrences"),
        ({"extra_diagnoses": ("x",), "extra_occurrences": -1}, "occurrences"),
        ({"occurrences": 2}, "every_days"),
        ({"every_days": -1}, "every_days"),
        ({"extra_diagnoses": ("x",), "extra_occurrences": 1}, "every_days"),
        ({"extra_occurrences": 1, "every_days": 7}, "extra_without_diagnosis"),
        ({"occurrences": 13, "every_days": 30}, "too_long"),
        ({"target_percent": 101}, "target_percent"),
        ({"target_percent": -1}, "target_percent"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_a_code(changes, code):
    with pytest.raises(ValueError, match=f"^{code}$"):
        replace(WEEKLY, **changes)


def test_the_last_occurrence_may_be_a_year_away():
    assert replace(WEEKLY, occurrences=2, every_days=357).timing_of(2).latest == 366
    with pytest.raises(ValueError, match=r"^too_long$"):
        replace(WEEKLY, occurrences=2, every_days=358)


@pytest.mark.parametrize(
    "changes",
    [
        {"kinds": ["nobody"]},
        {"kinds": "inpatient"},
        {"kinds": None},
        {"timing": {"earliest": 1}},
        {"timing": None},
        {"priority": "1"},
        {"priority": True},
        {"first_visit_only": 1},
        {"skill": "surgeon"},
        {"departments": ["3"]},
        {"left_by_excluded": ["window"]},
        {"extra_diagnoses": [3]},
        {"colour": "red"},
    ],
)
def test_a_rule_from_nonsense_is_malformed(changes):
    with pytest.raises(ValueError, match=r"^malformed$"):
        RuleSpec.from_json(WEEKLY.to_json() | changes)


@pytest.mark.parametrize("data", [None, [], "rule", {}, {"kinds": ["inpatient"]}])
def test_what_is_no_rule_at_all_is_malformed(data):
    with pytest.raises(ValueError, match=r"^malformed$"):
        RuleSpec.from_json(data)


def test_a_timing_keeps_its_own_code_inside_a_rule():
    with pytest.raises(ValueError, match=r"^days_order$"):
        RuleSpec.from_json(WEEKLY.to_json() | {"timing": {"earliest": 3, "target": 1, "latest": 2}})


def test_each_occurrence_is_due_some_days_after_the_one_before():
    monthly = replace(WEEKLY, occurrences=2, every_days=30, extra_diagnoses=("I63",), extra_occurrences=1)
    assert monthly.all_occurrences == 3
    assert [monthly.timing_of(n).target for n in (1, 2, 3)] == [7, 37, 67]
    assert monthly.timing_of(2) == Timing(37, 37, 39)


# Before publishing.

TODAY = date(2026, 11, 22)


def test_a_same_evening_rule_under_hours_without_an_evening_warns():
    assert warnings(SAME_EVENING, World(E12).calendar, TODAY) == ("no_evening",)
    assert warnings(SAME_EVENING, World(A5).calendar, TODAY) == ()


def test_each_missing_part_of_the_day_is_named():
    asks = replace(WEEKLY, timing=Timing(7, 7, 9, dayparts=(Daypart.EVENING, Daypart.MORNING)))
    assert warnings(asks, World(A5).calendar, TODAY) == ("no_morning",)
    assert warnings(asks, World(E12).calendar, TODAY) == ("no_evening",)


def test_one_season_without_an_evening_is_enough():
    assert warnings(SAME_EVENING, World(ODD).calendar, TODAY) == ("no_evening",)


def test_hours_that_come_into_force_later_are_looked_at_and_those_of_the_past_are_not():
    a5, e12 = (World(plan).calendar.hours[0][1] for plan in (A5, E12))
    to_e12 = replace(World(A5).calendar, hours=((date(2026, 1, 1), a5), (date(2027, 1, 1), e12)))
    to_a5 = replace(World(A5).calendar, hours=((date(2026, 1, 1), e12), (date(2026, 6, 1), a5)))
    assert warnings(SAME_EVENING, to_e12, TODAY) == ("no_evening",)
    assert warnings(SAME_EVENING, to_a5, TODAY) == ()


def test_a_year_whose_holidays_are_not_published_warns():
    assert "year_unknown" in warnings(WEEKLY, World(A5).calendar, LAST)
    assert "year_unknown" not in warnings(WEEKLY, World(A5).calendar, date(LAST.year, 12, 22))
    assert "year_unknown" in warnings(WEEKLY, World(A5).calendar, date(LAST.year, 12, 23))


def test_the_last_of_its_calls_decides_whether_the_year_is_known():
    monthly = replace(WEEKLY, occurrences=6, every_days=30)
    assert "year_unknown" in warnings(monthly, World(A5).calendar, date(LAST.year, 9, 1))


@pytest.mark.parametrize(("every_days", "overlap"), [(2, True), (3, False)])
def test_occurrences_that_share_a_day_warn(every_days, overlap):
    twice = replace(WEEKLY, occurrences=2, every_days=every_days)  # 7–9
    assert ("occurrences_overlap" in warnings(twice, World(A5).calendar, TODAY)) is overlap
