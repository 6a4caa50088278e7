"""When a patient likes to be rung (E18): read from words, and never at the cost of the window."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.best_hours import ENOUGH, Span, offered_from, spans
from tests.policy.calendars import A5, World

CALENDAR = World(A5).calendar
moments = st.integers(0, 60 * 24 * 40).map(
    lambda n: datetime(2026, 11, 1, tzinfo=CALENDAR.tz) + timedelta(minutes=n)
)
wishes = st.lists(
    st.tuples(st.integers(6, 20), st.integers(1, 4)).map(
        lambda p: Span(time(p[0]), time(min(23, p[0] + p[1])))
    ),
    max_size=3,
).map(tuple)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("晚上", [(17.5, 22)]),
        ("上午或晚上方便", [(6, 12), (17.5, 22)]),
        ("19:00-20:00", [(19, 20)]),
        ("下午3点到5点半", [(15, 17.5)]),
        ("3点到5点半", [(3, 5.5)]),
        ("18点以后", [(18, 22)]),
        ("before 10:30", [(6, 10.5)]),
        ("after 18:00 please", [(18, 22)]),
        ("in the afternoon", [(12, 18)]),
        ("随时", []),
        ("20:00-19:00", []),
        ("", []),
    ],
)
def test_hours_are_read_as_they_are_written(text: str, found: list[tuple[float, float]]) -> None:
    assert [
        (s.start.hour + s.start.minute / 60, s.end.hour + s.end.minute / 60) for s in spans(text)
    ] == found


@settings(max_examples=300)
@given(moments, st.integers(30, 60 * 24 * 6), wishes)
def test_a_call_is_offered_in_the_window_and_in_the_hours_or_when_the_window_opens(
    opens: datetime, minutes: int, wanted: tuple[Span, ...]
) -> None:
    closes = opens + timedelta(minutes=minutes)
    at = offered_from(opens, closes, wanted, CALENDAR)
    assert opens <= at < closes
    if at == opens:
        return
    block = CALENDAR.block_at(at)
    assert block is not None
    assert any(span.start <= at.timetz().replace(tzinfo=None) < span.end for span in wanted)
    assert closes - at >= ENOUGH
    # Nothing earlier in the window would have done.
    assert offered_from(opens, at, wanted, CALENDAR) == opens
