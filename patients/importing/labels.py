"""What fields, confidences and the columns of a list of rejected rows are called: English message ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from patients.importing.fields import Field
from patients.importing.layout import Confidence
from patients.importing.messages import N_

FIELDS: Mapping[Field, str] = {
    Field.HIS_VISIT_NO: N_("HIS visit number"),
    Field.MRN: N_("medical record number"),
    Field.INPATIENT_NO: N_("inpatient number"),
    Field.NAME: N_("name"),
    Field.SEX: N_("sex"),
    Field.BIRTH_DATE: N_("birth date"),
    Field.AGE: N_("age"),
    Field.AGE_UNIT: N_("unit of the age"),
    Field.ADDRESS: N_("address"),
    Field.PHONE: N_("patient's own telephone"),
    Field.CONTACT_NAME: N_("contact's name"),
    Field.CONTACT_RELATION: N_("contact's relation"),
    Field.CONTACT_PHONE: N_("contact's telephone"),
    Field.LANGUAGE: N_("language or dialect"),
    Field.HEARING: N_("hearing"),
    Field.REMARK: N_("what to mind when speaking"),
    Field.DO_NOT_CALL: N_("do not call"),
    Field.DO_NOT_DISCLOSE: N_("do not disclose the diagnosis"),
    Field.VISIT_TYPE: N_("kind of visit"),
    Field.ARRIVED: N_("arrived or not"),
    Field.STATUS: N_("state of the appointment or visit"),
    Field.FIRST_OR_RETURN: N_("first or return visit"),
    Field.DEPARTMENT: N_("department"),
    Field.WARD: N_("ward"),
    Field.DOCTOR: N_("attending doctor"),
    Field.DIAGNOSIS: N_("diagnosis"),
    Field.OPERATION: N_("operation"),
    Field.ABNORMAL: N_("abnormal results"),
    Field.ORDERS: N_("discharge orders"),
    Field.PAID: N_("paid or not"),
    Field.AMOUNT: N_("amount paid"),
    Field.APPOINTMENT_AT: N_("time of appointment"),
    Field.VISITED_AT: N_("time of visit"),
    Field.ADMITTED_AT: N_("time of admission"),
    Field.DISCHARGED_AT: N_("time of discharge"),
    Field.LEFT_BY: N_("way of leaving"),
    Field.IGNORE: N_("do not import"),
}

CONFIDENCES: Mapping[Confidence, str] = {
    Confidence.EXACT: N_("recognised"),
    Confidence.SYNONYM: N_("recognised"),
    Confidence.REMEMBERED: N_("as last time"),
    Confidence.CHOSEN: N_("chosen"),
    Confidence.GUESSED: N_("guessed, please check"),
    Confidence.UNKNOWN: N_("please choose"),
}

ROW_NUMBER = N_("Row number")
REASON = N_("Why rejected")
OURS = frozenset({ROW_NUMBER, REASON, "行号", "原因", "为什么拒绝"})
IDENTITY_NOTE = N_("Identity numbers are never imported.")


def is_own_list(titles: Sequence[str]) -> bool:
    """Whether a file is our own list of rejected rows, come back."""
    return len(titles) > 1 and OURS.issuperset(titles[:2])
