"""The weekly sheet of opinions about the service (B13): written, sent, read.

Templates: templates/complaints/weekly/.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.actions import sheets
from complaints.actions.refusals import Refused
from complaints.forms_sheets import SendForm, SheetForm
from complaints.models import SheetCopy, WeeklySheet
from complaints.sentences import refusal
from complaints.sheetpaper import paper_of
from complaints.sheetwords import groups, told
from staff.actions.audit import record
from staff.models import Act
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 52


@require_GET
@allow(Permission.WEEKLY_SHEET)
def weekly(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    read = Count("copies", filter=Q(copies__read_at__isnull=False))
    sheets_ = WeeklySheet.objects.select_related("sent_by").annotate(receivers=Count("copies"), read=read)
    page = Paginator(sheets_.order_by("-monday", "-edition"), PAGE).get_page(request.GET.get("page"))
    return render(request, "complaints/weekly/weekly.html", {"page": page, "query": "", "now": now})


@require_http_methods(["GET", "POST"])
@allow(Permission.WEEKLY_SHEET)
def weekly_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    sheet = get_object_or_404(WeeklySheet, pk=pk)
    if request.method == "GET":
        return _page(request, sheet, SheetForm(sheet), now=now)
    form = SheetForm(sheet, request.POST)
    if not form.is_valid():
        return _page(request, sheet, form, now=now, status=422)
    try:
        sheets.edit(sheet.pk, by=request.user, now=now, **form.edited())
    except sheets.SheetChanged as changed:
        return _conflict(request, changed.sheet, form, now=now)
    except Refused as error:
        messages.error(request, refusal(error.code))
    else:
        messages.success(request, _("The sheet is saved."))
    return redirect("complaints:weekly_sheet", sheet.pk)


@require_POST
@allow(Permission.WEEKLY_SHEET)
def weekly_send(request: StaffRequest, pk: int) -> HttpResponse:
    """Its words as they stand on the page; afterwards it stays so."""
    now = timezone.localtime()
    sheet = get_object_or_404(WeeklySheet, pk=pk)
    form, send = SheetForm(sheet, request.POST), SendForm(request.POST)
    if not all([form.is_valid(), send.is_valid()]):
        return _page(request, sheet, form, send=send, now=now, status=422)
    try:
        sheets.send(sheet.pk, by=request.user, now=now, **(send.cleaned_data | form.edited()))
    except sheets.SheetChanged as changed:
        return _conflict(request, changed.sheet, form, now=now)
    except Refused as error:
        messages.error(request, refusal(error.code))
    else:
        messages.success(request, _("Sent. It stands in each reader's list; who has read it stands here."))
    return redirect("complaints:weekly_sheet", sheet.pk)


@require_POST
@allow(Permission.WEEKLY_SHEET)
def weekly_edition(request: StaffRequest, pk: int) -> HttpResponse:
    """A draft of the same week; what was sent stays as it is."""
    sheet = get_object_or_404(WeeklySheet, pk=pk)
    edition = sheets.new_edition(sheet.pk, by=request.user, now=timezone.now())
    return redirect("complaints:weekly_sheet", edition.pk)


@require_GET
@allow(Permission.WEEKLY_SHEET, Permission.SEE_COMPLAINTS)
def weekly_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """A sent sheet as a paper, for whoever writes sheets or has received it."""
    readable = WeeklySheet.objects.readable_by(request.user).filter(sent_at__isnull=False)
    sheet = get_object_or_404(readable.select_related("sent_by"), pk=pk)
    content = paper_of(sheet)
    detail = {"format": "pdf", "bytes": len(content)}
    record(Act.EXPORTED, actor=request.user, now=timezone.now(), about=sheet, detail=detail)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="weekly-{sheet.monday}-{sheet.edition}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@allow(Permission.SEE_COMPLAINTS)
def weekly_copy(request: StaffRequest, pk: int) -> HttpResponse:
    """A sheet as whoever received it reads it."""
    mine = SheetCopy.objects.filter(user=request.user).select_related("sheet__sent_by")
    copy = get_object_or_404(mine, sheet=pk)
    context = {"copy": copy, **_paper(copy.sheet, now=timezone.localtime())}
    return render(request, "complaints/weekly/copy.html", context)


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def weekly_read(request: StaffRequest, pk: int) -> HttpResponse:
    if not sheets.read(pk, by=request.user, now=timezone.now()):
        raise Http404
    return redirect("complaints:weekly_copy", pk)


def _paper(sheet: WeeklySheet, *, now: datetime) -> dict[str, Any]:
    """What the paper of one week needs."""
    return {
        "sheet": sheet,
        "groups": groups(sheet),
        "told": told(sheet),
        "last_day": sheet.monday + sheets.WEEK - sheets.DAY,
        "now": now,
    }


def _conflict(request: StaffRequest, sheet: WeeklySheet, form: SheetForm, *, now: datetime) -> HttpResponse:
    """Both texts are kept; saving again saves what stands in the form."""
    again = SheetForm(sheet, form.merged(sheet))
    messages.warning(
        request,
        _("%(who)s changed the sheet meanwhile. Both summaries stand below; nothing is saved yet.")
        % {"who": sheet.edited_by.full_name if sheet.edited_by else ""},
    )
    return _page(request, sheet, again, now=now, status=409)


def _page(
    request: StaffRequest,
    sheet: WeeklySheet,
    form: SheetForm,
    *,
    now: datetime,
    send: SendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    start = {"version": sheet.version, "users": sheets.usual_readers()}
    context = {
        "form": form,
        "send": send or SendForm(initial=start),
        "copies": sheet.copies.select_related("user__department").order_by("read_at", "user__full_name"),
        "editions": WeeklySheet.objects.filter(monday=sheet.monday).order_by("edition"),
        **_paper(sheet, now=now),
    }
    return render(request, "complaints/weekly/sheet.html", context, status=status)
