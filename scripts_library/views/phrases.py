"""What must not be said: what ships and what is our own.  Templates: templates/scripts_library/phrases/.

Whoever writes scripts may make the list longer; only who approves them may make it shorter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from policy.phrasebook import LISTED, Phrasebook, language_of
from policy.wording_lists import PHRASES, Concern
from regulation.history import history
from regulation.models.editions import Subject
from regulation.reading import phrasebook
from scripts_library.actions import phrases as actions
from scripts_library.forms import LANGUAGES, PhraseForm, ReasonForm
from scripts_library.words import CONCERN_LABELS, PHRASE_REFUSALS
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Shown:
    concern: str
    phrase: str
    own: bool
    reason: str  # why it was added, or why it is off
    off: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: Any
    by_language: dict[str, list[Shown]]


@require_GET
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def phrases(request: StaffRequest) -> HttpResponse:
    return _page(request, PhraseForm())


@require_POST
@allow(Permission.EDIT_SCRIPTS, Permission.APPROVE_SCRIPTS)
def phrase_add(request: StaffRequest) -> HttpResponse:
    form = PhraseForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.forbid(
                Concern(typed["concern"]),
                typed["phrase"],
                reason=typed["reason"],
                by=request.user,
                now=timezone.localtime(),
            )
        except ValueError as error:
            form.add_error("phrase", str(PHRASE_REFUSALS[str(error)]))
        else:
            messages.success(request, _("The phrase is marked from now on."))
            return redirect("scripts_library:phrases")
    return _page(request, form, status=422)


@require_POST
@allow(Permission.APPROVE_SCRIPTS)
def phrase_off(request: StaffRequest) -> HttpResponse:
    return _change(request, actions.switch_off, _("The phrase is not marked any more."))


@require_POST
@allow(Permission.APPROVE_SCRIPTS)
def phrase_on(request: StaffRequest) -> HttpResponse:
    return _change(request, actions.switch_on, _("The phrase is marked from now on."))


@require_POST
@allow(Permission.APPROVE_SCRIPTS)
def phrase_remove(request: StaffRequest) -> HttpResponse:
    return _change(request, actions.take_out, _("The phrase is not marked any more."))


def _change(request: StaffRequest, action: Callable[..., Any], done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, and of which phrase."))
        return redirect("scripts_library:phrases")
    typed = form.cleaned_data
    concern, now = Concern(typed["concern"]), timezone.localtime()
    try:
        action(concern, typed["phrase"], reason=typed["reason"], by=request.user, now=now)
    except ValueError as error:
        messages.error(request, str(PHRASE_REFUSALS[str(error)]))
    else:
        messages.success(request, done)
    return redirect("scripts_library:phrases")


def _page(request: StaffRequest, form: PhraseForm, *, status: int = 200) -> HttpResponse:
    book = phrasebook()
    groups = [_group(concern, book, request.GET.get("phrase", "")) for concern in LISTED]
    every = [one for group in groups for listed in group.by_language.values() for one in listed]
    context = {
        "groups": groups,
        "chosen": next((one for one in every if one.chosen), None),
        "counts": {"own": sum(one.own for one in every), "off": sum(one.off for one in every)},
        "form": form,
        "may_shorten": request.user.may(Permission.APPROVE_SCRIPTS),
        "history": history(Subject.PHRASES),
        "now": timezone.localtime(),
    }
    return render(request, "scripts_library/phrases/phrases.html", context, status=status)


def _group(concern: Concern, book: Phrasebook, chosen: str) -> Group:
    """The hospital's own first."""
    own = [
        Shown(concern, entry.phrase, True, entry.reason, False, chosen == f"{concern}:{entry.phrase}")
        for entry in book.own
        if entry.concern == concern
    ]
    shipped = [
        Shown(concern, one, False, reason, bool(reason), chosen == f"{concern}:{one}")
        for one in PHRASES[concern]
        for reason in [book.off_because(concern, one)]
    ]
    every = [*own, *shipped]
    listed = {language: [s for s in every if language_of(s.phrase) == language] for language in LANGUAGES}
    return Group(CONCERN_LABELS[concern], listed)
