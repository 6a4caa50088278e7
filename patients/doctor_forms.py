"""Which account belongs to a doctor. Nothing here saves."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from patients.models import Doctor
from staff.forms import Form, UserChoice
from staff.models import User
from staff.permissions import Role


class DoctorForm(Form):
    user = UserChoice(
        User.objects.none(),
        label=_("Account"),
        required=False,
        empty_label=_("none"),
        help_text=_("Who gets what patients of this doctor report."),
    )

    def __init__(self, doctor: Doctor, data: Any = None) -> None:
        super().__init__(data, initial={"user": doctor.user_id})
        free = Q(doctor=None) | Q(doctor=doctor)
        self.fields["user"].queryset = User.objects.active().filter(free, role=Role.CLINICIAN)  # type: ignore[attr-defined]
