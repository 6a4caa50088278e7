"""A version as a page shows it: filled in for an example patient, marks beside, against another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from policy.phrasebook import Phrasebook
from policy.presets import PRESETS
from policy.visits import VisitKind
from policy.wording import Mark, minutes
from policy.wording_lists import Concern
from regulation.words import KIND_LABELS
from scripts_library.filling import form_of_address, pieces
from scripts_library.forms import LANGUAGES, PARTS
from scripts_library.marks import Found, marks_of
from scripts_library.models import ForWhom, ScriptVersion
from scripts_library.purposes import purposes
from scripts_library.words import CONCERN_LABELS
from staff.models import Department
from staff.templatetags.look import listed

Piece = tuple[str, bool]
EXAMPLE = {"zh": ("陈国栋", "胃肠外科", "林晓东"), "en": ("Chen Guodong", "General Surgery", "Lin")}


@dataclass(frozen=True, slots=True)
class Said:
    """One step or reply in both languages: pieces of text, each with whether it is filled in or differs."""

    title: str
    zh: list[Piece]
    en: list[Piece]
    marks: list[str]
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One row of a comparison: the left and the right version of one text."""

    title: str
    left: list[Piece]
    right: list[Piece]

    @property
    def differs(self) -> bool:
        return any(changed for _text, changed in [*self.left, *self.right])


def language_now() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def example(language: str, agent: str) -> dict[str, str]:
    name, department, doctor = EXAMPLE[language]
    return {
        "hospital": settings.HOSPITAL_NAME,
        "agent": agent,
        "patient": name,
        "address": form_of_address(name, "male", 71, language),
        "department": department,
        "doctor": doctor,
        "days": "7",
    }


def said(version: ScriptVersion, part: str, agent: str, found: Sequence[Found]) -> list[Said]:
    rows = []
    words = {language: example(language, agent) for language in LANGUAGES}
    for code, titles in PARTS[part].items():
        text = {language: _say(version, part, language, code) for language in LANGUAGES}
        if not any(text.values()):
            continue
        marks = [mark_words(one) for one in found if one.part == part and one.mark.step == code]
        filled = {language: pieces(text[language], words[language]) for language in LANGUAGES}
        rows.append(Said(titles[language_now()], filled["zh"], filled["en"], marks))
    return rows


def whole_marks(found: Iterable[Found]) -> list[str]:
    """Those of a script as a whole."""
    return [mark_words(one) for one in found if not one.mark.step]


def mark_words(found: Found) -> str:
    return mark_of(found.language, found.mark)


def mark_of(language: str, mark: Mark) -> str:
    label = str(CONCERN_LABELS[mark.concern])
    if mark.concern == Concern.LENGTH:
        return _("%(language)s: %(what)s (%(minutes)s minutes)") % {
            "language": _language(language),
            "what": label,
            "minutes": mark.words,
        }
    if mark.concern == Concern.QUESTIONS:
        return f"{_language(language)}: {label} ({mark.words})"
    said = _("“%(words)s”: %(what)s") % {"words": mark.words, "what": label}
    return said + (_(" (%(why)s)") % {"why": mark.why} if mark.why else "")


def _language(code: str) -> str:
    return _("Chinese") if code == "zh" else _("English")


def lengths(version: ScriptVersion) -> dict[str, str]:
    steps = {language: getattr(version, f"steps_{language}") for language in LANGUAGES}
    taken = {code: minutes([(s["code"], s["say"]) for s in said], code) for code, said in steps.items()}
    return {language: f"{length:.1f}" for language, length in taken.items()}


@dataclass(frozen=True, slots=True)
class Names:
    """Of what a version may be for."""

    departments: dict[int, str]
    purposes: dict[str, str]


def names_on(day: date) -> Names:
    """Rules that are not in use have the names that they come with."""
    english = language_now() == "en"
    rules = {rule.code: rule.name_en if english else rule.name_zh for one in PRESETS for rule in one.rules}
    rules |= {rule.code: rule.name for rule in purposes(day)}
    return Names(dict(Department.objects.values_list("pk", "name")), rules)


def for_whom(version: ForWhom, names: Names) -> str:
    """ "inpatient, health check-up・General Surgery・A week after discharge・women・from 14 to 49 years" """
    kinds = listed(KIND_LABELS[VisitKind(kind)] for kind in version.kinds) or _("any visit")
    where = listed(names.departments.get(pk, "?") for pk in version.departments)
    why = listed(names.purposes.get(code, code) for code in version.purposes)
    who = str(version.get_sex_display()) if version.sex else ""
    return "・".join(part for part in (kinds, where, why, who, _ages(version)) if part)


def _ages(version: ForWhom) -> str:
    ages = {"low": version.min_age, "high": version.max_age}
    if version.min_age is None and version.max_age is None:
        return ""
    if version.max_age is None:
        return _("from %(low)d years") % ages
    if version.min_age is None:
        return _("up to %(high)d years") % ages
    return _("%(low)d to %(high)d years") % ages


def compared(old: ScriptVersion, new: ScriptVersion, part: str, language: str) -> list[Side]:
    """Each text of both versions, what one of them lacks told apart."""
    sides = []
    for code, titles in PARTS[part].items():
        left, right = (_say(version, part, language, code) for version in (old, new))
        if left or right:
            sides.append(side(titles[language_now()], left, right))
    return sides


def side(title: str, left: str, right: str) -> Side:
    return Side(title, *_differences(left, right))


def differing(*parts: Sequence[Side]) -> int:
    """How many texts of a comparison differ."""
    return sum(row.differs for rows in parts for row in rows)


def marks_count(version: ScriptVersion, book: Phrasebook) -> str:
    count = len(marks_of(version, book))
    return ngettext("%(count)d open mark", "%(count)d open marks", count) % {"count": count} if count else ""


def _differences(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    before: list[Piece] = []
    after: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        before += [(left[a:b], what != "equal")] if b > a else []
        after += [(right[c:d], what != "equal")] if d > c else []
    return before, after


def _say(version: ScriptVersion, part: str, language: str, code: str) -> str:
    return next((s["say"] for s in getattr(version, f"{part}_{language}") if s["code"] == code), "")
