"""Changing the regulation: A5, A21. Each act is in the log; nothing may leave the hospital without hours."""

from datetime import date, timedelta

import pytest

from policy.calendar import DayKind, Source, SpecialDay
from policy.outcomes import DEFAULT_TABLE, table_to_json
from policy.presets import CUSTOMER_SERVICE_HOURS, MATERNITY_HOURS
from regulation.actions.editions import clear_day, confirm_year, publish_edition, seed_year, set_day, set_days
from regulation.models import CalendarDay, CalendarYear, Edition
from regulation.models.editions import Subject
from regulation.reading import calendar_now, options, outcome_table, year_to_confirm
from staff.models import AuditEntry
from tests import people
from tests.people import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-11-20 10:00")
TODAY = NOW.date()


def entries() -> int:
    return AuditEntry.objects.filter(act="regulation_changed").count()


def publish(subject: Subject, data: dict, day: date = TODAY) -> Edition:
    by = people.administrator()
    return publish_edition(subject, data, effective_from=day, reason="试行", by=by, now=NOW)


def test_hours_count_from_their_day_on_and_the_old_ones_until_then() -> None:
    publish(Subject.HOURS, MATERNITY_HOURS.to_json(), date(2026, 1, 1))
    publish(Subject.HOURS, CUSTOMER_SERVICE_HOURS.to_json(), date(2026, 12, 1))
    calendar = calendar_now()
    assert calendar.hours_on(date(2026, 11, 30)) == MATERNITY_HOURS
    assert calendar.hours_on(date(2026, 12, 1)) == CUSTOMER_SERVICE_HOURS
    assert entries() == 2


def test_the_later_of_two_editions_of_one_day_counts() -> None:
    publish(Subject.OPTIONS, {"late_days": 3})
    publish(Subject.OPTIONS, {"late_days": 4})
    assert options(TODAY).late_days == 4
    assert options(TODAY - timedelta(days=1)).late_days == 2


def test_an_edition_that_makes_no_sense_is_refused_and_leaves_no_trace() -> None:
    table = table_to_json(DEFAULT_TABLE) | {"deceased": {"counts": False, "ends": "exempt", "steps": []}}
    with pytest.raises(ValueError, match="deceased_must_end_patient"):
        publish(Subject.OUTCOMES, table)
    with pytest.raises(ValueError, match="late_days"):
        publish(Subject.OPTIONS, {"late_days": 0})
    assert not Edition.objects.exists()
    assert entries() == 0
    assert outcome_table(TODAY) == DEFAULT_TABLE


def test_a_closure_pauses_calls_and_clearing_it_brings_them_back() -> None:
    day = date(2026, 11, 23)
    by = people.administrator()
    assert calendar_now().is_calling_day(day)
    set_day(day, kind=DayKind.CLOSURE, name="停电", by=by, now=NOW)
    assert calendar_now().closed_why(day) == SpecialDay(DayKind.CLOSURE, Source.OWN, "停电")
    assert clear_day(day, by=by, now=NOW)
    assert calendar_now().is_calling_day(day)
    assert not clear_day(day, by=by, now=NOW)
    assert entries() == 2


