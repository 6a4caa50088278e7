from patients.models.doctors import Doctor
from patients.models.imports import HeadingChoice, ImportedRow, ImportFile, ImportState, RowResult
from patients.models.numbers import NumberState, PhoneNumber
from patients.models.patients import Patient, Sex
from patients.models.visits import Setting, Visit

__all__ = [
    "Doctor",
    "HeadingChoice",
    "ImportFile",
    "ImportState",
    "ImportedRow",
    "NumberState",
    "Patient",
    "PhoneNumber",
    "RowResult",
    "Setting",
    "Sex",
    "Visit",
]
