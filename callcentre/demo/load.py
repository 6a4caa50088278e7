"""Loading the demonstration: once, whole, the same for the same day."""

import random
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from callcentre.demo.alerts import make_alerts
from callcentre.demo.complaints import make_complaints
from callcentre.demo.history import History
from callcentre.demo.knowledge import make_knowledge
from callcentre.demo.needs import make_needs
from callcentre.demo.questionnaires import ask
from callcentre.demo.reports import make_reports
from callcentre.demo.staff import make_staff
from callcentre.demo.visits import DAYS, make_visits
from followups.actions.distribution import distribute
from followups.actions.queue import make_day
from followups.actions.rules import load_preset
from followups.models import Rule, Task
from patients.models import Visit
from regulation.actions.editions import seed_year
from regulation.reading import calendar_now
from staff.models import User

PRESETS = ("maternity", "customer_service", "checkup")
# Of the other regulations only what the demonstration's hospital uses: discharge and check-up.
LEFT_OUT = ("specialty_first_visit", "basic_first_visit")


def is_loaded() -> bool:
    return Visit.objects.exists()


@transaction.atomic
def load(*, now: datetime) -> dict[str, int]:
    """Everything or nothing; returns what was made."""
    dice = random.Random(20260720)  # noqa: S311 (the same hospital every time)
    calendar = calendar_now()
    today = calendar.day_of(now)
    doctors = make_staff(dice, now=now)
    administrator = User.objects.get(username="8090")
    for year in (today.year, today.year + 1):
        seed_year(year, by=administrator, now=now)
    first = today - timedelta(days=DAYS)
    for code in PRESETS:
        load_preset(code, hours=code == PRESETS[0], anchors_from=first, by=administrator, now=now)
    Rule.objects.filter(code__in=LEFT_OUT).update(active=False)
    made = make_visits(dice, doctors, today=today, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE patients_visit, patients_patient, patients_phonenumber")

    agents = list(User.objects.agents())
    History(dice, agents, calendar).play(first, today - timedelta(days=1))
    ask(now=timezone.localtime(now))
    needs = make_needs(now=now)
    make_day(day=today, now=now)
    distribute(now=now)
    complaints = make_complaints(dice, now=now)
    alerts = make_alerts(now=now)
    return {
        "patients": made.patients,
        "visits": made.visits,
        "tasks": Task.objects.count(),
        "complaints": complaints,
        "alerts": alerts,
        "reports": make_reports(calendar, now=now),
        "needs": needs,
        "knowledge": make_knowledge(random.Random(1), now=now),  # noqa: S311 (dice of its own: the rest stays)
    }
