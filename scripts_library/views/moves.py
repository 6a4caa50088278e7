"""A script's version on its way: begun, submitted, sent back, approved, published."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scripts_library.actions.versions import WAY
from scripts_library.views.moving import Road
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

ROAD = Road(
    WAY,
    version="scripts_library:version",
    edit="scripts_library:edit",
    draft="scripts_library:draft",
    compare="scripts_library:compare",
    submit="scripts_library:submit",
    send_back="scripts_library:send_back",
    approve="scripts_library:approve",
    publish="scripts_library:publish",
)


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.opened(request, pk)


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def submit(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.submitted(request, pk)


@require_POST
@allow(Permission.APPROVE_SCRIPTS, Permission.EDIT_SCRIPTS)
def send_back(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.sent_back(request, pk)


@require_POST
@allow(Permission.APPROVE_SCRIPTS)
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.approved(request, pk)


@require_POST
@allow(Permission.APPROVE_SCRIPTS, Permission.EDIT_SCRIPTS)
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.published(request, pk, _("The version is published; calls use it from its day on."))
