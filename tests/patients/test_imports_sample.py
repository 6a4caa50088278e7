"""A sample export beside the checkout, when it is there: all visits taken, both formats say the same."""

from pathlib import Path

import pytest
from django.utils import timezone

from patients.actions.imports import receive, run_imports, start
from patients.models import ImportFile, ImportState, Patient, PhoneNumber, Visit

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (FOLDER / "his_visits_sample.csv").exists(), reason="the sample is not here"),
]


def imported(name: str) -> ImportFile:
    file = receive(name, (FOLDER / name).read_bytes(), by=None, now=timezone.now())
    run_imports(clock=timezone.now)
    file.refresh_from_db()
    assert file.state == ImportState.READY, file.refusal
    start(file.pk, by=None, now=timezone.now())
    run_imports(clock=timezone.now)
    file.refresh_from_db()
    assert file.state == ImportState.DONE
    return file


def everything() -> list[tuple[object, ...]]:
    return list(
        Visit.objects.order_by("source_key").values_list(
            "source_key", "kind", "patient__mrn", "patient__name", "department__name", "doctor__name",
            "anchor_at", "diagnosis", "amount",
        )
    )  # fmt: skip


@pytest.mark.parametrize("name", ["his_visits_sample.csv", "his_visits_sample.xlsx"])
def test_all_640_visits_are_accounted_for_and_the_second_time_nothing_changes(name: str) -> None:
    first = imported(name)
    assert (first.rows_total, first.created, first.updated, first.rejected) == (640, 640, 0, 0)
    before = everything(), PhoneNumber.objects.count(), Patient.objects.count()
    second = imported(name)
    assert (second.rows_total, second.unchanged) == (640, 640)
    assert (everything(), PhoneNumber.objects.count(), Patient.objects.count()) == before


def test_the_workbook_says_what_the_text_said() -> None:
    imported("his_visits_sample.csv")
    assert imported("his_visits_sample.xlsx").unchanged == 640
