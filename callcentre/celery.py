"""The Celery application. It only wakes people up; what there is to do stands in the database."""

import logging
import os
from typing import TYPE_CHECKING, Any

from celery import Celery, Task
from celery.result import EagerResult
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")

log = logging.getLogger(__name__)


# The stubs make Task generic, the library does not.
if TYPE_CHECKING:
    Base = Task[..., Any]
else:
    Base = Task


class WakeUp(Base):
    """A task whose publishing may fail: the broker is down, the sweep will find the work."""

    abstract = True

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        """Publish, or say in the log that nobody was woken."""
        try:
            return super().apply_async(*args, **kwargs)
        except OperationalError as error:
            log.warning(
                "The broker does not answer (%s): %s waits for the sweep", type(error).__name__, self.name
            )
            return EagerResult("", None, "PENDING")


app = Celery("callcentre", task_cls=WakeUp)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
