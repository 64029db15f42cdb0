from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, MovableClock, ZonesDisagree, require_one_release, tz_release


def test_the_clock_shows_the_present_in_utc() -> None:
    before = datetime.now(UTC)

    now = Clock().now()

    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_a_moved_clock_goes_on_from_where_it_was_moved_to() -> None:
    clock = MovableClock()

    clock.advance(timedelta(days=3))
    clock.advance(timedelta(hours=1))

    ahead = clock.now() - Clock().now()
    assert timedelta(days=3, minutes=59) < ahead <= timedelta(days=3, hours=1)


def test_a_clock_is_not_moved_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        MovableClock().advance(timedelta(seconds=-1))


def test_the_installed_time_zones_are_of_one_release() -> None:
    assert require_one_release() == tz_release()


def test_two_releases_are_refused_with_what_to_do() -> None:
    with pytest.raises(ZonesDisagree) as caught:
        require_one_release(strict="2024b", usual="2026f")

    assert str(caught.value) == (
        "pytz has the time zones of 2024b, but tzdata has those of 2026f. Install the same "
        "release of both, as in requirements.lock (make does so in .venv)."
    )
