"""Lists that leave the house: asked for, watched, taken, removed.  Templates: templates/reports/exports/."""

from datetime import datetime
from typing import Any

from celery import current_app
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from followups.exporting import REASONS
from policy.exports import FORMS, MOST, Form, Kind, State
from reports.actions.exports import TooMany, ask, cancel, run_exports, taken
from reports.exportwords import page_of, status_of
from reports.models import Export
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PER_PAGE = 30
TYPES = {
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.CSV: "text/csv; charset=utf-8",
}
LISTS = (Permission.READ_DETAILS, Permission.EXPORT)


def asked_for(request: StaffRequest, kind: Kind, asked: dict[str, Any], *, now: datetime) -> HttpResponseBase:
    """A short list comes at once, of a long one the page that shows how far it is; why is as posted."""
    reason, remark = request.POST.get("why", ""), request.POST.get("remark", "").strip()[:200]
    form = request.POST.get("form", Form.XLSX)
    if reason not in REASONS or (reason == "other" and not remark) or form not in FORMS[kind]:
        raise Http404
    try:
        export = ask(kind, Form(form), asked, reason=reason, remark=remark, by=request.user, now=now)
    except TooMany:
        messages.error(
            request, _("No file has more than %(most)s rows: choose a shorter span.") % {"most": f"{MOST:,}"}
        )
        return redirect("reports:exports")
    if export.short:
        run_exports(clock=timezone.now, only=export.pk)
        export.refresh_from_db()
    if export.state == State.DONE:
        return _file(export, request, now=now, at_once=True)
    wake_worker()
    return redirect("reports:export", pk=export.pk)


def wake_worker() -> None:
    """By the task's name: a view knows no task. Should nobody hear it, beat comes by."""
    transaction.on_commit(lambda: current_app.send_task("reports.tasks.make_exports"), robust=True)


@require_GET
@allow(*LISTS)
def exports(request: StaffRequest) -> HttpResponse:
    found = Export.objects.visible_to(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": timezone.localtime(), "hours": settings.EXPORT_HOURS}
    return render(request, "reports/exports/list.html", context)


@require_GET
@allow(*LISTS)
def export(request: StaffRequest, pk: int) -> HttpResponse:
    return render(
        request, "reports/exports/export.html", page_of(_mine(request, pk), now=timezone.localtime())
    )


@require_GET
@allow(*LISTS)
def export_progress(request: StaffRequest, pk: int) -> HttpResponse:
    """The bar alone, every second; when the work is over, the browser is sent to what came of it."""
    mine = _mine(request, pk)
    if mine.under_way:
        return render(request, "reports/exports/_progress.html", status_of(mine, now=timezone.localtime()))
    response = HttpResponse(status=204)
    response["HX-Refresh"] = "true"
    return response


@require_POST
@allow(*LISTS)
def export_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    mine, now = _mine(request, pk), timezone.now()
    if not mine.ready(now):
        raise Http404
    return _file(mine, request, now=now)


@require_POST
@allow(*LISTS)
def export_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop it, or remove the file before its time."""
    cancel(_mine(request, pk), by=request.user, now=timezone.now())
    return redirect("reports:exports")


def _mine(request: StaffRequest, pk: int) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user), pk=pk)


def _file(export: Export, request: StaffRequest, *, now: datetime, at_once: bool = False) -> HttpResponseBase:
    pieces = taken(export, by=request.user, now=now)
    kind = {"content_type": TYPES[Form(export.form)]}
    response = HttpResponse(b"".join(pieces), **kind) if at_once else StreamingHttpResponse(pieces, **kind)
    response["Content-Disposition"] = f'attachment; filename="{export.filename}"'
    response["Content-Length"] = str(export.size)
    response["X-Content-Type-Options"] = "nosniff"
    return response
