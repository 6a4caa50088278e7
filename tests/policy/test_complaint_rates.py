"""The rates of complaints, by example and against a plain recount."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from policy.complaints import CloseReason, State
from policy.rates import (
    Case,
    Measure,
    Share,
    answered_in_time,
    handling,
    measures_in_time,
    resolution,
    response,
)

CLOSED = Case(State.CLOSED, CloseReason.CONFIRMED, True, 0, 3, 20, 4, 5)
LAST = date(2026, 9, 25)
OUT = [
    {"state": State.MERGED, "close_reason": CloseReason.NONE},
    {"close_reason": CloseReason.WITHDRAWN},
    {"close_reason": CloseReason.PASSED_ON},
]


def case(**changes: Any) -> Case:
    return CLOSED._replace(**changes)


def under_way(**changes: Any) -> Case:
    return case(
        **{"state": State.ORDERED, "close_reason": CloseReason.NONE, "answered_after": None} | changes
    )


@pytest.mark.parametrize("out", OUT)
def test_merged_withdrawn_and_passed_on_are_in_no_rate(out: dict[str, Any]) -> None:
    gone = [case(**out)]
    assert [response(gone), resolution(gone), answered_in_time(gone)] == [Share(0, 0)] * 3
    assert handling(gone).claimed.answers == handling(gone).confirmed.answers == 0
    assert response(gone).percent is None


@pytest.mark.parametrize(
    ("one", "share"),
    [
        (case(), Share(1, 1)),
        (case(state=State.ANSWERED, close_reason=CloseReason.NONE), Share(1, 1)),
        (case(answered_after=40), Share(1, 1)),  # late, and answered
        (under_way(), Share(0, 1)),
        (under_way(due=False), Share(0, 0)),
        (case(due=False), Share(0, 0)),
        (case(close_reason=CloseReason.DECIDED, answered_after=None), Share(0, 1)),
    ],
)
def test_response_is_answered_of_due(one: Case, share: Share) -> None:
    assert response([one]) == share


@pytest.mark.parametrize(
    ("one", "share"),
    [
        (case(), Share(1, 1)),
        (case(close_reason=CloseReason.DECIDED), Share(1, 1)),
        (case(close_reason=CloseReason.NOT_REACHED), Share(0, 1)),
        (case(close_reason=CloseReason.NO_CONTACT), Share(0, 0)),
        (under_way(), Share(0, 0)),
        (under_way(state=State.ESCALATED), Share(0, 0)),
        (under_way(state=State.REOPENED, reopened=1), Share(0, 1)),
        (under_way(state=State.ANSWERED, reopened=1), Share(0, 1)),
        (case(reopened=1), Share(1, 1)),
    ],
)
def test_resolution_is_content_or_decided_of_what_has_been_judged(one: Case, share: Share) -> None:
    assert resolution([one]) == share


@pytest.mark.parametrize(
    ("one", "share"),
    [
        (case(answered_after=0), Share(1, 1)),
        (case(answered_after=7), Share(1, 1)),
        (case(answered_after=8), Share(0, 1)),
        (under_way(age=6), Share(0, 0)),
        (under_way(age=7), Share(0, 1)),
    ],
)
def test_within_seven_days_is_up_to_the_end_of_the_seventh(one: Case, share: Share) -> None:
    assert answered_in_time([one]) == share


def test_the_gap_is_what_was_claimed_less_what_was_confirmed() -> None:
    told = handling(
        [case(claimed=5, confirmed=2), case(claimed=4, confirmed=None), case(claimed=3, confirmed=5)]
    )
    assert told.claimed.percent == Decimal("66.67")
    assert told.confirmed.percent == Decimal("50.00")
    assert told.gap == Decimal("16.67")


@pytest.mark.parametrize("level", ["claimed", "confirmed"])
def test_without_one_of_the_two_there_is_no_gap(level: str) -> None:
    assert handling([case(**{level: None})]).gap is None


@pytest.mark.parametrize(
    ("measure", "share"),
    [
        (Measure(LAST, LAST), Share(1, 1)),
        (Measure(LAST, LAST, True), Share(1, 1)),
        (Measure(LAST, LAST, False), Share(0, 1)),
        (Measure(LAST, None), Share(0, 1)),
        (Measure(LAST - timedelta(1), LAST), Share(0, 1)),
        (Measure(LAST + timedelta(1), None), Share(0, 0)),
        (Measure(LAST + timedelta(1), LAST), Share(1, 1)),
        (Measure(LAST + timedelta(2), LAST + timedelta(1)), Share(0, 0)),  # the next period's
        (Measure(LAST, LAST + timedelta(1)), Share(0, 1)),
    ],
)
def test_measures_are_carried_out_by_their_day(measure: Measure, share: Share) -> None:
    assert measures_in_time([measure], LAST) == share


# Against a plain recount.


def percent(part: int, whole: int) -> Decimal | None:
    """Half up, in whole hundredths, by integers."""
    return Decimal((20_000 * part + whole) // (2 * whole)) / 100 if whole else None


def invented(random: Random) -> Case:
    state = random.choice([*State, State.CLOSED, State.CLOSED, State.ANSWERED])
    closed = state is State.CLOSED
    reason = random.choice([r for r in CloseReason if r]) if closed else CloseReason.NONE
    return Case(
        state=state,
        close_reason=reason,
        due=random.random() < 0.7,
        reopened=random.choice([0, 0, 0, 1, 2]),
        answered_after=random.choice([None, *range(12)]),
        age=random.randrange(20),
        claimed=random.choice([None, 1, 2, 3, 4, 5, 5]),
        confirmed=random.choice([None, None, 1, 2, 3, 4, 5]),
    )


# rate: who is in it, who is in its upper figure
PLAIN: dict[str, tuple[Callable[[Case], bool], Callable[[Case], bool]]] = {
    "response": (lambda c: c.due, lambda c: c.answered_after is not None),
    "resolution": (
        lambda c: str(c.close_reason) != "no_contact" and (str(c.state) == "closed" or c.reopened > 0),
        lambda c: str(c.close_reason) in {"confirmed", "decided"},
    ),
    "time": (
        lambda c: c.answered_after is not None or c.age > 6,
        lambda c: c.answered_after is not None and c.answered_after < 8,
    ),
    "claimed": (lambda c: bool(c.claimed), lambda c: c.claimed in (4, 5)),
    "confirmed": (lambda c: bool(c.confirmed), lambda c: c.confirmed in (4, 5)),
}


def recounted(cases: list[Case]) -> dict[str, tuple[int, int]]:
    left = [
        c for c in cases if str(c.state) != "merged" and str(c.close_reason) not in ("withdrawn", "passed_on")
    ]
    whole = {name: [c for c in left if counts(c)] for name, (counts, _good) in PLAIN.items()}
    return {name: (sum(map(PLAIN[name][1], inside)), len(inside)) for name, inside in whole.items()}


def test_the_rates_of_random_cases_are_those_of_a_plain_recount() -> None:
    random = Random(31)
    for _ in range(400):
        cases = [invented(random) for _ in range(random.randrange(60))]
        told, plain = handling(cases), recounted(cases)
        shares = {
            "response": response(cases),
            "resolution": resolution(cases),
            "time": answered_in_time(cases),
        }
        for name, share in shares.items():
            assert (share.numerator, share.denominator) == plain[name], name
            assert share.percent == percent(*plain[name]), name
        claimed, confirmed = percent(*plain["claimed"]), percent(*plain["confirmed"])
        assert (told.claimed.percent, told.confirmed.percent) == (claimed, confirmed)
        if claimed is not None and confirmed is not None:
            assert told.gap == claimed - confirmed
            assert abs(Fraction(claimed) - 100 * Fraction(*plain["claimed"])) <= Fraction(1, 200)


def test_random_measures_are_those_of_a_plain_recount() -> None:
    random = Random(17)
    for _ in range(400):
        measures = [
            Measure(
                LAST + timedelta(random.randrange(-9, 9)),
                random.choice([None, LAST + timedelta(random.randrange(-9, 9))]),
                random.choice([None, None, True, False]),
            )
            for _ in range(random.randrange(30))
        ]
        good = whole = 0
        for due_on, done, sufficient in measures:
            done_by_now = done if done is not None and done <= LAST else None
            if due_on > LAST and done_by_now is None:
                continue
            whole += 1
            good += done_by_now is not None and done_by_now <= due_on and sufficient in {None, True}
        assert measures_in_time(measures, LAST) == Share(good, whole)
