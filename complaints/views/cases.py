"""One case: everything that was done, and what may be done now by this user. All cases, and looking for one.

Templates: templates/complaints/cases/.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions import waiting
from complaints.actions.refusals import Conflict, Missing, Refused
from complaints.anonymity import Veil, as_read_by
from complaints.beside import beside
from complaints.casepage import case_for, may_edit, number_of, page_of
from complaints.conflictpage import conflict_of
from complaints.directory import Directory
from complaints.forms import FilterForm
from complaints.models import Complaint, Extension, Pause
from complaints.models.cases import named_to
from complaints.moveforms import FORMS, ExtensionForm, PauseForm
from complaints.moving import next_of, perform, said
from complaints.queries.case import actor_of, listing, may_ring
from complaints.sentences import refusal
from policy.complaints import Move
from staff.actions.audit import record
from staff.models import Act, User
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PER_PAGE = 50


@require_GET
@allow(Permission.SEE_COMPLAINTS)
def cases(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    found = form.narrowed(listing(Complaint.objects.visible_to(request.user)))
    return _list(request, found, form, query=request.GET)


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def case_search(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    text = request.POST.get("q", "").strip()[:100]
    who = Q(complainant=text) | Q(patient__name=text) | Q(patient__mrn=text)
    match = Q(number__iexact=text) | Q(title__icontains=text) | who & named_to(request.user)
    found = (
        listing(Complaint.objects.visible_to(request.user).filter(match))
        if text
        else Complaint.objects.none()
    )
    first = [case for case in found[:PER_PAGE] if _still(case, text, request.user)]
    record(Act.SEARCHED, actor=request.user, now=now, detail={"letters": len(text), "cases": len(first)})
    return _list(request, first, FilterForm({}), asked=text)


def _still(case: Complaint, text: str, user: User) -> bool:
    """A name that stands in the title of an anonymous case finds it as little as the name itself."""
    seen = Veil(case, user).line()
    return seen is case or text.casefold() in f"{case.number}\n{seen.title}".casefold()


def _list(
    request: StaffRequest, found: Any, form: FilterForm, *, asked: str = "", query: QueryDict | None = None
) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(query.get("page") if query else 1)
    page.object_list = as_read_by(request.user, page.object_list)
    kept = query.copy() if query else QueryDict(mutable=True)
    kept.pop("page", None)
    context = {
        "beside": beside(request.user),
        "page": page,
        "form": form,
        "asked": asked,
        "query": f"{kept.urlencode()}&" if kept else "",
        "now": timezone.localtime(),
    }
    return render(request, "complaints/cases/list.html", context)


@require_GET
@allow(Permission.SEE_COMPLAINTS)
def case(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    found = get_object_or_404(case_for(request.user, pk))
    record(Act.COMPLAINT_VIEWED, actor=request.user, now=now, patient_id=found.patient_id, about=found)
    return _page(request, found, now=now)


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def move(request: StaffRequest, pk: int, move: str) -> HttpResponse:
    """Make one move; what is not accepted comes back with everything that was typed."""
    now = timezone.localtime()
    if move not in list(Move):
        raise Http404
    made = Move(move)
    found = get_object_or_404(case_for(request.user, pk))
    directory = Directory.read()
    form = FORMS[made](directory, request.POST, auto_id=f"{made}_%s")
    if not form.is_valid():
        return _page(request, found, now=now, directory=directory, failed={made: form}, status=422)
    following = next_of(request.POST.get("from", ""), pk, request.user, directory, now=now)
    try:
        perform(made, pk, form.cleaned_data, by=request.user, now=now)
    except Conflict as error:
        found = get_object_or_404(case_for(request.user, pk))
        context = conflict_of(found, made, form, error.others, user=request.user, now=now)
        context |= {
            "origin": request.POST.get("from", ""),
            "action": reverse("complaints:move", args=[pk, made]),
            "back": reverse("complaints:case", args=[pk]),
        }
        return render(request, "complaints/cases/conflict.html", context, status=409)
    except Missing as error:
        for name in error.fields:
            form.add_error(name if name in form.fields else None, _("This must not stay empty."))
        return _page(request, found, now=now, directory=directory, failed={made: form}, status=422)
    except Refused as error:
        form.add_error(None, refusal(error.code))
        return _page(
            request,
            found,
            now=now,
            directory=directory,
            failed={made: form},
            problem=refusal(error.code),
            status=422,
        )
    messages.success(request, said(made, found.number))
    return redirect(following or reverse("complaints:case", args=[pk]))


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the number to whoever tells the answer or asks about the handling; who looked is in the log."""
    now = timezone.localtime()
    found = get_object_or_404(case_for(request.user, pk))
    actor = actor_of(found, request.user)
    number = number_of(found, actor, reveal=True)
    if number is None or not may_ring(found, actor):
        raise Http404
    record(Act.NUMBER_REVEALED, actor=request.user, now=now, patient_id=found.patient_id, about=found)
    context = {"case": found, "number": number, "may_ring": True}
    return render(request, "complaints/cases/_number.html", context)


