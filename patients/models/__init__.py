from patients.models.cleared import ClearedPerson, NamedBy
from patients.models.doctors import Doctor
from patients.models.imports import HeadingChoice, ImportedRow, ImportFile, ImportState, RowResult
from patients.models.numbers import NumberState, PhoneNumber
from patients.models.patients import Patient, Sex
from patients.models.visits import Setting, Visit

__all__ = [
    "ClearedPerson",
    "Doctor",
    "HeadingChoice",
    "ImportFile",
    "ImportState",
    "ImportedRow",
    "NamedBy",
    "NumberState",
    "Patient",
    "PhoneNumber",
    "RowResult",
    "Setting",
    "Sex",
    "Visit",
]
