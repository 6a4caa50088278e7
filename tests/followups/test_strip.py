"""The day as a line: no two times on one another."""

from datetime import date, time
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from followups.strip import strip
from policy.calendar import Calendar, Hours, Interval, Season
from policy.presets import MATERNITY_HOURS
from tests.people import moment

CALENDAR = Calendar(((date(2000, 1, 1), MATERNITY_HOURS),), {}, ZoneInfo("Asia/Shanghai"))


def test_the_time_it_is_now_covers_no_hour_of_a_block() -> None:
    seen = 0
    for hour, minute in product(range(24), (1, 16, 31, 46)):
        found = strip(CALENDAR, [], now=moment(f"2026-11-20 {hour:02d}:{minute:02d}"))
        if found is None or found.now is None:
            continue
        seen += 1
        written = [(b["x"], b["from"]) for b in found.blocks] + [(b["x_end"], b["to"]) for b in found.blocks]
        assert [text for x, text in written if text and abs(x - found.now.x) < 5] == []
        assert [text for _x, text in written if text]
    assert seen > 12


@pytest.mark.parametrize("opens", [time(12), time(12, 20)])
def test_two_blocks_that_meet_write_one_hour_between_them(opens: time) -> None:
    hours = Hours((Season("year", 1, 1, (Interval(time(8), time(12)), Interval(opens, time(18)))),))
    calendar = Calendar(((date(2000, 1, 1), hours),), {}, ZoneInfo("Asia/Shanghai"))
    found = strip(calendar, [], now=moment("2026-11-20 06:30"))
    assert found
    written = [text for block in found.blocks for text in (block["from"], block["to"]) if text]
    assert written == ["08:00", "12:00", "18:00"]
