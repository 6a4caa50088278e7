"""How a patient is addressed, by sex and age (A32). The words themselves are the script library's."""

from enum import StrEnum, auto

CHILD_BELOW = 14  # the conversation is with a parent


class Address(StrEnum):
    CHILD = auto()
    MAN = auto()
    WOMAN = auto()
    NEUTRAL = auto()


def address(sex: str, age: int | None) -> Address:
    """`sex` is "male", "female" or empty; `age` in whole years, None when not on record."""
    if age is not None and age < CHILD_BELOW:
        return Address.CHILD
    return {"male": Address.MAN, "female": Address.WOMAN}.get(sex, Address.NEUTRAL)
