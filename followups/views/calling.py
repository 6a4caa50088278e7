"""The call: taking the next patient, the screen, what is typed into it, the number, the saving.

Templates: templates/followups/calling/.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from followups import refused
from followups.actions import calls, correcting, drafts, numbers
from followups.actions.disclosing import note_shown
from followups.actions.refusals import Conflict, DraftGone, InvalidAnswers, InvalidCall, Refused
from followups.answer_fields import typed
from followups.callpage import call_context, complaint_context, conflict_context
from followups.forms import CallRecordForm
from followups.models import Attempt, Draft, Task
from followups.models.attempts import OUTCOME_LABELS
from followups.page_fields import typed_fields
from followups.queries import callscreen
from patients.models import PhoneNumber
from policy.outcomes import Outcome
from staff.actions.audit import entry
from staff.actions.prepared import inserting, meanwhile
from staff.models import Act
from staff.numbers import whole_number
from staff.permissions import ON_A_CALL, Permission, allow
from staff.requests import StaffRequest

PAGE = "followups/calling/call.html"
NO_ERRORS: Mapping[str, Sequence[str]] = {}


@require_POST
@allow(Permission.MAKE_CALLS)
def next_call(request: StaffRequest) -> HttpResponse:
    """The next patient of the list, else of the pool."""
    now = timezone.localtime()
    try:
        draft = drafts.open_next(request.user, now=now)
    except Refused as error:
        messages.warning(request, refused.sentence(error, now))
        return redirect("followups:today")
    if draft is None:
        messages.success(request, refused.nobody_left())
        return redirect("followups:today")
    return redirect("followups:call", draft.pk)


@require_POST
@allow(Permission.MAKE_CALLS)
def call_open(request: StaffRequest) -> HttpResponse:
    """A chosen row of the list."""
    now = timezone.localtime()
    chosen = whole_number(request.POST.get("task"))
    task = get_object_or_404(Task.objects.visible_to(request.user), pk=chosen)
    try:
        draft = drafts.open_chosen(task.pk, request.user, now=now)
    except Refused as error:
        messages.warning(request, refused.sentence(error, now))
        return redirect("followups:today")
    return redirect("followups:call", draft.pk)


@require_GET
@allow(*ON_A_CALL)
def call(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.localtime()
    draft = _draft(request, pk)
    viewed = entry(Act.PATIENT_VIEWED, actor=request.user, now=now, patient_id=draft.patient_id, about=draft)
    others = [_another_page(request, draft.unseen, draft.updated_at)] if draft.unseen else []
    context = _context(request, draft, draft.fields, now=now, others=others)
    with meanwhile(inserting(viewed)):  # nobody sees the page before its entry is on disk
        return render(request, PAGE, context)


@require_POST
@allow(*ON_A_CALL)
def call_draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Keep what is typed; say when somebody else has written meanwhile."""
    now = timezone.localtime()
    if request.headers.get("X-Page-User") not in (None, "", str(request.user.pk)):
        return HttpResponse(status=401)  # somebody else has signed in since the page was opened
    seq, base = (whole_number(request.POST.get(name), digits=9) for name in ("seq", "base"))
    data, page = typed_fields(request.POST), request.POST.get("page", "")[:40]
    try:
        saved = drafts.save_draft(pk, request.user, data=data, seq=seq or 0, base=base, page=page, now=now)
    except DraftGone:
        raise Http404 from None
    if saved.state == "other_page" and saved.theirs is not None:
        other = _another_page(request, saved.theirs.get("notes", ""), now)
        both = conflict_context(data, [other], agent=request.user, seq=saved.seq, now=now)
        return render(request, "followups/calling/_conflict.html", both, status=409)
    answer = {"seq": saved.seq, "state": saved.state, "words": refused.draft_words(saved)}
    return JsonResponse(answer)


