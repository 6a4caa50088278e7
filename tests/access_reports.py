"""The routes of figures and reports, for tests/access_table.py."""

from staff.permissions import Permission
from tests.access_route import Route

FIGURES = Permission.SEE_FIGURES
REPORTS: tuple[Route, ...] = (
    Route("reports:figures", FIGURES),
    Route("reports:rows", FIGURES),
    Route("reports:indicators", FIGURES),
)
