"""Standing orders: who usually takes what, and his deputy (A20).

They show no case. Templates: templates/complaints/standing/.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions.refusals import Refused
from complaints.actions.standing import drop_standing, set_standing
from complaints.departmentpage import refused_words
from complaints.forms_standing import StandingForm
from complaints.models import StandingOrder
from staff.models import Absence
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.EDIT_STANDING_ORDERS)
def standing(request: StaffRequest) -> HttpResponse:
    return _page(request, StandingForm())


@require_GET
@allow(Permission.EDIT_STANDING_ORDERS)
def standing_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """The form filled with one of them; saving replaces the one of the same kind and department."""
    order = get_object_or_404(StandingOrder, pk=pk)
    initial = {
        "kind": order.kind,
        "department": order.department_id,
        "person": order.person_id,
        "deputy": order.deputy_id or "",
        "task": order.task,
    }
    return _page(request, StandingForm(initial=initial), chosen=order)


@require_POST
@allow(Permission.EDIT_STANDING_ORDERS)
def standing_save(request: StaffRequest) -> HttpResponse:
    form = StandingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        set_standing(by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as error:
        form.add_error(None, refused_words(error))
        return _page(request, form, status=422)
    messages.success(request, _("The standing order is saved; the inbox is filled in with it."))
    return redirect("complaints:standing")


@require_POST
@allow(Permission.EDIT_STANDING_ORDERS)
def standing_remove(request: StaffRequest, pk: int) -> HttpResponse:
    order = get_object_or_404(StandingOrder, pk=pk)
    drop_standing(order.pk, by=request.user, now=timezone.now())
    messages.success(request, _("The standing order is removed."))
    return redirect("complaints:standing")


def _page(
    request: StaffRequest, form: StandingForm, *, chosen: StandingOrder | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.localtime()
    orders = StandingOrder.objects.select_related("department", "person__department", "deputy")
    context = {
        "orders": orders.order_by("department__name", "kind"),
        "away": dict(Absence.objects.on(now.date()).order_by("last_day").values_list("user", "last_day")),
        "form": form,
        "chosen": chosen,
        "now": now,
    }
    return render(request, "complaints/standing/standing.html", context, status=status)
