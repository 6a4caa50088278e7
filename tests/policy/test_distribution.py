"""Who gets which task: language, continuity, department, load, and never more than fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.distribution import AgentLoad, Item, share

LI, ZHANG, WANG = 1, 2, 3
BONES, HEART = 10, 20


def agent(key: int, load: int = 0, capacity: int = 10, *, knows: int = 0, speaks: str = "") -> AgentLoad:
    return AgentLoad(
        key, frozenset({knows} if knows else ()), frozenset({speaks} if speaks else ()), load, capacity
    )


def test_the_language_is_a_must() -> None:
    agents = [agent(LI, knows=BONES), agent(ZHANG, 9, speaks="ug")]
    assert share([Item(1, BONES, "ug", LI)], agents) == {1: ZHANG}


def test_a_language_that_nobody_speaks_stays_in_the_pool() -> None:
    assert share([Item(1, language="ug")], [agent(LI), agent(ZHANG, speaks="bo")]) == {1: None}


def test_a_language_that_only_a_full_agent_speaks_stays_in_the_pool() -> None:
    assert share([Item(1, language="ug")], [agent(LI), agent(ZHANG, 10, speaks="ug")]) == {1: None}


def test_who_called_last_calls_again_even_with_more_to_do_and_less_skill() -> None:
    assert share([Item(1, BONES, last_agent=ZHANG)], [agent(LI, knows=BONES), agent(ZHANG, 9)]) == {1: ZHANG}


def test_a_full_agent_passes_a_patient_on_to_who_knows_the_department() -> None:
    agents = [agent(LI), agent(ZHANG, 10), agent(WANG, 5, knows=BONES)]
    assert share([Item(1, BONES, last_agent=ZHANG)], agents) == {1: WANG}


def test_an_agent_on_leave_gets_nothing() -> None:
    assert share([Item(1, last_agent=ZHANG), Item(2)], [agent(ZHANG, 0, 0)]) == {1: None, 2: None}


def test_the_department_counts_before_the_load() -> None:
    agents = [agent(LI, knows=HEART), agent(ZHANG, 9, knows=BONES)]
    assert share([Item(1, BONES)], agents) == {1: ZHANG}


def test_load_is_relative_to_what_an_agent_can_do() -> None:
    agents = [agent(LI, 5, 10), agent(ZHANG, 8, 20)]
    assert share([Item(1)], agents) == {1: ZHANG}


def test_equal_agents_take_turns() -> None:
    items = [Item(key) for key in range(6)]
    result = share(items, [agent(LI), agent(ZHANG), agent(WANG)])
    assert list(result.values()) == [LI, ZHANG, WANG, LI, ZHANG, WANG]


def test_when_places_are_short_the_first_in_calling_order_have_them() -> None:
    assert share([Item(7), Item(5), Item(6)], [agent(LI, 8, 10)]) == {7: LI, 5: LI, 6: None}


def test_who_can_go_elsewhere_does_not_take_the_place_of_who_cannot() -> None:
    agents = [agent(LI, 9, speaks="ug"), agent(ZHANG, 9)]
    assert share([Item(1), Item(2, language="ug")], agents) == {1: ZHANG, 2: LI}
    assert share([Item(1), Item(2, last_agent=LI)], agents) == {1: ZHANG, 2: LI}


def test_a_heavy_item_needs_room_for_all_of_it() -> None:
    assert share([Item(1, weight=3), Item(2)], [agent(LI, 8, 10)]) == {1: None, 2: LI}


def test_an_item_weighs_something() -> None:
    with pytest.raises(ValueError, match="weight_below_one"):
        Item(1, weight=0)


def test_nobody_there_means_everything_in_the_pool() -> None:
    assert share([Item(1), Item(2)], []) == {1: None, 2: None}
    assert share([], [agent(LI)]) == {}


LANGUAGES = st.sampled_from(["", "", "ug", "bo"])
AGENTS = st.lists(
    st.builds(
        AgentLoad,
        st.integers(1, 6),
        st.frozensets(st.integers(1, 3)),
        st.frozensets(LANGUAGES),
        st.integers(0, 6),
        st.integers(0, 8),
    ),
    unique_by=lambda a: a.key,
)
ITEMS = st.lists(
    st.builds(
        Item,
        st.integers(0, 99),
        st.none() | st.integers(1, 3),
        LANGUAGES,
        st.none() | st.integers(1, 6),
        st.integers(1, 3),
    ),
    unique_by=lambda i: i.key,
    max_size=25,
)


@given(ITEMS, AGENTS)
def test_whatever_comes_each_item_is_somewhere_and_nobody_is_overloaded(
    items: list[Item], agents: list[AgentLoad]
) -> None:
    result = share(items, agents)
    assert set(result) == {item.key for item in items}
    given_to = {a.key: sum(i.weight for i in items if result[i.key] == a.key) for a in agents}
    for a in agents:
        assert not given_to[a.key] or a.load + given_to[a.key] <= a.capacity
        assert all(i.language in {"", *a.languages} for i in items if result[i.key] == a.key)
    for item in (i for i in items if result[i.key] is None):
        speakers = [a for a in agents if item.language in {"", *a.languages}]
        assert all(a.load + given_to[a.key] + item.weight > a.capacity for a in speakers)
    assert share(items, agents) == result