@require_POST
@allow(*ON_A_CALL)
def call_reveal(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the number; who looked is in the log."""
    now = timezone.localtime()
    draft = _draft(request, pk)
    chosen, shown, refusal = _chosen_number(request, draft), None, ""
    try:
        shown = numbers.reveal(draft.pk, chosen.pk, request.user, now=now)
    except DraftGone:
        raise Http404 from None
    except Refused as error:
        refusal = refused.sentence(error, now)
    return _number_box(request, draft, chosen, shown=shown.number if shown else "", refusal=refusal)


@require_POST
@allow(*ON_A_CALL)
def call_number(request: StaffRequest, pk: int) -> HttpResponse:
    """Another number of the same patient, still masked."""
    draft = _draft(request, pk)
    return _number_box(request, draft, _chosen_number(request, draft))


@require_POST
@allow(*ON_A_CALL)
def call_complaint(request: StaffRequest, pk: int) -> HttpResponse:
    """The panel for a complaint, with what this patient has said before; asked for when it is opened."""
    draft = _draft(request, pk)
    context = complaint_context(
        draft, typed_fields(request.POST), agent=request.user, now=timezone.localtime()
    )
    return render(request, "followups/calling/_complaint.html", context)


@require_POST
@allow(*ON_A_CALL)
def call_save(request: StaffRequest, pk: int) -> HttpResponse:
    """Save the call and open the next one; what is not accepted comes back with everything that was typed."""
    now = timezone.localtime()
    token = request.POST.get("token", "")
    if not _is_token(token):
        raise Http404
    opened = Draft.objects.select_related("patient")
    # The draft first: the same save, sent before, may be done between the two looks.
    draft = opened.filter(pk=pk, user=request.user, token=token).first()
    done = Attempt.objects.filter(token=token, agent=request.user).first()
    if done:
        return _on(request, done, now=now)
    if draft is None:
        raise Http404
    form = CallRecordForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, typed_fields(request.POST), now=now, errors=form.errors, status=422)
    try:
        told = refused.call_form(form, typed(request.POST))
        saved = calls.record_call(token, agent=request.user, form=told, now=now)
    except Conflict as conflict:
        others = [
            {
                "agent": o.agent,
                "saved_at": o.saved_at,
                "label": OUTCOME_LABELS[Outcome(o.outcome)],
                "notes": o.notes,
            }
            for o in conflict.others
        ]
        return _page(request, draft, typed_fields(request.POST), now=now, others=others, status=409)
    except InvalidCall as error:
        return _page(request, draft, typed_fields(request.POST), now=now, refusal=error, status=422)
    except DraftGone:
        raise Http404 from None
    return _on(request, saved.attempt, now=now)


@require_POST
@allow(*ON_A_CALL)
def call_release(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the patient back unsaved; a written draft stays on the day's page."""
    draft = _draft(request, pk)
    try:
        drafts.release(draft.pk, request.user, now=timezone.localtime())
    except DraftGone:
        raise Http404 from None
    return redirect(_back(request, draft.patient_id))


@require_POST
@allow(*ON_A_CALL)
def call_correct(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a saved call again to mend it: one's own of today, a supervisor anybody's at any time."""
    now = timezone.localtime()
    whose = {} if request.user.may(Permission.SUPERVISE) else {"agent": request.user}
    attempt = get_object_or_404(Attempt, pk=pk, **whose)
    try:
        draft = correcting.open_correction(attempt.pk, request.user, now=now)
    except Refused as error:
        messages.warning(request, refused.sentence(error, now))
        return redirect(_back(request, attempt.patient_id))
    return redirect("followups:call", draft.pk)


def _another_page(request: StaffRequest, notes: str, at: datetime) -> dict[str, Any]:
    """What the same agent wrote into another page of this call, for `conflict_context`."""
    return {"agent": request.user.full_name, "saved_at": at, "label": "", "notes": notes}


def _on(request: StaffRequest, attempt: Attempt, *, now: datetime) -> HttpResponse:
    """After a call: say what was noted, then the next patient while calls may be made."""
    messages.success(request, refused.noted(attempt, now), extra_tags=f"correct:{attempt.pk}")
    if attempt.verification and request.user.may(Permission.MAKE_CALLS):
        return redirect("followups:verification")
    if attempt.corrects_id:
        return redirect(_back(request, attempt.patient_id))
    try:
        draft = drafts.open_next(request.user, now=now)
    except Refused:
        draft = None
    return redirect("followups:call", draft.pk) if draft else redirect("followups:today")


def _back(request: StaffRequest, patient_id: int) -> str:
    """Agents have their day; a supervisor who mends a call came from the patient's story."""
    if request.user.may(Permission.MAKE_CALLS):
        return reverse("followups:today")
    return reverse("followups:patient", args=[patient_id])


def _draft(request: StaffRequest, pk: int) -> Draft:
    draft = callscreen.OWN.first(draft=pk, user=request.user.pk)
    if draft is None:
        raise Http404
    return draft


def _is_token(text: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text) is not None


def _chosen_number(request: StaffRequest, draft: Draft) -> PhoneNumber:
    wanted = whole_number(request.POST.get("number"))
    return get_object_or_404(PhoneNumber, pk=wanted, patient=draft.patient_id)


def _number_box(
    request: StaffRequest, draft: Draft, number: PhoneNumber, *, shown: str = "", refusal: str = ""
) -> HttpResponse:
    context = {
        "draft": draft,
        "number": number,
        "numbers": list(draft.patient.numbers.all()),
        "shown": shown,
        "refusal": refusal,
    }
    return render(request, "followups/calling/_number.html", context)


def _context(
    request: StaffRequest,
    draft: Draft,
    values: dict[str, Any],
    *,
    now: datetime,
    errors: Mapping[str, Sequence[str]] = NO_ERRORS,
    refusal: InvalidCall | None = None,
    others: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    wrong = refusal.wrong if isinstance(refusal, InvalidAnswers) else {}
    found = {refusal.field: [refused.invalid(refusal)]} if refusal else errors
    code = refusal.code if refusal else ""
    context = call_context(draft, values, agent=request.user, now=now, wrong=wrong, refused=code)
    context["errors"] = [str(sentence) for told in found.values() for sentence in told]
    context["mend"] = next(iter(found), "")
    context |= {"back": _back(request, draft.patient_id), "of_day": request.user.may(Permission.MAKE_CALLS)}
    if draft.patient.do_not_disclose and not context["hides"]:
        note_shown(draft, values, by=request.user, now=now)
    if others:
        context |= conflict_context(values, others, agent=request.user, seq=draft.seq, now=now)
    return context


def _page(
    request: StaffRequest, draft: Draft, values: dict[str, Any], *, status: int, **more: Any
) -> HttpResponse:
    return render(request, PAGE, _context(request, draft, values, **more), status=status)
