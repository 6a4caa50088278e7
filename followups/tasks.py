"""What beat wakes up for the queue: each finds its work by query."""

from celery import shared_task
from django.utils import timezone

from followups.actions.alerting import raise_forgotten
from followups.actions.queue import keep, make_today, sweep


@shared_task
def make_todays_queue() -> None:
    make_today(now=timezone.now())


@shared_task
def sweep_queue() -> None:
    sweep(now=timezone.now())


@shared_task
def keep_queue() -> None:
    keep(now=timezone.now())


@shared_task
def raise_forgotten_alerts() -> None:
    raise_forgotten(now=timezone.now())
