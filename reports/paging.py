"""Pages of rows that the database has cut out already."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404

from staff.numbers import whole_number


def page_of(text: str) -> int:
    """The number of the page that an address asks for; nonsense is the first."""
    return whole_number(text, digits=5) or 1


class Counted(Paginator):  # type: ignore[type-arg]  # at run time it takes no argument
    def __init__(self, found: list[Any], count: int, per_page: int) -> None:
        super().__init__(found, per_page)
        self.count = count  # a cached property: told, not counted

    def page(self, number: int | str) -> "Page[Any]":
        return Page(self.object_list, self.validate_number(number), self)

    def page_or_404(self, number: int) -> "Page[Any]":
        try:
            return self.page(number)
        except EmptyPage:
            raise Http404 from None
