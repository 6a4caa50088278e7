#!/usr/bin/env python
"""Django's commands. `make run` and `make test` need none of them."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callcentre.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - read once, so that a bad setting is one sentence and no traceback
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are refused. {error}")
    execute_from_command_line(sys.argv)
