"""The sentences for every code of `errors`: English message ids, which the pages translate.

gettext(TEXTS[code]) % params        why, as a sentence
gettext(ADVICE[code]) % params       what to do about it
"""

from __future__ import annotations

from collections.abc import Mapping

from patients.importing.errors import Fault, Note, Refusal, Skip


def N_(message: str) -> str:
    """Marks a message for the catalogue, as gettext_noop does, without needing Django."""
    return message


REFUSED: Mapping[Refusal, tuple[str, str]] = {
    Refusal.EMPTY: (N_("The file is empty."), N_("Export it again and upload it once more.")),
    Refusal.TOO_LARGE: (
        N_("The file is larger than %(megabytes)s MB."),
        N_("Export a shorter period, or split the file."),
    ),
    Refusal.HTML: (
        N_("The file is a web page that was named like a workbook."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    Refusal.XML_SHEET: (
        N_("The file is an XML table that was named like a workbook."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    Refusal.WORD: (
        N_("The file is a Word document."),
        N_("Copy the table into a workbook and save it as .xlsx."),
    ),
    Refusal.PDF: (N_("The file is a PDF document."), N_("Ask for the same list as .xlsx or .csv.")),
    Refusal.PICTURE: (N_("The file is a picture."), N_("Ask for the same list as .xlsx or .csv.")),
    Refusal.ARCHIVE: (N_("The file is a packed folder."), N_("Unpack it and upload the workbook in it.")),
    Refusal.OTHER_WORKBOOK: (
        N_("The workbook has a format that is not read here."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    Refusal.BINARY: (
        N_("The file is neither a workbook nor a text table."),
        N_("Ask for the same list as .xlsx or .csv."),
    ),
    Refusal.ENCRYPTED: (
        N_("The file is protected by a password."),
        N_("Open it, remove the password and save it again."),
    ),
    Refusal.MACROS: (
        N_("The workbook contains macros, which are not opened here."),
        N_("Open it in Excel or WPS and save it as .xlsx."),
    ),
    Refusal.ZIP_BOMB: (
        N_("Unpacked, the file would be far larger than it looks."),
        N_("Copy the rows into a new workbook, or save the sheet as .csv."),
    ),
    Refusal.ZIP_PATHS: (
        N_("The workbook contains parts that do not belong in one."),
        N_("Copy the rows into a new workbook."),
    ),
    Refusal.DAMAGED: (
        N_("The file is damaged and cannot be read."),
        N_("Export it again and upload it once more."),
    ),
    Refusal.ENCODING: (
        N_("The characters of the file cannot be read for certain."),
        N_("Save it as .xlsx, or as .csv in UTF-8."),
    ),
    Refusal.DAMAGED_TEXT: (
        N_("Some characters are damaged, the first ones in row %(row)s."),
        N_("Export it again; do not edit it in a text program."),
    ),
    Refusal.BAD_QUOTES: (
        N_("A quotation mark in row %(row)s is not closed, so the rows after it cannot be told apart."),
        N_("Correct this row, or save the list as .xlsx."),
    ),
    Refusal.TOO_MANY_ROWS: (
        N_("The table has more than %(limit)s rows."),
        N_("Export a shorter period, or split the file."),
    ),
    Refusal.TOO_MANY_COLUMNS: (
        N_("Row %(row)s has more than %(limit)s columns."),
        N_("Delete the columns on the right that hold no visits."),
    ),
    Refusal.CELL_TOO_LONG: (
        N_("A cell in row %(row)s holds more than %(limit)s characters."),
        N_("Correct this row; often a quotation mark before it is not closed."),
    ),
    Refusal.TOO_MUCH_MEMORY: (
        N_(
            "Reading the file takes too much memory; often a single cell far below or to the right is filled."
        ),
        N_("Copy the rows into a new workbook, or split the file."),
    ),
    Refusal.TOO_SLOW: (
        N_("Reading the file takes too long."),
        N_("Copy the rows into a new workbook, or split the file."),
    ),
    Refusal.NO_SHEET: (N_("The workbook has no sheet “%(sheet)s”."), N_("Choose another sheet.")),
    Refusal.NO_DATA: (N_("The file holds no rows."), N_("Choose another sheet or another file.")),
    Refusal.NO_HEADING: (
        N_("No row with headings was found among the first rows."),
        N_("Put a row with headings such as name, record number and visit time above the visits."),
    ),
}

FAULTS: Mapping[Fault, tuple[str, str]] = {
    Fault.MISSING_NAME: (N_("no name"), N_("Fill in the name")),
    Fault.MISSING_IDS: (N_("no record number and no visit number"), N_("Fill in either number")),
    Fault.MISSING_TIME: (N_("no visit number and no time of the visit"), N_("Fill in either of them")),
    Fault.UNKNOWN_KIND: (
        N_("unknown kind of visit"),
        N_("Change it to inpatient, outpatient, check-up or appointment"),
    ),
    Fault.DUPLICATE_DIFFERS: (
        N_("same visit as row %(row)s, but with other content"),
        N_("Keep one of the rows"),
    ),
    Fault.VISIT_OF_ANOTHER: (
        N_("this visit number belongs to another patient’s visit"),
        N_(
            "Numbers that start again every day tell no visits apart: choose the column with the lasting"
            " number, or none, and the visits are told apart by record number and time"
        ),
    ),
    Fault.ANOTHER_HEADING: (
        N_("stands under another heading, in row %(row)s"),
        N_("Send this part of the table as a file of its own, with its heading"),
    ),
    Fault.ANOTHER_PERSON: (
        N_("this record number belongs to another person: name and sex, birth date or age differ"),
        N_("Correct the record number; a newborn needs one of its own"),
    ),
    Fault.TOO_MANY_CELLS: (
        N_("more cells than the heading has columns (%(columns)s)"),
        N_("Look for a comma too many in this row"),
    ),
    Fault.FORMULA_WITHOUT_VALUE: (
        N_("a formula that has not been computed"),
        N_("Open the file in Excel, save it, or write the value instead"),
    ),
    Fault.CELL_ERROR: (N_("the cell shows an error"), N_("Write the value instead")),
    Fault.CONTROL_CHARACTER: (
        N_("contains an invisible character (%(character)s)"),
        N_("Type the value anew"),
    ),
    Fault.DAMAGED_CHARACTER: (N_("contains a damaged character"), N_("Type the value anew")),
    Fault.TOO_LONG: (N_("longer than %(limit)s characters"), N_("Check the value")),
    Fault.LOST_DIGITS: (
        N_("the last digits of the number were lost in the workbook"),
        N_("Export the column as text"),
    ),
    Fault.SEX_UNREADABLE: (N_("unknown sex"), N_("Change it to male or female")),
    Fault.AGE_UNREADABLE: (N_("unreadable age"), N_("Write it as 35, 5月 or 12天")),
    Fault.YES_NO_UNREADABLE: (N_("neither yes nor no"), N_("Change it to yes or no")),
    Fault.AMOUNT_UNREADABLE: (N_("unreadable amount"), N_("Write it as 1234.50")),
    Fault.FIRST_UNREADABLE: (N_("neither first nor return visit"), N_("Change it to 初诊 or 复诊")),
    Fault.DATE_UNREADABLE: (N_("unreadable date"), N_("Write it as 2026-11-03 09:14")),
    Fault.DATE_AMBIGUOUS: (
        N_("could be more than one date"),
        N_("Write it as 2026-11-03, with the whole year"),
    ),
    Fault.DATE_INCOMPLETE: (N_("incomplete date"), N_("Write year, month and day")),
    Fault.DATE_NO_SUCH_DAY: (N_("there is no such day"), N_("Check the date")),
    Fault.DATE_NO_SUCH_TIME: (N_("there is no such time of day"), N_("Check the time")),
    Fault.DATE_LUNAR: (N_("a date of the lunar calendar"), N_("Write the date of the solar calendar")),
    Fault.DATE_OUT_OF_RANGE: (N_("not between %(first)s and %(last)s"), N_("Check the year")),
    Fault.AFTER_TODAY: (N_("later than today"), N_("Check the year")),
    Fault.DISCHARGE_BEFORE_ADMISSION: (
        N_("before the admission on %(admitted)s"),
        N_("Check the date of discharge"),
    ),
}

NOTES: Mapping[Note, tuple[str, str]] = {
    Note.NO_PHONE: (N_("no telephone number"), N_("The task is made and waits for a number")),
    Note.NO_DEPARTMENT: (N_("no department"), N_("Assign it after the import")),
    Note.PHONE_UNREADABLE: (N_("not a telephone number"), N_("Ask the ward for the number")),
    Note.PHONE_LOST_DIGITS: (
        N_("the last digits of the number were lost in the workbook"),
        N_("Export the column as text"),
    ),
    Note.SEX_UNKNOWN: (N_("sex not known"), N_("Fill it in during the call")),
    Note.AGE_UNKNOWN: (N_("age not understood, left out"), N_("Write it as 35, 5月 or 12天")),
    Note.BIRTH_UNKNOWN: (N_("birth date not certain, left out"), N_("Write it as 1990-05-01")),
    Note.BIRTH_AHEAD: (N_("birth date after the visit, left out"), N_("Check the birth date")),
    Note.HEARING_UNREADABLE: (N_("hearing not understood"), N_("Fill it in during the call")),
    Note.STATUS_UNKNOWN: (
        N_("unknown state, taken as a visit"),
        N_("Check whether the visit was cancelled"),
    ),
    Note.LEFT_BY_UNKNOWN: (
        N_("unknown way of leaving, taken as “other”"),
        N_("Check whether the patient has died"),
    ),
    Note.NAME_LOST_CHARACTER: (N_("a character of the name was lost in the export"), N_("Correct the name")),
    Note.NAME_PRIVATE_CHARACTER: (
        N_("a character of the name can only be shown by the sending system"),
        N_("Correct the name"),
    ),
    Note.ID_WAS_NUMBER: (
        N_("stored as a number; zeros in front may be missing"),
        N_("Export the column as text"),
    ),
    Note.TEXT_CUT: (N_("cut to %(limit)s characters"), N_("Look at the original for the rest")),
}

SKIPPED: Mapping[Skip, str] = {
    Skip.BLANK: N_("blank row"),
    Skip.HEADING: N_("repeated heading"),
    Skip.TOTAL: N_("total"),
    Skip.FOOTER: N_("footer"),
}

TEXTS: Mapping[str, str] = {
    **{code: text for table in (REFUSED, FAULTS, NOTES) for code, (text, _) in table.items()},
    **{code: text for code, text in SKIPPED.items()},
}
ADVICE: Mapping[str, str] = {
    code: advice for table in (REFUSED, FAULTS, NOTES) for code, (_, advice) in table.items()
}
