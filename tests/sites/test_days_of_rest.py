"""Shabbat and the holidays of Israel: a second opinion, and hours of lighting candles."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from pyluach.dates import GregorianDate, HebrewDate

from bot.sites.model.closures import Level
from bot.sites.model.holidays import closures_of
from bot.sites.model.sites import Site
from bot.times.zones import occurrence_instant, wall_time
from tests.sites.closed_places import (
    CITY,
    DAY,
    JERUSALEM,
    LAUSANNE,
    YEAR_2027,
    at,
    between,
    days,
)


def rest_days(site: Site, first: date, after: date) -> dict[date, str]:
    """Return the days whose noon is in a hard closure, but for ordinary Shabbats."""
    names = {}
    for day in days(first, after):
        noon = at(day, site, 12)
        for closure in closures_of(site, since=noon, until=noon + timedelta(minutes=1)):
            if closure.level is Level.HARD and closure.name != "Shabbat":
                names[day] = closure.name
    return names


def kept_on(year: int, month: int, day: int) -> date:
    kept: date = HebrewDate(year, month, day).to_pydate()
    return kept


def independence_day(year: int) -> date:
    """Return 5 Iyar, moved so that neither it nor the day before touches Shabbat."""
    shift = {0: 1, 4: -1, 5: -2}
    due = kept_on(year, 2, 5)
    return due + shift.get(due.weekday(), 0) * DAY


def test_a_second_library_agrees_on_every_day_of_rest_in_israel_for_seven_years() -> None:
    span = date(2026, 1, 1), date(2033, 1, 1)
    found = rest_days(JERUSALEM, *span)

    rest = {
        day
        for day in days(*span)
        if GregorianDate.from_pydate(day).to_heb().festival(israel=True, include_working_days=False)
    }
    independence = {independence_day(year) for year in range(5786, 5793)}
    assert set(found) == rest | independence
    assert {day for day, name in found.items() if name == "Independence Day"} == independence
    assert (len(rest), len(independence)) == (56, 7)


def test_a_second_library_agrees_on_the_soft_days_of_israel_for_seven_years() -> None:
    ours = {
        "Purim": "Shushan Purim",
        "Ta'anit Ester": "Taanis Esther",
        "Lag BaOmer": "Lag Ba'omer",
        "Tisha B'Av": "9 of Av",
        "Sukkot holiday": "Succos",
        "Pesach holiday": "Pesach",
    }
    span = date(2026, 1, 1), date(2033, 1, 1)
    found = {
        (ours[closure.name], wall_time(closure.start, JERUSALEM.zone).date() + step * DAY)
        for closure in between(JERUSALEM, *span)
        if closure.name in ours
        for step in range((closure.end - closure.start + timedelta(hours=2)).days)
    }

    hebrew = {day: GregorianDate.from_pydate(day).to_heb() for day in days(*span)}
    rest = rest_days(JERUSALEM, *span)
    assert found == {
        (named, day)
        for day, counted in hebrew.items()
        if (named := counted.holiday(israel=True)) in ours.values() and day not in rest
    }


CANDLES_IN_LAUSANNE_TIME = """
2027-01-15 15:17 | 2027-02-12 15:42 | 2027-03-12 16:04 | 2027-04-16 17:28
2027-05-14 17:47 | 2027-06-11 18:04 | 2027-07-16 18:05 | 2027-08-13 17:44
2027-09-10 17:11 | 2027-10-15 16:27 | 2027-11-12 15:01 | 2027-12-10 14:55
"""


@pytest.mark.parametrize("lit", CANDLES_IN_LAUSANNE_TIME.replace("|", "\n").strip().splitlines())
def test_shabbat_lasts_from_candle_lighting_to_nightfall(lit: str) -> None:
    start = occurrence_instant(datetime.fromisoformat(lit.strip()), LAUSANNE.zone)

    found = closures_of(CITY, since=start - timedelta(minutes=1), until=start + timedelta(hours=1))

    (begun,) = [closure for closure in found if closure.start == start]
    assert begun.level is Level.HARD
    assert timedelta(hours=25) < begun.end - begun.start < timedelta(hours=26)


def test_candles_are_lit_by_the_citys_custom_and_purim_is_a_day_earlier_elsewhere() -> None:
    haifa = replace(JERUSALEM, latitude=32.79, longitude=34.99)
    noon = at(date(2027, 1, 15), haifa, 12)

    (shabbat,) = closures_of(haifa, since=noon, until=noon + timedelta(hours=10))
    purim = [closure for closure in between(haifa, *YEAR_2027) if closure.name == "Purim"]

    assert f"{wall_time(shabbat.start, haifa.zone):%H:%M}" == "16:26"
    assert [wall_time(c.start, haifa.zone).date() for c in purim] == [date(2027, 3, 23)]


def test_feasts_and_shabbat_in_a_row_close_without_a_gap() -> None:
    thursday = date(2028, 9, 21)  # Rosh Hashanah, then Friday its second day, then Shabbat

    found = [c for c in between(JERUSALEM, thursday, thursday + 3 * DAY) if c.level is Level.HARD]

    assert [closure.name for closure in found] == ["Rosh Hashanah", "Rosh Hashanah", "Shabbat"]
    assert all(late.start <= early.end for early, late in pairwise(found))
