"""The text that a report begins with names what there is, and says nothing of what there is not."""

from datetime import datetime
from typing import Any

import pytest

from followups.models import Task
from policy.complaints import Kind
from policy.spans import Span, span_of
from reports.actions.drafting import draft_due
from reports.actions.texts import write
from reports.bound import KINDS, WORD, drawn, filled, values
from reports.contents import contents
from reports.links import Links
from reports.models import Report
from reports.queries.sheet import Wanted, sheet_of
from reports.scope import shown_sheet
from reports.values import NOTHING
from reports.writing import first_text
from tests import people
from tests.reports.beside import NOW
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import FINAL, a_report, approved, signed

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
        problems = first_text(november())["problems"].replace("{only_reason}", "{reason1}")
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


def told(text: str, sheet: dict[str, Any]) -> str:
    return filled(text, values(sheet, Links(sheet, opens=False)))


def written_at_drafting() -> tuple[str, str]:
    """Problems and situation, with names in braces."""
    text = first_text(november())
    return text["problems"], text["situation"]


def test_a_reason_that_is_no_longer_there_or_no_longer_alone_is_not_said() -> None:
    a_month_of(4, state="completed", end_reason="completed")
    a_month_of(2, state="unsuccessful", end_reason="no_answer")
    problems, _situation = written_at_drafting()
    assert "不成功 2 例，原因都是无人接听。" in told(problems, november())
    Task.objects.filter(end_reason="no_answer", occurrence=1).update(end_reason="declined")
    assert "都是" not in told(problems, november())
    Task.objects.filter(state="unsuccessful").update(state="completed", end_reason="completed")
    assert "不成功" not in told(problems, november())
    assert "–" not in told(problems, november())


def test_what_was_the_lowest_is_not_said_of_equals() -> None:
    for number, name in enumerate(("骨科", "产科")):
        a_month_of(10, state="completed" if number else "open", department=people.a_department(name))
    problems, _situation = written_at_drafting()
    assert "较低的是骨科（0.00%）。" in told(problems, november())
    Task.objects.update(state="completed", end_reason="completed", closed_at=FINAL)
    assert "骨科" not in told(problems, november())


def with_departments(**now_and_before: tuple[int, int]) -> dict[str, Any]:
    """Of ten follow-ups in each department and period so many completed."""
    sheet = november()
    lines = sheet["tasks"]["by"]["department"]
    counts = lines[0]["counts"]
    found, before = [], {}
    for name, (now, was) in now_and_before.items():
        found.append({**lines[0], "key": name, "name": name, "counts": counts | of_ten(now)})
        before[name] = counts | of_ten(was)
    tasks = sheet["tasks"] | {"by": sheet["tasks"]["by"] | {"department": found}}
    return sheet | {"tasks": tasks, "before": sheet["before"] | {"departments": before}}


def of_ten(completed: int) -> dict[str, int]:
    return {"due": 10, "completed": completed}


def test_what_has_fallen_most_has_fallen_and_what_has_risen_most_has_risen() -> None:
    a_month_of(1)
    apart = with_departments(骨科=(5, 7), 眼科=(8, 6))
    text = "\n".join(first_text(apart).values())
    assert "骨科回访率下降最多：50.00%，下降 20.00 个百分点。" in told(text, apart)
    assert "眼科回访率提高最多：80.00%，上升 20.00 个百分点。" in told(text, apart)
    both_up = told(text, with_departments(骨科=(9, 7), 眼科=(8, 6)))
    assert "提高最多" in both_up
    assert "下降最多" not in both_up
    both_down = told(text, with_departments(骨科=(5, 7), 眼科=(5, 6)))
    assert "下降最多" in both_down
    assert "提高最多" not in both_down
    still = told(text, with_departments(骨科=(7, 7), 眼科=(6, 6)))
    assert "最多" not in still


def test_of_what_the_author_wrote_only_the_sentence_without_its_figure_is_left_out() -> None:
    a_month_of(3, state="completed", end_reason="completed")
    line = "应访 {due} 例。最低的是{lowest1}。Rate {follow_up}. Lowest: {lowest1}. {不是名称} {other}"
    assert told(f"{line}\n\n{{fell}}下降最多。", november()) == (
        "应访 3 例。Rate 100.00%. {不是名称} {other}\n"
    )
    page = drawn(f"{line}\n{{fell}}下降最多。", values(november(), Links(november())))
    assert page.count("<p>") == 1
    assert "最低" not in page


def test_a_text_that_was_asked_for_too_early_is_written_anew_unless_somebody_has_edited_it() -> None:
    early = people.moment("2026-10-27 09:00")
    report, ours = (
        a_report(early, by=people.supervisor()),
        a_report(early, department=people.a_department().pk),
    )
    write(ours.pk, {"situation": "本科自己写的"}, edits=1, by=people.supervisor(), now=early)
    assert report.texts["situation"] == "本期没有应访的回访。"
    a_month_of(4)
    for at in ("2026-11-25 19:59", "2026-11-25 20:02", "2026-11-25 21:02"):
        draft_due(now=people.moment(at))
        report.refresh_from_db()
        assert ("{due}" in report.texts["situation"]) == (at >= "2026-11-25 20:02"), at
    assert (report.edits, report.written_by) == (2, people.supervisor())
    ours.refresh_from_db()
    assert ours.texts["situation"] == "本科自己写的"


def test_a_final_text_says_nothing_that_its_own_figures_deny() -> None:
    a_month_of(6, state="completed", end_reason="completed")
    Task.objects.filter(occurrence__lte=2).update(state="unsuccessful", end_reason="no_answer")
    report = approved()
    assert "不成功 2 例，原因都是无人接听。" in lines_of(report)
    Task.objects.update(state="completed", end_reason="completed")
    done = signed(report)
    assert not [line for line in lines_of(done) if "不成功" in line or "–" in line]


def lines_of(report: Report) -> list[str]:
    said = contents(report, shown_sheet(report, now=FINAL))["texts"]
    return [line for section in said for line in section["lines"]]
