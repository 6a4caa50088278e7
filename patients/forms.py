"""What a person sends in or chooses about an import."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.import_words import refusal
from patients.importing import limits
from patients.importing.encodings import OFFERED
from patients.importing.errors import ImportRefused, Refusal
from patients.importing.fields import Field
from patients.importing.layout import Layout


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv", "class": "form-control"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > limits.FILE_BYTES:
            self.refuse(ImportRefused(Refusal.TOO_LARGE, {"megabytes": limits.FILE_BYTES >> 20}))
        return file

    def refuse(self, refused: ImportRefused) -> None:
        said = refusal(refused.code, refused.params)
        self.add_error("file", f"{said.why} {said.advice}")


class MappingForm(forms.Form):
    """One choice for each column, c0, c1, …; of a workbook the sheet, of a text the encoding."""

    sheet = forms.CharField(required=False, max_length=100)
    encoding = forms.ChoiceField(required=False, choices=[("", "")] + [(name, name) for name in OFFERED])

    def __init__(self, data: Any, *, layout: Layout, sheets: list[str]) -> None:
        super().__init__(data)
        self.layout, self.sheets = layout, sheets
        choices = [("", _("please choose")), *((str(field), str(field)) for field in Field)]
        for column in layout.columns:
            self.fields[f"c{column.index}"] = forms.ChoiceField(required=False, choices=choices)

    def clean_sheet(self) -> str:
        name: str = self.cleaned_data["sheet"]
        if name and name not in self.sheets:
            raise forms.ValidationError(_("There is no such sheet."))
        return name

    def chosen(self) -> dict[int, Field]:
        """Only what differs from what was found."""
        found = {}
        for column in self.layout.columns:
            value = self.cleaned_data[f"c{column.index}"]
            if value and value != (column.field or ""):
                found[column.index] = Field(value)
        return found
