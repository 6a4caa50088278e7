"""A questionnaire's draft, built in the browser.  Templates: templates/scripts_library/building/."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from policy.questionnaire_checks import NotASheet, build
from policy.scripts import State
from scripts_library import building, shipped
from scripts_library.actions.moving import Refused
from scripts_library.actions.questionnaires import Content, open_marks, save_draft
from scripts_library.building import Sketch
from scripts_library.models import QuestionnaireVersion
from scripts_library.purposes import Purpose, purposes
from scripts_library.question_words import DOMAINS, FAULTS, KINDS, SUBJECTS, say, step_titles
from scripts_library.questionnaire_forms import AskedOfForm
from scripts_library.showing import mark_of
from scripts_library.words import refused
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_SCRIPTS)
def questionnaire_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """`do` says what a button changes in the form; without it, or with "save", the draft is saved."""
    version = get_object_or_404(QuestionnaireVersion.objects.select_related("questionnaire"), pk=pk)
    rules = purposes(timezone.localdate())
    if request.method == "GET":
        if version.state != State.DRAFT:
            return redirect("scripts_library:questionnaire", pk)
        form = AskedOfForm(version=version, rules=rules)
        return _page(request, version, form, building.of_sheet(version.sheet))
    sketch, verb = (
        building.read({name: str(value) for name, value in request.POST.items()}),
        request.POST.get("do", "save"),
    )
    if verb == "save":
        return _save(request, version, sketch, rules)
    sketch.change(verb)
    form = AskedOfForm(request.POST, version=version, rules=rules)
    return _page(request, version, form, sketch, fragment=bool(request.htmx))


def _save(
    request: StaffRequest, version: QuestionnaireVersion, sketch: Sketch, rules: list[Purpose]
) -> HttpResponse:
    typed = request.POST.copy()
    form = AskedOfForm(typed, version=version, rules=rules)
    try:
        sheet = build(sketch.typed(), shipped.ORDER)
    except NotASheet as error:
        sketch.blame(error.faults, say)
        whole = next((fault.code for fault in error.faults if fault.question is None), None)
        form.add_error(None, str(FAULTS[whole]) if whole else _("Some questions need a correction."))
        return _page(request, version, form, sketch, status=422)
    if form.is_valid():
        content = Content(**form.whom(), content=sheet.as_json())
        edits = form.cleaned_data["edits"]
        try:
            save_draft(version.pk, content, edits=edits, by=request.user, now=timezone.now())
        except Refused as error:
            form.add_error(None, refused(error))
            if error.code == "changed":
                typed["edits"] = str(version.edits)  # seen now: the next save is meant
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("scripts_library:questionnaire", version.pk)
    return _page(request, version, form, sketch, status=422)


def _page(
    request: StaffRequest,
    version: QuestionnaireVersion,
    form: AskedOfForm,
    sketch: Sketch,
    *,
    status: int = 200,
    fragment: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "version": version,
        "form": form,
        "sketch": sketch,
        "removed": json.dumps(sketch.removed) if sketch.removed else "",
        "kinds": KINDS,
        "subjects": SUBJECTS,
        "domains": DOMAINS,
        "steps": step_titles(),
    }
    if fragment:
        return render(request, "scripts_library/building/_builder.html", context)
    context["marks"] = [mark_of(language, mark) for language, mark in open_marks(version)]
    return render(request, "scripts_library/building/edit.html", context, status=status)
