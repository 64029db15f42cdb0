"""Moments as Discord shows them."""

from datetime import UTC, datetime, timedelta

from bot.sites.cards.time_text import closure_line, moment, site_table, wall_text
from tests.worlds import first_sites

THURSDAY = datetime(2026, 11, 26, 16, tzinfo=UTC)


def test_a_moment_shows_weekday_date_whose_time_it_is_and_every_site() -> None:
    shown = moment(THURSDAY, zone="Europe/Zurich", sites=first_sites())

    assert shown == (
        "**Thu 26 Nov 2026 17:00 Lausanne** · <t:1795708800:F>\n"
        "08:00 Berkeley · Stanford · San Diego · Irvine | 10:00 Chicago | 11:00 Boston"
        " | 17:00 Lausanne | 18:00 Jerusalem"
    )


def test_case_27_a_zone_without_a_site_is_named_by_its_city() -> None:
    assert wall_text(THURSDAY, zone="Asia/Tokyo", sites=first_sites()) == (
        "Fri 27 Nov 2026 01:00 Tokyo"
    )


def test_the_table_of_sites_marks_another_day_the_night_and_what_is_closed() -> None:
    late = datetime(2026, 11, 26, 23, tzinfo=UTC)

    lines = site_table(late, zone="America/Los_Angeles", sites=first_sites()).splitlines()

    assert lines[0] == (
        "Thu 26 Nov 2026 **15:00** Berkeley, Stanford, San Diego, Irvine · ⛔ Thanksgiving Day · "
        "UTC-08:00"
    )
    assert lines[-1] == "Fri 27 Nov 2026 **01:00** Jerusalem (+1) · night · UTC+02:00"


def test_the_table_of_sites_tells_what_begins_soon_after_a_meeting() -> None:
    friday = datetime(2027, 1, 15, 13, tzinfo=UTC)

    lines = site_table(friday, zone="Europe/Zurich", sites=first_sites(), minutes=60).splitlines()

    assert lines[-1] == ("Fri 15 Jan 2027 **15:00** Jerusalem · 🔸 Shabbat from 16:17 · UTC+02:00")


def test_sites_that_are_closed_for_one_reason_are_named_together() -> None:
    said = closure_line(THURSDAY, sites=first_sites(), minutes=60)

    assert said == (
        "⛔ Berkeley · Stanford · San Diego · Irvine · Chicago · Boston: Thanksgiving Day"
    )
    assert closure_line(THURSDAY + timedelta(days=7), sites=first_sites(), minutes=60) == ""
