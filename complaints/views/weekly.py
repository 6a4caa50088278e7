"""The weekly sheet of opinions about the service (B13).  Templates: templates/complaints/weekly/."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from complaints.actions import sheets
from complaints.actions.refusals import Refused
from complaints.forms_sheets import SendForm, SheetForm
from complaints.models import WeeklySheet
from complaints.sentences import refusal
from complaints.sheetwords import groups, told
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 52


@require_GET
@allow(Permission.WEEKLY_SHEET)
def weekly(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    page = Paginator(WeeklySheet.objects.select_related("sent_by"), PAGE).get_page(request.GET.get("page"))
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
    """Its words as they are saved; afterwards it stays so."""
    now = timezone.localtime()
    sheet = get_object_or_404(WeeklySheet, pk=pk)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _page(request, sheet, SheetForm(sheet), send=form, now=now, status=422)
    try:
        sheets.send(sheet.pk, by=request.user, now=now, **form.cleaned_data)
    except sheets.SheetChanged:
        messages.error(request, _("Nothing was sent: somebody changed the sheet meanwhile. Read it again."))
    except Refused as error:
        messages.error(request, refusal(error.code))
    else:
        messages.success(request, _("The sheet is recorded as sent. Print it, or save it as a PDF."))
    return redirect("complaints:weekly_sheet", sheet.pk)


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
    context = {
        "sheet": sheet,
        "form": form,
        "send": send or SendForm(initial={"version": sheet.version, "to": sheets.USUALLY_TO}),
        "groups": groups(sheet),
        "told": told(sheet),
        "last_day": sheet.monday + sheets.WEEK - sheets.DAY,
        "now": now,
    }
    return render(request, "complaints/weekly/sheet.html", context, status=status)
