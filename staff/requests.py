"""A request whose user is known to be one of the staff."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from staff.models import User


class StaffRequest(HttpRequest):
    user: User  # the middleware saw to it
    htmx: HtmxDetails
