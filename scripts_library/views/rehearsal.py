"""Practice calls: the cases, one call, who practised.  Templates: templates/scripts_library/rehearsal/."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from scripts_library import rehearsing
from scripts_library.actions import rehearsals as actions
from scripts_library.models import Rehearsal, ScriptVersion
from scripts_library.practice import CASES
from scripts_library.showing import language_now
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

SHOWN = 200


@require_GET
@allow(Permission.REHEARSE)
def rehearsals(request: StaffRequest) -> HttpResponse:
    """The cases, each against the script that its call would get, or all against a chosen one."""
    now = timezone.localtime()
    version = _version(request, request.GET.get("script", ""))
    mine = list(Rehearsal.objects.of(request.user))
    context = {
        "offers": rehearsing.offers(mine, now.date(), version),
        "version": version,
        "branches": rehearsing.branches(version, mine) if version else [],
        "may_see_all": request.user.may(Permission.SUPERVISE),
        "now": now,
    }
    return render(request, "scripts_library/rehearsal/rehearsals.html", context)


@require_POST
@allow(Permission.REHEARSE)
def rehearsal_begin(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    case = CASES.get(request.POST.get("case", ""))
    if case is None:
        raise Http404
    version = _version(request, request.POST.get("script", "")) or rehearsing.script_of(case, now.date())
    if version is None:
        raise Http404
    begun = actions.begin(case.code, version, by=request.user, now=now)
    return redirect("scripts_library:rehearsal", begun.pk)


@require_GET
@allow(Permission.REHEARSE)
def rehearsal(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    mine = Rehearsal.objects.of(request.user)
    found = get_object_or_404(mine.select_related("version__script"), pk=pk)
    scene = rehearsing.Scene(found, request.user)
    place = 1 if scene.language == "en" else 0
    turn = scene.play.turn
    told = scene.told()
    context = {
        "rehearsal": found,
        "title": scene.case.title[place],
        "brief": scene.case.brief[place],
        "person": scene.words,
        "told": told,
        "answered": len(found.path),
        "patient": scene.patient(turn) if turn else "",
        "offered": scene.offered(),
        "wrong": told[-1] if turn and told and told[-1].why else None,
        "faults": [one for one in told if one.why],
        "branches": [b for b in rehearsing.branches(found.version, mine) if not b.reached]
        if not turn
        else [],
        "language": "en" if scene.language == "en" else "zh-Hans",
        "now": now,
    }
    return render(request, "scripts_library/rehearsal/rehearsal.html", context)


@require_POST
@allow(Permission.REHEARSE)
def rehearsal_answer(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Rehearsal.objects.of(request.user), pk=pk)
    at = whole_number(request.POST.get("at"), digits=5)
    if at is not None:
        try:
            said = request.POST.get("answer", "")
            actions.answer(found.pk, said, at=at, by=request.user, now=timezone.localtime())
        except ValueError:
            raise Http404 from None
    return redirect("scripts_library:rehearsal", found.pk)


@require_GET
@allow(Permission.SUPERVISE)
def rehearsals_all(request: StaffRequest) -> HttpResponse:
    """Who practised what, and when: no score, no order by skill, nothing of what was said."""
    place = 1 if language_now() == "en" else 0
    rows = Rehearsal.objects.select_related("agent", "version__script")[:SHOWN]
    context = {
        "rows": [(one, CASES[one.case].title[place] if one.case in CASES else one.case) for one in rows],
        "now": timezone.localtime(),
    }
    return render(request, "scripts_library/rehearsal/rehearsals_all.html", context)


def _version(request: StaffRequest, number: str) -> ScriptVersion | None:
    """A chosen one: what is in force for everybody, what is being written for who writes or approves."""
    if not number:
        return None
    may_read = request.user.may(Permission.EDIT_SCRIPTS) or request.user.may(Permission.APPROVE_SCRIPTS)
    holding = ScriptVersion.objects.in_force_on(timezone.localdate()).values("pk")
    readable = Q() if may_read else Q(pk__in=holding)
    found = ScriptVersion.objects.select_related("script")
    return get_object_or_404(found, readable, pk=whole_number(number))
