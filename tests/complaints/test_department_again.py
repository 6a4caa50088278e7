"""A case that came back to its department (A31, C8)."""

from datetime import timedelta

import pytest

from tests import people
from tests.complaints import making
from tests.complaints.fridays import BEFORE, NOW, an_ordered_case, page
from tests.complaints.fridays import a_friday_afternoon as a_friday_afternoon

pytestmark = pytest.mark.django_db


def test_a_case_that_came_back_says_why_and_asks_for_a_new_finding() -> None:
    case = making.answered(
        making.drafted(making.found(an_ordered_case(), now=BEFORE), now=BEFORE), now=BEFORE
    )
    case = making.confirmed(case, 1, now=BEFORE + timedelta(hours=1), words="还是没有人来看过")
    making.ordered(case, now=NOW)
    shown = page(f"/complaints/department/{case.pk}/", people.clinician())
    assert "还是没有人来看过" in shown
    assert shown.count("step-mark is-done") == 0
    assert '<details class="move" open>' in shown
