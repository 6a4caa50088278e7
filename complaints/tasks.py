"""What beat wakes up for complaints: each finds its work by query."""

from celery import shared_task
from django.utils import timezone

from complaints.actions.climbing import climb_due
from complaints.actions.clocks import reckon_open, ring
from complaints.actions.forsaken import free_forsaken
from complaints.actions.sheets import draft_last_week


@shared_task
def ring_alarms() -> None:
    ring(now=timezone.now())


@shared_task
def reckon_clocks() -> None:
    reckon_open(now=timezone.now())


@shared_task
def draft_weekly_sheet() -> None:
    draft_last_week(now=timezone.now())


@shared_task
def climb_alerts() -> None:
    free_forsaken(now=timezone.now())
    climb_due(now=timezone.now())
