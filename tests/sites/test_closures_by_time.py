"""Closures by time: those that touch a time are found wherever they begin and end."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.sites.model.closures import Closure, ClosuresByTime, Level
from tests.worlds import NOW

HOURS = st.integers(0, 60)
SPANS = st.tuples(HOURS, st.integers(1, 20))
HOUR = timedelta(hours=1)


@given(spans=st.lists(SPANS, max_size=8), looked_at=SPANS)
def test_exactly_those_that_touch_a_time_are_found(
    spans: list[tuple[int, int]], looked_at: tuple[int, int]
) -> None:
    closures = [
        Closure(
            start=NOW + begins * HOUR,
            end=NOW + (begins + hours) * HOUR,
            name=f"{number}",
            level=Level.HARD,
        )
        for number, (begins, hours) in enumerate(spans)
    ]
    since = NOW + looked_at[0] * HOUR
    until = since + looked_at[1] * HOUR

    found = ClosuresByTime(closures).touching(since, until)

    touching = {one.name for one in closures if one.start < until and one.end > since}
    assert {one.name for one in found} == touching
    assert [one.start for one in found] == sorted(one.start for one in found)
