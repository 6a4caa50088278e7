"""Publishing rules: every change is a new version with its day and its reason (A3, E1, E12, E16, E17).

What a version would do is counted beforehand by `forecast`.
"""

from datetime import date, datetime, timedelta
from typing import Literal
from uuid import uuid4

from django.db import transaction

from followups.forecasting import forecast
from followups.models import Rule, RuleVersion
from policy.calendar import LONGEST_CLOSURE
from policy.presets import PRESETS
from policy.rules import RuleSpec
from regulation.actions.editions import publish_edition
from regulation.models.editions import Subject
from regulation.reading import regulation_at
from scripts_library.actions.questionnaires import switch_on
from staff.actions.audit import record
from staff.models import Act, User

__all__ = [
    "Existing",
    "Outdated",
    "anchors_from",
    "create_rule",
    "forecast",
    "load_preset",
    "publish_rule",
    "set_rule_active",
]

Existing = Literal["adjust", "leave"]


class Outdated(Exception):
    """Somebody else has published a version since this one was begun."""


def anchors_from(spec: RuleSpec, effective_from: date, existing: Existing) -> date:
    """From which day's visits on it counts: adjusting reaches back to windows that may still be open."""
    if existing == "leave":
        return effective_from
    latest = spec.timing_of(spec.all_occurrences).latest
    return effective_from - timedelta(days=latest + LONGEST_CLOSURE)


@transaction.atomic
def publish_rule(
    rule: Rule,
    spec: RuleSpec,
    *,
    effective_from: date,
    existing: Existing,
    reason: str,
    by: User | None,
    now: datetime,
    seen: int | None = None,
) -> RuleVersion:
    """A new version; the open tasks follow within a minute of the day it takes effect.

    `seen`: the number of the version that the change was made to; Outdated when it is not the last one.
    """
    last = Rule.objects.select_for_update().get(pk=rule.pk).versions.order_by("-number").first()
    if seen is not None and seen != (last.number if last else 0):
        raise Outdated
    return _publish(
        rule,
        spec,
        effective_from=effective_from,
        since=anchors_from(spec, effective_from, existing),
        reason=reason,
        by=by,
        now=now,
    )


@transaction.atomic
def create_rule(
    name: str,
    name_en: str,
    spec: RuleSpec,
    *,
    effective_from: date,
    existing: Existing,
    reason: str,
    by: User | None,
    now: datetime,
) -> RuleVersion:
    """A rule of the hospital's own, with its first version."""
    rule = Rule.objects.create(code=f"own-{uuid4().hex[:12]}", name=name, name_en=name_en)
    return publish_rule(
        rule, spec, effective_from=effective_from, existing=existing, reason=reason, by=by, now=now
    )


@transaction.atomic
def set_rule_active(rule: Rule, *, active: bool, reason: str, by: User | None, now: datetime) -> bool:
    """End a rule or take it up again, as a version of its own. False when it stood so already.

    It says what is in force, for the same visits; a version that is to come comes on its day.
    """
    locked = Rule.objects.select_for_update().get(pk=rule.pk)
    if locked.active == active:
        return False
    Rule.objects.filter(pk=rule.pk).update(active=active)
    today = regulation_at(now).day
    in_force = locked.versions.filter(effective_from__lte=today).first()
    if in_force:
        _publish(
            rule,
            in_force.parsed(),
            effective_from=today,
            since=in_force.anchors_from,
            reason=reason,
            by=by,
            now=now,
        )
    record(Act.RULE_CHANGED, actor=by, now=now, about=rule, detail={"active": active})
    rule.active = active
    return True


@transaction.atomic
def load_preset(
    code: str,
    *,
    hours: bool = True,
    questionnaires: bool = False,
    anchors_from: date | None = None,
    by: User | None,
    now: datetime,
) -> list[RuleVersion]:
    """A regulation of the source documents: its rules, and if asked for its hours, and its questionnaires
    switched on. Twice adds nothing.

    Rules of the same code get a new version; visits before `anchors_from` (today) are left alone.
    """
    preset = next(preset for preset in PRESETS if preset.code == code)
    today = regulation_at(now).day
    since = anchors_from or today
    if hours:
        publish_edition(
            Subject.HOURS,
            preset.hours.to_json(),
            effective_from=since,
            reason=f"preset:{code}",
            by=by,
            now=now,
        )
    if questionnaires:
        switch_on(preset.questionnaires, by=by, now=now)
    published = []
    for ours in preset.rules:
        names = {"name": ours.name_zh, "name_en": ours.name_en}
        rule, _new = Rule.objects.get_or_create(code=ours.code, defaults=names)
        in_force = rule.versions.filter(effective_from__lte=max(since, today)).first()
        if in_force is None or in_force.spec != ours.spec.to_json():
            published.append(
                _publish(
                    rule,
                    ours.spec,
                    effective_from=since,
                    since=since,
                    reason=f"preset:{code}",
                    by=by,
                    now=now,
                )
            )
    return published


def _publish(
    rule: Rule,
    spec: RuleSpec,
    *,
    effective_from: date,
    since: date,
    reason: str,
    by: User | None,
    now: datetime,
) -> RuleVersion:
    Rule.objects.select_for_update().get(pk=rule.pk)  # numbers follow each other
    last = rule.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = RuleVersion.objects.create(
        rule=rule,
        number=last + 1,
        spec=spec.to_json(),
        effective_from=effective_from,
        anchors_from=since,
        reason=reason,
        published_by=by,
        published_at=now,
    )
    detail = {"version": version.number, "effective_from": str(effective_from), "anchors_from": str(since)}
    record(Act.RULE_CHANGED, actor=by, now=now, about=rule, detail=detail)
    return version
