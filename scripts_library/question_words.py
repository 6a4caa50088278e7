"""The words of questionnaires on screens: kinds, subjects, domains, levels, and what is wrong where."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from policy.questionnaire_checks import Fault
from policy.questionnaires import Domain, Kind, Question, Subject
from scripts_library import shipped
from scripts_library.showing import language_now

KINDS = {
    Kind.LEVEL: gettext_lazy("five levels of satisfaction"),
    Kind.FREQUENCY: gettext_lazy("how often"),
    Kind.SCALE: gettext_lazy("0 to 10"),
    Kind.YESNO: gettext_lazy("yes or no"),
    Kind.ONE: gettext_lazy("one of several"),
    Kind.SEVERAL: gettext_lazy("any of several"),
    Kind.NUMBER: gettext_lazy("a number"),
    Kind.DATE: gettext_lazy("a date"),
    Kind.TEXT: gettext_lazy("free text"),
}
LEVELS = (
    ("5", gettext_lazy("very satisfied")),
    ("4", gettext_lazy("satisfied")),
    ("3", gettext_lazy("fair")),
    ("2", gettext_lazy("not very satisfied")),
    ("1", gettext_lazy("dissatisfied")),
)
FREQUENCIES = (
    ("5", gettext_lazy("always")),
    ("4", gettext_lazy("often")),
    ("3", gettext_lazy("sometimes")),
    ("2", gettext_lazy("seldom")),
    ("1", gettext_lazy("never")),
)
YES_NO = (("true", gettext_lazy("yes")), ("false", gettext_lazy("no")))
SUBJECTS = {
    Subject.OVERALL: gettext_lazy("the visit as a whole"),
    Subject.ETHICS: gettext_lazy("professional ethics"),
    Subject.ATTITUDE: gettext_lazy("attitude"),
    Subject.NURSING: gettext_lazy("nursing skill"),
    Subject.EDUCATION: gettext_lazy("health education"),
    Subject.COST: gettext_lazy("cost"),
    Subject.ENVIRONMENT: gettext_lazy("environment"),
    Subject.CONSULTANT: pgettext_lazy("person judged", "consultant"),
    Subject.DOCTOR: pgettext_lazy("person judged", "doctor"),
    Subject.NURSE: pgettext_lazy("person judged", "nurse"),
}
DOMAINS = {
    Domain.SATISFACTION: gettext_lazy("satisfaction"),
    Domain.CONDITION: pgettext_lazy("domain", "condition"),
    Domain.MEDICATION: pgettext_lazy("domain", "medication"),
    Domain.HABITS: pgettext_lazy("domain", "daily habits"),
    Domain.EFFECT: pgettext_lazy("domain", "effect on life"),
    Domain.EMOTION: pgettext_lazy("domain", "emotion"),
    Domain.KNOWLEDGE: pgettext_lazy("domain", "health knowledge"),
    Domain.GUIDANCE: pgettext_lazy("domain", "guidance"),
    Domain.WARD: pgettext_lazy("domain", "ward"),
    Domain.LIFESTYLE: pgettext_lazy("domain", "lifestyle"),
}
FAULTS = {
    "empty": gettext_lazy("There is no question in it yet."),
    "too_many": gettext_lazy("Forty questions are the most."),
    "twice": gettext_lazy("“%(words)s” stands here twice."),
    "not_a_code": gettext_lazy("A code is small letters, digits and _, and begins with a letter."),
    "reserved": gettext_lazy("“%(words)s” is a word of the conditions and cannot be a code."),
    "no_words": gettext_lazy("The Chinese words are missing."),
    "too_long": gettext_lazy("This is too long."),
    "unknown": gettext_lazy("Choose one of the list."),
    "unknown_step": gettext_lazy("Choose a step of the call."),
    "not_a_number": gettext_lazy("This is not a number."),
    "bounds": gettext_lazy("The highest must lie above the lowest."),
    "options_count": gettext_lazy("Two to twelve answers to choose from are needed, one a line."),
    "unknown_sign": gettext_lazy("“%(words)s” has no meaning here."),
    "unclosed_text": gettext_lazy("A quotation mark is not closed."),
    "number_too_long": gettext_lazy("A number has at most twelve digits and six decimals."),
    "expected_name": gettext_lazy("The code of an earlier question is missing."),
    "unknown_name": gettext_lazy("“%(words)s” is no question that stands before this one."),
    "later_step": gettext_lazy("“%(words)s” is asked in a later step of the call than this question."),
    "expected_comparison": gettext_lazy("A comparison is missing: == != < <= > >= in has."),
    "expected_value": gettext_lazy("A number, a text in quotation marks, true or false is missing."),
    "expected_number": gettext_lazy("A number is missing."),
    "expected_text": gettext_lazy("A text in quotation marks is missing."),
    "expected_open": gettext_lazy("An opening bracket is missing."),
    "expected_close": gettext_lazy("A closing bracket is missing."),
    "expected_end": gettext_lazy("“and” or “or” is missing before this."),
    "too_deep": gettext_lazy("Too many brackets inside one another."),
    "other_kind": gettext_lazy("“%(words)s” is never answered in this way."),
    "unknown_option": gettext_lazy("“%(words)s” is not among its answers."),
}


class Said(NamedTuple):
    """`before` and `rest`: a condition, parted at the fault."""

    text: str
    before: str = ""
    rest: str = ""


def say(fault: Fault, typed: str) -> Said:
    text = str(FAULTS[fault.code]) % {"words": fault.words}
    if fault.position is None:
        return Said(text)
    place = _("From character %(place)d on:") % {"place": fault.position + 1}
    return Said(f"{place} {text}", typed[: fault.position], typed[fault.position :])


def step_titles() -> dict[str, str]:
    language = language_now()
    return {code: shipped.COMMON[language][code][0] for code in shipped.ORDER}


def choices(question: Question) -> list[tuple[str, str]]:
    """Value and label of each; none for what is typed."""
    fixed = {Kind.LEVEL: LEVELS, Kind.FREQUENCY: FREQUENCIES, Kind.YESNO: YES_NO}
    if question.kind in fixed:
        return [(value, str(label)) for value, label in fixed[question.kind]]
    if question.kind == Kind.SCALE:
        return [(str(number), str(number)) for number in range(11)]
    return [(option.code, option.title.said(language_now())) for option in question.options]


def bounds(question: Question) -> str:
    """What may be written into a field, said beside it."""
    if question.kind != Kind.NUMBER:
        return ""
    unit = f" {question.unit}" if question.unit else ""
    if question.low is not None and question.high is not None:
        return _("%(low)s to %(high)s%(unit)s") % {"low": question.low, "high": question.high, "unit": unit}
    if question.low is not None:
        return _("at least %(low)s%(unit)s") % {"low": question.low, "unit": unit}
    return _("at most %(high)s%(unit)s") % {"high": question.high, "unit": unit} if question.high else ""


def described(question: Question, language: str) -> str:
    """All that one question is, in lines: for two versions side by side."""
    lines = [question.title.said(language), str(KINDS[question.kind])]
    lines += [f"{one.code}: {one.title.said(language)}" for one in question.options]
    bounds = "–".join("" if one is None else str(one) for one in (question.low, question.high))
    lines += [f"{bounds} {question.unit}"] if bounds != "–" or question.unit else []
    lines += [str(_("needs an answer"))] if question.required else []
    for label, condition in ((_("shown if"), question.show_if), (_("needed if"), question.required_if)):
        lines += [f"{label} {condition.text}"] if condition else []
    lines += [f"{_('judges')} {SUBJECTS[question.subject]}"] if question.subject else []
    lines += [f"{_('counts for')} {DOMAINS[question.domain]}"] if question.domain else []
    return "\n".join(lines)
