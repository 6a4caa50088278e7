"""Points taken from a department's month: the table as data, and the sum."""

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from policy.points import DEFAULT_POINTS, Entry, Item, PointsTable, month_points


def test_the_default_points() -> None:
    assert {item.code: item.points for item in DEFAULT_POINTS.items} == {
        "answer_late": 2,
        "measure_late": 2,
        "measure_insufficient": 1,
        "repeated": 1,
        "dissatisfied": 1,
        "adverse_event": 3,
    }


def test_an_item_is_found_by_its_code() -> None:
    found = DEFAULT_POINTS.item("adverse_event")
    assert found
    assert found.points == 3
    assert DEFAULT_POINTS.item("gone") is None


@pytest.mark.parametrize(
    "table", [DEFAULT_POINTS, PointsTable(()), PointsTable((Item("a", "A", Decimal("0.25")),))]
)
def test_a_table_survives_being_written_down(table: PointsTable) -> None:
    assert PointsTable.from_json(json.loads(json.dumps(table.to_json()))) == table


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"code": "a", "name": "A", "points": "0"}], "points"),
        ([{"code": "a", "name": "A", "points": "-1"}], "points"),
        ([{"code": "a", "name": "A", "points": "100.01"}], "points"),
        ([{"code": "a", "name": "A", "points": "NaN"}], "points"),
        ([{"code": "a", "name": "A", "points": "Infinity"}], "points"),
        ([{"code": "a", "name": "A", "points": "0.005"}], "points_decimals"),
        ([{"code": "a", "name": " ", "points": "1"}], "no_name"),
        ([{"code": "", "name": "A", "points": "1"}], "no_name"),
        ([{"code": "a", "name": "A", "points": "1"}] * 2, "item_twice"),
        ([{"code": "a", "name": "A", "points": 1}], "malformed"),
        ([{"code": "a", "name": "A", "points": 0.1}], "malformed"),
        ([{"code": "a", "name": "A", "points": "two"}], "malformed"),
        ([{"code": "a", "name": "A"}], "malformed"),
        ([{"code": "a", "name": "A", "points": "1", "colour": "red"}], "malformed"),
        (["a"], "malformed"),
        (None, "malformed"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused(rows: Any, code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        PointsTable.from_json(rows)


def test_an_objection_that_is_upheld_leaves_the_month() -> None:
    two, one, three = Decimal(2), Decimal(1), Decimal(3)
    assert month_points([Entry(two), Entry(one, False), Entry(three, True)]) == 3
    assert month_points([]) == 0


def test_points_are_summed_without_rounding() -> None:
    assert month_points([Entry(Decimal("0.10"))] * 3) == Decimal("0.30")


def test_random_months_are_what_a_recount_in_hundredths_says() -> None:
    random = Random(4)
    for _ in range(500):
        month = [
            (random.randrange(1, 1000), random.choice([None, True, False]))
            for _ in range(random.randrange(20))
        ]
        left = sum(hundredths for hundredths, upheld in month if not upheld)
        entries = [Entry(Decimal(hundredths) / 100, upheld) for hundredths, upheld in month]
        assert month_points(entries) * 100 == left
