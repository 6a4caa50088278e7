"""The regulations of the source documents, ready to load.  Templates: templates/followups/presets/."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from followups.actions.rules import load_preset
from followups.models import Rule, RuleVersion
from followups.rulewords import in_words, timing_words
from policy.presets import PRESETS, Preset, PresetRule
from regulation.history import hours_words, preset_name
from regulation.reading import calendar_on_record, year_to_confirm
from scripts_library.models import Questionnaire
from staff.permissions import Permission, allow
from staff.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Offered:
    """One rule of a preset against what is on record."""

    name: str
    who: str
    timing: str
    source: str
    assumption: bool
    state: str  # new, same, or differs: loading then publishes a new version
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Offer:
    preset: Preset
    name: str
    hours: list[str]
    hours_differ: bool
    rules: list[Offered]
    idle: list[Questionnaire]  # its questionnaires that are not asked yet

    @property
    def count(self) -> int:
        return sum(rule.state != "same" for rule in self.rules)


@require_GET
@allow(Permission.VIEW_RULES)
def presets(request: StaffRequest) -> HttpResponse:
    now = timezone.localtime()
    context = {
        "offers": _offers(),
        "unconfirmed_year": year_to_confirm(now.date()),
        "may_edit": request.user.may(Permission.EDIT_RULES),
        "now": now,
    }
    return render(request, "followups/presets/presets.html", context)


@require_POST
@allow(Permission.EDIT_RULES)
def preset_load(request: StaffRequest, code: str) -> HttpResponse:
    offer = next((offer for offer in _offers() if offer.preset.code == code), None)
    if offer is None:
        raise Http404
    hours = "hours" in request.POST and offer.hours_differ
    asks = "questionnaires" in request.POST
    published = load_preset(code, hours=hours, questionnaires=asks, by=request.user, now=timezone.now())
    said = ngettext(
        "%(count)d rule of “%(name)s” is published.",
        "%(count)d rules of “%(name)s” are published.",
        len(published),
    ) % {"count": len(published), "name": offer.name}
    said += f" {_('Its hours are in force.')}" if hours else ""
    said += f" {_('Its questionnaires are asked from now on.')}" if asks and offer.idle else ""
    messages.success(request, said)
    return redirect("followups:presets")


def _offers() -> list[Offer]:
    today = timezone.localdate()
    in_force = calendar_on_record().hours_on(today)
    idle = {one.code: one for one in Questionnaire.objects.filter(in_use=False)}
    holding = Prefetch("versions", RuleVersion.objects.filter(effective_from__lte=today))
    known = {rule.code: rule for rule in Rule.objects.prefetch_related(holding)}
    return [
        Offer(
            preset=preset,
            name=preset_name(preset),
            hours=hours_words(preset.hours),
            hours_differ=preset.hours != in_force,
            rules=[_offered(one, known.get(one.code)) for one in preset.rules],
            idle=[idle[code] for code in preset.questionnaires if code in idle],
        )
        for preset in PRESETS
    ]


def _offered(ours: PresetRule, rule: Rule | None) -> Offered:
    found = next(iter(rule.versions.all()), None) if rule else None
    same = found is not None and found.spec == ours.spec.to_json()
    return Offered(
        name=ours.name_en if (get_language() or "").startswith("en") else ours.name_zh,
        who=in_words(ours.spec, {})["kinds"],
        timing=timing_words(ours.spec),
        source=ours.spec.source,
        assumption=ours.spec.assumption,
        state="same" if same else "differs" if found else "new",
        rule=rule,
    )
