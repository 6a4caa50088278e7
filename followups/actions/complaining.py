"""A complaint told in a call is recorded in the same save (A10, A20, B16): both are there, or neither is."""

from uuid import NAMESPACE_OID, uuid5

from complaints.actions import recording
from complaints.actions.refusals import Missing
from complaints.models import Complaint
from complaints.titles import title_of
from followups.actions.callforms import CaseForm
from followups.actions.recording import Scene
from followups.actions.refusals import InvalidCall
from followups.actions.typed import clean
from followups.models import Attempt
from policy.complaints import Channel, Severity
from policy.outcomes import REACHED
from staff.models import Department


def open_case(scene: Scene, attempt: Attempt) -> None:
    """Raise InvalidCall when something is missing. A correction keeps the case of the call that it mends."""
    if scene.old:
        attempt.complaint_id = scene.old.complaint_id
    elif scene.form.case:
        attempt.complaint = _record(scene, attempt, scene.form.case)
    if attempt.complaint_id:
        attempt.save(update_fields=["complaint"])


def _record(scene: Scene, attempt: Attempt, case: CaseForm) -> Complaint:
    if attempt.outcome not in REACHED:
        raise InvalidCall("case_without_conversation", "case_kind")
    words = clean(case.words).strip()
    if not words:
        raise InvalidCall("case_words_missing", "case_words")
    visit = scene.called[0].visit
    try:
        return recording.record(
            by=scene.agent,
            now=scene.now,
            token=uuid5(NAMESPACE_OID, f"complaint {attempt.token}"),
            kind=case.kind,
            channel=Channel.CALL,
            severity=case.severity or Severity.ORDINARY,
            title=clean(case.title).strip() or title_of(words),
            words=words,
            wish=clean(case.wish),
            persons=clean(case.persons),
            place=clean(case.place),
            happened=clean(case.happened),
            departments=_departments(case, visit.department),
            patient=scene.draft.patient,
            visit=visit,
            relation=attempt.relation,
        )
    except Missing as missing:
        raise InvalidCall("case_incomplete", f"case_{missing.fields[0]}") from None


def _departments(case: CaseForm, own: Department) -> list[Department]:
    """The one that was named, else the one that the visit was with."""
    if case.department_id is None:
        return [own]
    found = Department.objects.filter(pk=case.department_id).first()
    if found is None:
        raise InvalidCall("case_department_unknown", "case_department")
    return [found]
