"""The text that a report begins with names what there is, and says nothing of what there is not."""

from datetime import datetime
from typing import Any

import pytest

from policy.complaints import Kind
from policy.spans import Span, span_of
from reports.bound import KINDS, WORD, filled, values
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


def test_the_lowest_department_answers_for_the_points_it_misses_itself() -> None:
    a_month_of(30, state="completed", department=people.a_department("骨科"))
    a_month_of(10, state="open", department=people.a_department("产科"))
    sheet = november()
    assert "产科会同客服中心说明如何补足本科与目标相差的 100.00 个百分点。" in said(sheet)
    next(line for line in sheet["tasks"]["by"]["department"] if line["name"] == "产科")["target"] = 0
    assert "补足" not in said(sheet)


def with_cases(sheet: dict[str, Any], *themes: int, before: int = 0) -> dict[str, Any]:
    names = ("nursing", "medical", "environment")
    told = [{"key": name, "n": n, "words": []} for name, n in zip(names, themes, strict=False)]
    found = {"total": sum(themes), "before": before, "themes": told, "shares": {"in_time": [0, 0]}}
    return sheet | {"cases": found | {"kinds": {Kind.COMPLAINT: sum(themes) - 3, Kind.ADVERSE_EVENT: 3}}}


def test_the_kinds_of_cases_are_named_all_and_add_up() -> None:
    assert set(KINDS.values()) == set(Kind)
    text = said(with_cases(november(), 30, 3))
    assert "登记投诉建议 33 件" in text
    assert "其中投诉 30 件、建议 0 件、需求 0 件、表扬 0 件、不良事件 3 件。" in text


def test_nothing_is_compared_with_a_period_of_which_there_is_nothing() -> None:
    a_month_of(4, state="completed")
    sheet = with_cases(november(), 60, 5)
    assert "应访 4 例，成功 4 例，回访率 100.00%，目标 " in said(sheet)
    assert "登记投诉建议 65 件，以" in said(sheet)
    assert "比上期" not in said(sheet)
    assert "无可比数据" not in said(sheet)
    assert "登记投诉建议 65 件（比上期 +5），以" in said(with_cases(sheet, 60, 5, before=60))
    sheet["trend"][-2] = sheet["trend"][-1]
    assert "回访率 100.00%，比上期持平，目标 " in said(sheet)
    assert "登记投诉建议 65 件（比上期 +65），以" in said(sheet)


@pytest.mark.parametrize("themes", [(3, 3), (1, 1, 1), (1,)])
def test_no_theme_is_the_most_among_equals_or_with_a_single_case(themes: tuple[int, ...]) -> None:
    assert "最多" not in said(with_cases(november(), *themes))
    assert "最多（4 件）" in said(with_cases(november(), 4, *themes))


@pytest.mark.parametrize(
    ("wards", "told"),
    [
        ((1, 1, 1), "空号、错号 3 个。"),
        ((2, 2), "空号、错号 4 个。"),
        ((1,), "空号、错号 1 个，由骨科一病区登记。"),
        ((3, 2), "空号、错号 5 个，其中骨科一病区登记的最多，3 个。"),
    ],
)
def test_a_ward_has_registered_most_only_if_it_has(wards: tuple[int, ...], told: str) -> None:
    names = [{"key": 1, "name": "骨科", "ward": f"骨科{one}病区"} for one in "一二三"]
    lines = [line | {"counts": {"vacant": n}} for line, n in zip(names, wards, strict=False)]
    assert told in said(november() | {"defects": lines}).splitlines()


def test_of_two_reasons_alike_neither_comes_first() -> None:
    for reason in ("declined", "no_answer"):
        a_month_of(2, state="unsuccessful", end_reason=reason)
    assert "不成功 4 例，其中拒绝回访 2 例、无人接听 2 例。" in said(november())
    a_month_of(1, state="unsuccessful", end_reason="declined")
    assert "不成功 5 例，主要是拒绝回访（3 例，占 60.00%）" in said(november())


def test_a_span_in_which_nobody_was_due_says_so_and_no_rate() -> None:
    assert first_text(november())["situation"].splitlines() == ["本期没有应访的回访。"]
