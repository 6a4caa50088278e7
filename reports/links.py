"""The address of the records behind each number of a sheet."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse


class Cell(NamedTuple):
    n: int
    url: str = ""  # empty: nothing to open


class Links:
    """`opens`: whether the reader may open records; otherwise numbers are numbers."""

    def __init__(self, sheet: dict[str, Any], *, opens: bool = True) -> None:
        self.opens = opens
        self.base = {
            "first": sheet["span"]["first"],
            "last": sheet["span"]["last"],
            "department": sheet["scope"]["department"],
            "agent": sheet["scope"]["agent"],
        }

    def _cell(self, n: int, page: str = "reports:rows", **more: Any) -> Cell:
        chosen = {key: value for key, value in {**self.base, **more}.items() if value is not None}
        return Cell(n, f"{reverse(page)}?{urlencode(chosen | {'n': n})}" if n and self.opens else "")

    def tasks(self, n: int, measure: str, **only: Any) -> Cell:
        return self._cell(n, of="tasks", measure=measure, **only)

    def line(self, group: str, line: dict[str, Any], measure: str) -> Cell:
        """A number of a table: of one department, ward, rule, kind, doctor or agent."""
        return self.tasks(line["counts"][measure], measure, **key_of(group, line))

    def calls(self, n: int, **some: Any) -> Cell:
        return self._cell(n, of="calls", **some)

    def answers(self, n: int, subject: str, levels: str, **scope: Any) -> Cell:
        return self._cell(n, of="answers", subject=subject, levels=levels, **scope)

    def defects(self, n: int, **some: Any) -> Cell:
        return self._cell(n, of="defects", **some)

    def alerts(self, n: int, raised: str, **some: Any) -> Cell:
        return self._cell(n, of="alerts", raised=raised, **some)

    def consultations(self, n: int, **some: Any) -> Cell:
        return self._cell(n, of="consultations", **some)

    def case(self, pk: int) -> str:
        return reverse("complaints:case", args=[pk]) if self.opens else ""

    def cases(self, n: int, **some: Any) -> Cell:
        return self._cell(n, "complaints:figures_cases", **{**some, "agent": None})


def key_of(group: str, line: dict[str, Any]) -> dict[str, Any]:
    keys: dict[str, dict[str, Any]] = {
        "ward": {"department": line["key"], "ward": line["more"]},
        "unsuccessful": {"reason": line["key"], "detail": line["more"]},
        "exempt": {"reason": line["key"]},
    }
    # Nobody's calls, and visits without a doctor, are asked for by 0.
    return keys.get(group, {group: line["key"] or ("0" if group in ("agent", "doctor") else "")})
