"""Every code has a sentence and what to do about it, and the sentence asks for what the code brings along."""

from __future__ import annotations

import re

import pytest

from patients.importing.errors import Fault, Note, Refusal, Skip
from patients.importing.fields import Field
from patients.importing.headings import find_layout
from patients.importing.labels import CONFIDENCES, FIELDS, OURS, REASON, ROW_NUMBER
from patients.importing.layout import Confidence
from patients.importing.messages import ADVICE, TEXTS
from patients.importing.wire import Row

PLACE = re.compile(r"%\((\w+)\)s")
PARAMS = {
    "megabytes",
    "row",
    "limit",
    "sheet",
    "columns",
    "character",
    "first",
    "last",
    "visited",
    "admitted",
}


def test_every_code_has_its_sentence() -> None:
    assert set(TEXTS) == {*Refusal, *Fault, *Note, *Skip}
    assert set(ADVICE) == {*Refusal, *Fault, *Note}


def test_no_two_codes_are_the_same_word() -> None:
    every = [str(code) for kind in (Refusal, Fault, Note, Skip) for code in kind]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("message", sorted({*TEXTS.values(), *ADVICE.values()}))
def test_a_sentence_can_be_filled(message: str) -> None:
    assert set(PLACE.findall(message)) <= PARAMS
    assert message % dict.fromkeys(PLACE.findall(message), "x")


def test_every_field_and_confidence_has_a_name() -> None:
    assert set(FIELDS) == set(Field)
    assert set(CONFIDENCES) == set(Confidence)


def test_the_heads_of_the_list_of_rejected_rows_are_known_to_the_reader() -> None:
    assert {ROW_NUMBER, REASON} < OURS
    found = find_layout([Row(1, [*OURS, "姓名", "病案号"])])
    assert [column.field for column in found.columns[:5]] == [Field.IGNORE] * 5
