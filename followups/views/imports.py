"""What an import did to today, shown inside the page of its result.  Template: followups/imports/."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from followups.brought import brought
from patients.models import ImportFile, ImportState
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.IMPORT)
def import_brought(request: StaffRequest, pk: int) -> HttpResponse:
    done = ImportFile.objects.visible_to(request.user).filter(state=ImportState.DONE)
    file = get_object_or_404(done.defer("content"), pk=pk)
    context = {"file": file, "brought": brought(file, now=timezone.localtime())}
    return render(request, "followups/imports/_brought.html", context)
