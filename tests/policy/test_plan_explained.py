"""Why a call falls on its day, step by step."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from policy.calendar import DayKind, Daypart, Source, SpecialDay
from policy.plan import Told, explain
from policy.presets import CUSTOMER_SERVICE, MATERNITY
from policy.rules import RuleSpec
from policy.timing import Timing, window
from policy.visits import VisitKind
from tests.policy.calendars import (
    A5,
    DAY,
    E12,
    LAST,
    SHANGHAI,
    World,
    at,
    days,
    examples,
    moments,
    rules,
    worlds,
)

SAME_EVENING = RuleSpec((VisitKind.ARRIVED_PAID,), Timing(0, 0, 0, last_block=True))
WEEK = RuleSpec((VisitKind.INPATIENT,), Timing(7, 7, 9))
SUMMER_DAY = date(2026, 6, 10)
OPEN = World(A5).calendar


def steps(spec, anchor, calendar):
    return [(s.told, s.on, s.until) for s in explain(spec, anchor=anchor, calendar=calendar)]


def test_an_explanation_names_the_holiday_once_and_the_day_it_moved_to():
    golden_week = World(A5, frozenset(days(date(2026, 10, 1), date(2026, 10, 7)))).calendar
    told = explain(WEEK, anchor=at(date(2026, 9, 24), "10:00"), calendar=golden_week)
    assert [(s.told, s.on, s.until) for s in told] == [
        (Told.ANCHOR, date(2026, 9, 24), None),
        (Told.SPAN, date(2026, 10, 1), date(2026, 10, 3)),
        (Told.DUE, date(2026, 10, 1), None),
        (Told.CLOSED, date(2026, 10, 1), date(2026, 10, 7)),
        (Told.MOVED, date(2026, 10, 8), None),
        (Told.OPENS, date(2026, 10, 8), None),
        (Told.TARGET, date(2026, 10, 8), None),
        (Told.CLOSES, date(2026, 10, 8), None),
    ]
    assert told[3].why == SpecialDay(DayKind.HOLIDAY, Source.OFFICIAL, "holiday")
    assert told[-1].at == at(date(2026, 10, 8), "20:00")


def test_an_explanation_says_that_the_visit_ended_after_the_hours():
    told = steps(SAME_EVENING, at(SUMMER_DAY, "20:10"), OPEN)
    assert (Told.HOURS_OVER, SUMMER_DAY, None) in told
    assert (Told.LATE, SUMMER_DAY + DAY, None) in told
    assert Told.MOVED not in [s[0] for s in told]


def test_in_the_last_second_of_the_hours_they_are_not_over():
    end = at(SUMMER_DAY, "20:00")
    for anchor, over in ((end, True), (end - timedelta(seconds=1), False)):
        assert (Told.HOURS_OVER in [s[0] for s in steps(SAME_EVENING, anchor, OPEN)]) is over


def test_an_explanation_of_an_ordinary_day_is_short():
    told = [s[0] for s in steps(WEEK, at(SUMMER_DAY, "10:00"), OPEN)]
    assert told == [Told.ANCHOR, Told.SPAN, Told.DUE, Told.OPENS, Told.TARGET, Told.CLOSES]


def test_an_explanation_says_when_the_last_block_stands_in_for_an_evening():
    evening = replace(WEEK, timing=Timing(7, 7, 9, dayparts=(Daypart.EVENING,)))
    assert Told.LAST_BLOCK_SERVES in [
        s[0] for s in steps(evening, at(SUMMER_DAY, "10:00"), World(E12).calendar)
    ]
    assert Told.LAST_BLOCK_SERVES not in [s[0] for s in steps(evening, at(SUMMER_DAY, "10:00"), OPEN)]


def test_an_explanation_says_when_the_year_is_not_published():
    told = steps(WEEK, at(date(LAST.year, 12, 23), "10:00"), OPEN)
    assert (Told.YEAR_UNKNOWN, date(LAST.year + 1, 1, 1), None) in told


def test_two_closures_of_different_names_are_two_steps():
    shut = SpecialDay(DayKind.CLOSURE, Source.OWN, "院庆")
    calendar = replace(
        OPEN, special={SUMMER_DAY + 7 * DAY: shut, SUMMER_DAY + 8 * DAY: shut._replace(name="停电")}
    )
    closed = [s for s in steps(WEEK, at(SUMMER_DAY, "10:00"), calendar) if s[0] is Told.CLOSED]
    assert [s[1:] for s in closed] == [(SUMMER_DAY + n * DAY,) * 2 for n in (7, 8)]


@examples(100)
@given(worlds, rules, moments)
def test_an_explanation_ends_with_the_window_itself_and_names_every_closed_day(world, spec, anchor):
    told = explain(spec, anchor=anchor, calendar=world.calendar)
    found = window(spec.timing, anchor, world.calendar)
    assert [s.at for s in told[-3:]] == [found.opens, found.target, found.closes]
    first = anchor.astimezone(SHANGHAI).date() + spec.timing.earliest * DAY
    last = max(first - spec.timing.earliest * DAY + spec.timing.latest * DAY, found.opens.date())
    named = {d for s in told if s.told is Told.CLOSED and s.on and s.until for d in days(s.on, s.until)}
    assert named == {d for d in days(first, last) if not world.is_open(d)}


def test_the_presets_of_both_regulations_can_be_explained():
    for preset, plain in ((MATERNITY, A5), (CUSTOMER_SERVICE, E12)):
        for rule in preset.rules:
            assert explain(rule.spec, anchor=at(SUMMER_DAY, "10:00"), calendar=World(plain).calendar)
