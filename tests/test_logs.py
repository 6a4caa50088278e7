"""The log of the application: never a patient in it, and what helps to find a fault stays readable."""

import json
import logging
import sys
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from callcentre.logs import configuration, mask
from patients.models import Patient
from tests import people

NAME, REMARK = "欧阳慕云", "先看诊\n\n再打 老家的电话"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("call 138 0013 8000 for id 11010519900307451X", "call ******00 for id ******1X"),
        ("due 2026-11-22 by 0571-87881234", "due 2026-11-22 by ******34"),
        ("patient 13800138000.", "patient ******00."),
        ("tel.13800138000", "tel.******00"),
        ("13800138000... again", "******00... again"),
        ("1.13800138000", "1.******00"),
        ("13800138000.5", "******00.5"),
        ("0571–87881234.\n", "******34.\n"),
        ("3 of 200 rows in 1.234567 s", "3 of 200 rows in 1.234567 s"),
        ("0.123456789012 and 12.3456789 s", "0.123456789012 and 12.3456789 s"),
        ("from 2026-11-22 2026-11-23T06:30:00.123456", "from 2026-11-22 2026-11-23T06:30:00.123456"),
    ],
)
def test_long_numbers_are_masked_in_the_log_and_dates_and_decimals_are_not(said: str, kept: str) -> None:
    assert mask(said) == kept


def line(message: str, *words: Any, error: Any = None) -> dict[str, Any]:
    """As production writes it."""
    made = dict(configuration(json=True)["formatters"]["line"])
    formatter = made.pop("()")(**made)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, message, words, error)
    written: dict[str, Any] = json.loads(formatter.format(record))
    return written


@pytest.fixture
def refused(db: None) -> Any:
    """What is known of an error of the database, whose row names a patient."""
    patient = people.a_patient(NAME, remark=REMARK)
    try:
        with transaction.atomic():
            Patient.objects.filter(pk=patient.pk).update(sex=None)
    except DatabaseError:
        return sys.exc_info()


def test_no_row_that_the_database_refused_is_in_the_log(refused: Any) -> None:
    assert NAME in str(refused[1])
    assert "老家的电话" in str(refused[1])
    written = line("Internal Server Error: %s", "/x/", error=refused)
    assert written["event"] == "Internal Server Error: /x/"
    told = written["exception"]
    assert NAME not in told
    assert "老家" not in told
    assert told.count('null value in column "sex"') == 2  # PostgreSQL's own and Django's
    assert "The above exception was the direct cause" in told
    assert "in refused" in told


def test_nor_where_the_error_stands_in_the_message(refused: Any) -> None:
    for message in ("Task failed: %r\nTraceback (most recent call last):\n  here", "Task failed: %s"):
        told = line(message, refused[1])["event"]
        assert NAME not in told
        assert "老家" not in told
        assert 'null value in column "sex"' in told
        assert told.endswith("here") == message.endswith("here")


def test_nor_is_the_statement_that_it_did_not_understand(db: None) -> None:
    try:
        with transaction.atomic():
            Patient.objects.extra(where=[f"nothing = '{NAME}'"]).exists()  # noqa: S610
    except DatabaseError:
        told = line("x", error=sys.exc_info())["exception"]
    assert 'column "nothing" does not exist' in told
    assert NAME not in told
