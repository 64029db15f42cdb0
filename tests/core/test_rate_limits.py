"""How often a key may take, and which requests were done already."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.rate_limits import KEYS, NONE, Limit, Meter, Once
from tests.worlds import NOW

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
PAUSES = st.lists(st.integers(0, 40), min_size=1, max_size=60)


@given(pauses=PAUSES, most=st.integers(1, 5))
def test_no_minute_ever_holds_more_than_the_limit(pauses: list[int], most: int) -> None:
    meter, now, taken = Meter(Limit(most, MINUTE)), NOW, []
    for pause in pauses:
        now += pause * SECOND
        if not meter.wait(1, now):
            meter.take(1, now)
            taken.append(now)

    for moment in taken:
        assert sum(moment <= other < moment + MINUTE for other in taken) <= most


@given(pauses=PAUSES, most=st.integers(1, 5))
def test_who_waits_as_long_as_was_said_may_go_on(pauses: list[int], most: int) -> None:
    meter, now = Meter(Limit(most, MINUTE)), NOW
    for pause in pauses:
        now += pause * SECOND
        now += meter.wait(1, now)
        assert meter.wait(1, now) == NONE
        meter.take(1, now)


def test_one_key_does_not_wait_for_another() -> None:
    meter = Meter(Limit(1, MINUTE))
    meter.take(1, NOW)

    assert meter.wait(1, NOW) == MINUTE
    assert meter.wait(2, NOW) == NONE


def test_a_clock_set_back_locks_nobody_out() -> None:
    meter = Meter(Limit(1, MINUTE))
    meter.take(1, NOW)

    assert meter.wait(1, NOW - timedelta(hours=8)) == NONE


def test_the_meter_forgets_those_heard_of_longest_ago() -> None:
    meter = Meter(Limit(1, MINUTE))
    for key in range(KEYS + 1):
        meter.take(key, NOW)

    assert meter.wait(0, NOW) == NONE
    assert meter.wait(1, NOW) == MINUTE


def test_a_request_is_done_once_until_it_is_long_past() -> None:
    once = Once(timedelta(minutes=15))

    assert once.first(7, NOW)
    assert not once.first(7, NOW + timedelta(minutes=14))
    assert once.first(8, NOW)
    assert once.first(7, NOW + timedelta(minutes=16))


def test_requests_in_memory_stay_few() -> None:
    once = Once(timedelta(minutes=15))
    for key in range(KEYS + 1):
        assert once.first(key, NOW)

    assert once.first(0, NOW)
    assert not once.first(KEYS, NOW)
