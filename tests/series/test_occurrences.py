"""What becomes of a series' meetings when its rule changes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.series.model.occurrences import Occurrence, occurrences
from bot.series.model.rule_change import plan_rule_change
from bot.series.model.series_plan import SeriesPlan, plan_series_end
from bot.times.recurrence import Frequency, Rule
from bot.times.typed_times.typed_recurrence import read_rule
from bot.times.zones import occurrence_instant, wall_time
from tests.times.test_zones import YEARS, ZONES

ZURICH = "Europe/Zurich"
FIRST = date(2026, 11, 2)  # a Monday
HORIZON = date(2026, 12, 31)
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Board:
    """A series and its meetings, changed by plans as the store would change them."""

    def __init__(self, rule: str, *, now: datetime = NOW, zone: str = ZURICH) -> None:
        self.rule = self.was = read_rule(rule)
        self.zone, self.now, self.first, self.horizon = zone, now, FIRST, HORIZON
        self.meetings: dict[int, Meeting] = {}
        self.ids = count(1)
        self.become(rule)

    def plan(self) -> SeriesPlan:
        return plan_rule_change(
            self.rule,
            was=self.was,
            first=self.first,
            zone=self.zone,
            minutes=60,
            existing=list(self.meetings.values()),
            now=self.now,
            horizon=self.horizon,
        )

    def become(self, rule: Rule | str, *, now: datetime | None = None) -> SeriesPlan:
        """Edit the series, carry out the plan and return it."""
        self.was, self.rule = self.rule, read_rule(rule) if isinstance(rule, str) else rule
        self.now = now or self.now
        plan = self.plan()
        self.carry_out(plan)
        return plan

    def carry_out(self, plan: SeriesPlan) -> None:
        for change in [*plan.move, *plan.revive]:
            self.change(change.meeting.id, **columns(change.to, self.zone))
        for displaced in plan.displace:
            self.change(displaced.meeting.id, place=displaced.place)
        for meeting in plan.drop:
            self.change(meeting.id, status=MeetingStatus.DROPPED)
        for meeting_id, occurrence in zip(self.ids, plan.add, strict=False):
            self.meetings[meeting_id] = made(meeting_id, occurrence, self.zone)
            self.check_place(meeting_id)

    def change(self, meeting_id: int, **values: object) -> None:
        self.meetings[meeting_id] = replace(self.meetings[meeting_id], **values)  # type: ignore[arg-type]
        self.check_place(meeting_id)

    def check_place(self, meeting_id: int) -> None:
        """As the database does after each step: only of dropped meetings may two have one date."""
        place = self.meetings[meeting_id].place
        there = [m for m in self.meetings.values() if m.place == place]
        assert len([m for m in there if m.status is not MeetingStatus.DROPPED]) <= 1

    def move_by_hand(self, place: str, to: str) -> int:
        meeting, wall = self.at(place), datetime.fromisoformat(to)
        start = occurrence_instant(wall, self.zone)
        self.change(meeting.id, wall=wall, start=start, moved_from=meeting.wall)
        return meeting.id

    def at(self, place: str) -> Meeting:
        found = [m for m in self.meetings.values() if m.place.isoformat() == place]
        assert len(found) == 1
        return found[0]

    def places(self) -> dict[str, int]:
        """Return the ids of meetings that take place by their places."""
        coming = [meeting for meeting in self.meetings.values() if meeting.takes_place]
        return {m.place.isoformat(): m.id for m in sorted(coming, key=lambda m: m.place)}


def columns(occurrence: Occurrence, zone: str) -> dict[str, object]:
    return {
        "place": occurrence.place,
        "wall": occurrence.wall,
        "zone": zone,
        "start": occurrence.start,
        "minutes": 60,
        "status": MeetingStatus.SCHEDULED,
        "moved_from": None,
    }


def made(meeting_id: int, occurrence: Occurrence, zone: str) -> Meeting:
    return Meeting(
        id=meeting_id,
        collaboration_id=1,
        series_id=1,
        place=occurrence.place,
        wall=occurrence.wall,
        zone=zone,
        start=occurrence.start,
        minutes=60,
        status=MeetingStatus.SCHEDULED,
        reason="",
        moved_from=None,
        tz_release="2026f",
        revision=0,
    )


def noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def moved_days(plan: SeriesPlan) -> set[int]:
    return {(change.to.place - change.meeting.place).days for change in plan.move}


def test_a_new_series_gets_its_meetings_up_to_the_horizon() -> None:
    board = Board("every 3 weeks on Thursday 17:00")

    assert board.places() == {"2026-11-05": 1, "2026-11-26": 2, "2026-12-17": 3}
    assert board.at("2026-11-26").start == datetime(2026, 11, 26, 16, tzinfo=UTC)


def test_a_farther_horizon_only_adds() -> None:
    board = Board("Thursdays 17:00")
    board.horizon = date(2027, 1, 15)

    plan = board.become("Thursdays 17:00")

    assert [o.place for o in plan.add] == [date(2027, 1, 7), date(2027, 1, 14)]
    assert (plan.move, plan.displace, plan.drop, plan.revive) == ((), (), (), ())


def test_another_hour_moves_every_meeting_and_keeps_its_identity() -> None:
    board = Board("Thursdays 17:00")
    before = board.places()

    plan = board.become("Thursdays 16:00")

    assert board.places() == before
    assert len(plan.move) == len(before)
    assert board.at("2026-11-26").wall == datetime(2026, 11, 26, 16)  # noqa: DTZ001 - a wall time


@pytest.mark.parametrize(
    ("was", "rule", "days"),
    [
        ("Thursdays 17:00", "Tuesdays 17:00", -2),
        ("Tuesdays 17:00", "Fridays 17:00", 3),
        ("Sundays 17:00", "Mondays 17:00", 1),
        ("Mondays 17:00", "Sundays 17:00", -1),
        ("Mondays 17:00", "Thursdays 17:00", 3),
        ("Sundays 17:00", "Wednesdays 17:00", 3),
    ],
)
def test_another_weekday_moves_meetings_the_short_way(was: str, rule: str, days: int) -> None:
    board = Board(was)
    now = noon("2026-11-09")
    coming = {m.id for m in board.meetings.values() if m.start > now}

    plan = board.become(rule, now=now)

    assert moved_days(plan) == {days}
    assert coming - {change.meeting.id for change in plan.move} <= {m.id for m in plan.drop}
    assert len(plan.drop) <= 1


def test_a_meeting_whose_new_date_is_past_is_dropped_rather_than_all_moved_far() -> None:
    board = Board("Thursdays 17:00")
    thursday = board.at("2026-11-12").id

    plan = board.become("Tuesdays 17:00", now=noon("2026-11-11"))

    assert [meeting.id for meeting in plan.drop] == [thursday]
    assert moved_days(plan) == {-2}


def test_several_weekdays_move_in_order() -> None:
    board = Board("Mondays and Thursdays 17:00 4 times")

    board.become("Tuesdays and Fridays 17:00 4 times")

    assert board.places() == {"2026-11-03": 1, "2026-11-06": 2, "2026-11-10": 3, "2026-11-13": 4}


def test_a_day_in_both_rules_keeps_its_meeting() -> None:
    board = Board("Mondays and Wednesdays 17:00 2 times")

    board.become("Wednesdays and Fridays 17:00 2 times")

    assert board.places() == {"2026-11-04": 2, "2026-11-06": 1}


def test_where_fewer_days_remain_the_nearest_meeting_moves() -> None:
    board = Board("Mondays and Wednesdays 17:00 2 times")

    plan = board.become("Thursdays 17:00 1 time")

    assert board.places() == {"2026-11-05": 2}
    assert [meeting.id for meeting in plan.drop] == [1]


def test_meetings_move_as_little_as_their_order_allows() -> None:
    board = Board("Mondays, Tuesdays, Thursdays and Fridays 17:00 4 times")

    board.become("Wednesdays and Saturdays 17:00 2 times")

    assert board.places() == {"2026-11-04": 2, "2026-11-07": 4}


def test_every_other_week_drops_the_weeks_between() -> None:
    board = Board("Thursdays 17:00 4 times")

    board.become("every 2 weeks on Thursday 17:00 2 times")

    assert board.places() == {"2026-11-05": 1, "2026-11-19": 3}
    assert board.at("2026-11-12").status is MeetingStatus.DROPPED


def test_monthly_meetings_move_within_their_month() -> None:
    board = Board("first Thursday of the month 17:00")

    board.become("last Tuesday of the month 17:00")

    assert board.places() == {"2026-11-24": 1, "2026-12-29": 2}


def test_a_meeting_may_move_beyond_the_horizon_within_its_week() -> None:
    board = Board("Thursdays 17:00")
    last = board.at("2026-12-31").id

    board.become("Fridays 17:00")

    assert board.at("2027-01-01").id == last
    assert board.plan().changes_nothing


def test_the_past_stays_as_it_was() -> None:
    board = Board("Thursdays 17:00")

    board.become("Tuesdays 16:00", now=noon("2026-11-20"))

    for place in ("2026-11-05", "2026-11-12", "2026-11-19"):
        assert board.at(place).wall == datetime.fromisoformat(f"{place}T17:00")
        assert board.at(place).takes_place


def test_a_day_on_which_people_met_already_gets_no_second_meeting() -> None:
    board = Board("Thursdays 10:00")

    plan = board.become("Thursdays 17:00", now=noon("2026-11-05"))

    assert board.at("2026-11-05").id == 1
    assert plan.add == ()


def test_a_meeting_moved_by_hand_keeps_its_hour_and_fills_its_week() -> None:
    board = Board("Thursdays 17:00")
    by_hand = board.move_by_hand("2026-11-12", "2026-11-13T14:00")

    plan = board.become("Tuesdays 17:00")

    assert board.meetings[by_hand].wall == datetime(2026, 11, 13, 14)  # noqa: DTZ001 - a wall time
    assert board.at("2026-11-10").id == by_hand
    assert plan.add == ()


def test_a_skipped_week_stays_skipped_when_the_day_changes() -> None:
    board = Board("Thursdays 17:00")
    board.change(board.at("2026-11-12").id, status=MeetingStatus.SKIPPED)

    board.become("Tuesdays 17:00")

    assert board.at("2026-11-10").status is MeetingStatus.SKIPPED
    assert board.at("2026-11-10").wall == datetime(2026, 11, 12, 17)  # noqa: DTZ001 - a wall time


def test_a_meeting_moved_by_hand_stays_where_its_week_has_no_date_any_more() -> None:
    board = Board("Thursdays 17:00 3 times")
    by_hand = board.move_by_hand("2026-11-12", "2026-11-13T14:00")

    board.become("every 2 weeks on Thursday 17:00 2 times")

    assert board.places() == {"2026-11-05": 1, "2026-11-12": by_hand, "2026-11-19": 3}
    assert board.plan().changes_nothing


def test_a_dropped_meeting_takes_place_again_when_the_rule_has_its_date_again() -> None:
    board = Board("Mondays and Thursdays 17:00 4 times")
    before = board.places()
    board.become("Mondays 17:00 2 times")

    plan = board.become("Mondays and Thursdays 17:00 4 times")

    assert board.places() == before
    assert [change.meeting.id for change in plan.revive] == [2, 4]
    assert plan.add == ()


def test_a_meeting_with_its_talk_is_moved_before_a_dropped_one_is_revived() -> None:
    board = Board("Mondays and Thursdays 17:00 2 times")
    board.become("Mondays 17:00 1 time")

    plan = board.become("Thursdays 17:00 1 time")

    assert board.places() == {"2026-11-05": 1}
    assert board.at("2026-11-02").id == 2
    assert [(d.meeting.id, d.place.isoformat()) for d in plan.displace] == [(2, "2026-11-02")]


def test_an_end_drops_what_comes_after_it() -> None:
    board = Board("Thursdays 17:00")

    board.become("Thursdays 17:00 until 2026-11-12")

    assert board.places() == {"2026-11-05": 1, "2026-11-12": 2}


def test_ending_a_series_drops_also_what_was_moved_by_hand() -> None:
    board = Board("Thursdays 17:00")
    by_hand = board.move_by_hand("2026-11-19", "2026-11-20T14:00")
    board.change(board.at("2026-11-26").id, status=MeetingStatus.CANCELLED)

    plan = plan_series_end(
        list(board.meetings.values()), last=date(2026, 11, 12), now=noon("2026-11-08")
    )

    assert [meeting.place.isoformat() for meeting in plan.keep] == ["2026-11-12"]
    dropped = [meeting.place.isoformat() for meeting in plan.drop]
    assert dropped[:2] == ["2026-11-19", "2026-12-03"]
    assert by_hand in {meeting.id for meeting in plan.drop}


def test_another_zone_moves_meetings_in_place() -> None:
    board = Board("Thursdays 17:00 1 time")
    board.zone = "America/New_York"

    board.become("Thursdays 17:00 1 time")

    assert board.at("2026-11-05").start == datetime(2026, 11, 5, 22, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_a_series_keeps_its_hour_over_every_clock_change(zone: str) -> None:
    """F19."""
    rule = read_rule("Mondays, Thursdays and Sundays 17:00")
    first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)

    found = list(occurrences(rule, first=first, zone=zone, after=NOW, until=last))

    assert len(found) > 1500
    assert {wall_time(o.start, zone) == o.wall and o.is_ordinary for o in found} == {True}


def test_occurrences_in_a_gap_and_in_a_repeated_hour_are_known() -> None:
    """F17, F18."""
    rule, last = read_rule("Sundays 02:30"), date(2027, 12, 31)

    found = occurrences(rule, first=FIRST, zone=ZURICH, after=NOW, until=last)
    bent = [(o.place.isoformat(), o.start.hour) for o in found if not o.is_ordinary]

    # 02:30 by the winter's clock, which is 03:30 by the new one; and 02:30 for the first time.
    assert bent == [("2027-03-28", 1), ("2027-10-31", 0)]


def test_occurrences_begin_after_now() -> None:
    rule = read_rule("Thursdays 17:00")
    at_the_start = datetime(2026, 11, 5, 16, tzinfo=UTC)

    found = occurrences(rule, first=FIRST, zone=ZURICH, after=at_the_start, until=HORIZON)

    assert [o.place.isoformat() for o in islice(found, 2)] == ["2026-11-12", "2026-11-19"]


hours = st.integers(0, 23).map(lambda hour: f"{hour:02}:30")
weekdays = st.sets(st.sampled_from(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]), min_size=1)
ends = st.sampled_from(["", " 5 times", " 20 times", " until 2026-12-05"])
weekly = st.builds(
    lambda days, every, hour, end: f"every {every} weeks on {' '.join(sorted(days))} {hour}{end}",
    weekdays,
    st.integers(1, 3),
    hours,
    ends,
)
monthly = st.builds(
    lambda nth, day, every, hour, end: f"every {every} months on the {nth} {day} {hour}{end}",
    st.sampled_from(["first", "second", "third", "fifth", "last"]),
    st.sampled_from(["Mon", "Thu", "Sun"]),
    st.integers(1, 2),
    hours,
    ends,
)
rules = weekly | monthly
by_hand = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["skip", "cancel", *range(-9 * 24, 9 * 24, 17)]),
    ),
    max_size=5,
)
edits = st.lists(st.tuples(rules, by_hand, st.integers(0, 15)), min_size=1, max_size=4)


def change_by_hand(board: Board, changes: list[tuple[int, str | int]]) -> None:
    statuses = {"skip": MeetingStatus.SKIPPED, "cancel": MeetingStatus.CANCELLED}
    for index, what in changes:
        coming = [m for m in board.meetings.values() if m.takes_place and m.start > board.now]
        if index >= len(coming):
            continue
        meeting = coming[index]
        if isinstance(what, str):
            board.change(meeting.id, status=statuses[what])
        else:
            wall = meeting.wall + timedelta(hours=what)
            start = occurrence_instant(wall, meeting.zone)
            board.change(meeting.id, wall=wall, start=start, moved_from=meeting.wall)


def is_kept_by_hand(meeting: Meeting) -> bool:
    return meeting.changed_by_hand and meeting.status is not MeetingStatus.DROPPED


def check_edit(board: Board, before: dict[int, Meeting]) -> None:
    after = board.meetings
    rule, now = board.rule, board.now
    coming = [m for m in after.values() if m.start > now and m.status is not MeetingStatus.DROPPED]
    of_rule = [meeting for meeting in coming if not meeting.changed_by_hand]
    far = date(2028, 1, 1)
    dates = occurrences(rule, first=board.first, zone=board.zone, after=now, until=far)
    past = {m.place for m in after.values() if m.start <= now}
    wanted = {o.place: o.wall for o in dates if o.place not in past}

    assert before.keys() <= after.keys()
    assert {i: after[i] for i, m in before.items() if m.start <= now} == {
        i: m for i, m in before.items() if m.start <= now
    }
    assert {
        i: replace(after[i], place=m.place) for i, m in before.items() if is_kept_by_hand(m)
    } == {i: m for i, m in before.items() if is_kept_by_hand(m)}
    assert len({m.place for m in after.values()}) == len(after)
    assert {m.place: m.wall for m in of_rule}.items() <= wanted.items()
    assert {place for place in wanted if place <= board.horizon} <= {m.place for m in coming}
    board.was = rule
    assert board.plan().changes_nothing


@given(rules, edits)
def test_whatever_is_edited_nothing_is_lost_doubled_or_touched_that_must_not_be(
    rule: str, changes: list[tuple[str, list[tuple[int, str | int]], int]]
) -> None:
    board = Board(rule)

    for words, hands, days in changes:
        change_by_hand(board, hands)
        before = dict(board.meetings)
        board.become(words, now=board.now + timedelta(days=days))

        check_edit(board, before)


@given(rules, rules)
def test_each_meeting_has_one_fate(rule: str, other: str) -> None:
    board = Board(rule)
    board.rule = read_rule(other)

    plan = board.plan()

    fates = [*plan.keep, *plan.drop, *(c.meeting for c in [*plan.move, *plan.revive])]
    assert sorted(m.id for m in fates) == sorted(board.meetings)


def test_a_mixed_edit_from_weekly_to_monthly_keeps_the_meetings_of_those_weeks() -> None:
    board = Board("Thursdays 17:00 8 times")

    board.become("first Wednesday of the month 17:00 2 times")

    assert board.rule.frequency is Frequency.MONTHLY
    assert board.places() == {"2026-11-04": 1, "2026-12-02": 5}
