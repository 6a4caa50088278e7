"""What a department types about its measures, and the quality office about them. Nothing here saves."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complaints.directory import WORKERS
from complaints.forms import CHOICE, CONTROL, choice, text
from policy.points import DEFAULT_POINTS, PointsTable
from staff.forms import DayField, Form
from staff.models import Department, User

DAY = forms.DateInput(attrs={"type": "date", **CONTROL}, format="%Y-%m-%d")


class Once(Form):
    """Pressed twice, kept once: the page brings the token."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean_token(self) -> UUID:
        return self.cleaned_data["token"] or uuid4()


class MeasureForm(Once):
    text = text(_("Measure"), 5_000, rows=2, required=True)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), empty_label=None, widget=forms.Select(attrs=CHOICE)
    )
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Who sees to it"), widget=forms.Select(attrs=CHOICE), empty_label="—"
    )
    due_on = DayField(label=_("Until"), widget=DAY)

    def __init__(
        self, departments: list[Department], *args: Any, named: Collection[int] = (), today: date, **more: Any
    ) -> None:
        """`named`: users whom the order names, of whatever department."""
        super().__init__(*args, **more)
        chosen: Any = self.fields
        ids = [department.pk for department in departments]
        chosen["department"].queryset = Department.objects.filter(pk__in=ids)
        working = User.objects.active().filter(role__in=WORKERS)  # who sees to it proves it, too
        theirs = Q(department_id__in=ids) | Q(pk__in=named)
        chosen["responsible"].queryset = working.filter(theirs).order_by("full_name")
        self.today = today

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day


class ProofForm(Form):
    proof = text(_("What was done, and where it can be seen"), 5_000, rows=2, required=True)


class CheckForm(Form):
    sufficient = forms.TypedChoiceField(
        label=_("Does the proof suffice?"),
        choices=[("1", _("sufficient")), ("0", _("not sufficient"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    remark = text(_("Remark"), 2_000, rows=2)
    item = choice(_("Points from the month"), (), required=False)

    def __init__(self, table: PointsTable, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].choices = [("", _("none")), *item_choices(table)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("sufficient") is False and not typed.get("remark"):
            self.add_error("remark", _("Write down what is missing: the department reads it."))
        return typed


class PointsForm(Once):
    """Points without a measure: a late answer, a repeated complaint."""

    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), widget=forms.Select(attrs=CHOICE), empty_label="—"
    )
    item = choice(_("What for"), ())
    reason = text(_("Reason"), 500, rows=2, required=True)
    number = forms.CharField(
        label=_("Number of the case, if any"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={**CONTROL, "autocomplete": "off"}),
    )

    def __init__(self, table: PointsTable, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item"].choices = [("", "—"), *item_choices(table)]  # type: ignore[attr-defined]


class ObjectionForm(Form):
    objection = text(_("Why the points are not right"), 2_000, rows=2, required=True)


class DecisionForm(Form):
    upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("upheld: the points are given back")), ("0", _("rejected: the points stay"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    decision = text(_("Reason"), 500, rows=2, required=True)


def item_choices(table: PointsTable) -> list[tuple[str, str]]:
    return [(item.code, f"{item_name(item.code, item.name)}（{item.points}）") for item in table.items]


#: Names of the items that the product brings; others are as somebody typed them.
ITEMS = {
    "answer_late": _("Answer late"),
    "measure_late": _("Measure not carried out in time"),
    "measure_insufficient": _("Measure insufficient"),
    "repeated": _("Repeated complaint within 90 days"),
    "dissatisfied": _("Patient dissatisfied with the handling"),
    "adverse_event": _("Adverse event verified"),
}


def item_name(code: str, name: str) -> str:
    """In the reader's language while it is as shipped."""
    shipped = DEFAULT_POINTS.item(code)
    return str(ITEMS[code]) if shipped and shipped.name == name and code in ITEMS else name
