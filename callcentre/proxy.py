"""Behind a proxy: the address of the caller, not the proxy's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class ClientAddress:
    """Take the last entry of X-Forwarded-For, the one our own proxy wrote; anybody can claim the others.

    In use only with BEHIND_PROXY=1: without a proxy the header is the caller's own invention.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set REMOTE_ADDR for everybody after us: the login lock, the audit log."""
        claimed = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if address := claimed.rpartition(",")[2].strip():
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)
