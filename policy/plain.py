"""Readers of plain JSON values that take nothing for what it is not: TypeError otherwise."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def exactly(kind: type[T]) -> Callable[[object], T]:
    def read(value: object) -> T:
        if type(value) is not kind:  # True is no number here, and "3" neither
            raise TypeError(value)
        return value

    return read


def member(kind: type[E]) -> Callable[[object], E]:
    def read(value: object) -> E:
        if not isinstance(value, str) or value not in list(kind):
            raise TypeError(value)
        return kind(value)

    return read


def many(read: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    def read_all(values: object) -> tuple[T, ...]:
        if not isinstance(values, (list, tuple)):
            raise TypeError(values)
        return tuple(read(value) for value in values)

    return read_all
