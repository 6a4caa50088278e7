"""The knowledge beside the call, and the library in which it is kept (B3, B7, D1, D9).

It shows no patient. Templates: templates/scripts_library/knowledge/.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from scripts_library.actions.knowledge import (
    ChangedMeanwhile,
    add_entry,
    change_entry,
    facts_of,
    set_in_use,
)
from scripts_library.finding import best
from scripts_library.knowledge_forms import LONGEST_QUESTION, EntryForm
from scripts_library.models import Entry
from scripts_library.models.knowledge import EntryKind, EntryQuerySet
from scripts_library.sounds import asked
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PER_PAGE = 50
BESIDE = 12
UNSHOWN = ("title_sounds", "other_sounds", "grams")


@require_GET
@allow(Permission.READ_KNOWLEDGE)
def knowledge(request: StaffRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    entries = _shown().filter(kind=kind) if kind in EntryKind.values else _shown()
    return _list(request, entries, kind=kind if kind in EntryKind.values else "")


@require_POST
@allow(Permission.READ_KNOWLEDGE)
def knowledge_search(request: StaffRequest) -> HttpResponse:
    """Among all entries; nothing typed shows all of them."""
    text = _typed(request)
    return _list(request, _found(text) if text else _shown(), text=text)


@require_GET
@allow(Permission.READ_KNOWLEDGE)
def knowledge_beside(request: StaffRequest) -> HttpResponse:
    """The panel of the call screen, asked for when it is first opened."""
    return render(request, "scripts_library/knowledge/_beside.html", {"kinds": EntryKind.choices})


@require_POST
@allow(Permission.READ_KNOWLEDGE)
def knowledge_found(request: StaffRequest) -> HttpResponse:
    text = _typed(request)
    rows = best(asked(text), BESIDE + 1)
    context = {
        "text": text,
        "entries": rows[:BESIDE],
        "more": len(rows) > BESIDE,
        "today": timezone.localdate(),
    }
    return render(request, "scripts_library/knowledge/_found.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_KNOWLEDGE)
def knowledge_new(request: StaffRequest) -> HttpResponse:
    if request.method == "GET":
        return _edit(request, EntryForm(initial={"kind": request.GET.get("kind", "")}))
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _edit(request, form, status=422)
    add_entry(form.facts(), by=request.user, now=timezone.now())
    messages.success(request, _("The entry is saved; calls find it at once."))
    return redirect("scripts_library:knowledge")


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_KNOWLEDGE)
def knowledge_edit(request: StaffRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(Entry.objects.select_related("department", "changed_by"), pk=pk)
    if request.method == "GET":
        return _edit(request, _form_of(entry), entry=entry)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _edit(request, form, entry=entry, status=422)
    seen = form.cleaned_data["version"] or 0
    try:
        change_entry(pk, form.facts(), version=seen, by=request.user, now=timezone.now())
    except ChangedMeanwhile as conflict:
        return _conflict(request, form, conflict.entry)
    messages.success(request, _("The entry is saved; calls find it at once."))
    return redirect("scripts_library:knowledge")


@require_POST
@allow(Permission.EDIT_KNOWLEDGE)
def knowledge_in_use(request: StaffRequest, pk: int) -> HttpResponse:
    """Retire (active=0) or take back (active=1)."""
    entry = get_object_or_404(Entry, pk=pk)
    seen = whole_number(request.POST.get("version"), digits=9) or 0
    active = request.POST.get("active") == "1"
    try:
        set_in_use(pk, active, version=seen, by=request.user, now=timezone.now())
    except ChangedMeanwhile as conflict:
        return _edit(request, _form_of(conflict.entry), entry=conflict.entry, conflict=True, status=409)
    said = _("%(title)s is in use again.") if active else _("%(title)s is retired; no call finds it.")
    messages.success(request, said % {"title": entry.title})
    return redirect("scripts_library:knowledge")


def _shown() -> EntryQuerySet:
    return Entry.objects.select_related("department", "changed_by").defer(*UNSHOWN)


def _found(text: str) -> list[Entry]:
    """Those out of use too, each with who changed it."""
    keys = [entry.pk for entry in best(asked(text), PER_PAGE, retired=True)]
    shown = _shown().in_bulk(keys)
    return [shown[key] for key in keys if key in shown]


def _typed(request: StaffRequest) -> str:
    return request.POST.get("q", "").strip()[:LONGEST_QUESTION]


def _form_of(entry: Entry) -> EntryForm:
    facts = facts_of(entry)
    initial = {name: getattr(facts, name) for name in facts.__slots__}
    return EntryForm(initial={**initial, "version": entry.version})


def _list(
    request: StaffRequest, entries: QuerySet[Entry] | list[Entry], *, kind: str = "", text: str = ""
) -> HttpResponse:
    context = {
        "page": Paginator(entries, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": EntryKind.choices,
        "kind": kind,
        "text": text,
        "query": f"kind={kind}&" if kind else "",
        "may_edit": request.user.may(Permission.EDIT_KNOWLEDGE),
        "now": timezone.localtime(),
        "today": timezone.localdate(),
    }
    return render(request, "scripts_library/knowledge/list.html", context)


def _conflict(request: StaffRequest, form: EntryForm, entry: Entry) -> HttpResponse:
    """What was typed stays in the form, what stands meanwhile beside it; the next save has seen both."""
    typed = {**form.cleaned_data, "version": entry.version}
    return _edit(request, EntryForm(initial=typed), entry=entry, conflict=True, status=409)


def _edit(
    request: StaffRequest, form: EntryForm, *, entry: Entry | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "entry": entry, "now": timezone.localtime(), "today": timezone.localdate()}
    return render(request, "scripts_library/knowledge/edit.html", {**context, **more}, status=status)
