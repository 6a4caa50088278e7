"""The assistant's inbox: one case, one decision, next; the executive director's too (A10, A20).

Templates: templates/complaints/inbox/.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from complaints.actions import moves
from complaints.actions.refusals import Refused
from complaints.alsowaits import also_waits
from complaints.casepage import case_for
from complaints.decision import decision_of
from complaints.directory import Directory
from complaints.drawing import drawn
from complaints.inboxpage import grouped
from complaints.models import Complaint
from complaints.queries.openones import open_cases
from staff.actions.audit import record
from staff.models import Act
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.ORDER_COMPLAINTS)
def inbox(request: StaffRequest) -> HttpResponse:
    """The first that waits."""
    return _page(request, None, now=timezone.localtime())


@require_GET
@allow(Permission.ORDER_COMPLAINTS)
def inbox_case(request: StaffRequest, pk: int) -> HttpResponse:
    """The same with this case; asked for by the list, only the case."""
    now = timezone.localtime()
    if request.htmx:
        found = get_object_or_404(case_for(request.user, pk))
        context = _shown(request, found, Directory.read(), now=now)
        return render(request, "complaints/inbox/_case.html", context)
    return _page(request, pk, now=now)


@require_POST
@allow(Permission.ORDER_COMPLAINTS)
def pass_on_many(request: StaffRequest) -> HttpResponse:
    """Praise whose departments are known; what has changed meanwhile or reaches nobody stays in the list."""
    now = timezone.localtime()
    done = 0
    chosen = [_case_and_version(text) for text in request.POST.getlist("case")[:200]]
    for pk, version in chosen:
        case = get_object_or_404(Complaint.objects.visible_to(request.user), pk=pk)
        try:
            moves.pass_on(
                case.pk,
                by=request.user,
                now=now,
                version=version,
                users=moves.proposed(case),
                lead=case.departments.order_by("pk").first(),
            )
        except Refused:
            continue
        done += 1
    if done:
        said = ngettext("%(n)d praise passed on.", "%(n)d praises passed on.", done) % {"n": done}
        messages.success(request, said)
    if left := len(chosen) - done:
        said = ngettext(
            "%(n)d stays: it has changed meanwhile, or nobody of its department would read it.",
            "%(n)d stay: they have changed meanwhile, or nobody of their departments would read them.",
            left,
        )
        messages.warning(request, said % {"n": left})
    return redirect("complaints:inbox")


def _case_and_version(text: str) -> tuple[int, int]:
    case, _colon, version = text.partition(":")
    return whole_number(case) or 0, whole_number(version) or 0


def _page(request: StaffRequest, pk: int | None, *, now: datetime) -> HttpResponse:
    directory = Directory.read()
    groups = grouped(open_cases(request.user), request.user, directory.names, now)
    wanted = pk or groups.first()
    context: dict[str, Any] = {
        "groups": groups,
        "breached": drawn(groups.breached, wanted),
        "waiting": drawn(groups.waiting, wanted),
        "closing": drawn(groups.closing, wanted),
        "also": also_waits(request.user),
        "now": now,
        "case": None,
        "calling": None,  # the assistant calls nobody
    }
    if wanted is not None:
        found: Any = get_object_or_404(case_for(request.user, wanted))
        context |= _shown(request, found, directory, now=now)
        context["recording"] = any(file["mime"].startswith("audio/") for file in found.files)
        context |= {"place": groups.place_of(wanted), "of": len(groups.rows)}
    return render(request, "complaints/inbox/inbox.html", context)


def _shown(request: StaffRequest, case: Any, directory: Directory, *, now: datetime) -> dict[str, Any]:
    record(Act.COMPLAINT_VIEWED, actor=request.user, now=now, patient_id=case.patient_id, about=case)
    return decision_of(case, request.user, directory, now=now)
