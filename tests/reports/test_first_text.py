"""The text that a report begins with names what there is, and says nothing of what there is not."""

from datetime import datetime
from typing import Any

import pytest

from policy.spans import Span, span_of
from reports.bound import WORD, filled, values
from reports.links import Links
from reports.queries.sheet import Wanted, sheet_of
from reports.values import NOTHING
from reports.writing import first_text
from tests import people
from tests.reports.beside import NOW
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import FINAL

pytestmark = pytest.mark.django_db


def said(sheet: dict[str, Any]) -> str:
    """The text with its figures, after a look that each of them has something to say."""
    known = values(sheet, Links(sheet, opens=False))
    text = "\n".join(first_text(sheet).values())
    assert not [name for name in WORD.findall(text) if known[name].text.strip() in ("", NOTHING)]
    return filled(text, known)


def november(now: datetime = FINAL, **scope: Any) -> dict[str, Any]:
    return sheet_of(
        Wanted(Span.MONTH, span_of(Span.MONTH, people.moment("2026-11-20 09:00").date()), **scope), now=now
    )


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("tasks", [0, 3, 12, 50])
def test_no_sentence_names_nothing_whatever_there_is(seed: int, tasks: int) -> None:
    found = Hospital(seed, tasks)
    for scope in ({}, {"department": found.rooms[0].pk}, {"agent": found.agents[0].pk}):
        said(november(**scope))
        said(sheet_of(Wanted(Span.QUARTER, span_of(Span.QUARTER, NOW.date()), **scope), now=NOW))


def test_as_many_reasons_are_named_as_there_are() -> None:
    assert "{unsuccessful}" not in first_text(november())["problems"]
    for number, reason in enumerate(("declined", "no_answer", "cannot_communicate", "wrong_number"), start=1):
        a_month_of(5 - number, state="unsuccessful", end_reason=reason)
        problems = first_text(november())["problems"]
        named = [f"{{reason{place}}}" in problems for place in (1, 2, 3)]
        assert named == [place <= number for place in (1, 2, 3)]
        said(november())


def test_a_department_is_the_lowest_only_among_several_with_enough_to_tell() -> None:
    rooms = [people.a_department(name) for name in ("骨科", "产科", "眼科")]
    a_month_of(30, state="completed", department=rooms[0])
    a_month_of(9, state="open", department=rooms[1])
    assert "产科" not in said(november())
    a_month_of(1, state="open", department=rooms[1])
    assert "较低的是产科（0.00%）。" in said(november())
    a_month_of(10, state="open", department=rooms[2])
    assert "最低的是产科（0.00%）和眼科（0.00%）。" in said(november())
    assert "最低" not in said(november(department=rooms[0].pk))


def test_where_all_are_alike_nobody_is_the_lowest() -> None:
    for name in ("骨科", "产科", "眼科"):
        a_month_of(10, state="open", department=people.a_department(name))
    assert "最低" not in said(november())


def test_a_span_in_which_nobody_was_due_says_so_and_no_rate() -> None:
    assert first_text(november())["situation"].splitlines() == ["本期没有应访的回访。"]
