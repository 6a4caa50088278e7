"""The house's front: settings, addresses, services, supervisor."""

from callcentre.celery import app as celery_app

__all__ = ["celery_app"]
