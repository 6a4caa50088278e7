"""Days and times as hospitals' systems write them; what could be two days is no day (F28).

A value without a time comes back as a date. Nothing is converted: it is the hospital's local time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from patients.importing.cells.clock import read_time
from patients.importing.cells.texts import NOT_SAID, require_value
from patients.importing.errors import CellError, Fault
from patients.importing.wire import Cell

Moment = date | datetime

FIRST_YEAR, LAST_YEAR = 1900, 2100
# What systems write for "no date": zero, and the first and last day that they can think of.
SENTINELS = frozenset(
    {
        date(1, 1, 1),
        date(1753, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(2099, 12, 31),
        date(2999, 12, 31),
        date(9999, 12, 31),
    }
)

COMPUTERS_ZERO = date(1970, 1, 1)  # no visit was then, but people were born

# A bare number is a workbook's day from here on (1927); below, it is rather a year, an age or a count.
SERIALS = range(10_000, 73_051)
EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 (the hospital's local time throughout)
EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001

DAY = re.compile(
    r"(?P<y>\d{4})(?:\s*年\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*[日号]?"
    r"|\s*(?P<s>[-/.])\s*(?P<m2>\d{1,2})\s*(?P=s)\s*(?P<d2>\d{1,2})(?!\d)"
    r"|\s+(?P<m4>\d{1,2})\s+(?P<d4>\d{1,2})(?![\d:])|(?P<m3>\d{2})(?P<d3>\d{2}))"
)
ENGLISH = re.compile(r"(?P<d>\d{1,2})[-/ ](?P<m>[a-z]{3})[a-z]*[-/, ]+(?P<y>\d{4})(?!\d)")
SHORT_ENGLISH = re.compile(
    r"(?P<d>\d{1,2})-(?P<m>[a-z]{3})-(?P<y>[0-4]\d)(?!\d)"
)  # 5-Jan-26, as Oracle writes
DASH = re.compile(r"[\u2010-\u2015\u2212]+")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAY = re.compile(r"\(?(星期|周|礼拜)[一二三四五六日天]\)?")

LUNAR = re.compile(
    r"农历|阴历|旧历|闰|正月|冬月|腊月|初[一二三四五六七八九十]|廿|卅|十[一二]?月[一二三]?十|[一二三四五六七八九]月[初十廿]"
)
ZERO = re.compile(r"0{4}[-/.]?00[-/.]?00.*")
TWO_DIGIT_YEAR = re.compile(
    r"(\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,4}|\d{2}年\d{1,2}月\d{1,2}[日号]?|\d{6})(\D.*)?"
)
NO_DAY = re.compile(r"\d{4}\s*(年|[-/.])\s*(\d{1,2}\s*月?)?|\d{4}|(19|20)\d{4}")
NO_YEAR = re.compile(r"(?P<m>\d{1,2})\s*(月|[-/.])\s*(?P<d>\d{1,2})\s*[日号]?(\s.*)?")


def read_moment(cell: Cell, *, epoch_1904: bool = False) -> Moment | None:
    """None: nothing stands there. Raises CellError."""
    if cell is None:
        return None
    if isinstance(cell, date):
        return _plausible(cell)
    require_value(cell)
    match cell:
        case str():
            return _of_text(cell, epoch_1904)
        case bool():
            raise CellError(Fault.DATE_UNREADABLE)
        case int() | float():
            return _of_number(float(cell), epoch_1904)
    raise CellError(Fault.DATE_UNREADABLE)


def read_moment_of(cells: Sequence[Cell], *, epoch_1904: bool = False) -> Moment | None:
    """The same for a day and its time of day in two cells, in whatever order. Raises CellError."""
    days = [cell for cell in cells if not is_clock(cell)]
    if not cells:
        return None
    if not days:
        raise CellError(Fault.DATE_INCOMPLETE)
    moment = read_moment(days[0], epoch_1904=epoch_1904)
    if moment is None or at_time(moment).date() == COMPUTERS_ZERO:
        return None
    if len(days) == len(cells) or at_time(moment).time() != time.min:
        return moment
    since_midnight = _since_midnight(next(cell for cell in cells if is_clock(cell)))
    return _plausible(at_time(moment) + since_midnight) if since_midnight else moment


def is_clock(cell: Cell) -> bool:
    """Whether a cell holds a time of day alone."""
    if isinstance(cell, str):
        return _is_clock(cell)
    if isinstance(cell, float):
        return 0 < cell < 1
    return isinstance(cell, time | timedelta)


@lru_cache(8192)
def _is_clock(text: str) -> bool:
    try:
        _since_midnight(text)
    except CellError:
        return False
    return True


def _since_midnight(cell: Cell) -> timedelta | None:
    match cell:
        case time():
            return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
        case timedelta():
            return cell
        case float():
            return timedelta(seconds=round(cell * 86_400))
        case str():
            return read_time(unicodedata.normalize("NFKC", cell).strip().casefold())
    raise CellError(Fault.DATE_UNREADABLE)


def read_day(cell: Cell, *, epoch_1904: bool = False) -> date | None:
    moment = read_moment(cell, epoch_1904=epoch_1904)
    return moment.date() if isinstance(moment, datetime) else moment


def at_time(moment: Moment) -> datetime:
    """A day alone stands for its first minute."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min)


