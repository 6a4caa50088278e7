"""The ladder of clinical alerts: its limits as dated editions, and who stands on it (A25).

Templates: templates/complaints/ladder/.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from complaints.actions.posts import drop_post, set_post
from complaints.forms_flags import LadderForm, PostForm
from complaints.models import DutyPost
from regulation.actions.editions import publish_edition
from regulation.forms import Dated
from regulation.history import history
from regulation.models.editions import Subject
from regulation.reading import ladder as ladder_on
from staff.models import Absence
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@require_GET
@allow(Permission.EDIT_ALERTS)
def ladder(request: StaffRequest) -> HttpResponse:
    return _page(request)


@require_POST
@allow(Permission.EDIT_ALERTS)
def ladder_change(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    rungs, form = LadderForm.of(ladder_on(today), request.POST), Dated(request.POST, today=today)
    if not (rungs.is_valid() & form.is_valid()):
        return _page(request, rungs=rungs, form=form, status=422)
    publish_edition(
        Subject.LADDER,
        rungs.cleaned_data["ladder"].to_json(),
        effective_from=form.cleaned_data["effective_from"],
        reason=form.cleaned_data["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The ladder is published; alerts raised from that day on follow it."))
    return redirect("complaints:ladder")


@require_POST
@allow(Permission.EDIT_ALERTS)
def post_save(request: StaffRequest) -> HttpResponse:
    form = PostForm(request.POST)
    if not form.is_valid():
        return _page(request, post=form, status=422)
    set_post(by=request.user, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Saved; alerts reach them from now on."))
    return redirect("complaints:ladder")


@require_POST
@allow(Permission.EDIT_ALERTS)
def post_remove(request: StaffRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(DutyPost, pk=pk)
    drop_post(post.pk, by=request.user, now=timezone.now())
    return redirect("complaints:ladder")


def _page(
    request: StaffRequest,
    *,
    rungs: LadderForm | None = None,
    form: Dated | None = None,
    post: PostForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.localtime()
    today = now.date()
    posts = DutyPost.objects.select_related("department", "person", "deputy")
    context = {
        "rungs": rungs or LadderForm.of(ladder_on(today)),
        "form": form or Dated(initial={"effective_from": today}),
        "post": post or PostForm(),
        "posts": posts,
        "has_duty_office": posts.filter(department=None).exists(),
        "away": set(Absence.objects.on(today).values_list("user", flat=True)),
        "history": history(Subject.LADDER),
        "now": now,
    }
    return render(request, "complaints/ladder/ladder.html", context, status=status)
