"""What is typed into a script: its name, whom it is for, its words in two languages. Nothing here saves."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.visits import VisitKind
from regulation.words import KIND_LABELS
from scripts_library import shipped, shipped_replies
from scripts_library.actions.versions import Content
from scripts_library.models import ScriptVersion
from scripts_library.shipped import Step
from staff.forms import DAY, Form
from staff.models import Department

LONGEST = 1000  # characters in one step
LANGUAGES = ("zh", "en")
PARTS = {
    "steps": {code: {lang: shipped.COMMON[lang][code][0] for lang in LANGUAGES} for code in shipped.ORDER},
    "replies": {
        code: {lang: words[lang][0] for lang in LANGUAGES} for code, words in shipped_replies.REPLIES.items()
    },
}
WORDS = {"zh": _("Chinese words"), "en": _("English words")}


class KindsForm(Form):
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of visit"),
        choices=[(str(kind), KIND_LABELS[kind]) for kind in VisitKind],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: for any visit."),
    )


class NewScriptForm(KindsForm):
    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    field_order = ("name_zh", "name_en", "kinds")


class PublishForm(Form):
    effective_from = forms.DateField(label=_("In force from"), widget=DAY)


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    title: str
    zh: forms.BoundField
    en: forms.BoundField


class VersionForm(KindsForm):
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label=_("Only for these departments"),
        widget=forms.SelectMultiple(attrs={"size": 5}),
        required=False,
        help_text=_("None chosen: for all of them."),
    )
    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: ScriptVersion, **more: Any) -> None:
        initial = {"kinds": version.kinds, "departments": version.departments, "edits": version.edits}
        for part, codes in PARTS.items():
            for language in LANGUAGES:
                said = {step["code"]: step["say"] for step in getattr(version, f"{part}_{language}")}
                initial |= {f"{part}-{language}-{code}": said.get(code, "") for code in codes}
        more["initial"] = initial
        super().__init__(*args, **more)
        for part, codes in PARTS.items():
            for code, titles in codes.items():
                for language in LANGUAGES:
                    self.fields[f"{part}-{language}-{code}"] = forms.CharField(
                        label=f"{titles[language]}: {WORDS[language]}",
                        max_length=LONGEST,
                        required=False,
                        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
                    )

    def rows(self, part: str, language: str) -> list[Row]:
        return [
            Row(code, titles[language], self[f"{part}-zh-{code}"], self[f"{part}-en-{code}"])
            for code, titles in PARTS[part].items()
        ]

    def content(self) -> Content:
        said = {f"{part}_{language}": self._said(part, language) for part in PARTS for language in LANGUAGES}
        departments = sorted(one.pk for one in self.cleaned_data["departments"])
        return Content(kinds=self.cleaned_data["kinds"], departments=departments, **said)

    def _said(self, part: str, language: str) -> list[Step]:
        return [
            {
                "code": code,
                "title": titles[language],
                "say": self.cleaned_data[f"{part}-{language}-{code}"].strip(),
            }
            for code, titles in PARTS[part].items()
        ]