@lru_cache(8192)
def _of_text(raw: str, epoch_1904: bool) -> Moment | None:
    text = unicodedata.normalize("NFKC", raw).strip().strip("'\"`=").strip().casefold()
    text = DASH.sub("-", text)
    if not text or text in NOT_SAID or ZERO.fullmatch(text):
        return None
    if LUNAR.search(text):
        raise CellError(Fault.DATE_LUNAR)
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return _of_number(float(text), epoch_1904)
    found = DAY.match(text)
    if found:
        year, month, day = (
            int(part) for part in found.group("y", "m1", "d1", "m2", "d2", "m3", "d3", "m4", "d4") if part
        )
        return _with_clock(_day(year, month, day), text[found.end() :])
    english = ENGLISH.match(text)
    if english and english["m"] in MONTHS:
        day_of = _day(int(english["y"]), MONTHS.index(english["m"]) + 1, int(english["d"]))
        return _with_clock(day_of, text[english.end() :])
    short = SHORT_ENGLISH.match(text)
    if short and short["m"] in MONTHS:
        day_of = _day(2000 + int(short["y"]), MONTHS.index(short["m"]) + 1, int(short["d"]))
        return _with_clock(day_of, text[short.end() :])
    raise CellError(_why_not(text))


def _with_clock(day: date, rest: str) -> Moment | None:
    rest = WEEKDAY.sub(" ", rest, count=1).strip()
    if day in SENTINELS:
        return None
    since_midnight = read_time(rest.removeprefix("t").removeprefix(",").strip()) if rest else None
    return _plausible(day if since_midnight is None else at_time(day) + since_midnight)


def _of_number(number: float, epoch_1904: bool) -> Moment | None:
    if number == 0:
        return None
    if number.is_integer() and len(str(int(number))) in {8, 12, 14}:  # 20261103 typed as a number
        return _of_text(str(int(number)), epoch_1904)
    if not (SERIALS.start <= number < SERIALS.stop):
        raise CellError(Fault.DATE_UNREADABLE)
    seconds = round(number * 86_400)
    moment = (EPOCH_1904 if epoch_1904 else EPOCH_1900) + timedelta(seconds=seconds)
    return _plausible(moment if seconds % 86_400 else moment.date())


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError(Fault.DATE_NO_SUCH_DAY) from error


def _plausible(moment: Moment) -> Moment | None:
    day = moment.date() if isinstance(moment, datetime) else moment
    if day in SENTINELS:
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError(Fault.DATE_OUT_OF_RANGE, first=FIRST_YEAR, last=LAST_YEAR)
    return moment


def _why_not(text: str) -> Fault:
    if no_year := NO_YEAR.fullmatch(text):
        try:
            date(2000, int(no_year["m"]), int(no_year["d"]))
        except ValueError:
            return Fault.DATE_NO_SUCH_DAY
        return Fault.DATE_INCOMPLETE
    if NO_DAY.fullmatch(text):
        return Fault.DATE_INCOMPLETE
    return Fault.DATE_AMBIGUOUS if TWO_DIGIT_YEAR.fullmatch(text) else Fault.DATE_UNREADABLE
