"""The figures of each document, copied here by hand from the documents and not from the code."""

from datetime import date

import pytest

from policy.calendar import Hours
from policy.plan import plan
from policy.presets import PRESETS
from policy.rules import RuleSpec, warnings
from policy.visits import ANCHOR_OF, LeftBy
from tests.policy.calendars import A5, E12, World, at, days

RULES = {rule.code: rule.spec for preset in PRESETS for rule in preset.rules}
PRESET = {preset.code: preset for preset in PRESETS}

# code: kinds, first due day, last day that the document allows (None: it names one day), source
FIGURES = {
    "arrived_unpaid": ({"arrived_unpaid"}, 1, 2, "A7"),
    "arrived_paid": ({"arrived_paid"}, 0, 0, "A8"),
    "no_show": ({"no_show"}, 1, 1, "A3"),
    "interrupted": ({"interrupted"}, 1, 2, "A3"),
    "outpatient_surgery": ({"outpatient_surgery"}, 0, 0, "A3"),
    "inpatient_surgery": ({"inpatient_surgery"}, 7, None, "A3"),
    "discharge_week": ({"inpatient", "inpatient_surgery"}, 7, None, "E12"),
    "specialty_first_visit": ({"arrived_paid", "arrived_unpaid"}, 7, None, "E12"),
    "basic_first_visit": ({"arrived_paid", "arrived_unpaid"}, 10, None, "E12"),
    "discharge_nursing": ({"inpatient", "inpatient_surgery"}, 3, 7, "E1"),
    "discharge_satisfaction": ({"inpatient", "inpatient_surgery"}, 15, 30, "E16"),
    "checkup_abnormal": ({"checkup_abnormal"}, 7, None, "E17"),
    "consultation_next_day": ({"consultation"}, 1, 1, "B20"),
}


@pytest.mark.parametrize("code", FIGURES)
def test_a_rule_has_the_figures_of_its_document(code):
    kinds, first, last, source = FIGURES[code]
    spec = RULES[code]
    assert (set(spec.kinds), spec.timing.earliest, spec.source) == (kinds, first, source)
    assert spec.timing.latest == last if last is not None else spec.timing.target == first


def test_every_rule_is_in_the_table_above():
    assert list(RULES) == list(FIGURES)


def test_a_preset_says_where_it_assumes():
    assumed = {code for code, spec in RULES.items() if spec.assumption}
    assert assumed == {
        "no_show",
        "interrupted",
        "outpatient_surgery",
        "inpatient_surgery",
        "checkup_abnormal",
    }
    named_hours = {code for code, preset in PRESET.items() if not preset.hours_assumption}
    assert named_hours == {"maternity", "customer_service"}


def test_the_evening_rules_use_the_last_block():
    assert {c for c, s in RULES.items() if s.timing.last_block} == {"arrived_paid", "outpatient_surgery"}


def test_the_hours_of_the_two_regulations():
    for code, plain in (("maternity", A5), ("customer_service", E12)):
        assert [
            (s.starts, [tuple(f"{t:%H:%M}" for t in i) for i in s.intervals])
            for s in PRESET[code].hours.seasons
        ] == list(plain.items())
        assert PRESET[code].hours.weekends


def test_the_first_visits_are_told_apart_by_the_kind_of_department():
    first = {c: s.department_kind for c, s in RULES.items() if s.first_visit_only}
    assert first == {"specialty_first_visit": "specialty", "basic_first_visit": "basic"}


def test_the_check_up_is_repeated_until_the_re_check():
    spec = RULES["checkup_abnormal"]
    assert spec.until_recheck
    assert spec.occurrences > 1


def test_three_attempts_a_target_of_all_and_never_the_dead():
    for spec in RULES.values():
        assert (spec.max_attempts, spec.target_percent) == (3, 100)
        assert LeftBy.DEATH in spec.left_by_excluded


def test_the_kinds_of_one_rule_share_an_anchor():
    assert all(len({ANCHOR_OF[kind] for kind in spec.kinds}) == 1 for spec in RULES.values())


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_a_preset_can_be_stored_and_published_as_it_is(preset):
    assert Hours.from_json(preset.hours.to_json()) == preset.hours
    calendar = World(A5 if preset.code == "maternity" else E12).calendar
    for rule in preset.rules:
        assert RuleSpec.from_json(rule.spec.to_json()) == rule.spec
        assert warnings(rule.spec, calendar, date(2026, 11, 22)) == ()


def test_names_are_in_both_languages_and_codes_are_unique():
    named = [*PRESETS, *(rule for preset in PRESETS for rule in preset.rules)]
    assert len({n.code for n in PRESETS}) == len(PRESETS)
    assert sum(len(preset.rules) for preset in PRESETS) == len(RULES)
    for item in named:
        assert item.name_en.isascii()
        assert any("\u4e00" <= letter <= "\u9fff" for letter in item.name_zh)


def test_every_rule_calls_somebody():
    now = at(date(2026, 11, 22), "06:30")
    anchors = days(date(2026, 9, 1), date(2026, 11, 22))
    for spec in RULES.values():
        assert plan(spec, anchors=anchors, now=now, calendar=World(A5).calendar)
