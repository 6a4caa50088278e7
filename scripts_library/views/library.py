"""All scripts, and a new one.  Templates: templates/scripts_library/library/."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from policy.phrasebook import Phrasebook
from policy.scripts import State
from regulation.reading import phrasebook
from scripts_library.actions.versions import new_script
from scripts_library.forms import NewScriptForm
from scripts_library.models import Script, ScriptVersion
from scripts_library.showing import Names, for_whom, marks_count, names_on
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Row:
    script: Script
    shown: ScriptVersion  # where its link leads: the open version, else the newest
    in_force: ScriptVersion | None
    open: ScriptVersion | None
    whom: str
    marks: str


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def library(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    holding = set(ScriptVersion.objects.in_force_on(now.date()).values_list("pk", flat=True))
    ordered = Prefetch("versions", ScriptVersion.objects.order_by("-number"))
    names, book = names_on(now.date()), phrasebook()
    rows = [_row(script, holding, names, book) for script in Script.objects.prefetch_related(ordered)]
    context = {
        "rows": rows,
        "may_edit": request.user.may(Permission.EDIT_SCRIPTS),
        "may_rehearse": request.user.may(Permission.REHEARSE),
        "now": now,
    }
    return render(request, "scripts_library/library/library.html", context)


def _row(script: Script, holding: set[int], names: Names, book: Phrasebook) -> Row:
    versions = list(script.versions.all())
    in_force = next((one for one in versions if one.pk in holding), None)
    unpublished = next((one for one in versions if one.state != State.PUBLISHED), None)
    return Row(
        script=script,
        shown=versions[0],
        in_force=in_force,
        open=unpublished,
        whom=for_whom(in_force or versions[0], names),
        marks=marks_count(unpublished, book) if unpublished else "",
    )


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_SCRIPTS)
def script_new(request: StaffRequest) -> HttpResponse:
    form = NewScriptForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = new_script(**form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("The script is begun with the words that the product ships."))
        return redirect("scripts_library:edit", version.pk)
    return _new_page(request, form)


def _new_page(request: HttpRequest, form: NewScriptForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "scripts_library/library/new.html", {"form": form}, status=status)
