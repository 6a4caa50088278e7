"""A questionnaire's version on its way to being published, and the questionnaire in use or not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from scripts_library.actions.moving import Refused
from scripts_library.actions.questionnaires import WAY, set_in_use
from scripts_library.models import Questionnaire
from scripts_library.views.moving import Road
from scripts_library.words import refused
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

ROAD = Road(
    WAY,
    version="scripts_library:questionnaire",
    edit="scripts_library:questionnaire_edit",
    draft="scripts_library:questionnaire_draft",
    compare="scripts_library:questionnaire_compare",
    submit="scripts_library:questionnaire_submit",
    send_back="scripts_library:questionnaire_return",
    approve="scripts_library:questionnaire_approve",
    publish="scripts_library:questionnaire_publish",
)


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def questionnaire_draft(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.opened(request, pk)


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def questionnaire_submit(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.submitted(request, pk)


@require_POST
@allow(Permission.APPROVE_SCRIPTS, Permission.EDIT_SCRIPTS)
def questionnaire_return(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.sent_back(request, pk)


@require_POST
@allow(Permission.APPROVE_SCRIPTS)
def questionnaire_approve(request: StaffRequest, pk: int) -> HttpResponse:
    return ROAD.approved(request, pk)


@require_POST
@allow(Permission.APPROVE_SCRIPTS, Permission.EDIT_SCRIPTS)
def questionnaire_publish(request: StaffRequest, pk: int) -> HttpResponse:
    done = _("The version is published. It is asked from its day on, while the questionnaire is in use.")
    return ROAD.published(request, pk, done)


@require_POST
@allow(Permission.EDIT_SCRIPTS)
def questionnaire_in_use(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(Questionnaire, pk=pk)
    wanted = request.POST.get("in_use") == "1"
    try:
        found = set_in_use(pk, wanted, by=request.user, now=timezone.now())
    except Refused as error:
        messages.error(request, refused(error))
    else:
        said = _("%(name)s is asked from the next call on.") if wanted else _("%(name)s is asked no longer.")
        messages.success(request, said % {"name": found})
    return redirect("scripts_library:questionnaires")
