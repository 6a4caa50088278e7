"""What beat wakes up for reports: each finds its work by query."""

from celery import shared_task
from django.utils import timezone

from reports.actions.drafting import draft_due


@shared_task
def draft_reports() -> None:
    draft_due(now=timezone.now())
