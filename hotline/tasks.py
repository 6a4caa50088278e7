"""What beat wakes up for promises: it finds its work by query."""

from celery import shared_task
from django.utils import timezone

from hotline.actions.alarms import ring


@shared_task
def ring_promises() -> None:
    ring(now=timezone.now())
