"""A22: the cut-off may be set anew on any day; no day of the hospital's is left out or counted twice."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policy.periods import Cutoffs, stat_month
from policy.spans import Span, before, run_up, span_of

START = date(2025, 1, 1)
DAYS = st.integers(0, 900).map(lambda n: START + timedelta(days=n))
CHANGES = st.dictionaries(DAYS, st.integers(1, 31), max_size=6).map(
    lambda found: Cutoffs(tuple(sorted(found.items(), reverse=True)))
)
CHANGED = Cutoffs(((date(2026, 11, 10), 20),))


@given(cutoffs=CHANGES, kind=st.sampled_from([Span.MONTH, Span.QUARTER]), day=DAYS)
def test_spans_follow_one_another_whenever_the_cut_off_was_changed(
    cutoffs: Cutoffs, kind: Span, day: date
) -> None:
    now = span_of(kind, day, cutoffs)
    following = span_of(kind, now.last + timedelta(days=1), cutoffs)
    assert day in now
    assert following.first == now.last + timedelta(days=1)
    assert before(kind, following, cutoffs) == now
    assert all(span_of(kind, edge, cutoffs) == now for edge in (now.first, now.last))
    spans = run_up(kind, now, 6, cutoffs)
    assert len({span.label for span in spans}) == 6


@given(cutoffs=CHANGES, day=DAYS)
def test_a_later_change_moves_no_month_that_has_begun(cutoffs: Cutoffs, day: date) -> None:
    month = stat_month(day, cutoffs)
    later = [(since, 7) for since in (month.last.replace(day=2), month.last + timedelta(days=40))]
    changed = Cutoffs(tuple(sorted([*cutoffs.changes, *later], key=lambda one: one[0], reverse=True)))
    assert stat_month(day, changed) == month


def test_a_change_in_mid_month_holds_from_the_next_month() -> None:
    november, december, january = (
        stat_month(date(2026, 11, 3) + timedelta(days=n), CHANGED) for n in (0, 30, 60)
    )
    assert november[:2] == (date(2026, 10, 26), date(2026, 11, 25))
    assert december[:2] == (date(2026, 11, 26), date(2026, 12, 20))
    assert january[:2] == (date(2026, 12, 21), date(2027, 1, 20))


def test_a_day_after_its_month_s_cut_off_counts_in_the_next() -> None:
    assert [CHANGED.passed(date(2026, 11, day)) for day in (20, 21, 25, 26)] == [False, False, False, True]
    assert [CHANGED.passed(date(2026, 12, day)) for day in (20, 21)] == [False, True]
