"""The rules: a sentence with blanks, and what a change to it does.  Templates: templates/followups/rules/."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from followups.actions.rules import Outdated, create_rule, publish_rule, set_rule_active
from followups.models import Rule
from followups.ruleforms import NewRuleForm, RuleForm, spec_initial
from followups.rulepage import effect_of, page_of
from followups.ruleversions import parsed, standing
from policy.rules import RuleSpec
from policy.timing import Timing
from policy.visits import VisitKind
from staff.numbers import whole_number
from staff.permissions import Permission, allow
from staff.requests import StaffRequest

BLANK = RuleSpec((VisitKind.INPATIENT,), timing=Timing(3, 3, 7))


@require_GET
@allow(Permission.VIEW_RULES)
def rules(request: StaffRequest) -> HttpResponse:
    first = Rule.objects.edited().order_by("-active", "pk").first()
    return _page(request, first, _form_of(first) if first else None)


@require_GET
@allow(Permission.VIEW_RULES)
def rule(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Rule.objects.edited(), pk=pk)
    return _page(request, found, _form_of(found))


@require_http_methods(["GET", "POST"])
@allow(Permission.EDIT_RULES)
def rule_new(request: StaffRequest) -> HttpResponse:
    initial = {**spec_initial(BLANK), "effective_from": timezone.localdate()}
    form = NewRuleForm(request.POST or None, initial=initial, today=timezone.localdate())
    if request.method == "GET":
        return _page(request, None, form)
    if not form.is_valid():
        return _page(request, None, form, status=422)
    if "confirmed" not in request.POST:
        return _page(request, None, form, asking=True)
    typed = form.cleaned_data
    version = create_rule(
        typed["name"],
        typed["name_en"],
        typed["spec"],
        effective_from=typed["effective_from"],
        existing=typed["existing"],
        reason=typed["reason"],
        by=request.user,
        now=timezone.now(),
    )
    messages.success(request, _("The rule is published; its follow-ups are made within a minute."))
    return redirect("followups:rule", pk=version.rule_id)


@require_POST
@allow(Permission.EDIT_RULES)
def rule_publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Without `confirmed` it asks once more, saying what it does."""
    found = get_object_or_404(Rule.objects.edited(), pk=pk)
    form = RuleForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if "confirmed" not in request.POST:
        return _page(request, found, form, asking=True)
    typed = form.cleaned_data
    try:
        version = publish_rule(
            found,
            typed["spec"],
            effective_from=typed["effective_from"],
            existing=typed["existing"],
            reason=typed["reason"],
            by=request.user,
            now=timezone.now(),
            seen=typed["seen"],
        )
    except Outdated:
        form.add_error(
            None,
            _(
                "Somebody has published another version meanwhile: nothing was saved. "
                "What you typed stands here; open the rule again to begin from the newest version."
            ),
        )
        return _page(request, found, form, status=409)
    messages.success(
        request,
        _("Version %(number)d is published; open follow-ups change within a minute.")
        % {"number": version.number},
    )
    return redirect("followups:rule", pk=pk)


@require_POST
@allow(Permission.VIEW_RULES)
def rule_preview(request: StaffRequest) -> HttpResponse:
    """What the blanks as they stand would do; nothing is saved, and counts only leave."""
    found = _rule_named(request.POST.get("rule", ""))
    form = RuleForm(request.POST, today=timezone.localdate())
    status = 200 if form.spec else 422
    return render(
        request,
        "followups/rules/_effect.html",
        effect_of(form, found, now=timezone.localtime()),
        status=status,
    )


@require_POST
@allow(Permission.EDIT_RULES)
def rule_active(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop using a rule (active=0) or take it up again (active=1)."""
    found = get_object_or_404(Rule.objects.edited(), pk=pk)
    reason, active = request.POST.get("reason", "").strip()[:300], request.POST.get("active") == "1"
    if not reason:
        messages.error(request, _("Say why; nothing was changed."))
        return redirect("followups:rule", pk=pk)
    if set_rule_active(found, active=active, reason=reason, by=request.user, now=timezone.now()):
        said = (
            _("The rule is in use again; its follow-ups are made within a minute.")
            if active
            else _("The rule is no longer in use; its open follow-ups are withdrawn within a minute.")
        )
        messages.success(request, said)
    return redirect("followups:rule", pk=pk)


def _form_of(rule: Rule) -> RuleForm:
    """The blanks as the last version fills them."""
    today = timezone.localdate()
    stands = standing(rule, today)
    initial = spec_initial(parsed(stands.last) or BLANK)
    return RuleForm(initial=initial | {"effective_from": today, "seen": stands.number})


def _rule_named(pk: str) -> Rule | None:
    if not pk:
        return None
    return get_object_or_404(Rule.objects.edited(), pk=whole_number(pk))


def _page(
    request: StaffRequest,
    found: Rule | None,
    form: RuleForm | None,
    *,
    asking: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **page_of(found, form, asking=asking, now=timezone.localtime()),
        "may_edit": request.user.may(Permission.EDIT_RULES),
    }
    return render(request, "followups/rules/rule.html", context, status=status)
