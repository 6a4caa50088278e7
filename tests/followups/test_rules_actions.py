"""Publishing rules and reckoning beforehand what they would do (A3, A18, E1, E12, C5)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from followups.actions.queue import keep, sweep
from followups.actions.rules import forecast, load_preset, publish_rule, set_rule_active
from followups.models import Rule, RuleVersion, Task
from followups.planning import planner_at
from followups.ruleversions import standing
from policy.calendar import LONGEST_CLOSURE, DayKind, Daypart
from policy.presets import CUSTOMER_SERVICE, PRESETS
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind
from regulation.actions.editions import set_day
from regulation.models import Edition
from regulation.reading import calendar_now
from staff.models import Absence, Act, AuditEntry
from tests.people import a_patient, a_rule, a_visit, administrator, agent, moment, other_agent

pytestmark = pytest.mark.django_db

NOW = moment("2026-11-20 10:00")
TODAY = NOW.date()
SPEC = RuleSpec((VisitKind.INPATIENT,), Timing(3, 3, 7))


def a_bare_rule(code: str = "discharge") -> Rule:
    return Rule.objects.create(code=code, name="出院随访")


def publish(rule: Rule, spec: RuleSpec = SPEC, **more: Any) -> RuleVersion:
    asked: dict[str, Any] = {"effective_from": TODAY, "existing": "leave", "reason": "试用", **more}
    return publish_rule(rule, spec, by=administrator(), now=NOW, **asked)


# Publishing.


def test_each_change_is_a_version_of_its_own_with_its_day_and_reason() -> None:
    rule = a_bare_rule()
    first = publish(rule)
    second = publish(rule, replace(SPEC, priority=2), effective_from=TODAY + timedelta(days=3))
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert first.parsed() == SPEC
    assert (second.reason, second.published_by, second.published_at) == ("试用", administrator(), NOW)
    entries = AuditEntry.objects.filter(act=Act.RULE_CHANGED, actor=administrator()).order_by("pk")
    assert [entry.detail["version"] for entry in entries] == [1, 2]
    assert all("试用" not in str(entry.detail) for entry in entries)


def test_adjusting_reaches_back_to_windows_that_may_still_be_open() -> None:
    rule = a_bare_rule()
    assert publish(rule).anchors_from == TODAY
    again = replace(SPEC, occurrences=3, every_days=10)
    reached = publish(rule, again, existing="adjust").anchors_from
    assert reached == TODAY - timedelta(days=27 + LONGEST_CLOSURE)


def test_adjusting_makes_no_calls_for_windows_of_the_past() -> None:
    rule = a_bare_rule()
    publish(rule, existing="adjust")
    a_visit(at=moment("2026-11-05 10:00"))
    open_still = a_visit(at=moment("2026-11-14 10:00"))
    keep(now=NOW)
    assert [task.visit for task in Task.objects.all()] == [open_still]


def test_two_versions_cannot_have_one_number() -> None:
    version = publish(a_bare_rule())
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleVersion.objects.create(
            rule=version.rule,
            number=1,
            spec={},
            effective_from=TODAY,
            anchors_from=TODAY,
            reason="",
            published_at=NOW,
        )


def test_ending_a_rule_is_a_version_with_a_reason() -> None:
    rule = a_bare_rule()
    publish(rule)
    set_rule_active(rule, active=False, reason="季节结束", by=administrator(), now=NOW)
    version = rule.versions.get(number=2)
    assert (version.parsed(), version.reason, version.needs_applying) == (SPEC, "季节结束", True)
    assert not Rule.objects.get().active


def stop_and_go_on(rule: Rule, *, now: datetime = NOW) -> None:
    for active in (False, True):
        set_rule_active(rule, active=active, reason="试用", by=administrator(), now=now)
        keep(now=now)


def test_a_rule_that_is_taken_up_again_counts_as_it_did_and_a_version_to_come_comes_on_its_day() -> None:
    rule, first, new_year = a_bare_rule(), TODAY, date(2027, 1, 1)
    publish(rule)
    later = publish(rule, replace(SPEC, timing=Timing(14, 14, 20)), effective_from=new_year)
    stop_and_go_on(rule)
    held = planner_at(NOW).rulings[0]
    assert (held.spec, held.anchors_from, held.effective_from) == (SPEC, first, first)
    assert standing(rule, first).last == later
    assert standing(rule, first).in_force == rule.versions.get(number=4)
    assert planner_at(moment("2027-01-01 06:30")).rulings[0].version == later.pk


def test_what_a_rule_left_alone_stays_alone_when_it_is_taken_up_again() -> None:
    rule = a_bare_rule()
    a_visit(at=moment("2026-11-16 10:00"))
    publish(rule)
    keep(now=NOW)
    stop_and_go_on(rule)
    sweep(now=NOW)
    assert not Task.objects.exists()


def test_a_correction_for_the_time_until_a_version_to_come_does_not_take_its_place() -> None:
    rule, new_year = a_bare_rule(), date(2027, 1, 1)
    publish(rule)
    later = publish(rule, replace(SPEC, priority=2), effective_from=new_year)
    mended = publish(rule, replace(SPEC, priority=3), seen=2)
    assert planner_at(NOW).rulings[0].version == mended.pk
    assert planner_at(moment("2027-01-01 06:30")).rulings[0].version == later.pk
    assert standing(rule, TODAY).number == 3


# Presets.


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_a_preset_brings_its_rules_and_hours_and_twice_adds_nothing(preset: Any) -> None:
    published = load_preset(preset.code, by=administrator(), now=NOW)
    assert {v.rule.code: v.parsed() for v in published} == {r.code: r.spec for r in preset.rules}
    assert {v.anchors_from for v in published} == {TODAY}
    assert calendar_now().hours_on(TODAY) == preset.hours
    assert load_preset(preset.code, hours=False, by=administrator(), now=NOW) == []
    assert RuleVersion.objects.count() == len(preset.rules)


def test_a_preset_may_leave_the_hours_and_reach_back() -> None:
    versions = load_preset(
        "customer_service", hours=False, anchors_from=date(2026, 9, 1), by=administrator(), now=NOW
    )
    assert {(v.anchors_from, v.effective_from) for v in versions} == {(date(2026, 9, 1), date(2026, 9, 1))}
    assert not Edition.objects.exists()


def test_a_preset_renews_a_rule_that_was_changed_and_keeps_its_history() -> None:
    load_preset("customer_service", by=administrator(), now=NOW)
    rule = Rule.objects.get(code="discharge_week")
    publish(rule, SPEC)
    (renewed,) = load_preset("customer_service", hours=False, by=administrator(), now=NOW)
    assert (renewed.rule, renewed.number) == (rule, 3)
    assert renewed.parsed() == CUSTOMER_SERVICE.rules[0].spec


def test_a_preset_is_held_against_what_is_in_force_and_leaves_what_is_to_come() -> None:
    load_preset("customer_service", by=administrator(), now=NOW)
    rule = Rule.objects.get(code="discharge_week")
    publish(rule, SPEC, effective_from=date(2027, 1, 1))
    assert load_preset("customer_service", hours=False, by=administrator(), now=NOW) == []


# Reckoning beforehand.


def by_day(told: Any) -> dict[str, tuple[int, int]]:
    return {f"{d.day:%m-%d}": (d.total_now, d.total_after) for d in told.days if d.total_now or d.total_after}


def test_the_calls_of_the_visits_on_record_fall_on_their_days_and_dayparts() -> None:
    version = a_rule(timing=Timing(3, 3, 7))
    for hour in ("09:00", "16:00"):
        a_visit(at=moment(f"2026-11-18 {hour}"))
    evening = replace(version.parsed(), timing=Timing(4, 4, 7, last_block=True))
    told = forecast(evening, version.rule, now=NOW, days=7)
    assert by_day(told) == {"11-21": (2, 0), "11-22": (0, 2)}
    assert told.days[1].now == {Daypart.AFTERNOON: 2}
    assert told.days[2].after == {Daypart.EVENING: 2}


def test_days_to_come_are_reckoned_like_those_of_four_weeks_before() -> None:
    version = a_rule(kinds=(VisitKind.ARRIVED_PAID,), timing=Timing(0, 0, 0, last_block=True))
    for n in range(3):
        a_visit(kind=VisitKind.ARRIVED_PAID, at=moment(f"2026-10-26 1{n}:00"))
    sweep(now=NOW)
    Task.objects.update(state="completed", closed_at=NOW)
    told = forecast(version.parsed(), version.rule, now=NOW, days=40)
    assert by_day(told) == {"11-23": (3, 3), "12-21": (3, 3)}


def test_a_rule_that_does_not_exist_yet_adds_to_the_others() -> None:
    a_rule(timing=Timing(3, 3, 7))
    a_visit(at=moment("2026-11-18 09:00"))
    spec = RuleSpec((VisitKind.INPATIENT,), Timing(1, 1, 5))
    told = forecast(spec, None, now=NOW, days=7)
    assert by_day(told)["11-21"] == (1, 1)
    assert told.new == 1  # yesterday it would have opened
    assert (told.moved, told.withdrawn) == (0, 0)
    assert not Rule.objects.exclude(code="discharge").exists()


def test_what_would_be_made_moved_and_withdrawn_is_what_publishing_does() -> None:
    version = a_rule(timing=Timing(3, 3, 7))
    for n, kind in enumerate([VisitKind.INPATIENT, VisitKind.INPATIENT_SURGERY, VisitKind.NO_SHOW] * 3):
        a_visit(kind=kind, at=moment("2026-11-15 09:00") + timedelta(days=n % 4))
    sweep(now=NOW)
    spec = RuleSpec((VisitKind.INPATIENT, VisitKind.NO_SHOW), Timing(2, 2, 4))
    told = forecast(spec, version.rule, now=NOW)
    before = {task.pk: (task.state, task.opens, task.closes) for task in Task.objects.all()}
    publish(version.rule, spec, existing="adjust")
    keep(now=NOW)
    after = {task.pk: (task.state, task.opens, task.closes) for task in Task.objects.all()}
    withdrawn = [pk for pk in before if after[pk][0] == "exempt"]
    moved = [pk for pk in before if pk not in withdrawn and after[pk] != before[pk]]
    made = [pk for pk in after if pk not in before]
    assert (told.new, told.moved, told.withdrawn) == (len(made), len(moved), len(withdrawn))
    assert min(told.new, told.moved, told.withdrawn) > 0


def test_leaving_what_is_there_moves_nothing() -> None:
    version = a_rule(timing=Timing(3, 3, 7))
    a_visit(at=moment("2026-11-16 09:00"))
    sweep(now=NOW)
    told = forecast(SPEC, version.rule, now=NOW, existing="leave", effective_from=date(2026, 11, 25))
    assert (told.new, told.moved, told.withdrawn) == (0, 0, 0)


def test_what_was_called_already_is_no_load_any_more() -> None:
    version = a_rule(timing=Timing(3, 3, 7))
    a_visit(at=moment("2026-11-17 09:00"))
    sweep(now=NOW)
    told = forecast(version.parsed(), version.rule, now=NOW, days=3)
    assert by_day(told) == {"11-20": (1, 1)}
    Task.objects.update(state="completed", closed_at=NOW)
    assert by_day(forecast(version.parsed(), version.rule, now=NOW, days=3)) == {}


def test_the_capacity_is_that_of_the_agents_on_duty_in_the_hours_of_the_day() -> None:
    version = a_rule()
    agent()
    Absence.objects.create(user=other_agent(), first_day=date(2026, 11, 21), last_day=date(2026, 11, 21))
    set_day(date(2026, 11, 22), kind=DayKind.CLOSURE, name="", by=None, now=NOW)
    days = forecast(version.parsed(), version.rule, now=NOW, days=3).days
    assert [(d.calling, d.capacity) for d in days] == [(True, 67), (True, 33), (False, 0)]


def test_what_to_think_about_is_told() -> None:
    load_preset("customer_service", by=None, now=NOW)
    spec = RuleSpec((VisitKind.ARRIVED_PAID,), Timing(0, 0, 0, last_block=True))
    assert "no_evening" in forecast(spec, None, now=NOW).warnings


def test_reckoning_writes_nothing_and_its_queries_do_not_grow() -> None:
    version = a_rule(timing=Timing(3, 3, 7))
    counts = []
    forecast(SPEC, version.rule, now=NOW)
    for many in (4, 30):
        for n in range(many):
            a_visit(a_patient(), at=moment("2026-11-17 09:00") - timedelta(days=n % 3))
        sweep(now=NOW)
        entries = AuditEntry.objects.count()
        with CaptureQueriesContext(connection) as asked:
            forecast(replace(SPEC, priority=1), version.rule, now=NOW)
        assert all(query["sql"].lstrip().startswith(("SELECT", "WITH")) for query in asked)
        assert AuditEntry.objects.count() == entries
        counts.append(len(asked))
    assert counts[0] == counts[1]
