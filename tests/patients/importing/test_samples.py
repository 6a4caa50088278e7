"""Exports that lie beside the checkout, if any: all their rows become visits, alike from each format."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from patients.importing.parsed import Parsed
from patients.importing.reading import ROOT
from tests.patients.importing.readers import results_of

FOLDER = ROOT.parent / "shared" / "data"
LATER = date(2027, 1, 1)
SAMPLES = sorted(FOLDER.glob("*.csv")) + sorted(FOLDER.glob("*.xlsx"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_row_of_a_sample_is_a_visit(path: Path) -> None:
    results = results_of(path, today=LATER)
    assert results
    assert all(isinstance(result, Parsed) for result in results)


@pytest.mark.parametrize("pair", [pair for pair in combinations(SAMPLES, 2) if pair[0].stem == pair[1].stem])
def test_both_formats_of_a_sample_say_the_same(pair: tuple[Path, Path]) -> None:
    one, other = (
        [(r.key, r.content) for r in results_of(path, today=LATER) if isinstance(r, Parsed)] for path in pair
    )
    assert one == other