@require_POST
@allow(Permission.ORDER_COMPLAINTS)
def time_ask(request: StaffRequest, pk: int, what: str) -> HttpResponse:
    """Ask for an extension or a pause, or let the clocks go on."""
    now = timezone.localtime()
    found = get_object_or_404(case_for(request.user, pk))
    forms = {"extension": ExtensionForm, "pause": PauseForm}
    nobody = Directory({}, {})
    form = forms[what](nobody, request.POST, auto_id=f"{what}_%s") if what in forms else None
    if form is None and what != "end_pause":
        raise Http404
    if form is not None and not form.is_valid():
        return _page(request, found, now=now, status=422, extra={f"{what}_form": form})
    try:
        _ask(what, pk, form.cleaned_data if form else {}, request, now=now)
    except Refused as error:
        return _page(request, found, now=now, problem=refusal(error.code), status=422)
    messages.success(
        request, _("The clocks go on.") if form is None else _("Asked for; the executive director decides.")
    )
    return redirect("complaints:case", pk)


def _ask(what: str, pk: int, data: dict[str, Any], request: StaffRequest, *, now: datetime) -> None:
    if what == "extension":
        waiting.ask_extension(pk, by=request.user, now=now, days=data["days"], reason=data["reason"])
    elif what == "pause":
        waiting.ask_pause(pk, by=request.user, now=now, reason=data["reason"])
    else:
        waiting.end_pause(pk, by=request.user, now=now)


@require_POST
@allow(Permission.APPROVE_EXTENSIONS)
def time_decide(request: StaffRequest, pk: int, what: str, asked: int) -> HttpResponse:
    """Approve or refuse what the assistant asked for."""
    now = timezone.localtime()
    found = get_object_or_404(case_for(request.user, pk))
    ways: dict[str, Any] = {
        "extension": (Extension, waiting.decide_extension),
        "pause": (Pause, waiting.decide_pause),
    }
    if what not in ways:
        raise Http404
    model, decide = ways[what]
    row = get_object_or_404(model, pk=asked, complaint=pk)
    approved = request.POST.get("approved") == "1"
    try:
        decide(row.pk, by=request.user, now=now, approved=approved)
    except Refused as error:
        return _page(request, found, now=now, problem=refusal(error.code), status=422)
    messages.success(request, _("Approved.") if approved else _("Refused."))
    return redirect("complaints:case", pk)


def _page(
    request: StaffRequest,
    found: Any,
    *,
    now: datetime,
    directory: Directory | None = None,
    failed: Any = None,
    problem: str = "",
    extra: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = page_of(found, request.user, now=now, failed=failed, directory=directory)
    figures = request.user.may(Permission.COMPLAINT_FIGURES)
    back = "inbox" if request.user.may(Permission.ORDER_COMPLAINTS) else "cases"
    context |= {
        "problem": problem,
        "origin": request.POST.get("from", ""),
        "edit_url": reverse("complaints:edit", args=[found.pk]) if may_edit(found, request.user) else "",
        "pack_url": reverse("complaints:pack", args=[found.pk]) if figures else "",
        "back_url": reverse(f"complaints:{back}"),
        **(extra or {}),
    }
    return render(request, "complaints/cases/case.html", context, status=status)
