"""One small form for each move of a case: what must be said when it is made (policy.complaints.required).

They check; actions save.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complaints.directory import Directory
from complaints.forms import CHOICE, CONTROL, choice, line, text
from complaints.words import VERDICTS
from policy.complaints import Move, Verdict
from scripts_library.question_words import LEVELS
from staff.forms import Form, MomentField
from staff.templatetags.look import listed

HOWS = {
    "call": _("by telephone"),
    "face_to_face": _("face to face"),
    "letter": _("by letter"),
    "message": _("by message"),
    "web": _("below the post"),
    "cannot_be_told": _("nobody can be told"),
}
MOMENT = "%Y-%m-%dT%H:%M"


class MoveForm(Form):
    """`version` is the one that the page was drawn with."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, directory: Directory, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directory = directory
        self.offer()

    def offer(self) -> None:
        """Fill what can be chosen from."""


class ReasonForm(MoveForm):
    text = text(_("Reason"), 5_000, rows=2, required=True)


class ReturnForm(MoveForm):
    text = text(_("What is missing"), 5_000, rows=2, required=True)


class ResubmitForm(MoveForm):
    text = text(_("What was added"), 5_000, rows=3)


class OrderForm(MoveForm):
    responsible = choice(_("Who"), (), error_messages={"required": _("Name the person who does it.")})
    lead = choice(_("Lead department"), (), error_messages={"required": _("Name the lead department.")})
    parts = forms.MultipleChoiceField(
        label=_("With whom"), required=False, widget=forms.CheckboxSelectMultiple
    )
    task = text(_("What is to be done"), 5_000, rows=2, required=True)
    until = MomentField(
        label=_("Until when"),
        input_formats=[MOMENT, f"{MOMENT}:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={**CONTROL, "type": "datetime-local"}, format=MOMENT),
    )

    def offer(self) -> None:
        fields: Any = self.fields
        fields["responsible"].choices = [("", "—"), *self.directory.people()]
        fields["lead"].choices = [("", "—"), *self.directory.departments()]
        fields["parts"].choices = self.directory.departments()

    def clean_responsible(self) -> int:
        return int(self.cleaned_data["responsible"])

    def clean_lead(self) -> int:
        return int(self.cleaned_data["lead"])

    def clean_parts(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["parts"]]

    @property
    def parts_words(self) -> str:
        """What the closed list says is chosen."""
        chosen = {str(pk) for pk in self["parts"].value() or ()}
        return listed(name for pk, name in self.directory.departments() if pk in chosen)


class FindForm(MoveForm):
    verdict = choice(_("Verified?"), [("", "—"), *((v, VERDICTS[v]) for v in Verdict)])
    text = text(_("What was found out"), rows=4, required=True)


class DraftForm(MoveForm):
    text = text(_("Answer to the patient"), rows=5, required=True)
    no_measure_reason = line(_("Why no measure is needed (if none)"), 500)


class AnswerForm(MoveForm):
    how = choice(_("How it was told"), [("", "—"), *HOWS.items()])
    text = text(_("What was said"), rows=4, required=True)
    level = choice(_("How content they seemed"), [("", "—"), *LEVELS], required=False)

    def clean_level(self) -> int | None:
        return int(self.cleaned_data["level"]) if self.cleaned_data["level"] else None


class ConfirmForm(MoveForm):
    level = choice(_("Content with the handling?"), [("", _("not reached")), *LEVELS], required=False)
    text = text(_("In their own words"), 5_000, rows=3)

    def clean_level(self) -> int | None:
        return int(self.cleaned_data["level"]) if self.cleaned_data["level"] else None


class SettleForm(MoveForm):
    how = choice(_("How it was told"), [("", "—"), *HOWS.items()])
    text = text(_("What was done and said"), rows=3, required=True)


class DecideForm(MoveForm):
    text = text(_("Decision"), rows=3, required=True)


class PassOnForm(MoveForm):
    lead = choice(_("Their department"), ())
    users = forms.MultipleChoiceField(
        label=_("Who is praised"),
        required=False,
        widget=forms.SelectMultiple(attrs={**CHOICE, "size": 6}),
    )

    def offer(self) -> None:
        fields: Any = self.fields
        fields["lead"].choices = [("", "—"), *self.directory.departments()]
        fields["users"].choices = self.directory.everybody()

    def clean_users(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["users"]]

    def clean_lead(self) -> int:
        return int(self.cleaned_data["lead"])


class MergeForm(MoveForm):
    into = line(_("Number of the case it is the same as"), 20, required=True)


class PlainForm(MoveForm):
    """Nothing to say."""


class ExtensionForm(MoveForm):
    days = forms.IntegerField(
        label=_("Days"), min_value=1, max_value=60, widget=forms.NumberInput(attrs=CONTROL)
    )
    reason = text(_("Reason"), 500, rows=2, required=True)


class PauseForm(MoveForm):
    reason = text(_("Reason"), 500, rows=2, required=True)


FORMS: Mapping[Move, type[MoveForm]] = {
    Move.RETURN: ReturnForm,
    Move.RESUBMIT: ResubmitForm,
    Move.ORDER: OrderForm,
    Move.HAND_BACK: ReasonForm,
    Move.FIND: FindForm,
    Move.DRAFT: DraftForm,
    Move.ANSWER: AnswerForm,
    Move.CONFIRM: ConfirmForm,
    Move.CLOSE_UNCONFIRMED: PlainForm,
    Move.ESCALATE: ReasonForm,
    Move.DECIDE: DecideForm,
    Move.PASS_ON: PassOnForm,
    Move.SETTLE: SettleForm,
    Move.MERGE: MergeForm,
    Move.WITHDRAW: ReasonForm,
}
