"""What waits for one person: answers to tell, cases returned, reminders, praise (B16).

Templates: templates/complaints/mine/.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from complaints.actions.notices import read_praise, see_reminder
from complaints.anonymity import Veil, as_read_by
from complaints.queries import mine as queries
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

PRAISE = 20
SHEETS = 12
OPEN = 50


@require_GET
@allow(Permission.SEE_COMPLAINTS)
def mine(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    user = request.user
    owed, returned = list(queries.owed(user)), list(queries.returned(user))
    told = {case.pk for case in (*owed, *returned)}
    reminders, praise = queries.reminders(user), list(queries.praise(user)[:PRAISE])
    for reminder in reminders:
        reminder.alarm.clock.complaint = Veil(reminder.alarm.clock.complaint, user).line()
    for notice in praise:
        notice.complaint = Veil(notice.complaint, user).line()
    context = {
        "owed": owed,
        "returned": returned,
        "under_way": [case for case in queries.recorded(user)[:OPEN] if case.pk not in told],
        "ordered": as_read_by(user, queries.ordered_to(user)),
        "measures": queries.measures(user),
        "to_tell": queries.to_tell(user, now),
        "reported": queries.reported(user),
        "reminders": reminders,
        "praise": praise,
        "sheets": queries.sheets(user)[:SHEETS],
        "to_confirm": queries.to_confirm(user).count() if user.may(Permission.CONFIRM_COMPLAINTS) else 0,
        "now": now,
    }
    return render(request, "complaints/mine/mine.html", context)


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def reminder_seen(request: StaffRequest, pk: int) -> HttpResponse:
    if not see_reminder(pk, by=request.user, now=timezone.now()):
        raise Http404
    return redirect("complaints:mine")


@require_POST
@allow(Permission.SEE_COMPLAINTS)
def praise_read(request: StaffRequest, pk: int) -> HttpResponse:
    if not read_praise(pk, by=request.user, now=timezone.now()):
        raise Http404
    return redirect("complaints:mine")
