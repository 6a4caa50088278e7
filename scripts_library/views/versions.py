"""One version: read, written, compared.  Templates: templates/scripts_library/versions/."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from policy.scripts import State
from scripts_library import showing
from scripts_library.actions.moving import Refused
from scripts_library.actions.versions import save_draft
from scripts_library.forms import LANGUAGES, PARTS, VersionForm
from scripts_library.marks import marks_of
from scripts_library.models import Script, ScriptVersion
from scripts_library.purposes import purposes
from scripts_library.serving import served
from scripts_library.views.moves import ROAD
from scripts_library.views.moving import chosen
from scripts_library.words import FILLED, refused
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PEOPLE = ("script", "written_by", "submitted_by", "approved_by", "published_by")


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def version(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    version = get_object_or_404(ScriptVersion.objects.select_related(*PEOPLE), pk=pk)
    found, agent = marks_of(version), request.user.full_name
    context = ROAD.context(request, version, now) | {
        "parts": {part: showing.said(version, part, agent, found) for part in PARTS},
        "marks": found,
        "whole_marks": showing.whole_marks(found),
        "lengths": showing.lengths(version),
        "whom": showing.for_whom(version, showing.names_on(now.date())),
        "served": served(version, now.date()),
        "may_see_rules": request.user.may(Permission.VIEW_RULES),
        "may_rehearse": request.user.may(Permission.REHEARSE),
    }
    return render(request, "scripts_library/versions/version.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_SCRIPTS)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    version = get_object_or_404(ScriptVersion.objects.select_related("script"), pk=pk)
    if request.method == "GET" and version.state != State.DRAFT:
        return redirect("scripts_library:version", pk)
    typed = request.POST.copy() if request.method == "POST" else None
    form = VersionForm(typed, version=version, rules=purposes(timezone.localdate()))
    if form.is_valid():
        edits = form.cleaned_data["edits"]
        try:
            save_draft(pk, form.content(), edits=edits, by=request.user, now=timezone.now())
        except Refused as error:
            form.add_error(None, refused(error))
            if typed is not None and error.code == "changed":
                typed["edits"] = str(version.edits)  # seen now: the next save is meant
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("scripts_library:version", pk)
    language = showing.language_now()
    context = {
        "version": version,
        "form": form,
        "parts": {part: form.rows(part, language) for part in PARTS},
        "marks": [showing.mark_words(one) for one in marks_of(version)],
        "fillable": FILLED.items(),
    }
    return render(
        request, "scripts_library/versions/edit.html", context, status=422 if form.is_bound else 200
    )


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def compare(request: StaffRequest, pk: int) -> HttpResponse:
    """Two versions side by side; by default the newest and the one before it."""
    script = get_object_or_404(Script, pk=pk)
    versions = list(script.versions.order_by("-number"))
    left = chosen(versions, request.GET.get("a"), versions[min(1, len(versions) - 1)])
    right = chosen(versions, request.GET.get("b"), versions[0])
    language = "en" if request.GET.get("language", showing.language_now()) == "en" else "zh"
    names = showing.names_on(timezone.localdate())
    said = {code: {part: showing.compared(left, right, part, code) for part in PARTS} for code in LANGUAGES}
    context = {
        "script": script,
        "versions": versions,
        "left": left,
        "right": right,
        "language": language,
        "whom": (showing.for_whom(left, names), showing.for_whom(right, names)),
        "parts": said[language],
        "differing": {code: showing.differing(*parts.values()) for code, parts in said.items()},
    }
    return render(request, "scripts_library/versions/compare.html", context)
