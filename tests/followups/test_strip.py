"""The day as a line: no two times on one another."""

from datetime import date
from itertools import product
from zoneinfo import ZoneInfo

from followups.strip import strip
from policy.calendar import Calendar
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
