"""What a column of an export can be: the register's fields (E2, E16) and what decides whom to call when."""

from __future__ import annotations

from enum import StrEnum, auto


class Field(StrEnum):
    # Which visit, and whose
    HIS_VISIT_NO = auto()
    MRN = auto()
    INPATIENT_NO = auto()
    NAME = auto()
    SEX = auto()
    BIRTH_DATE = auto()
    AGE = auto()
    AGE_UNIT = auto()
    ADDRESS = auto()
    # How to reach and how to speak
    PHONE = auto()
    CONTACT_NAME = auto()
    CONTACT_RELATION = auto()
    CONTACT_PHONE = auto()
    LANGUAGE = auto()
    HEARING = auto()
    REMARK = auto()
    DO_NOT_CALL = auto()
    DO_NOT_DISCLOSE = auto()
    # What kind of visit
    VISIT_TYPE = auto()
    ARRIVED = auto()
    STATUS = auto()
    FIRST_OR_RETURN = auto()
    DEPARTMENT = auto()
    WARD = auto()
    DOCTOR = auto()
    DIAGNOSIS = auto()
    OPERATION = auto()
    ABNORMAL = auto()
    ORDERS = auto()
    PAID = auto()
    AMOUNT = auto()
    # When
    APPOINTMENT_AT = auto()
    VISITED_AT = auto()
    ADMITTED_AT = auto()
    DISCHARGED_AT = auto()
    LEFT_BY = auto()
    # Not for us: serial numbers, identity numbers, our own list of rejected rows
    IGNORE = auto()


# Several columns may hold these; their values are joined.
MANY = frozenset({Field.PHONE, Field.CONTACT_PHONE, Field.REMARK, Field.ABNORMAL, Field.ORDERS, Field.IGNORE})
# Of several columns that may hold these, the first that is filled does.
FILLING = frozenset({Field.MRN, Field.DEPARTMENT, Field.DOCTOR, Field.LEFT_BY})
# These may stand in two columns, a day and its time of day.
MOMENTS = (Field.APPOINTMENT_AT, Field.VISITED_AT, Field.ADMITTED_AT, Field.DISCHARGED_AT)
IDS = (Field.HIS_VISIT_NO, Field.MRN, Field.INPATIENT_NO)
