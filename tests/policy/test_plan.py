"""The queue by days: every visit's call is planned once, on its day, whatever nights were missed."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import LONGEST_CLOSURE
from policy.plan import anchors_due, anchors_opening, plan
from policy.presets import PRESETS
from policy.rules import RuleSpec
from policy.timing import Timing, catch_up
from policy.visits import VisitKind
from tests.policy.calendars import (
    A5,
    DAY,
    FIRST,
    LAST,
    SHANGHAI,
    World,
    anchors,
    at,
    days,
    examples,
    expected,
    invented,
    moments,
    rules,
    worlds,
)

RULES = [rule.spec for preset in PRESETS for rule in preset.rules]
SAME_EVENING = RuleSpec((VisitKind.ARRIVED_PAID,), Timing(0, 0, 0, last_block=True))
WEEK = RuleSpec((VisitKind.INPATIENT,), Timing(7, 7, 9))
SUMMER_DAY = date(2026, 6, 10)
OPEN = World(A5).calendar


def spans_of_visits(world, spec, day):
    """Independently: when the calls of the day's first and of its last visit open, for each occurrence."""
    for n in range(1, spec.all_occurrences + 1):
        timing = spec.timing_of(n)
        yield n, [expected(world, timing, at(day, clock)) for clock in ("00:00", "23:59")]


# Which days' visits a night must read.


@examples(20)
@given(worlds, rules, st.dates(FIRST + 100 * DAY, FIRST + 700 * DAY))
def test_the_days_due_are_those_whose_windows_open(world, spec, day):
    around = days(day - 260 * DAY, day)
    due = {
        anchor
        for anchor in around
        for _, found in spans_of_visits(world, spec, anchor)
        if day in {f.opens.date() for f in found}
    }
    assert set(anchors_due(spec, day=day, calendar=world.calendar)) == due


@examples(50)
@given(worlds, rules, anchors, st.integers(0, 40))
def test_after_an_outage_the_days_due_are_those_of_all_its_nights(world, spec, first, length):
    last = first + length * DAY
    each = (anchors_due(spec, day=day, calendar=world.calendar) for day in days(first, last))
    found = anchors_opening(spec, first=first, last=last, calendar=world.calendar)
    assert found == sorted(set().union(*each))


@pytest.mark.parametrize("spec", RULES, ids=lambda spec: f"{spec.source}-{spec.timing.earliest}")
def test_in_ten_years_of_nights_no_day_of_visits_is_forgotten(spec):
    world = invented(17)
    read = set()
    for day in days(FIRST, LAST - 60 * DAY):
        read.update(anchors_due(spec, day=day, calendar=world.calendar))
    furthest = spec.timing_of(spec.all_occurrences).latest + 100
    assert read.issuperset(days(FIRST, LAST - furthest * DAY))


def test_after_the_longest_closure_its_first_day_is_still_read():
    closed = days(SUMMER_DAY, SUMMER_DAY + (LONGEST_CLOSURE - 1) * DAY)
    world = World(A5, frozenset(closed))
    found = anchors_due(SAME_EVENING, day=closed[-1] + DAY, calendar=world.calendar)
    assert found == days(SUMMER_DAY - DAY, closed[-1] + DAY)  # and those of the evening before
    assert anchors_due(SAME_EVENING, day=closed[0], calendar=world.calendar) == []


# What is planned from them.


@examples(25)
@given(worlds, rules, moments, st.none() | st.integers(0, 60), st.integers(1, 3))
def test_the_plan_is_what_the_plain_data_say_for_each_day_of_visits(world, spec, now, ahead, late_days):
    today = now.astimezone(SHANGHAI).date()
    until = today + (ahead or 0) * DAY
    around = days(today - 110 * DAY, until + 2 * DAY)
    rows = plan(
        spec,
        anchors=around,
        now=now,
        calendar=world.calendar,
        until=None if ahead is None else until,
        late_days=late_days,
    )
    assert [(r.anchor_on, r.occurrence) for r in rows] == [
        (anchor, n)
        for anchor in around
        for n, (first, _) in spans_of_visits(world, spec, anchor)
        if first.opens.date() <= until
    ]
    for row in rows:
        first, last = dict(spans_of_visits(world, spec, row.anchor_on))[row.occurrence]
        instead = catch_up(spec.timing_of(row.occurrence), now=now, calendar=world.calendar, days=late_days)
        same(row, "", first if now < first.closes else instead)
        assert row.due_on == first.due_on
        assert (row.missed and row.missed.closes) == (None if now < first.closes else first.closes)
        after_hours = last.closes != first.closes or last.late != first.late
        assert (row.cutoff is None) <= (not after_hours)
        if row.cutoff and at(row.anchor_on, "23:59") >= row.cutoff:
            same(row, "late_", last if now < last.closes else instead)
            assert (row.late_missed and row.late_missed.closes) == (
                None if now < last.closes else last.closes
            )