def test_a_day_that_is_entered_again_takes_the_new_kind() -> None:
    day = date(2026, 11, 23)
    set_day(day, kind=DayKind.CLOSURE, name="停电", by=None, now=NOW)
    set_day(day, kind=DayKind.WORKDAY, name="恢复", by=None, now=NOW)
    assert calendar_now().is_calling_day(day)
    assert CalendarDay.objects.get(day=day).name == "恢复"


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 12, 2), date(2026, 12, 1), "days_order"),
        (date(2026, 12, 1), date(2027, 3, 1), "closed_too_long"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(first: date, last: date, code: str) -> None:
    with pytest.raises(ValueError, match=code):
        set_days(first, last, kind=DayKind.CLOSURE, name="搬迁", by=None, now=NOW)
    assert not CalendarDay.objects.exists()


def test_two_spans_that_together_close_too_long_are_refused() -> None:
    """Nothing could be planned across them (policy.calendar.LONGEST_CLOSURE)."""
    first = date(2026, 12, 1)
    span = timedelta(days=39)
    set_days(first, first + span, kind=DayKind.CLOSURE, name="搬迁", by=None, now=NOW)
    with pytest.raises(ValueError, match="closed_too_long"):
        set_days(first + span, first + 2 * span, kind=DayKind.CLOSURE, name="搬迁", by=None, now=NOW)
    assert CalendarDay.objects.count() == 40
    assert calendar_now().is_calling_day(first + 2 * span)


def test_a_known_year_is_filled_in_officially_and_is_confirmed() -> None:
    by = people.administrator()
    assert seed_year(2026, by=by, now=NOW) == Source.OFFICIAL
    calendar = calendar_now()
    assert not calendar.is_calling_day(date(2026, 10, 1))
    assert calendar.closed_why(date(2026, 10, 1)) == SpecialDay(DayKind.HOLIDAY, Source.OFFICIAL, "国庆节")
    assert CalendarDay.objects.filter(kind=DayKind.WORKDAY, name="调休上班").exists()
    assert calendar.is_known(date(2026, 12, 31))
    assert not calendar.is_known(date(2027, 1, 1))


def test_an_unknown_year_is_estimated_and_waits_for_somebody() -> None:
    assert seed_year(2035, by=None, now=NOW) == Source.ESTIMATED
    days = CalendarDay.objects.filter(day__year=2035)
    assert {day.source for day in days} == {Source.ESTIMATED}
    assert date(2035, 10, 1) in {day.day for day in days}
    assert not CalendarYear.objects.exists()


def test_filling_in_a_year_again_keeps_the_hospitals_own_days() -> None:
    set_day(date(2026, 10, 1), kind=DayKind.WORKDAY, name="照常", by=None, now=NOW)
    seed_year(2026, by=None, now=NOW)
    count = CalendarDay.objects.count()
    seed_year(2026, by=None, now=NOW)
    assert CalendarDay.objects.count() == count
    assert CalendarDay.objects.get(day=date(2026, 10, 1)).name == "照常"
    assert CalendarYear.objects.count() == 1


def test_a_year_is_confirmed_once() -> None:
    by = people.administrator()
    assert confirm_year(2027, by=by, now=NOW)
    assert not confirm_year(2027, by=by, now=NOW)
    assert entries() == 1


def test_a_gap_between_confirmed_years_is_not_known() -> None:
    for year in (2026, 2028):
        confirm_year(year, by=people.administrator(), now=NOW)
    calendar = calendar_now()
    assert calendar.is_known(date(2026, 12, 31))
    assert not calendar.is_known(date(2027, 5, 1))


@pytest.mark.parametrize(
    ("confirmed", "day", "asks"),
    [
        ([], "2026-06-01", 2026),
        ([2026], "2026-11-01", None),
        ([2026], "2026-11-02", 2027),
        ([2026, 2027], "2026-12-31", None),
        ([2026], "2027-01-01", 2027),
    ],
)
def test_the_next_year_is_asked_for_from_sixty_days_ahead(
    confirmed: list[int], day: str, asks: int | None
) -> None:
    for year in confirmed:
        confirm_year(year, by=people.administrator(), now=NOW)
    assert year_to_confirm(date.fromisoformat(day)) == asks


def test_an_own_closure_over_a_holiday_leaves_it_a_holiday() -> None:
    holiday = date(2026, 10, 1)
    set_day(holiday, kind=DayKind.HOLIDAY, name="国庆节", source=Source.OFFICIAL, by=None, now=NOW)
    span = timedelta(days=3)
    assert set_days(holiday - span, holiday + span, kind=DayKind.CLOSURE, name="搬迁", by=None, now=NOW) == 6
    special = calendar_now().special
    assert (special[holiday].kind, special[holiday].source) == (DayKind.HOLIDAY, Source.OFFICIAL)
    assert special[holiday - span].kind == special[holiday + span].kind == DayKind.CLOSURE


def test_the_hospitals_own_word_keeps_the_states_beside_it_whichever_came_first() -> None:
    holiday, make_up_day = date(2026, 10, 1), date(2026, 10, 10)
    set_day(holiday, kind=DayKind.WORKDAY, name="照常回访", by=None, now=NOW)
    seed_year(2026, by=None, now=NOW)
    set_day(make_up_day, kind=DayKind.CLOSURE, name="搬迁", by=None, now=NOW)
    set_day(make_up_day, kind=DayKind.CLOSURE, name="搬迁改期", by=None, now=NOW)
    special = calendar_now().special
    assert (special[holiday].kind, special[holiday].public) == (DayKind.WORKDAY, DayKind.HOLIDAY)
    assert (special[make_up_day].kind, special[make_up_day].public) == (DayKind.CLOSURE, DayKind.WORKDAY)
