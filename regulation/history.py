"""What each edition changed, in words: the history is the table of editions itself."""

from dataclasses import dataclass, fields

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policy.calendar import Hours
from policy.flag_defaults import DEFAULT_FLAGS
from policy.flags import RedFlags
from policy.ladder import Ladder
from policy.outcomes import DEFAULT_TABLE, Outcome, table_from_json
from policy.phrasebook import SHIPPED, Phrasebook
from policy.points import DEFAULT_POINTS
from policy.presets import PRESETS, Preset
from regulation.forms import OptionsForm
from regulation.limits import Limits, points_from
from regulation.models import Edition
from regulation.models.editions import Subject
from regulation.options import Options
from regulation.words import OUTCOME_LABELS, SEASON_LABELS, UNIT_LABELS, clock_name

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Entry:
    edition: Edition
    changes: list[str]
    reason: str


def history(subject: Subject) -> list[Entry]:
    """The newest first, each against the one before it."""
    rows = list(Edition.objects.about(subject).select_related("published_by").order_by("-pk")[: SHOWN + 1])
    before: list[Edition | None] = [*rows[1:], None][: len(rows)]
    return [
        Entry(edition, CHANGES[subject](older, edition), reason_words(edition.reason))
        for edition, older in list(zip(rows, before, strict=True))[:SHOWN]
    ]


def reason_words(reason: str) -> str:
    """As it was typed; what a preset brought says so in the reader's language."""
    kind, _colon, code = reason.partition(":")
    preset = next((p for p in PRESETS if kind == "preset" and p.code == code), None)
    return _("from the preset “%(name)s”") % {"name": preset_name(preset)} if preset else reason


def preset_name(preset: Preset) -> str:
    return preset.name_en if (get_language() or "").startswith("en") else preset.name_zh


def hours_words(hours: Hours) -> list[str]:
    """ "summer from 05-01: 14:30–16:30, 19:00–20:00" """
    return [
        _("%(season)s from %(day)s: %(hours)s")
        % {
            "season": SEASON_LABELS.get(s.name, s.name),
            "day": f"{s.month:02d}-{s.day:02d}",
            "hours": ", ".join(f"{i.start:%H:%M}–{i.end:%H:%M}" for i in s.intervals),
        }
        for s in hours.seasons
    ] + ([] if hours.weekends else [_("no calls at weekends")])


def _hours(older: Edition | None, newer: Edition) -> list[str]:
    old = set(hours_words(Hours.from_json(older.data))) if older else set()
    return [line for line in hours_words(Hours.from_json(newer.data)) if line not in old]


def _outcomes(older: Edition | None, newer: Edition) -> list[str]:
    old = table_from_json(older.data) if older else DEFAULT_TABLE
    new = table_from_json(newer.data)
    return [str(OUTCOME_LABELS[o]) for o in Outcome if old[o] != new[o]]


def _options(older: Edition | None, newer: Edition) -> list[str]:
    old = Options.from_json(older.data) if older else Options()
    new = Options.from_json(newer.data)
    labels = OptionsForm.base_fields
    return [
        f"{labels[f.name].label}: {getattr(old, f.name)} → {getattr(new, f.name)}"
        for f in fields(Options)
        if getattr(old, f.name) != getattr(new, f.name)
    ]


def _limits(older: Edition | None, newer: Edition) -> list[str]:
    """Each clock by its name."""
    old = Limits.from_json(older.data) if older else Limits()
    new = Limits.from_json(newer.data)
    before = {spec.code: spec for spec in old.clocks}
    clocks = [
        _("%(code)s: %(amount)s %(unit)s")
        % {"code": clock_name(spec.code), "amount": spec.amount, "unit": UNIT_LABELS[spec.unit]}
        for spec in new.clocks
        if before.get(spec.code) != spec
    ]
    kept = {spec.code for spec in new.clocks}
    gone = [_("%(code)s: taken off") % {"code": clock_name(code)} for code in before if code not in kept]
    others = {_("who may be ordered"): "roles", _("what must be filled in"): "required"}
    changed = [words for words, name in others.items() if getattr(old, name) != getattr(new, name)]
    return [*clocks, *gone, *changed]


def _points(older: Edition | None, newer: Edition) -> list[str]:
    old = points_from(older.data) if older else DEFAULT_POINTS
    new = points_from(newer.data)
    changed = [f"{item.name}: {item.points}" for item in new.items if old.item(item.code) != item]
    gone = [item.name for item in old.items if new.item(item.code) is None]
    return changed + [_("%(code)s: taken off") % {"code": name} for name in gone]


def _red_flags(older: Edition | None, newer: Edition) -> list[str]:
    old = RedFlags.from_json(older.data) if older else DEFAULT_FLAGS
    new = RedFlags.from_json(newer.data)
    language = get_language() or ""
    changed = [f"{flag.name(language)}: {flag.when}" for flag in new if old.get(flag.code) != flag]
    gone = [flag.name(language) for flag in old if new.get(flag.code) is None]
    return changed + [_("%(code)s: taken off") % {"code": name} for name in gone]


def _ladder(older: Edition | None, newer: Edition) -> list[str]:
    old = (Ladder.from_json(older.data) if older else Ladder()).to_json()
    new = Ladder.from_json(newer.data).to_json()
    return [f"{name}: {old[name]} → {new[name]}" for name in new if old[name] != new[name]]


def _phrases(older: Edition | None, newer: Edition) -> list[str]:
    old = Phrasebook.from_json(older.data) if older else SHIPPED
    new = Phrasebook.from_json(newer.data)
    signs = (
        (old.own, new.own, "＋"),
        (new.own, old.own, "－"),
        (new.off, old.off, "＋"),
        (old.off, new.off, "－"),
    )
    return [
        f"{sign} “{entry.phrase}” ({entry.reason})"
        for before, after, sign in signs
        for entry in after
        if entry not in before
    ]


CHANGES = {
    Subject.HOURS: _hours,
    Subject.OUTCOMES: _outcomes,
    Subject.OPTIONS: _options,
    Subject.LIMITS: _limits,
    Subject.POINTS: _points,
    Subject.RED_FLAGS: _red_flags,
    Subject.LADDER: _ladder,
    Subject.PHRASES: _phrases,
}
