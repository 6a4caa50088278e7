"""What pages of scripts and questionnaires share: what may be done now, and doing it. No page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.scripts import State
from scripts_library.actions.moving import Refused, Way
from scripts_library.forms import PublishForm
from scripts_library.models.versioned import Version
from scripts_library.words import not_moved
from staff.numbers import whole_number
from staff.permissions import Permission
from staff.requests import StaffRequest

V = TypeVar("V", bound=Version)


@dataclass(frozen=True, slots=True)
class Road(Generic[V]):
    """A way with its pages: names of addresses."""

    way: Way[V]
    version: str
    edit: str
    draft: str
    compare: str
    submit: str
    send_back: str
    approve: str
    publish: str

    def context(self, request: StaffRequest, version: V, now: datetime) -> dict[str, Any]:
        """What scripts_library/_moves.html and _history.html need, but for the marks."""
        every = self.way.model._default_manager.filter(**{self.way.model.OF: version.of_id})
        holding = self.way.model._default_manager.in_force_on(now.date())  # type: ignore[attr-defined]
        own = request.user.pk in (version.written_by_id, version.submitted_by_id)
        return {
            "road": self,
            "version": version,
            "holding": holding.filter(**{self.way.model.OF: version.of_id}).first(),
            "versions": every.select_related("published_by").order_by("-number"),
            "open": every.exclude(state=State.PUBLISHED).first(),
            "publish_form": PublishForm(initial={"effective_from": now.date()}),
            "may_edit": request.user.may(Permission.EDIT_SCRIPTS),
            "may_approve": request.user.may(Permission.APPROVE_SCRIPTS) and not own,
            "seen": sorted(self.way.marks(version)) if version.state == State.SUBMITTED else (),
            "now": now,
        }

    def opened(self, request: StaffRequest, of_id: int) -> HttpResponse:
        """The version that is being written, or a new one like the last."""
        of: Any = self.way.model._meta.get_field(self.way.model.OF).related_model
        get_object_or_404(of, pk=of_id)
        version = self.way.open_draft(of_id, by=request.user, now=timezone.now())
        return redirect(self.edit, version.pk)

    def submitted(self, request: StaffRequest, pk: int) -> HttpResponse:
        return self._moved(
            request,
            pk,
            lambda: self.way.submit(pk, by=request.user, now=timezone.now()),
            _("The version waits for approval by a second person."),
        )

    def sent_back(self, request: StaffRequest, pk: int) -> HttpResponse:
        reason = request.POST.get("reason", "")[:300]
        return self._moved(
            request,
            pk,
            lambda: self.way.send_back(pk, reason=reason, by=request.user, now=timezone.now()),
            _("The version is a draft again."),
        )

    def approved(self, request: StaffRequest, pk: int) -> HttpResponse:
        override, seen = request.POST.get("override", "")[:300], request.POST.getlist("seen")
        return self._moved(
            request,
            pk,
            lambda: self.way.approve(
                pk,
                edits=_edits(request),
                override=override,
                seen=seen,
                by=request.user,
                now=timezone.now(),
            ),
            _("The version is approved."),
        )

    def published(self, request: StaffRequest, pk: int, done: str) -> HttpResponse:
        form = PublishForm(request.POST)
        if not form.is_valid():
            get_object_or_404(self.way.model, pk=pk)
            messages.error(request, _("Say from which day it holds."))
            return redirect(self.version, pk)
        since, now = form.cleaned_data["effective_from"], timezone.localtime()
        return self._moved(
            request,
            pk,
            lambda: self.way.publish(
                pk, edits=_edits(request), effective_from=since, by=request.user, now=now
            ),
            done,
        )

    def _moved(self, request: StaffRequest, pk: int, move: Callable[[], V], done: str) -> HttpResponse:
        get_object_or_404(self.way.model, pk=pk)
        try:
            move()
        except Refused as error:
            messages.error(request, not_moved(error))
        else:
            messages.success(request, done)
        return redirect(self.version, pk)


def _edits(request: StaffRequest) -> int:
    """As the version stood when its page was drawn; without it nobody has read it."""
    found = whole_number(request.POST.get("edits", ""), digits=9)
    return -1 if found is None else found


def chosen(versions: list[V], number: str | None, default: V) -> V:
    """One side of a comparison; a number that there is not is 404."""
    if not number:
        return default
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise Http404
    return found
