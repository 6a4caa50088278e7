"""What beat wakes up for reports: each finds its work by query."""

from celery import shared_task
from django.utils import timezone

from reports.actions import exports
from reports.actions.drafting import draft_due
from reports.actions.keeping import keep_missing
from reports.actions.reminding import remind


@shared_task
def draft_reports() -> None:
    draft_due(now=timezone.now())


@shared_task
def remind_of_reports() -> None:
    remind(now=timezone.now())


@shared_task
def keep_report_files() -> None:
    keep_missing(now=timezone.now())


@shared_task
def make_exports() -> None:
    exports.run_exports(clock=timezone.now)


@shared_task
def remove_exports() -> None:
    exports.remove_outlived(now=timezone.now())
