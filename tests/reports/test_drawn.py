"""A frozen version's page is drawn once for a language and a reader's rights, and never another's."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from followups.models import Task
from reports import drawn
from reports.actions import moves
from reports.drawn import kept_parts
from reports.models import Report
from tests import people
from tests.clients import StaffClient
from tests.reports.hospitals import Hospital, a_month_of
from tests.reports.writing import APPROVED, final, submitted

pytestmark = pytest.mark.django_db


def page(user: Any, report: Report) -> str:
    client = StaffClient()
    client.force_login(user)
    return str(client.get(f"/reports/{report.pk}/").content.decode())


def test_the_figures_of_a_frozen_version_are_read_and_drawn_once(django_assert_max_num_queries: Any) -> None:
    Hospital(5, 40)
    report = final()
    first = kept_parts(report, opens=True)
    with django_assert_max_num_queries(0):
        assert kept_parts(report, opens=True) is first


def test_each_language_and_each_right_has_its_own_parts() -> None:
    Hospital(5, 40)
    report = final()
    with translation.override("en"):
        english = kept_parts(report, opens=True)
    ours, closed = kept_parts(report, opens=True), kept_parts(report, opens=False)
    assert "Follow-up rate" in english["headlines"]
    assert "Follow-up rate" not in ours["headlines"]
    assert "/reports/rows/" in ours["tables"]
    assert "/reports/rows/" not in closed["tables"] + closed["headlines"] + closed["charts"]


def test_a_new_version_shows_its_own_figures() -> None:
    a_month_of(7)
    waiting = submitted()
    assert due_on(page(people.director(), waiting)) == 7
    Task.objects.filter(occurrence__gt=4).update(due_on=date(2027, 6, 1))
    assert due_on(page(people.director(), waiting)) == 7
    moves.send_back(waiting.pk, remarks="请补充", by=people.director(), now=APPROVED)
    assert due_on(page(people.director(), waiting)) == 4
    moves.submit(waiting.pk, edits=waiting.edits, by=people.supervisor(), now=APPROVED)
    assert due_on(page(people.director(), waiting)) == 4


def due_on(page: str) -> int:
    found = re.search(r"应访 <b>\s*(?:<a [^>]*>)?(\d+)", page)
    assert found
    return int(found[1])


def test_the_page_of_a_frozen_report_costs_few_queries(django_assert_max_num_queries: Any) -> None:
    people.clinician(department=people.a_department("骨科"))
    Hospital(5, 40)
    report = final()
    client = StaffClient()
    client.force_login(people.director())
    client.get(f"/reports/{report.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/reports/{report.pk}/")


def test_nothing_in_the_kept_parts_is_anybody_s_own() -> None:
    """Whoever looked first, the page of the next carries no token and no name of his."""
    Hospital(5, 40)
    report = final()
    page(people.director(), report)
    kept = kept_parts(report, opens=True)
    whole = "".join(str(kept[name]) for name in drawn.PARTS)
    assert "csrf" not in whole
    assert people.director().full_name not in whole
