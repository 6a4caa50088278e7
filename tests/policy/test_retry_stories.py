"""A18 and the retry table, tried out whole: all stories of three calls against an automaton."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.outcomes import DEFAULT_TABLE, Outcome
from policy.retry import Standing, Tried, standing, standings
from policy.tasks import MOVES, State
from tests.policy.stories import MAX_ATTEMPTS, SETTINGS, Automaton, Setting, at, calendar, stands

WRONG = {Outcome.VACANT, Outcome.WRONG_NUMBER, Outcome.NOT_THE_PATIENT}


def check(story: Sequence[Tried], now: Standing, oracle: Automaton, setting: Setting) -> None:
    told = (now.state, now.reason, now.counted, now.next_at, now.verify)
    assert told == (oracle.state, oracle.reason, oracle.counted, oracle.next_at, oracle.verify), story
    assert now.counted <= MAX_ATTEMPTS
    assert (now.state == State.OPEN) == (now.next_at is not None)
    if now.next_at:
        assert setting.allows(now.next_at)
        assert story[-1].at <= now.next_at < setting.closes


def walk(setting: Setting, depth: int, alphabet: Sequence[Outcome], *, late: int = 0) -> int:
    """Tell every story of up to `depth` calls, each made `late` minutes after it fell due.

    The patient has `depth` numbers: without one, nobody could have made the next call.
    """
    told = 0
    unfinished: list[tuple[tuple[Tried, ...], Automaton, int]] = [((), Automaton(setting.blocks), depth)]
    while unfinished:
        story, before, numbers = unfinished.pop()
        when = (before.next_at or story[-1].at) + timedelta(minutes=late)
        for outcome in alphabet:
            longer, oracle, left = (*story, Tried(outcome, when)), before.copy(), numbers - (outcome in WRONG)
            oracle.hear(outcome, when, left)
            now = stands(*longer, setting=setting, numbers_left=left)
            check(longer, now, oracle, setting)
            assert now.state == before.state or now.state in MOVES[State(before.state)]
            told += 1
            if len(longer) < depth:
                unfinished.append((longer, oracle, left))
    return told


@pytest.mark.parametrize("name", SETTINGS)
def test_every_story_of_three_calls_ends_as_the_table_says(name: str) -> None:
    assert walk(SETTINGS[name], 3, list(Outcome)) == 17 + 17**2 + 17**3


FAILURES = [
    Outcome.NO_ANSWER,
    Outcome.BUSY,
    Outcome.POWERED_OFF,
    Outcome.INCONVENIENT,
    Outcome.VACANT,
    Outcome.PARTIAL,
    Outcome.CANNOT_COMMUNICATE,
]


@pytest.mark.parametrize("name", ["two days", "a week with a closure", "mornings too"])
def test_longer_stories_of_failures_end_as_the_table_says(name: str) -> None:
    assert walk(SETTINGS[name], 4, FAILURES, late=7) == 7 + 7**2 + 7**3 + 7**4


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(SETTINGS)), limit=st.integers(1, 6), seed=st.integers(0, 10**6))
def test_no_story_goes_on_for_ever(name: str, limit: int, seed: int) -> None:
    """300 calls are more than fit into any of these windows, whatever was agreed."""
    setting, chance, numbers = SETTINGS[name], Random(seed), 2
    story: list[Tried] = []
    alphabet = chance.sample(list(Outcome), chance.randint(1, len(Outcome)))
    now = stands(setting=setting)
    while now.next_at and len(story) < 300:
        moment = now.next_at + timedelta(seconds=chance.randint(0, 2400))
        promise = moment + timedelta(minutes=chance.randint(-60, 6000)) if chance.random() < 0.3 else None
        story.append(Tried(chance.choice(alphabet), moment, agreed_at=promise))
        numbers = max(numbers - (story[-1].outcome in WRONG), 0)
        now = stands(*story, setting=setting, numbers_left=numbers, max_attempts=limit)
        assert now.counted <= limit
        assert now.next_at is None or (setting.allows(now.next_at) and now.next_at >= moment)
    assert now.state != State.OPEN
    assert now.next_at is None


@settings(max_examples=150)
@given(seed=st.integers(0, 10**6))
def test_whatever_the_hours_no_call_is_proposed_outside_them(seed: int) -> None:
    """Hours, closures, window, agents who call at odd times: the answer is checked against the bare lists."""
    chance = Random(seed)
    marks = sorted(chance.sample(range(8 * 12, 22 * 12), 2 * chance.randint(1, 3)))
    clocks = [f"{mark // 12:02}:{mark % 12 * 5:02}" for mark in marks]
    spans = list(zip(clocks[::2], clocks[1::2], strict=True))
    closed = tuple(day for day in range(1, 31) if chance.random() < 0.3)
    opens = at("3 00:00") + timedelta(minutes=chance.randint(0, 3000))
    closes = opens + timedelta(minutes=chance.randint(1, 12000))
    hours = calendar(*("-".join(span) for span in spans), closed=closed)
    story: list[Tried] = []
    for _ in range(5):
        now = standing(
            story,
            opens=opens,
            closes=closes,
            calendar=hours,
            table=DEFAULT_TABLE,
            max_attempts=MAX_ATTEMPTS,
            numbers_left=1,
        )
        assert (now.state == State.OPEN) == (now.next_at is not None)
        last = max([opens, *(t.at for t in story)])
        if now.next_at:
            clock = f"{now.next_at:%H:%M}"
            assert any(start <= clock < end for start, end in spans)
            assert now.next_at.day not in closed
            assert last <= now.next_at < closes
        moment = (now.next_at or last) + timedelta(seconds=chance.choice([0, 400, 9000, 90000]))
        agreed = moment + timedelta(minutes=chance.randint(-60, 6000)) if chance.random() < 0.3 else None
        story.append(Tried(chance.choice(list(Outcome)), moment, agreed_at=agreed))


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(SETTINGS)), verification=st.booleans(), seed=st.integers(0, 10**6))
def test_one_more_call_is_told_for_all_outcomes_as_for_each(name: str, verification: bool, seed: int) -> None:
    """What stands on the keys of the call screen, also when numbers run out and stories are over."""
    setting, chance = SETTINGS[name], Random(seed)
    story = [
        Tried(chance.choice(list(Outcome)), setting.opens + timedelta(minutes=minute))
        for minute in sorted(chance.sample(range(2000), chance.randint(0, 5)))
    ]
    moment = setting.opens + timedelta(minutes=2000 + chance.randint(0, 9000))
    numbers = {outcome: chance.randint(0, 2) for outcome in Outcome}
    window: dict[str, Any] = {
        "opens": setting.opens,
        "closes": setting.closes,
        "calendar": setting.calendar,
        "table": DEFAULT_TABLE,
        "max_attempts": chance.randint(1, 4),
        "verification": verification,
    }
    assert standings(story, numbers, at=moment, **window) == {
        outcome: standing([*story, Tried(outcome, moment)], numbers_left=left, **window)
        for outcome, left in numbers.items()
    }
