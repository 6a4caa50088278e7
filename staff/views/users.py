"""The administrator's list of accounts.  Templates: templates/staff/users/."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from staff.actions.absences import remove_absence, set_absence
from staff.actions.users import (
    OneTime,
    Refused,
    Why,
    change_user,
    create_user,
    end_sessions,
    reset_password,
    set_active,
    version_of,
)
from staff.forms import AbsenceForm, AccountForm, NewAccountForm
from staff.models import Absence, User
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

WORDS = {
    Why.NAME_TAKEN: gettext_lazy("This staff number has an account already."),
    Why.OWN_ROLE: gettext_lazy("Nobody changes his own role. Another administrator can."),
    Why.OWN_ACCOUNT: gettext_lazy("Nobody deactivates his own account. Another administrator can."),
    Why.LAST_ADMINISTRATOR: gettext_lazy("This is the last active administrator: make another one first."),
    Why.CHANGED_MEANWHILE: gettext_lazy(
        "Somebody else has changed this account meanwhile. Nothing was saved; below is how it stands now."
    ),
}
FIELD_OF = {Why.NAME_TAKEN: "username", Why.OWN_ROLE: "role", Why.LAST_ADMINISTRATOR: "role"}


@require_GET
@allow(Permission.MANAGE_USERS)
def users(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    absent = Absence.objects.on(today).filter(user=OuterRef("pk"))
    accounts = User.objects.select_related("department").annotate(absent=Exists(absent))
    context = {"users": accounts.order_by("-is_active", "username"), "now": timezone.now()}
    return render(request, "staff/users/users.html", context)


@require_http_methods(["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def new(request: StaffRequest) -> HttpResponse:
    form = NewAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_user(
                form.cleaned_data["username"], form.account(), by=request.user, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(FIELD_OF.get(refusal.why), WORDS[refusal.why])
        else:
            return _one_time(request, made)
    return render(request, "staff/users/new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@allow(Permission.MANAGE_USERS)
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(User, pk=pk)
    if request.method == "GET":
        return _edit_page(request, account, _form_of(account))
    form = AccountForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, account, form, status=422)
    try:
        change_user(pk, form.account(), seen=form.cleaned_data["seen"], by=request.user, now=timezone.now())
    except Refused as refusal:
        if refusal.why == Why.CHANGED_MEANWHILE:
            messages.error(request, WORDS[refusal.why])
            return _edit_page(request, account, _form_of(account), status=409)
        form.add_error(FIELD_OF.get(refusal.why), WORDS[refusal.why])
        return _edit_page(request, account, form, status=422)
    messages.success(request, _("The account is saved."))
    return redirect("staff:users")


@require_POST
@allow(Permission.MANAGE_USERS)
def active(request: StaffRequest, pk: int) -> HttpResponse:
    """Deactivate (active=0) or take back (active=1)."""
    get_object_or_404(User, pk=pk)
    try:
        account = set_active(pk, request.POST.get("active") == "1", by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, WORDS[refusal.why])
        return redirect("staff:user_edit", pk=pk)
    said = (
        _("%(name)s may sign in again.") if account.is_active else _("%(name)s is signed out and stays out.")
    )
    messages.success(request, said % {"name": account.full_name})
    return redirect("staff:user_edit", pk=pk)


@require_POST
@allow(Permission.MANAGE_USERS)
def reset(request: StaffRequest, pk: int) -> HttpResponse:
    get_object_or_404(User, pk=pk)
    return _one_time(request, reset_password(pk, by=request.user, now=timezone.now()))


@require_POST
@allow(Permission.MANAGE_USERS)
def sign_out(request: StaffRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(User, pk=pk)
    end_sessions(account, by=request.user, now=timezone.now())
    messages.success(request, _("All sessions of %(name)s are ended.") % {"name": account.full_name})
    return redirect("staff:user_edit", pk=pk)


@require_POST
@allow(Permission.MANAGE_USERS)
def absence_add(request: StaffRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(User, pk=pk)
    form = AbsenceForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, account, _form_of(account), absence_form=form, status=422)
    days = form.cleaned_data
    set_absence(
        account,
        days["first_day"],
        days["last_day"],
        reason=days["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The absence is noted; calls go to others on those days."))
    return redirect("staff:user_edit", pk=pk)


@require_POST
@allow(Permission.MANAGE_USERS)
def absence_remove(request: StaffRequest, pk: int, absence: int) -> HttpResponse:
    found = get_object_or_404(Absence.objects.select_related("user"), pk=absence, user=pk)
    remove_absence(found, by=request.user, now=timezone.now())
    messages.success(request, _("The absence is taken back."))
    return redirect("staff:user_edit", pk=pk)


def _form_of(account: User) -> AccountForm:
    return AccountForm(
        initial={
            "full_name": account.full_name,
            "extension": account.extension,
            "role": account.role,
            "department": account.department_id,
            "takes_calls": account.takes_calls,
            "languages": "，".join(account.languages),
            "skill_departments": account.skill_departments.all(),
            "seen": version_of(account),
        }
    )


def _edit_page(
    request: HttpRequest,
    account: User,
    form: AccountForm,
    *,
    absence_form: AbsenceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {
        "account": account,
        "form": form,
        "absence_form": absence_form or AbsenceForm(),
        "absences": account.absences.filter(last_day__gte=timezone.localdate(now)).order_by("first_day"),
        "now": now,
    }
    return render(request, "staff/users/edit.html", context, status=status)


def _one_time(request: HttpRequest, made: OneTime) -> HttpResponse:
    """The only time that this password is shown."""
    return render(request, "staff/users/one_time.html", {"made": made, "now": timezone.now()})
