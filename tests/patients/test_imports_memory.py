"""The garbage collector is seldomer at work while rows are read and written, and as before afterwards."""

import gc

import pytest

from patients.actions.collecting import AFTER, seldom_collected


def test_it_is_as_before_whatever_happens() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()

    def fail() -> None:
        with seldom_collected():
            assert gc.get_threshold()[0] == AFTER
            assert gc.get_freeze_count() > frozen
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_what_refers_to_each_other_goes_all_the_same() -> None:
    class Record:
        other: object

    with seldom_collected():
        for _ in range(3 * AFTER):
            one, two = Record(), Record()
            one.other, two.other = two, one
        left = sum(isinstance(found, Record) for found in gc.get_objects())
    assert left < 2 * AFTER
