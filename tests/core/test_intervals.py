from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.intervals import Interval, clipped, merged, total

START = datetime(2026, 11, 23, tzinfo=UTC)


def hours(first: int, last: int) -> Interval:
    return Interval(START + timedelta(hours=first), START + timedelta(hours=last))


some = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 9)).map(lambda at: hours(at[0], sum(at)))
)


def covered(intervals: list[Interval] | tuple[Interval, ...]) -> set[int]:
    return {hour for hour in range(100) for one in intervals if one.meets(hours(hour, hour + 1))}


@given(some)
def test_merged_intervals_cover_the_same_time_in_order_and_apart(intervals: list[Interval]) -> None:
    found = merged(intervals)

    assert covered(found) == covered(intervals)
    assert all(one.end < other.start for one, other in pairwise(found))
    assert total(intervals) == timedelta(hours=len(covered(intervals)))


@given(some)
def test_what_is_clipped_lies_in_the_window(intervals: list[Interval]) -> None:
    found = clipped(intervals, hours(20, 40))

    assert covered(found) == covered(intervals) & set(range(20, 40))


def test_intervals_that_touch_become_one_and_those_apart_do_not_meet() -> None:
    assert merged([hours(2, 3), hours(1, 2)]) == (hours(1, 3),)
    assert not hours(1, 2).meets(hours(2, 3))


def test_an_interval_is_never_empty_and_knows_its_instants() -> None:
    with pytest.raises(ValueError, match="an interval from"):
        hours(2, 2)
    with pytest.raises(ValueError, match="naive"):
        Interval(START.replace(tzinfo=None), START)
