"""Where somebody goes after signing in: a page of ours, and never more of its address than its path."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

HOME = "/"
ONLY_POSTED = {"staff:logout", "staff:language"}


def local_page(address: str) -> str:
    """The path of a page of ours without query and fragment; the home page for anything else."""
    path, name = _ours(address)
    return HOME if name == "staff:login" else path


def local_address(address: str) -> str:
    """The same with its query: for going back at once, never for keeping in an address."""
    path, _name = _ours(address)
    query = urlsplit(address).query
    return f"{path}?{query}" if query and path != HOME else path


def _ours(address: str) -> tuple[str, str]:
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None):
        return HOME, ""
    path = urlsplit(address).path
    try:
        name = resolve(path).view_name
    except Resolver404:
        return HOME, ""
    return (HOME, "") if name in ONLY_POSTED else (path, name)


def sign_in_url(request: HttpRequest, *, expired: bool) -> str:
    """The sign-in page, which leads back to the page that `request` came from."""
    page = local_page(request.path if request.method in {"GET", "HEAD"} else page_before(request))
    query = {"expired": "1"} if expired else {}
    if page != HOME:
        query["next"] = page
    return reverse("staff:login") + (f"?{urlencode(query)}" if query else "")


def page_before(request: HttpRequest) -> str:
    """The page whose form was sent."""
    referer = urlsplit(request.headers.get("Referer", ""))
    return referer.path if referer.netloc == request.get_host() else ""
