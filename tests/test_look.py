"""How times and small figures are written: Chinese as the design has it, English beside it."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from staff.templatetags import look
from tests.people import moment

ROOT = Path(__file__).resolve().parents[1]
NOW = moment("2026-11-20 15:12")


@pytest.mark.parametrize(
    ("minutes", "english"),
    [
        (None, ""),
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (78, "1 h 18 min"),
        (-5, "0 min"),
        (2879, "47 h 59 min"),
        (2880, "2 d 0 h"),
        (14311, "9 d 22 h"),
    ],
)
def test_minutes_are_said_in_hours_and_minutes(minutes: int | None, english: str) -> None:
    with translation.override("en"):
        assert look.duration(minutes) == english


@pytest.mark.parametrize(
    ("then", "english"),
    [
        ("2026-11-20 20:00", "today 20:00"),
        ("2026-11-19 10:00", "yesterday 10:00"),
        ("2026-11-21 00:00", "tomorrow 00:00"),
        ("2026-11-22 10:00", "11-22 Sun 10:00"),
        ("2027-01-01 09:30", "2027-01-01 Fri 09:30"),
    ],
)
def test_a_moment_is_said_as_people_say_it(then: str, english: str) -> None:
    with translation.override("en"):
        assert look.when(moment(then), NOW) == english


def test_a_day_is_the_hospitals_whatever_the_zone_of_the_moment() -> None:
    late_in_utc = datetime.fromisoformat("2026-11-20T16:30:00+00:00")
    with translation.override("en"):
        assert look.short_day(late_in_utc, NOW) == "11-21 Sat"
        assert look.hour(late_in_utc) == "00:30"


def test_a_day_without_a_now_has_no_year_and_nothing_is_nothing() -> None:
    with translation.override("en"):
        assert look.short_day(date(2027, 1, 2)) == "01-02 Sat"
        assert look.when(date(2026, 11, 21), NOW) == "tomorrow"
    assert look.when(None, NOW) == look.short_day(None) == look.hour(None) == ""


def test_a_time_of_another_day_names_its_day() -> None:
    yesterday = NOW - timedelta(days=1)
    with translation.override("en"):
        assert look.hour(NOW, NOW) == look.hour(NOW) == f"{NOW:%H:%M}"
        assert look.hour(yesterday) == f"{yesterday:%H:%M}"
        assert look.hour(yesterday, NOW) == f"yesterday {yesterday:%H:%M}"


@pytest.mark.parametrize(("seconds", "shown"), [(None, "00:00"), (188, "03:08"), (3725, "62:05")])
def test_the_clock_of_a_call_counts_minutes_and_seconds(seconds: int | None, shown: str) -> None:
    assert look.clock(seconds) == shown


@pytest.mark.parametrize(
    ("figure", "written"), [(None, "0"), (1234.5, "1234.5"), (33.333, "33.33"), (100, "100")]
)
def test_a_drawing_gets_plain_figures_in_every_language(figure: float | None, written: str) -> None:
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert look.svg(figure) == written


def test_attempts_are_dots_and_figures() -> None:
    drawn = render_to_string("_components/attempts.html", {"counted": 1, "most": 3})
    assert drawn.count("dot is-full") == 1
    assert drawn.count('class="dot') == 3 + 1  # three dots in one group of dots
    assert "1/3" in drawn


def test_no_template_carries_style_or_script_in_its_lines() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        for forbidden in (" style=", " onclick=", " onchange=", " onsubmit=", "<style", "javascript:"):
            assert forbidden not in text, f"{file.relative_to(ROOT)}: {forbidden}"


def test_no_script_keeps_anything_in_the_browser() -> None:
    for file in (ROOT / "static" / "js").glob("*.js"):
        text = file.read_text(encoding="utf-8")
        for forbidden in ("localStorage", "sessionStorage", "indexedDB", "eval(", "document.write"):
            assert forbidden not in text, f"{file.name}: {forbidden}"


def test_a_day_is_named_in_the_language_of_whoever_reads_it() -> None:
    said = []
    for language in ("en", "zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append((look.short_day(NOW), look.when(NOW.date().replace(day=1), NOW)))
    assert said == [("11-20 Fri", "11-01 Sun"), ("11-20 周五", "11-01 周日")] * 2
