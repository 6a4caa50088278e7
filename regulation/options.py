"""The hospital's choices where the documents leave room, with their defaults (docs/decisions)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Options:
    minutes_per_call: float = 6.2  # talk, write and dial; what capacity is reckoned with
    default_callback_minutes: int = 60  # "not convenient now" without an agreed time
    cutoff_day: int = 25  # last day of the statistical month (A22)
    after_cutoff: str = "continue"  # or "pause"
    late_days: int = 2  # calling days that a task made too late stays open
    max_late_days: int = 30  # a visit whose window closed longer ago than this gets no call any more
    verification_first: int = 25
    verification_last: int = 27

    def __post_init__(self) -> None:
        if not 1 <= self.minutes_per_call <= 60:
            raise ValueError("minutes_per_call")
        if not 5 <= self.default_callback_minutes <= 1440:
            raise ValueError("default_callback_minutes")
        if not 1 <= self.cutoff_day <= 31:
            raise ValueError("cutoff_day")
        if self.after_cutoff not in ("continue", "pause"):
            raise ValueError("after_cutoff")
        if not 1 <= self.late_days <= 30:
            raise ValueError("late_days")
        if not 1 <= self.max_late_days <= 366:
            raise ValueError("max_late_days")
        if not 1 <= self.verification_first <= self.verification_last <= 31:
            raise ValueError("verification_first")

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Unknown names are left out: an older edition may know less, a newer one more."""
        known = {f.name for f in fields(cls)}
        try:
            return cls(**{name: value for name, value in data.items() if name in known})
        except TypeError:
            raise ValueError("malformed") from None
