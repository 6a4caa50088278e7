"""F29, F31: the same visit is known again in any file and any order; every row is accounted for once."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from patients.importing.errors import Fault
from patients.importing.fields import Field
from patients.importing.parsed import Parsed, Rejected, Repeated, Skipped
from patients.importing.repeats import Account
from patients.importing.wire import Cell, Unread
from tests.patients.importing.files import HEADINGS, visit
from tests.patients.importing.readers import kinds, only, parsed


def test_the_same_visit_twice_counts_as_unchanged() -> None:
    again = visit(1, 联系电话="163 0000 0001", 就诊时间="2026年11月18日 9:14", 性别=2)
    results = parsed(HEADINGS, visit(1), visit(2), again)
    assert results[2] == Repeated(4, first=2)


def test_the_same_visit_with_other_content_is_rejected_and_names_the_other_row() -> None:
    result = parsed(HEADINGS, visit(1), visit(2), visit(1, 诊断="糖尿病"), visit(1))
    assert kinds(result) == ["parsed", "parsed", "rejected", "repeated"]
    assert isinstance(result[2], Rejected)
    (error,) = result[2].errors
    assert (error.code, error.field, error.value, error.params) == (
        Fault.DUPLICATE_DIFFERS,
        Field.HIS_VISIT_NO,
        "MZ202611100001",
        {"row": 2},
    )


def key(**changes: Any) -> str:
    return only(parsed((*HEADINGS, "缴费金额", "手术名称"), [*visit(1, **changes), *([None] * 2)])).key


def test_the_number_of_the_visit_is_its_key() -> None:
    assert key() == "visit:MZ202611100001"
    assert key() == key(诊断="x", 就诊时间="2026-11-17", 病案号="9999999")


def test_without_it_patient_setting_and_time_are() -> None:
    assert key(就诊流水号=None) == "mrn:00000001|outpatient|2026-11-18T09:14"
    assert key(就诊流水号=None, 就诊时间="2026-11-18") == "mrn:00000001|outpatient|2026-11-18T00:00|内科"


def test_a_payment_or_an_operation_later_does_not_make_another_visit() -> None:
    headings = ("病案号", "姓名", "就诊类型", "就诊时间", "缴费金额", "手术名称")
    rows = [
        ["00000001", "解英", "门诊", "2026-11-18 09:14", amount, operation]
        for amount, operation in ((None, None), (0, None), (300, None), (300, "清创"))
    ]
    found = [only(parsed(headings, row)) for row in rows]
    assert len({visit.kind for visit in found}) == 3
    assert len({visit.key for visit in found}) == 1
    assert len({visit.content for visit in found}) == 4


def test_content_does_not_depend_on_columns_that_say_nothing() -> None:
    plain = only(parsed(HEADINGS, visit(1)))
    more = only(parsed(("序号", *HEADINGS, "住院号", "家庭住址"), [9, *visit(1), None, " "]))
    assert plain.content == more.content


cell = st.one_of(
    st.none(),
    st.text(max_size=10),
    st.floats(),
    st.integers(),
    st.dates(),
    st.booleans(),
    st.sampled_from(Unread),
)
columns = st.sampled_from(HEADINGS)
changed = st.dictionaries(columns, cell, max_size=4)


@given(st.lists(st.tuples(st.integers(1, 5), changed), max_size=12))
def test_every_row_is_accounted_for_once(some: list[tuple[int, dict[str, Cell]]]) -> None:
    results = parsed(HEADINGS, *(visit(number, **changes) for number, changes in some))
    assert [result.number for result in results] == list(range(2, len(some) + 2))
    account = Account()
    for result in results:
        match result:
            case Skipped(why=why):
                account.skipped[why] += 1
                continue
            case Rejected():
                account.rejected += 1
                assert result.errors
            case Repeated():
                account.unchanged += 1
            case Parsed():
                account.created += 1
        account.read += 1
    assert account.holds
    assert account.read + account.skipped.total() == len(some)


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("ab")), min_size=1, max_size=8), st.randoms())
def test_the_same_rows_in_any_order_are_the_same_visits(some: list[tuple[int, str]], chance: Any) -> None:
    rows = [visit(number, 诊断=diagnosis) for number, diagnosis in some]
    mixed = list(rows)
    chance.shuffle(mixed)

    def keys(results: list[Any]) -> set[str]:
        return {result.key for result in results if isinstance(result, Parsed)}

    assert (
        keys(parsed(HEADINGS, *rows))
        == keys(parsed(HEADINGS, *mixed))
        == keys(parsed(HEADINGS, *rows, *rows))
    )
