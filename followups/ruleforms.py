"""The sentence with blanks: what an administrator types about one rule (E1, E12). Nothing here saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from followups.rulewords import DEPARTMENT_KIND_LABELS, FIELD_LABELS, REFUSALS, SKILL_LABELS
from patients.models.visits import KIND_LABELS, LEFT_BY_LABELS
from policy.calendar import Daypart
from policy.rules import PRIORITIES, DepartmentKind, RuleSpec, Skill
from policy.timing import LONGEST_WAIT, Timing
from policy.visits import LeftBy, VisitKind
from regulation.forms import Dated
from regulation.words import DAYPART_LABELS
from staff.models import Department

EXISTING = [
    ("adjust", _("are adjusted; those already dialled stay")),
    ("leave", _("stay as they are")),
]


def many(name: str, choices: list[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=FIELD_LABELS[name], choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def number(name: str, least: int, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})
    return forms.IntegerField(label=FIELD_LABELS[name], min_value=least, max_value=most, widget=widget)


def one(name: str, choices: list[tuple[Any, Any]], **more: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=FIELD_LABELS[name], choices=choices, widget=widget, **more)


def tick(name: str) -> forms.BooleanField:
    widget = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=FIELD_LABELS[name], required=False, widget=widget)


def text(label: Any, most: int, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "form-control is-wide"})
    return forms.CharField(label=label, max_length=most, widget=widget, **more)


class RuleForm(Dated):
    # Who
    kinds = many("kinds", [(str(k), KIND_LABELS[k]) for k in VisitKind])
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=FIELD_LABELS["departments"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    department_kind = one(
        "department_kind", [(str(k), DEPARTMENT_KIND_LABELS[k]) for k in DepartmentKind], required=False
    )
    first_visit_only = tick("first_visit_only")
    left_by_excluded = many("left_by_excluded", [(str(w), LEFT_BY_LABELS[w]) for w in LeftBy])

    # When
    earliest = number("earliest", 0, LONGEST_WAIT)
    latest = number("latest", 0, LONGEST_WAIT)
    target = number("target", 0, LONGEST_WAIT)
    dayparts = many("dayparts", [(str(p), DAYPART_LABELS[p]) for p in Daypart])
    last_block = tick("last_block")

    # How often
    occurrences = number("occurrences", 1, 100)
    every_days = number("every_days", 0, LONGEST_WAIT)
    max_attempts = number("max_attempts", 1, 20)
    extra_diagnoses = text(FIELD_LABELS["extra_diagnoses"], 500, required=False)
    extra_occurrences = number("extra_occurrences", 0, 100)
    until_recheck = tick("until_recheck")

    # By whom, how urgent, how well
    skill = one("skill", [(str(s), SKILL_LABELS[s]) for s in Skill])
    priority = one("priority", [(n, n) for n in PRIORITIES])
    target_percent = number("target_percent", 0, 100)
    source = text(FIELD_LABELS["source"], 60, required=False)
    assumption = tick("assumption")

    existing = forms.ChoiceField(
        label=_("follow-ups already planned"),
        choices=EXISTING,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effective_from"].widget.attrs["class"] = "form-control is-wide"
        self.fields["reason"].widget.attrs |= {"class": "form-control", "aria-describedby": "why-h"}

    def clean_extra_diagnoses(self) -> tuple[str, ...]:
        typed = self.cleaned_data["extra_diagnoses"]
        for mark in "，、;；":
            typed = typed.replace(mark, ",")
        return tuple(dict.fromkeys(word.strip() for word in typed.split(",") if word.strip()))

    def clean(self) -> dict[str, Any]:
        if self.errors.keys() <= {"reason", "effective_from"}:
            try:
                self.cleaned_data["spec"] = self._spec()
            except ValueError as error:
                field, sentence = REFUSALS.get(str(error), (None, _("This cannot be read.")))
                self.add_error(field, str(sentence))
        return self.cleaned_data

    @property
    def spec(self) -> RuleSpec | None:
        """Also while the reason is still missing: the effect is shown before."""
        self.is_valid()
        found: RuleSpec | None = getattr(self, "cleaned_data", {}).get("spec")
        return found

    def _spec(self) -> RuleSpec:
        typed = self.cleaned_data
        timing = Timing(
            typed["earliest"],
            typed["target"],
            typed["latest"],
            typed["last_block"],
            _some(typed["dayparts"], Daypart),
        )
        return RuleSpec(
            kinds=tuple(VisitKind(kind) for kind in typed["kinds"]),
            timing=timing,
            first_visit_only=typed["first_visit_only"],
            department_kind=DepartmentKind(typed["department_kind"]),
            departments=tuple(sorted(department.pk for department in typed["departments"])),
            left_by_excluded=tuple(LeftBy(way) for way in typed["left_by_excluded"]),
            occurrences=typed["occurrences"],
            every_days=typed["every_days"],
            extra_diagnoses=typed["extra_diagnoses"],
            extra_occurrences=typed["extra_occurrences"],
            until_recheck=typed["until_recheck"],
            max_attempts=typed["max_attempts"],
            skill=Skill(typed["skill"]),
            priority=int(typed["priority"]),
            target_percent=typed["target_percent"],
            source=typed["source"],
            assumption=typed["assumption"],
        )


class NewRuleForm(RuleForm):
    name = text(pgettext_lazy("of a thing", "Name"), 60)
    name_en = text(_("English name"), 60, required=False)


def spec_initial(spec: RuleSpec) -> dict[str, Any]:
    """The blanks as the rule fills them."""
    timing = spec.timing
    return spec.to_json() | {
        "earliest": timing.earliest,
        "target": timing.target,
        "latest": timing.latest,
        "last_block": timing.last_block,
        # All parts of the day: a rule that names none.
        "dayparts": [str(part) for part in timing.dayparts or Daypart],
        "extra_diagnoses": "，".join(spec.extra_diagnoses),
        "existing": "adjust",
    }


def _some(parts: list[str], of: type[Daypart]) -> tuple[Daypart, ...]:
    """All of them and none of them are the same: any."""
    return () if len(parts) == len(of) else tuple(part for part in of if part in parts)
