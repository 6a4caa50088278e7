"""What beat wakes up in the log and at the door."""

from celery import shared_task
from django.utils import timezone

from staff.actions.sealing import seal_everything
from staff.actions.signing_in import forget_old_sessions


@shared_task
def seal_audit() -> None:
    seal_everything(now=timezone.now())


@shared_task
def forget_sessions() -> None:
    forget_old_sessions(now=timezone.now())