def same(row, prefix, window):
    """The target of the visits after hours is theirs, not that of the last minute before midnight."""
    names = ("opens", "closes", "moved", "late")
    assert [getattr(row, prefix + name) for name in names] == [getattr(window, name) for name in names]


def test_every_night_of_a_year_together_plans_each_call_exactly_once():
    world, opened = invented(23), {}
    for day in days(date(2026, 1, 1), date(2026, 12, 31)):
        now = at(day, "06:30")
        due = anchors_due(WEEK, day=day, calendar=world.calendar)
        for row in plan(WEEK, anchors=due, now=now, calendar=world.calendar):
            assert row.anchor_on not in opened
            opened[row.anchor_on] = row
    assert set(opened) >= set(days(date(2026, 1, 1), date(2026, 12, 1)))
    assert not any(row.late for row in opened.values())


@pytest.mark.parametrize("nights", [1, 3, 30])
@pytest.mark.parametrize("spec", RULES[:10], ids=lambda spec: f"{spec.source}-{spec.timing.earliest}")
def test_an_outage_loses_nobody_and_hides_no_delay(spec, nights):
    world, random = invented(29), Random(nights)
    for _ in range(8):
        first = date(2026, 1, 1) + random.randrange(300) * DAY
        last = first + nights * DAY
        now = at(last, "06:30")
        planned = {
            (row.anchor_on, row.occurrence): row
            for row in plan(
                spec,
                anchors=anchors_opening(spec, first=first, last=last, calendar=world.calendar),
                now=now,
                calendar=world.calendar,
            )
        }
        for day in days(first, last):
            for row in plan(
                spec,
                anchors=anchors_due(spec, day=day, calendar=world.calendar),
                now=at(day, "06:30"),
                calendar=world.calendar,
            ):
                after = planned[row.anchor_on, row.occurrence]
                assert after.due_on == row.due_on
                assert after == row or after.late or after.late_late


# By example.


def test_a_visit_of_today_is_planned_for_this_evening():
    (row,) = plan(SAME_EVENING, anchors=[SUMMER_DAY], now=at(SUMMER_DAY, "06:30"), calendar=OPEN)
    assert (row.opens, row.closes, row.late) == (at(SUMMER_DAY, "19:00"), at(SUMMER_DAY, "20:00"), False)
    assert row.cutoff == at(SUMMER_DAY, "20:00")
    assert (row.late_opens, row.late_closes) == (at(SUMMER_DAY + DAY, "19:00"), at(SUMMER_DAY + DAY, "20:00"))
    assert row.late_late


def test_yesterdays_evening_call_is_never_passed_off_as_on_time():
    now = at(SUMMER_DAY + DAY, "06:30")
    (row,) = plan(SAME_EVENING, anchors=[SUMMER_DAY], now=now, calendar=OPEN)
    assert (row.due_on, row.late) == (SUMMER_DAY, True)
    assert (row.opens, row.closes) == (at(SUMMER_DAY + DAY, "19:00"), at(SUMMER_DAY + 2 * DAY, "20:00"))
    # The visit after hours has its own window, which is still to come.
    assert (row.late_opens, row.late_closes) == (at(SUMMER_DAY + DAY, "19:00"), at(SUMMER_DAY + DAY, "20:00"))


def test_a_window_is_missed_from_the_second_in_which_it_closes():
    for clock, late in (("19:59", False), ("20:00", True)):
        now = at(SUMMER_DAY, clock)
        (row,) = plan(SAME_EVENING, anchors=[SUMMER_DAY], now=now, calendar=OPEN)
        assert row.late is late


