"""What is typed about a questionnaire besides its questions: its name, whom it is for. Nothing here saves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from scripts_library.models import QuestionnaireVersion
from scripts_library.purposes import Purpose
from scripts_library.whomforms import WhomForm, whom_initial
from staff.forms import Form


class NewQuestionnaireForm(Form):
    name_zh = forms.CharField(label=_("Chinese name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)


class AskedOfForm(WhomForm):
    edits = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, version: QuestionnaireVersion, rules: Sequence[Purpose] = (), **more: Any
    ) -> None:
        more["initial"] = whom_initial(version) | {"edits": version.edits}
        super().__init__(*args, **more)
        self.offer(rules, version.purposes)
