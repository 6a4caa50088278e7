"""The State's working days beside the hospital's own days (A31)."""

from dataclasses import replace
from datetime import date

from policy.calendar import DayKind, Source, SpecialDay
from policy.clocks import is_working_day
from tests.policy.china import china

CALENDAR = china()


def test_the_hospitals_own_word_does_not_hide_the_states_day() -> None:
    holiday, make_up_day = date(2026, 10, 1), date(2026, 9, 20)
    own = {
        holiday: SpecialDay(DayKind.WORKDAY, Source.OWN, "照常回访", DayKind.HOLIDAY),
        make_up_day: SpecialDay(DayKind.CLOSURE, Source.OWN, "停访", DayKind.WORKDAY),
    }
    calendar = replace(CALENDAR, special={**CALENDAR.special, **own})
    assert calendar.is_calling_day(holiday)
    assert not calendar.is_calling_day(make_up_day)
    for day in own:
        assert is_working_day(day, calendar) == is_working_day(day, CALENDAR), day
