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
    report_days: str = "fixed"  # or "working": people's days of a report's cycle move off closed days

    def __post_init__(self) -> None:
        for code, holds in self._checks():
            if not holds:
                raise ValueError(code)

    def _checks(self) -> tuple[tuple[str, bool], ...]:
        verification = 1 <= self.verification_first <= self.verification_last <= 31
        return (
            ("minutes_per_call", 1 <= self.minutes_per_call <= 60),
            ("default_callback_minutes", 5 <= self.default_callback_minutes <= 1440),
            ("cutoff_day", 1 <= self.cutoff_day <= 31),
            ("after_cutoff", self.after_cutoff in ("continue", "pause")),
            ("late_days", 1 <= self.late_days <= 30),
            ("max_late_days", 1 <= self.max_late_days <= 366),
            ("verification_first", verification),
            ("report_days", self.report_days in ("fixed", "working")),
        )

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
