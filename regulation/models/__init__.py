from regulation.models.days import CalendarDay, CalendarYear
from regulation.models.editions import Edition

__all__ = ["CalendarDay", "CalendarYear", "Edition"]
