"""What was frozen before a figure was counted still reads, and says nothing of that figure."""

import json
from typing import Any

import pytest

from policy.spans import Span, span_of
from reports.bound import WORD, filled, values
from reports.contents import contents
from reports.links import Links
from reports.morevalues import grown
from reports.queries.sheet import Wanted, sheet_of
from reports.showing import shown
from reports.versions import differences
from reports.writing import first_text
from tests.reports.beside import NOW, add_all
from tests.reports.hospitals import Hospital
from tests.reports.writing import a_report

pytestmark = pytest.mark.django_db
NEVER_COUNTED = {"alert", "alert-room", "consultation", "caller", "outcome"}


def of_today() -> dict[str, Any]:
    add_all(Hospital(21, 70))
    sheet = sheet_of(Wanted(Span.QUARTER, span_of(Span.QUARTER, NOW.date())), now=NOW)
    return json.loads(json.dumps(sheet))  # type: ignore[no-any-return]


def older(sheet: dict[str, Any]) -> dict[str, Any]:
    """As the first reports were frozen."""
    old = json.loads(json.dumps(sheet))
    for name in ("said", "alerts", "consultations", "before"):
        del old[name]
    del old["calls"]["agents"], old["cases"]["shares"]["breached"]
    for theme in old["cases"]["themes"]:
        del theme["clocks"]
    lines = [old["tasks"], *(line for lines in old["tasks"]["by"].values() for line in lines), *old["trend"]]
    for line in [*lines, old["year"]]:
        del line["counts"]["no_number"]
    small, short, long = old["calls"]["lengths"]
    old["calls"]["lengths"] = [small, short, 0, long, 0]
    return old  # type: ignore[no-any-return]


def test_an_older_version_still_reads_and_has_no_table_of_what_was_not_counted() -> None:
    sheet = of_today()
    tables = {one["code"] for one in shown(sheet)["beside"]}
    assert tables >= NEVER_COUNTED
    old = older(sheet)
    assert {one["code"] for one in shown(old)["beside"]} == tables - NEVER_COUNTED
    assert shown(old)["said"] == []
    assert contents(a_report(), old)["charts"]
    assert first_text(old)["situation"]


def test_the_older_and_the_newer_differ_in_nothing_that_only_one_of_them_counts() -> None:
    sheet = of_today()
    assert differences(older(sheet), sheet) == []
    later = json.loads(json.dumps(sheet))
    later["alerts"]["levels"][0]["counts"]["raised"] += 1
    later["tasks"]["counts"]["no_number"] += 1
    assert [one["what"] for one in differences(older(sheet), later)] == []
    assert {one["what"] for one in differences(sheet, later)} == {"raised", "no_number"}


def test_every_word_of_the_text_it_writes_itself_is_a_figure() -> None:
    sheet = of_today()
    known = values(sheet, Links(sheet, opens=False))
    text = " ".join(first_text(sheet).values())
    assert not WORD.findall(filled(text, known))
    for name in ("alerts", "alerts_late", "conversion", "unanswered", "needs", "reason1", "lowest1"):
        assert f"{{{name}}}" in text
        assert known[name].text != "–"


def test_nothing_has_grown_where_nobody_was_due_before() -> None:
    sheet = of_today()
    sheet["before"]["reasons"] = {}
    nothing = dict.fromkeys(sheet["trend"][-2]["counts"], 0)
    sheet["trend"][-2]["counts"] = nothing | {"due": 1}
    more = grown(sheet)
    assert more
    assert more[0] > 0
    assert "{grown}" in " ".join(first_text(sheet).values())
    sheet["trend"][-2]["counts"] = nothing
    assert grown(sheet) is None
    assert "{grown}" not in " ".join(first_text(sheet).values())
