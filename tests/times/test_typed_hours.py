"""Typed hours are read, or asked back where they can mean several."""

from datetime import time

import pytest

from bot.core.refusals import Refusal
from bot.times.typed_times.typed_hours import read_hours


@pytest.mark.parametrize(
    ("typed", "opens", "closes"),
    [
        ("9-17", time(9), time(17)),
        ("10-16", time(10), time(16)),
        ("22:00-02:00", time(22), time(2)),
        ("22-2", time(22), time(2)),
        ("9am-5pm", time(9), time(17)),
        ("9-5pm", time(9), time(17)),
        ("09:00-17:30", time(9), time(17, 30)),
        ("7:30-15:30", time(7, 30), time(15, 30)),
        ("von 9 bis 17 Uhr", time(9), time(17)),
        ("9-17 Uhr", time(9), time(17)),
        ("de 9h à 17h30", time(9), time(17, 30)),
        ("מ-9:00 עד 17:00", time(9), time(17)),
        ("noon-8pm", time(12), time(20)),
    ],
    ids=lambda given: f"case-26-{given}",
)
def test_hours_are_read_as_people_type_them(typed: str, opens: time, closes: time) -> None:
    assert read_hours(typed) == (opens, closes)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("9-5", "“9-5” can mean several hours. Please type 09:00-17:00 or 21:00-05:00."),
        ("8-10", "“8-10” can mean several hours. Please type 08:00-10:00 or 20:00-22:00."),
        ("5:00-6:00", "Please type 05:00-06:00 or 17:00-18:00."),
        ("17:00-09:00", "17:00-09:00 ends before it starts"),
        ("09:00-24:00", "24:00 is not a time of day"),
        ("9-25", "25:00 is not a time of day"),
        ("sometimes", "I don't understand “sometimes” as hours"),
    ],
    ids=lambda given: f"case-26-{given}",
)
def test_hours_that_can_mean_several_are_asked_back(typed: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_hours(typed)

    assert reason in refused.value.reason
