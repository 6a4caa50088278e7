"""Files with visits: sent in, looked at, written, accounted for.  Templates: templates/patients/imports/."""

from typing import Any

from celery import current_app
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from patients.actions.imports import NotReady, discard, receive, start
from patients.actions.mapping import NotChangeable, choose
from patients.actions.rejects import rejects_of
from patients.forms import MappingForm, UploadForm
from patients.import_words import NOTED
from patients.importing.errors import ImportRefused
from patients.importing.layout import Layout
from patients.models import ImportFile, ImportState, RowResult
from patients.views import import_pages
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

UNDER_WAY = (ImportState.RECEIVED, ImportState.READING, ImportState.QUEUED, ImportState.RUNNING)
PER_PAGE = 30


def file_of(request: StaffRequest, pk: int) -> ImportFile:
    files = ImportFile.objects.visible_to(request.user).defer("content").select_related("sent_by")
    return get_object_or_404(files, pk=pk)


def wake_worker() -> None:
    """By the task's name: a view knows no task. Should nobody hear it, beat comes by."""
    transaction.on_commit(lambda: current_app.send_task("patients.tasks.run_imports"), robust=True)


@require_GET
@allow(Permission.IMPORT)
def imports(request: StaffRequest) -> HttpResponse:
    files = ImportFile.objects.visible_to(request.user).defer("content").select_related("sent_by")
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "patients/imports/list.html", {"page": page, "now": timezone.localtime()})


@require_http_methods(["GET", "POST"])
@allow(Permission.IMPORT)
def import_new(request: StaffRequest) -> HttpResponse:
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if posted and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            file = receive(sent.name, sent.read(), by=request.user, now=timezone.now())
        except ImportRefused as refused:
            form.refuse(refused)
        else:
            wake_worker()
            return redirect("patients:import_show", pk=file.pk)
    status = 422 if form.errors else 200
    return render(request, "patients/imports/new.html", {"form": form}, status=status)


@require_GET
@allow(Permission.IMPORT)
def import_show(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_of(request, pk)
    now = timezone.localtime()
    if file.state in UNDER_WAY:
        return render(request, "patients/imports/progress.html", import_pages.progress(file, now=now))
    if file.state == ImportState.READY:
        return render(request, "patients/imports/preview.html", import_pages.preview(file))
    if file.state == ImportState.DONE:
        return render(request, "patients/imports/result.html", import_pages.result(file))
    return render(request, "patients/imports/ended.html", import_pages.ended(file))


@require_GET
@allow(Permission.IMPORT)
def import_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The bar alone, every second; when the work is over, the browser is sent to what came of it."""
    file = file_of(request, pk)
    if file.state in UNDER_WAY:
        context = import_pages.progress(file, now=timezone.localtime())
        return render(request, "patients/imports/_progress.html", context)
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


@require_GET
@allow(Permission.IMPORT)
def import_rows(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_of(request, pk)
    only = request.GET.get("only", "")
    context = import_pages.rows(file, only=only if only in (*RowResult.values, NOTED) else "")
    context["page"] = Paginator(context.pop("rows"), PER_PAGE).get_page(request.GET.get("page"))
    context["lines"] = import_pages.lines(file, context["page"].object_list)
    return render(request, "patients/imports/rows.html", context)


@require_POST
@allow(Permission.IMPORT)
def import_mapping(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_of(request, pk)
    if file.state != ImportState.READY:
        return redirect("patients:import_show", pk=pk)
    form = MappingForm(request.POST, layout=Layout.from_json(file.headings["layout"]), sheets=file.sheets)
    if not form.is_valid():
        return render(
            request, "patients/imports/preview.html", import_pages.preview(file, form=form), status=422
        )
    _choose(file, form, request)
    return redirect("patients:import_show", pk=pk)


def _choose(file: ImportFile, form: MappingForm, request: StaffRequest) -> None:
    other: dict[str, Any] = {
        name: form.cleaned_data[name]
        for name in ("sheet", "encoding")
        if form.cleaned_data[name] and form.cleaned_data[name] != getattr(file, name)
    }
    columns = {} if other else form.chosen()
    if not (other or columns):
        return
    try:
        choose(file.pk, columns=columns, **other, by=request.user, now=timezone.now())
    except NotChangeable:
        return
    wake_worker()


@require_POST
@allow(Permission.IMPORT)
def import_start(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_of(request, pk)
    try:
        start(file.pk, by=request.user, now=timezone.now())
    except NotReady:
        return redirect("patients:import_show", pk=pk)  # pressed twice: the page shows how far it is
    wake_worker()
    return redirect("patients:import_show", pk=pk)


@require_POST
@allow(Permission.IMPORT)
def import_discard(request: StaffRequest, pk: int) -> HttpResponse:
    file = file_of(request, pk)
    try:
        discard(file.pk, by=request.user, now=timezone.now())
    except NotReady:
        return redirect("patients:import_show", pk=pk)
    return redirect("patients:import_new")


@require_GET
@allow(Permission.IMPORT)
def import_rejects(request: StaffRequest, pk: int) -> FileResponse:
    """The rejected rows with their reasons, to be corrected and sent back."""
    file = file_of(request, pk)
    book = rejects_of(file, by=request.user, now=timezone.now())
    return FileResponse(book, as_attachment=True, filename=f"rejected-{file.pk}.xlsx")
