"""What is typed and sent, before any page looks at it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from complaints.uploads import limited_uploads
from staff.forms import DayField, MomentField
from staff.middleware import NoNullCharacters


def through(request: HttpRequest, view: Any = None) -> None:
    NoNullCharacters(lambda _request: HttpResponse()).process_view(request, view, (), {})


def told(request: HttpRequest) -> tuple[QueryDict, QueryDict]:
    through(request)
    return request.GET, request.POST


def test_the_character_that_no_text_may_hold_is_left_out_and_all_else_stays() -> None:
    body = {"reason": "一\0二", "chosen": ["1", "\0", "3"], "plain": " 照旧 "}
    query, posted = told(RequestFactory().post("/?q=%E5%88%98%00&n=1", body))
    assert (query.dict(), posted["reason"], posted["plain"]) == ({"q": "刘", "n": "1"}, "一二", " 照旧 ")
    assert posted.getlist("chosen") == ["1", "", "3"]


def test_what_has_none_is_not_copied() -> None:
    request = RequestFactory().post("/", {"a": "1"})
    before = request.POST
    assert told(request)[1] is before


def test_an_upload_is_not_read_before_its_view_has_set_its_limit() -> None:
    request = RequestFactory().post("/", {"a": "1"})
    through(request, limited_uploads(lambda _request: HttpResponse()))
    assert not hasattr(request, "_post")


@pytest.mark.parametrize("day", ["1900-01-01", "2026-11-30", "2199-12-31"])
def test_a_day_that_can_be_reckoned_with(day: str) -> None:
    assert DayField().clean(day).isoformat() == day


@pytest.mark.parametrize(
    ("field", "typed"),
    [(DayField(), day) for day in ("0001-01-01", "0206-11-30", "1899-12-31", "2200-01-01", "9999-12-31")]
    + [(MomentField(), f"{day} 00:00") for day in ("0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31")],
)
def test_a_year_far_off_is_asked_about(field: Any, typed: str) -> None:
    with pytest.raises(ValidationError, match="1900"):
        field.clean(typed)
