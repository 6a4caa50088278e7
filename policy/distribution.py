"""Who gets which task when a supervisor spreads the queue: B16, C2, C5.

Language is a must; then whoever called this patient last, then who knows the department, then the least load.
Nobody gets more than fits; what is left over stays in the pool, where any agent takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# What every agent speaks, in small letters.
EVERYBODYS = frozenset({"", "普通话", "国语", "汉语", "中文", "mandarin", "chinese"})


@dataclass(frozen=True, slots=True)
class Item:
    key: int
    department: int | None = None
    language: str = ""  # "": anybody can
    last_agent: int | None = None
    weight: int = 1  # calls that it takes

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError("weight_below_one")


@dataclass(frozen=True, slots=True)
class AgentLoad:
    key: int
    departments: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    load: int = 0
    capacity: int = 0


def share(items: Sequence[Item], agents: Sequence[AgentLoad]) -> dict[int, int | None]:
    """The agent of each item by key, None for the pool. `items` in calling order: when places are short,
    the first ones have them."""
    load = {agent.key: agent.load for agent in agents}
    chosen: dict[int, int | None] = {item.key: None for item in items}
    # Those who depend on one person go first, lest somebody takes the place who could go elsewhere.
    for item in sorted(items, key=lambda item: (not item.language, item.last_agent is None)):
        able = [agent for agent in agents if _can_take(agent, item, load[agent.key])]
        if able:
            best = min(able, key=lambda agent: _preference(agent, item, load[agent.key]))
            chosen[item.key] = best.key
            load[best.key] += item.weight
    return chosen


def _can_take(agent: AgentLoad, item: Item, load: int) -> bool:
    speaks = not item.language or item.language in agent.languages
    return speaks and load + item.weight <= agent.capacity


def _preference(agent: AgentLoad, item: Item, load: int) -> tuple[bool, bool, float]:
    """Smaller is better; of equals, the first in the list of agents."""
    return (agent.key != item.last_agent, item.department not in agent.departments, load / agent.capacity)
