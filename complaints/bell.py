"""What rings for somebody on whatever page he is: how much waits, and a number that rises when there is more
(A24, A25). Nothing of what was said, and nobody's name."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Max, Q
from django.utils import timezone

from complaints.models import AlertNotice, ClinicalAlert
from policy.alerts import State
from staff.models import User
from staff.permissions import Permission


def _alerts(user: User, now: datetime) -> dict[str, int]:
    """A doctor's: rung each time that he is called."""
    called = AlertNotice.objects.filter(user=user, step__alert__state=State.NEW)
    newest = called.aggregate(newest=Max("pk"))["newest"]
    return {"waiting": ClinicalAlert.objects.waiting_for(user).count(), "newest": newest or 0}


def _watching(user: User, now: datetime) -> dict[str, int]:
    """Nobody has taken it in time, or the promise is broken: known to the supervisor and the assistant."""
    late = Q(state=State.NEW, due_at__lte=now) | Q(promise_at__lte=now)
    waiting = ClinicalAlert.objects.unanswered().filter(late).count()
    return {"waiting": waiting, "newest": waiting}


def _mine(user: User, now: datetime) -> dict[str, int]:
    """What doctors have ordered this agent to tell and to ask."""
    owed = ClinicalAlert.objects.told_by(user, timezone.localdate(now)).owed(now)
    newest = owed.aggregate(newest=Max("acted_at"))["newest"]
    return {"waiting": owed.count(), "newest": int(newest.timestamp()) if newest else 0}


RINGS: Mapping[str, tuple[Permission, Callable[[User, datetime], dict[str, int]]]] = {
    "alerts": (Permission.ANSWER_ALERTS, _alerts),
    "watching": (Permission.WATCH_ALERTS, _watching),
    "mine": (Permission.TELL_ALERTS, _mine),
}


def bell_of(user: User, *, now: datetime) -> dict[str, dict[str, int]]:
    return {name: ring(user, now) for name, (needed, ring) in RINGS.items() if user.may(needed)}
