"""Clinical alerts: limits, the ladder and its gaps, and who may move one where (A25, A24)."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.alerts import (
    MOVES,
    Action,
    Actor,
    Effect,
    Level,
    Move,
    Outcome,
    Refusal,
    Rung,
    State,
    after,
    allowed,
    highest,
    refused,
)
from policy.ladder import Ladder, Step, climb, forward, promise_by, steps, take_by
from tests.people import moment

LADDER = Ladder()
MINUTE = timedelta(minutes=1)
moments = st.integers(0, 2 * 366 * 24 * 60).map(lambda n: moment("2026-01-01 00:00") + n * MINUTE)
levels = st.sampled_from(list(Level))


@pytest.mark.parametrize(
    ("level", "at", "by"),
    [
        (Level.URGENT, "2026-11-20 15:15", "2026-11-20 15:25"),
        (Level.SOON, "2026-11-20 15:15", "2026-11-20 17:15"),
        (Level.TODAY, "2026-11-20 15:15", "2026-11-20 20:00"),
        (Level.TODAY, "2026-11-20 19:30", "2026-11-20 21:30"),  # never less than two hours
        (Level.URGENT, "2026-02-17 23:58", "2026-02-18 00:08"),  # the clocks know no night and no holiday
    ],
)
def test_an_alert_is_to_be_taken_within_its_limit(level: Level, at: str, by: str) -> None:
    assert take_by(LADDER, level, moment(at)) == moment(by)


@pytest.mark.parametrize(
    ("level", "at", "by"),
    [
        (Level.URGENT, "2026-11-20 15:14", "2026-11-20 15:40"),
        (Level.SOON, "2026-11-20 15:14", "2026-11-20 18:15"),
        (Level.SOON, "2026-11-20 19:50", "2026-11-21 09:00"),  # nobody is rung at ten in the evening …
        (Level.URGENT, "2026-11-20 21:50", "2026-11-20 22:15"),  # … unless it is urgent
        (Level.TODAY, "2026-11-20 10:00", "2026-11-20 21:00"),
    ],
)
def test_a_promise_names_a_time_that_can_be_kept(level: Level, at: str, by: str) -> None:
    assert promise_by(LADDER, level, moment(at)) == moment(by)


@settings(max_examples=150)
@given(level=levels, at=moments)
def test_nobody_is_promised_an_answer_before_a_doctor_must_have_taken_it(level: Level, at: datetime) -> None:
    promised = promise_by(LADDER, level, at)
    assert promised > take_by(LADDER, level, at) > at
    assert promised.minute % 5 == 0
    assert level is Level.URGENT or 8 <= promised.hour <= 21


def test_by_day_the_ladder_goes_up_one_rung_at_each_limit() -> None:
    at = moment("2026-11-20 15:15")
    found = steps(LADDER, Level.URGENT, at, first=Rung.DOCTOR, working_day=True)
    assert found == (
        Step(Rung.DOCTOR, at),
        Step(Rung.HEAD, at + 10 * MINUTE),
        Step(Rung.DUTY_OFFICE, at + 20 * MINUTE),
    )


@pytest.mark.parametrize(("at", "working"), [("2026-11-20 19:30", True), ("2026-11-22 10:00", False)])
def test_in_the_evening_and_on_days_off_the_duty_office_is_called_at_once(at: str, working: bool) -> None:
    found = steps(LADDER, Level.SOON, moment(at), first=Rung.DOCTOR, working_day=working)
    assert {step.rung for step in found if step.due == moment(at)} == {Rung.DOCTOR, Rung.DUTY_OFFICE}
    today = steps(LADDER, Level.TODAY, moment(at), first=Rung.DOCTOR, working_day=working)
    assert [step.rung for step in today if step.due == moment(at)] == [Rung.DOCTOR]  # can wait for them


def test_a_step_that_was_missed_is_said_to_be_and_only_the_highest_is_called() -> None:
    at = moment("2026-11-20 15:15")
    plan = steps(LADDER, Level.URGENT, at, first=Rung.DOCTOR, working_day=True)[1:]
    done = climb(plan, set(Rung), at + 60 * MINUTE)  # the worker was down for an hour
    assert done == {Rung.HEAD: Outcome.SKIPPED, Rung.DUTY_OFFICE: Outcome.TOLD}


def test_who_is_not_there_is_passed_over_at_once_and_the_next_limit_moves_up() -> None:
    at = moment("2026-11-20 15:15")
    plan = steps(LADDER, Level.URGENT, at, first=Rung.DOCTOR, working_day=True)
    done = climb(plan, {Rung.HEAD, Rung.DUTY_OFFICE}, at)
    assert done == {Rung.DOCTOR: Outcome.NOBODY, Rung.HEAD: Outcome.TOLD}
    assert forward(plan, done, at) == {Rung.DUTY_OFFICE: at + 10 * MINUTE}


@settings(max_examples=300)
@given(
    level=levels,
    at=moments,
    working=st.booleans(),
    here=st.sets(st.sampled_from([Rung.DOCTOR, Rung.HEAD, Rung.DUTY_OFFICE])),
    looks=st.lists(st.integers(0, 400), min_size=1, max_size=6).map(sorted),
)
def test_whenever_anybody_looks_no_alert_is_silent_and_nobody_is_called_twice(
    level: Level, at: datetime, working: bool, here: set[Rung], looks: list[int]
) -> None:
    """Looked at once when it is raised, then after gaps of any length."""
    plan = list(steps(LADDER, level, at, first=Rung.DOCTOR, working_day=working))
    called: list[Rung] = []
    for minutes in [0, *looks]:
        now = at + minutes * MINUTE
        done = climb(plan, here, now)
        called += [rung for rung, outcome in done.items() if outcome is Outcome.TOLD]
        dues = forward(plan, done, now)
        plan = [Step(step.rung, dues[step.rung]) for step in plan if step.rung not in done]
        assert all(step.due > now for step in plan) or not here & {step.rung for step in plan}
        assert bool(called) == bool(here)  # from the first moment on
    assert len(called) == len(set(called))
    assert set(called) <= here


presences = st.sets(st.sampled_from([Rung.DOCTOR, Rung.HEAD, Rung.DUTY_OFFICE]))


@settings(max_examples=300)
@given(
    level=levels,
    at=moments,
    working=st.booleans(),
    looks=st.lists(st.tuples(st.integers(1, 90), presences), min_size=1, max_size=8),
)
def test_whoever_is_back_first_is_called_at_the_next_look_and_nobody_twice(
    level: Level, at: datetime, working: bool, looks: list[tuple[int, set[Rung]]]
) -> None:
    """People come and go; looked at after gaps of any length."""
    plan = list(steps(LADDER, level, at, first=Rung.DOCTOR, working_day=working))
    called: list[Rung] = []
    now = at
    for minutes, here in [(0, set[Rung]()), *looks]:
        now += minutes * MINUTE
        waiting, due = {step.rung for step in plan}, any(step.due <= now for step in plan)
        done = climb(plan, here, now)
        told = [rung for rung, outcome in done.items() if outcome is Outcome.TOLD]
        assert bool(told) == (due and bool(waiting & here))
        assert bool(done) == bool(told)  # nobody is passed over for nobody
        assert set(told) <= here
        called += told
        dues = forward(plan, done, now)
        plan = [Step(step.rung, dues[step.rung]) for step in plan if step.rung not in done]
        assert all(step.due >= now for step in plan)
    assert len(called) == len(set(called))


def test_while_nobody_is_there_the_whole_ladder_waits() -> None:
    at = moment("2026-11-20 23:50")
    plan = steps(LADDER, Level.URGENT, at, first=Rung.DOCTOR, working_day=True)
    assert climb(plan, set(), at + 30 * MINUTE) == {}
    assert forward(plan, {}, at + 30 * MINUTE) == {step.rung: step.due + 30 * MINUTE for step in plan}


# --- Moves ---

# Once more, by hand: state → move → who may (c called, h holder, t the agent who tells,
# a he alone, e he was asked for the effect, s he stands in for a holder who is away) → to.
AUTOMATON: dict[str, dict[str, tuple[str, str]]] = {
    "new": {"take": ("ch", "taken"), "pass_on": ("c", "new")},
    "taken": {"take": ("c", "taken"), "pass_on": ("h", "new"), "act": ("h", "acted")},
    "acted": {
        "take": ("cs", "taken"),
        "act": ("h", "acted"),
        "tell": ("hta", "told"),
        "give_up": ("ha", "closed"),
    },
    "told": {"effect": ("htae", "closed"), "give_up": ("ha", "closed")},
    "closed": {},
}
BY_AGENT = {"call_back", "ask_in", "nothing"}


def expected(state: str, move: str, who: str, action: str) -> bool:
    may, _to = AUTOMATON[state].get(move, ("", ""))
    if state in ("taken", "acted") and move == "take" and "h" in who:
        return False
    if state == "acted" and move == "take":
        return {"c", "s"} <= set(who) and action == "own_call"
    return bool(set(may) & (set(who) if action in BY_AGENT else set(who) - {"t"}))


@pytest.mark.parametrize("state", list(State))
def test_only_these_people_make_only_these_moves(state: State) -> None:
    whos = ["", "c", "h", "t", "ch", "ct", "ht", "cht", "ta", "te", "s", "cs", "ts", "chs"]
    for move, who, action in product(Move, whos, Action):
        actor = Actor(
            called="c" in who,
            holder="h" in who,
            teller="t" in who,
            asked="e" in who,
            alone="a" in who,
            stands_in="s" in who,
        )
        right = expected(state, move, who, action)
        assert (refused(move, state, actor, action) is Refusal.NONE) == right, (state, move, who, action)
        assert (move in allowed(state, actor, action)) == right


def test_every_open_alert_can_be_moved_on_and_a_closed_one_cannot() -> None:
    everybody = Actor(called=True, holder=True, teller=True)
    for state in State:
        assert bool(allowed(state, everybody, Action.CALL_BACK)) == (state is not State.CLOSED)
    assert refused(Move.TAKE, State.CLOSED, everybody) is Refusal.LOCKED


def test_worse_begins_anew_and_nothing_else_closes_without_an_effect() -> None:
    assert after(Move.EFFECT, Effect.WORSE) is State.NEW
    assert {after(Move.EFFECT, effect) for effect in (Effect.BETTER, Effect.SAME)} == {State.CLOSED}
    assert {move for move, (_from, to) in MOVES.items() if to is State.CLOSED} == {Move.GIVE_UP}


def test_the_most_urgent_flag_gives_the_level() -> None:
    assert highest([Level.TODAY, Level.URGENT, Level.SOON]) is Level.URGENT
    assert highest([Level.TODAY, Level.SOON]) is Level.SOON


# --- The edition ---


def test_a_ladder_reads_what_it_wrote() -> None:
    ladder = Ladder(urgent=5, next={Level.URGENT: 5, Level.SOON: 30, Level.TODAY: 30})
    assert Ladder.from_json(ladder.to_json()) == ladder
    assert Ladder.from_json({}) == LADDER


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"urgent": 0}, "minutes"),
        ({"soon": 5}, "order"),
        ({"day_from": "18:00"}, "day"),
        ({"next": {"urgent": 5}}, "levels"),
        ({"next": 5}, "malformed"),
        ({"quiet_until": "22:00"}, "quiet"),
    ],
)
def test_a_ladder_that_makes_no_sense_says_why(data: dict[str, object], code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}$"):
        Ladder.from_json(data)
