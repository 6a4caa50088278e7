"""`{% load forms_of %}`: the two fields of one entry of the weekly sheet."""

from django import template
from django.forms import BoundField

from complaints.forms_sheets import SheetForm

register = template.Library()


@register.simple_tag
def sheet_row(form: SheetForm, number: str) -> tuple[BoundField, BoundField]:
    return form.row(number)
