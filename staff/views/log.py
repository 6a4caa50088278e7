"""The auditor's page: who did or saw what.  Templates: templates/staff/log/."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from staff.actions.audit import record
from staff.actions.sealing import chain_state, links_of
from staff.forms import LogFilter
from staff.models import Act, AuditEntry
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PAGE = 100


@require_GET
@allow(Permission.READ_LOG)
def log(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    form = LogFilter(request.GET)
    if not form.is_valid():
        context = {"form": form, "chain": chain_state(), "now": now}
        return render(request, "staff/log/log.html", context, status=422)
    wanted = form.cleaned_data
    entries = list(_matching(wanted).select_related("actor")[: PAGE + 1])
    more, entries, chain = len(entries) > PAGE, entries[:PAGE], chain_state()
    told = {"act": wanted["act"], "user": wanted["user"] and wanted["user"].pk, "day": wanted["day"]}
    record(
        Act.LOG_READ,
        actor=request.user,
        now=now,
        patient_id=wanted["patient"],
        detail={key: value for key, value in told.items() if value},
    )
    links = links_of(entries)
    context = {
        "form": form,
        "rows": [(entry, links[entry.pk]) for entry in entries],
        "broken": "broken" in links.values(),
        "chain": chain,
        "older": _query(wanted, entries[-1].pk) if more else "",
        "now": now,
    }
    return render(request, "staff/log/log.html", context)


def _matching(wanted: dict[str, Any]) -> QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("-pk")
    if wanted["act"]:
        entries = entries.filter(act=wanted["act"])
    if wanted["user"]:
        entries = entries.filter(actor=wanted["user"])
    if wanted["patient"]:
        entries = entries.filter(patient_id=wanted["patient"])
    if wanted["day"]:
        start = timezone.make_aware(datetime.combine(wanted["day"], time.min))
        entries = entries.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if wanted["before"]:
        entries = entries.filter(pk__lt=wanted["before"])
    return entries


def _query(wanted: dict[str, Any], before: int) -> str:
    kept = {key: value for key, value in wanted.items() if value and key != "before"}
    if "user" in kept:
        kept["user"] = kept["user"].pk
    return urlencode({**kept, "before": before})
