"""What the call pages say: why something was not done and what to do instead, and what was noted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followups.actions.callforms import AdviceForm, CallForm, CaseForm, OrderForm, PromiseForm
from followups.actions.drafts import Saved
from followups.actions.refusals import (
    InvalidAnswers,
    InvalidCall,
    NotCallable,
    OutsideHours,
    Refused,
    TakenBy,
)
from followups.answer_words import problem_words
from followups.forms import CallRecordForm
from followups.models import Attempt
from policy.orders import days
from policy.outcomes import Outcome
from policy.tasks import State
from staff.templatetags.look import when


def sentence(error: Refused, now: datetime) -> str:
    """Why, and the next thing to do."""
    if isinstance(error, TakenBy):
        return _("%(who)s is calling this patient now. Take the next one.") % {"who": error.user}
    if isinstance(error, OutsideHours) and error.opens_at:
        return _("No calls now: calling opens %(when)s.") % {"when": when(error.opens_at, now)}
    if isinstance(error, NotCallable) and error.at:
        return _("This patient is to be called from %(when)s.") % {"when": when(error.at, now)}
    return _sentences().get(error.code, _("That is not possible just now. Take the next patient."))


def _sentences() -> dict[str, str]:
    return {
        "paused_after_cutoff": _("New calls pause after the cut-off day; re-verification goes on."),
        "no_verification_today": _("Today is no day of re-verification: it is from the 25th to the 27th."),
        "closed": _("This follow-up is closed already. Take the next patient."),
        "suspended": _("This follow-up is paused: the patient is in hospital again."),
        "window_closed": _("The time for this follow-up is over. Take the next patient."),
        "deceased": _("This patient has died. Do not dial; the follow-ups are stopped."),
        "do_not_call": _("This patient wants no more calls. Do not dial."),
        "no_number": _("There is no usable number. Add one on the patient's page."),
        "number_dead": _("This number is vacant or wrong. Choose another one."),
        "assigned": _("This patient is another agent's. Ask the supervisor to reassign."),
        "not_held": _("Your hold on this patient has ended. Go back to the list and open the call again."),
        "busy": _("Somebody is taking this patient at this moment. Take the next one."),
        "not_yours": _("Only your own calls can be corrected."),
        "too_late": _("A call can be corrected on the day it was made; ask the supervisor."),
        "already_corrected": _("This call was corrected already; correct the correction."),
        "correction_open": _("A correction of this patient's last call is still open. Save it first."),
        "call_open": _("A call with this patient is still open. Save or put it back first."),
    }


def invalid(error: InvalidCall) -> str:
    if isinstance(error, InvalidAnswers):
        return _wrong_answers(error)
    sentences = {
        "agreed_before_call": _("The agreed time is past already: choose a later one."),
        "agreed_beyond_window": _(
            "The follow-up is over by then: choose an earlier time, or order a further call for that day."
        ),
        "reason_missing": _("Choose the reason: it is counted in the report."),
        "reason_unknown": _("This reason does not belong to the outcome: choose it again."),
        "answer_reason_missing": _("Write down the reason for the satisfaction: which person, what about."),
        "answers_without_conversation": _("Nobody was reached, so there is no satisfaction to record."),
        "case_without_conversation": _("Nobody was reached, so there is no complaint to take down."),
        "case_words_missing": _("Write down the complaint in their words, or take its kind away again."),
        "case_incomplete": _(
            "The complaint lacks something: for an adverse event, where and when it happened."
        ),
        "promise_without_conversation": _("Nobody was reached, so nothing was promised."),
        "order_days": _("Further calls can be ordered from today on, up to a year ahead."),
        "order_do_not_call": _("This patient wants no more calls: none can be ordered."),
        "order_deceased": _("This patient has died: no call can be ordered."),
        "promise_due": _("Choose a time that is still to come and at most 60 days away."),
        "case_department_unknown": _("Choose the department of the complaint again."),
        "flag_undecided": _("A red flag stands: report it to the doctor, or write why not."),
        "flag_reason_missing": _("Write why it is not reported."),
        "alert_missing": _("Write down what was heard: the doctor reads it."),
        "alert_nothing": _("No red flag stands any more; to report what you heard, press A."),
        "number_unknown": _("Choose the number that was dialled."),
        "number_missing": _("Choose the number that was dialled."),
        "question_unknown": _("This call does not ask one of these questions. Load the page again."),
    }
    return sentences.get(
        error.code, _("Something in the form does not fit. Check the outcome and its reason.")
    )


def _wrong_answers(error: InvalidAnswers) -> str:
    """The first one in a sentence, and how many more there are: each stands beside its question."""
    question, problem = next(iter(error.wrong.values()))
    words = problem_words(question, problem)
    if more := len(error.wrong) - 1:
        others = ngettext("%(number)d more is marked.", "%(number)d more are marked.", more)
        words += " " + others % {"number": more}
    return words


def draft_words(saved: Saved) -> str:
    """What the page says beside the draft; empty when nothing needs attention."""
    words = {
        "reassigned": _("Reassigned to %(who)s meanwhile: finish this call, it is recorded under your name."),
        "held_by_other": _("%(who)s has taken this patient: do not dial again, but save what was said."),
        "closed": _sentences().get(saved.reason)
        or _("Closed meanwhile: save what was said, do not dial again."),
        "changed": _("%(who)s has saved a call with this patient meanwhile: both texts will be kept."),
    }
    return words.get(saved.state, "") % {"who": saved.who}


def nobody_left() -> str:
    return _("Nobody is left to call now.")


def noted(attempt: Attempt, now: datetime) -> str:
    """After saving: what happens next with this patient."""
    following = [p.next_at for p in attempt.purposes.all() if p.next_at and p.state_after == State.OPEN]
    told = {"patient": attempt.patient.name, "outcome": attempt.get_outcome_display()}
    words = _("Noted for %(patient)s: %(outcome)s.") % told
    if following:
        told["when"] = when(min(following), now)
        words = _("Noted for %(patient)s: %(outcome)s, again %(when)s.") % told
    if attempt.complaint:
        words += " " + _("%(number)s is with the assistant now.") % {"number": attempt.complaint.number}
    if attempt.promise:
        words += " " + _("Promised by %(when)s.") % {"when": when(attempt.promise.due_at, now)}
    return words


def call_form(form: CallRecordForm, asked: Mapping[str, str]) -> CallForm:
    """What was typed, as the action wants it."""
    data = form.cleaned_data
    level = data.get("level")
    return CallForm(
        outcome=Outcome(data["outcome"]),
        reason=data["reason"],
        number_id=data["number"],
        answered_by=data["answered_by"],
        relation=data["relation"],
        identity_confirmed=data["identity_confirmed"],
        cleared_person_id=data["cleared_person"],
        connected_at=data["connected_at"],
        agreed_at=data["agreed_at"],
        notes=data["notes"],
        answers={"overall": (int(level), data["level_reason"])} if level else {},
        asked=asked,
        alert={name: data[name] for name in data if name.startswith("alert_") and data[name]},
        steps={name: data[name] for name in ("step", "set_aside") if data[name]},
        do_not_call=data["do_not_call"],
        merge=data["merge"],
        case=_case(data) if data["case_kind"] else None,
        promise=_promise(data),
        order=_order(data),
        advice=_advice(data),
        needs=_needs(data) if data["need_seen"] else None,
    )


def _promise(data: dict[str, Any]) -> PromiseForm | None:
    if not data["promise_what"] or not data["promise_due"]:
        return None
    return PromiseForm(what=data["promise_what"], due_at=data["promise_due"])


def _order(data: dict[str, Any]) -> OrderForm | None:
    if not data["order_purpose"] or not data["order_first"]:
        return None
    found = days(data["order_first"], times=data["order_times"] or 1, every=data["order_every"] or 7)
    return OrderForm(days=found, purpose=data["order_purpose"], note=data["order_note"])


def _advice(data: dict[str, Any]) -> AdviceForm | None:
    if not data["advice_what"] or not data["advice_due"]:
        return None
    return AdviceForm(what=data["advice_what"], due_on=data["advice_due"], remind=data["advice_remind"])


def _needs(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "spoken_language": data["need_language"],
        "hard_of_hearing": data["need_hearing"],
        "speak_with": data["need_speak_with"],
        "best_hours": data["need_hours"],
        "do_not_disclose": data["need_protect"],
    }


def _case(data: dict[str, Any]) -> CaseForm:
    return CaseForm(
        kind=data["case_kind"],
        severity=data["case_severity"],
        title=data["case_title"],
        words=data["case_words"],
        wish=data["case_wish"],
        persons=data["case_persons"],
        place=data["case_place"],
        happened=data["case_happened"],
        department_id=data["case_department"],
    )
