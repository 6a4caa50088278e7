"""Writing a report's text beside the figures that it may name.  Template: templates/reports/texts/."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reports.actions.refusals import Refused
from reports.actions.texts import write
from reports.bound import drawn, values
from reports.conflictpage import conflict_of
from reports.forms import TextForm
from reports.links import Links
from reports.models import Report
from reports.movewords import refused
from reports.reportpage import remarks_of
from reports.scope import shown_sheet
from reports.spanwords import called
from reports.writing import SECTIONS, first_text
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@allow(Permission.WRITE_REPORTS)
def text(request: StaffRequest, pk: int) -> HttpResponse:
    """`?anew`: begins with the text that the product would write now."""
    now = timezone.localtime()
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    sheet, status = shown_sheet(report, now=now), 200
    with translation.override(settings.LANGUAGE_CODE):
        begins = first_text(sheet) if "anew" in request.GET else report.texts
    form, conflict = TextForm(request.POST or None, initial={**begins, "edits": report.edits}), None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                write(report.pk, form.texts(), edits=form.cleaned_data["edits"], by=request.user, now=now)
            except Refused as error:
                status = 409
                if error.code == "changed":
                    report.refresh_from_db()
                    begins, conflict = report.texts, conflict_of(report, form)
                else:
                    form.add_error(None, refused(error))
            else:
                messages.success(request, _("The text is kept; its figures fill themselves in."))
                return redirect("reports:report", report.pk)
    known = values(sheet, Links(sheet, opens=False))
    context = {
        "report": report,
        "text_language": settings.LANGUAGE_CODE,
        "title": called(report.kind, report.label),
        "form": conflict["form"] if conflict else form,
        "conflict": conflict,
        "unsaved": status != 200,
        "remarks": remarks_of(report),
        "now": now,
        "words": known.items(),
        "sample": [(label, drawn(begins.get(name, ""), known)) for name, label in SECTIONS.items()],
    }
    return render(request, "reports/texts/text.html", context, status=status)
