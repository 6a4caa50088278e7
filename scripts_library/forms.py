"""What is typed into a script: its name, whom it is for, its words in two languages. Nothing here saves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.phrasebook import LISTED
from policy.phrasebook import LONGEST as LONGEST_PHRASE
from scripts_library import shipped, shipped_replies
from scripts_library.actions.versions import Content
from scripts_library.filling import unknown_words
from scripts_library.models import ScriptVersion
from scripts_library.purposes import Purpose
from scripts_library.shipped import Step
from scripts_library.whomforms import KindsForm, WhomForm, whom_initial
from scripts_library.words import CONCERN_LABELS, nothing_fills
from staff.forms import DAY, DayField, Form

LONGEST = 1000  # characters in one step
LANGUAGES = ("zh", "en")
PARTS = {
    "steps": {code: {lang: shipped.COMMON[lang][code][0] for lang in LANGUAGES} for code in shipped.ORDER},
    "replies": {
        code: {lang: words[lang][0] for lang in LANGUAGES} for code, words in shipped_replies.REPLIES.items()
    },
}
FIELDS = tuple(f"{part}-" for part in PARTS)
WORDS = {"zh": _("Chinese words"), "en": _("English words")}


class NewScriptForm(KindsForm):
    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    field_order = ("name_zh", "name_en", "kinds")


class PublishForm(Form):
    effective_from = DayField(label=_("In force from"), widget=DAY)


class ReasonForm(Form):
    """A phrase that is on the list already, and why something happens to it."""

    concern = forms.ChoiceField(
        label=_("What is wrong with it"), choices=[(str(one), CONCERN_LABELS[one]) for one in LISTED]
    )
    phrase = forms.CharField(label=_("Phrase"), max_length=LONGEST_PHRASE)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class PhraseForm(ReasonForm):
    phrase = forms.CharField(
        label=_("Phrase"),
        max_length=LONGEST_PHRASE,
        help_text=_("“…” stands for a few letters in between, within one sentence."),
    )
    reason = forms.CharField(
        label=_("Why it must not be said"),
        max_length=200,
        help_text=_("Stands beside every mark that it makes."),
    )


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    title: str
    zh: forms.BoundField
    en: forms.BoundField


class VersionForm(WhomForm):
    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, version: ScriptVersion, rules: Sequence[Purpose] = (), **more: Any
    ) -> None:
        initial = whom_initial(version) | {"edits": version.edits}
        for part, codes in PARTS.items():
            for language in LANGUAGES:
                said = {step["code"]: step["say"] for step in getattr(version, f"{part}_{language}")}
                initial |= {f"{part}-{language}-{code}": said.get(code, "") for code in codes}
        more["initial"] = initial
        super().__init__(*args, **more)
        self.offer(rules, version.purposes)
        for part, codes in PARTS.items():
            for code, titles in codes.items():
                for language in LANGUAGES:
                    self.fields[f"{part}-{language}-{code}"] = forms.CharField(
                        label=f"{titles[language]}: {WORDS[language]}",
                        max_length=LONGEST,
                        required=False,
                        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
                    )

    def clean(self) -> dict[str, Any]:
        """A word that nothing fills is named at its field, and above the form for whoever is further down."""
        data = super().clean()
        wrong = {name: unknown_words(said) for name, said in data.items() if name.startswith(FIELDS)}
        wrong = {name: words for name, words in wrong.items() if words}
        for name, words in wrong.items():
            self.add_error(name, nothing_fills(words))
        if wrong:
            self.add_error(None, nothing_fills(set().union(*wrong.values())))
        return data

    def rows(self, part: str, language: str) -> list[Row]:
        return [
            Row(code, titles[language], self[f"{part}-zh-{code}"], self[f"{part}-en-{code}"])
            for code, titles in PARTS[part].items()
        ]

    def content(self) -> Content:
        said = {f"{part}_{language}": self._said(part, language) for part in PARTS for language in LANGUAGES}
        return Content(**(self.whom() | said))

    def _said(self, part: str, language: str) -> list[Step]:
        return [
            {
                "code": code,
                "title": titles[language],
                "say": self.cleaned_data[f"{part}-{language}-{code}"].strip(),
            }
            for code, titles in PARTS[part].items()
        ]