def test_the_windows_that_were_missed_are_named_beside_those_that_catch_up():
    both_closed = at(SUMMER_DAY + DAY, "20:00")
    (row,) = plan(SAME_EVENING, anchors=[SUMMER_DAY], now=both_closed, calendar=OPEN, late_days=1)
    assert (row.missed.closes, row.late_missed.closes) == (at(SUMMER_DAY, "20:00"), both_closed)
    assert row.opens == row.late_opens == at(SUMMER_DAY + 2 * DAY, "19:00")
    assert row.closes == row.late_closes == at(SUMMER_DAY + 2 * DAY, "20:00")
    before = both_closed - timedelta(seconds=1)
    (row,) = plan(SAME_EVENING, anchors=[SUMMER_DAY], now=before, calendar=OPEN, late_days=1)
    assert (row.missed.closes, row.late_missed) == (at(SUMMER_DAY, "20:00"), None)


def test_a_rule_that_never_calls_on_the_day_itself_has_no_cutoff():
    (row,) = plan(WEEK, anchors=[SUMMER_DAY], now=at(SUMMER_DAY + 7 * DAY, "06:30"), calendar=OPEN)
    assert (row.cutoff, row.late_opens, row.missed, row.late_missed) == (None, None, None, None)


def test_a_plan_may_look_ahead():
    now = at(SUMMER_DAY, "06:30")
    for ahead, count in ((6, 0), (7, 1), (8, 1)):
        found = plan(WEEK, anchors=[SUMMER_DAY], now=now, calendar=OPEN, until=SUMMER_DAY + ahead * DAY)
        assert len(found) == count


def test_what_opens_tomorrow_is_not_planned_today():
    before, on = at(SUMMER_DAY + 6 * DAY, "23:59"), at(SUMMER_DAY + 7 * DAY, "00:00")
    assert plan(WEEK, anchors=[SUMMER_DAY], now=before, calendar=OPEN) == []
    assert len(plan(WEEK, anchors=[SUMMER_DAY], now=on, calendar=OPEN)) == 1


def test_the_hospitals_midnight_decides_what_is_today():
    midnight = at(SUMMER_DAY + 7 * DAY, "00:00")
    for now in (midnight, midnight.astimezone(tz=None)):
        assert len(plan(WEEK, anchors=[SUMMER_DAY], now=now, calendar=OPEN)) == 1
        assert plan(WEEK, anchors=[SUMMER_DAY], now=now - timedelta(seconds=1), calendar=OPEN) == []


def test_occurrences_open_one_after_the_other():
    monthly = replace(WEEK, occurrences=2, every_days=30, extra_diagnoses=("I63",), extra_occurrences=1)
    for day, count in ((6, 0), (7, 1), (36, 1), (37, 2), (67, 3)):
        now = at(SUMMER_DAY + day * DAY, "06:30")
        assert len(plan(monthly, anchors=[SUMMER_DAY], now=now, calendar=OPEN)) == count


def test_catching_up_is_the_same_for_everybody_missed():
    now = at(SUMMER_DAY + 60 * DAY, "06:30")
    rows = plan(WEEK, anchors=days(SUMMER_DAY, SUMMER_DAY + 20 * DAY), now=now, calendar=OPEN)
    found = catch_up(WEEK.timing, now=now, calendar=OPEN)
    assert {(r.opens, r.closes) for r in rows} == {(found.opens, found.closes)}
    assert [r.due_on for r in rows] == days(SUMMER_DAY + 7 * DAY, SUMMER_DAY + 27 * DAY)


def test_twelve_rules_and_sixty_days_are_planned_at_once():
    around = days(date(2026, 9, 23), date(2026, 11, 21))
    now = at(date(2026, 11, 22), "06:30")

    def seconds() -> float:
        calendar = World(A5, frozenset(days(date(2026, 10, 1), date(2026, 10, 7)))).calendar
        start = process_time()
        for spec in RULES[:12]:
            plan(spec, anchors=around, now=now, calendar=calendar)
        return process_time() - start

    assert min(seconds() for _ in range(5)) < 0.05
