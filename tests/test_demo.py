"""The demonstration: what it makes goes the ways that people go, and is refused like them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callcentre.demo.load import is_loaded
from callcentre.demo.load import load as load_demo
from complaints.models import ClinicalAlert, Complaint
from followups.models import Attempt, Task
from policy.complaints import State
from reports.models import Report
from staff.models import User
from staff.permissions import Role

pytestmark = pytest.mark.django_db


def test_it_loads_whole_with_something_in_every_place() -> None:
    made = load_demo(now=timezone.now() - timedelta(minutes=1))
    assert all(made.values()), made
    assert is_loaded()
    assert set(User.objects.values_list("role", flat=True)) == set(Role)
    assert set(Complaint.objects.values_list("state", flat=True)) >= {
        State.RECORDED,
        State.ORDERED,
        State.CLOSED,
    }
    assert Task.objects.open().exists()
    assert Attempt.objects.exists()
    assert ClinicalAlert.objects.exists()
    assert Report.objects.exists()
