"""What the worker does for the patients' app."""

from celery import shared_task
from django.utils import timezone

from patients.actions import imports


@shared_task
def run_imports() -> None:
    imports.run_imports(clock=timezone.now)
