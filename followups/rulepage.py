"""What the page of a rule shows: the list, the blanks with their old values, the effect, the history."""

from datetime import datetime
from typing import Any

from followups.actions.rules import forecast
from followups.models import Rule
from followups.rulecharts import charts, shortages, totals
from followups.ruleforms import RuleForm
from followups.rulesaid import said_in
from followups.ruleversions import department_names, listed, parsed, past, standing
from followups.rulewords import FIELD_LABELS, anchor_words, differences, in_words, warning_words
from policy.rules import RuleSpec
from regulation.reading import calendar_at, options, year_to_confirm

FORECAST_DAYS = 7


def page_of(rule: Rule | None, form: RuleForm | None, *, asking: bool, now: datetime) -> dict[str, Any]:
    """Counts and words; the effect itself is fetched by the page, unless publishing asks for it."""
    stands = standing(rule, now.date()) if rule else None
    begun = parsed(stands.last) if stands else None
    context: dict[str, Any] = {
        "rule": rule,
        "form": form,
        "rules": listed(),
        "stands": stands,
        "next_number": stands.number + 1 if stands else 1,
        "past": past(rule) if rule else [],
        "said": said_in(rule, begun, now.date()) if rule and begun else [],
        "unconfirmed_year": year_to_confirm(now.date()),
        "asking": asking,
        "now": now,
    }
    if form:
        spec = form.spec if form.is_bound else begun
        context |= _marks(begun, spec)
    if form and asking:
        context |= effect_of(form, rule, now=now)
    return context


def effect_of(form: RuleForm, rule: Rule | None, *, now: datetime) -> dict[str, Any]:
    """What publishing the blanks as they stand would do."""
    begun = parsed(standing(rule, now.date()).last) if rule else None
    spec = form.spec
    context: dict[str, Any] = {"form": form, "now": now, **_marks(begun, spec)}
    if spec is None:
        return context
    calendar = calendar_at(now)
    told = forecast(
        spec,
        rule,
        now=now,
        days=FORECAST_DAYS,
        existing=form.cleaned_data.get("existing", "adjust"),
        effective_from=form.cleaned_data.get("effective_from"),
    )
    drawn = charts(told, calendar)
    return context | {
        "forecast": told,
        "charts": drawn,
        "totals": totals(told, calendar),
        "shortages": shortages(drawn),
        "warnings": warning_words(told.warnings),
        "minutes_per_call": options(now.date()).minutes_per_call,
    }


def _marks(begun: RuleSpec | None, spec: RuleSpec | None) -> dict[str, Any]:
    """The old value beside each change, and the words of the blanks that open."""
    departments = department_names()
    changes = differences(begun, spec, departments) if begun and spec else []
    was = {change.field: change.old for change in changes}
    return {
        "changes": changes,
        "was": was,
        "all_was": [(field, was.get(field, "")) for field in FIELD_LABELS],
        "words": in_words(spec, departments) if spec else {},
        "anchor": anchor_words(spec) if spec else "",
    }
