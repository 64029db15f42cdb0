from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.sites.model.closures import Level, OwnClosure
from bot.sites.model.working_hours import WorkingHours, first_of_week, of_site
from bot.times.zones import wall_time
from tests.worlds import first_sites

EPFL, JERUSALEM = (next(s for s in first_sites() if s.slug == slug) for slug in ("epfl", "huji"))
OFFICE = WorkingHours(
    zone="Europe/Zurich", days=frozenset(range(5)), opens=time(9), closes=time(17)
)
FRIDAY_EVENING = datetime(2026, 11, 27, 20, tzinfo=UTC)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1)).map(  # noqa: DTZ001 - made aware
    lambda naive: naive.replace(tzinfo=UTC)
)


def test_what_falls_due_at_the_weekend_waits_for_monday_morning() -> None:
    assert OFFICE.next_from(FRIDAY_EVENING) == datetime(2026, 11, 30, 8, tzinfo=UTC)


def test_in_working_hours_it_is_now() -> None:
    now = datetime(2026, 11, 25, 10, tzinfo=UTC)

    assert OFFICE.next_from(now) == now


def test_case_26_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    evenings = WorkingHours(zone="UTC", days=frozenset({4}), opens=time(22), closes=time(2))
    friday, saturday = datetime(2026, 11, 27, tzinfo=UTC), datetime(2026, 11, 28, tzinfo=UTC)
    hour = timedelta(hours=1)

    at_work = [n for n in range(48) if evenings.include(friday + n * hour)]

    assert at_work == [22, 23, 24, 25]
    assert evenings.next_from(friday) == friday + 22 * hour
    assert evenings.after(saturday - hour, 2 * hour) == saturday + hour


def test_24_working_hours_are_three_days_without_the_weekend() -> None:
    thursday = datetime(2026, 11, 26, 8, tzinfo=UTC)

    after = OFFICE.after(thursday, timedelta(hours=24))

    assert after == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_the_week_begins_on_sunday_in_jerusalem_and_on_monday_in_lausanne() -> None:
    wednesday = datetime(2026, 11, 25, 12, tzinfo=UTC)

    assert first_of_week(of_site(JERUSALEM), wednesday).date().isoformat() == "2026-11-22"
    assert first_of_week(of_site(EPFL), wednesday).date().isoformat() == "2026-11-23"


@given(instants)
def test_the_next_working_moment_is_at_work_and_within_a_week(instant: datetime) -> None:
    for site in first_sites():
        hours = of_site(site)
        found = hours.next_from(instant)
        assert hours.include(found)
        assert instant <= found <= instant + timedelta(days=6)


def test_nobody_is_written_to_on_a_holiday_of_their_site() -> None:
    eve = datetime(2027, 10, 10, 14, 30, tzinfo=UTC)  # Sunday 17:30, three minutes before candles

    begins = of_site(JERUSALEM).next_from(eve)

    assert wall_time(begins, JERUSALEM.zone).isoformat() == "2027-10-12T09:00:00"


def test_working_time_passes_at_work_alone_beside_a_closure() -> None:
    before = datetime(2027, 5, 5, 13, tzinfo=UTC)  # Wednesday 15:00, before Ascension Day

    after = of_site(EPFL).after(before, timedelta(hours=3))

    assert wall_time(after, EPFL.zone).isoformat() == "2027-05-07T10:00:00"


def test_a_site_that_is_closed_for_very_long_holds_nothing_up() -> None:
    year = OwnClosure(
        begins=wall_time(FRIDAY_EVENING, EPFL.zone),
        ends=wall_time(FRIDAY_EVENING, EPFL.zone) + timedelta(days=365),
        name="Sabbatical",
        level=Level.HARD,
    )
    closed = of_site(replace(EPFL, own_closures=(year,)))

    assert closed.next_from(FRIDAY_EVENING) == FRIDAY_EVENING
    assert closed.after(FRIDAY_EVENING, timedelta(hours=1)) > FRIDAY_EVENING
