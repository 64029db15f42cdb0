"""The plan for a series' meetings when its rule changes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.meetings.model.meetings import Meeting, MeetingStatus
from bot.series.model.date_matching import matched_dates
from bot.series.model.occurrences import occurrences
from bot.series.model.series_plan import DateReassignment, MeetingMove, SeriesPlan
from bot.times.recurrence import Rule

# A meeting may move past the horizon within its week or month: dates are computed this far.
BEYOND = timedelta(days=31)


def plan_rule_change(
    rule: Rule,
    *,
    was: Rule,
    first: date,
    zone: str,
    minutes: int,
    existing: Sequence[Meeting],
    now: datetime,
    horizon: date,
) -> SeriesPlan:
    """Plan the future meetings of a series whose rule was `was` and now is `rule`.

    `existing` are all its meetings: past ones never change, but keep their dates in the rule. New
    ones are planned up to `horizon`. See `matched_dates` for which date becomes which.
    """
    live, dropped, past = _by_date(existing, now=now)
    until = max([horizon, *live]) + BEYOND
    dates = occurrences(rule, first=first, zone=zone, after=now, until=until)
    wanted = {occurrence.place: occurrence for occurrence in dates if occurrence.place not in past}
    partners = matched_dates(live.keys(), wanted.keys(), was=was, rule=rule)
    free = [place for place in sorted(wanted.keys() - partners.values()) if place <= horizon]
    lonely = [meeting for place, meeting in live.items() if place not in partners]
    found = [MeetingMove(meeting=live[place], to=wanted[to]) for place, to in partners.items()]
    back = [MeetingMove(meeting=dropped[p], to=wanted[p]) for p in free if p in dropped]
    return SeriesPlan(
        keep=(*_unchanged(found, minutes), *(m for m in lonely if m.changed_by_hand)),
        move=tuple(c for c in _of_rule(found) if c.is_visible(minutes)),
        displace=(*_reassigned(found), *_out_of_the_way(dropped, partners)),
        drop=tuple(meeting for meeting in lonely if not meeting.changed_by_hand),
        revive=tuple(back),
        add=tuple(wanted[place] for place in free if place not in dropped),
    )


def _by_date(
    existing: Sequence[Meeting], *, now: datetime
) -> tuple[dict[date, Meeting], dict[date, Meeting], set[date]]:
    """Return the live and the dropped future meetings by date, and the dates of past ones."""
    future = [meeting for meeting in existing if meeting.start > now]
    live = {m.place: m for m in future if m.status is not MeetingStatus.DROPPED}
    dropped = {m.place: m for m in future if m.status is MeetingStatus.DROPPED}
    past = {meeting.place for meeting in existing} - live.keys() - dropped.keys()
    return live, dropped, past


def _of_rule(found: Sequence[MeetingMove]) -> list[MeetingMove]:
    return [change for change in found if not change.meeting.changed_by_hand]


def _by_hand(found: Sequence[MeetingMove]) -> list[MeetingMove]:
    return [change for change in found if change.meeting.changed_by_hand]


def _unchanged(found: Sequence[MeetingMove], minutes: int) -> Iterator[Meeting]:
    """Yield the meetings that keep their time: by the rule, or because a person chose it."""
    yield from (change.meeting for change in _of_rule(found) if not change.is_visible(minutes))
    yield from (change.meeting for change in _by_hand(found) if not change.is_elsewhere)


def _reassigned(found: Sequence[MeetingMove]) -> Iterator[DateReassignment]:
    """Yield the meetings changed by hand whose date in the rule follows their new partner.

    They keep their time. Without the new date the rule would make a second meeting for it.
    """
    for change in _by_hand(found):
        if change.is_elsewhere:
            yield DateReassignment(meeting=change.meeting, place=change.to.place)


def _out_of_the_way(
    dropped: Mapping[date, Meeting], partners: Mapping[date, date]
) -> Iterator[DateReassignment]:
    """Yield the dropped meetings whose date is taken, each with the date that becomes free.

    No other meeting needs that one: a date that the new rule has keeps the meeting that is there.
    """
    for place, to in partners.items():
        if place != to and to in dropped:
            yield DateReassignment(meeting=dropped[to], place=place)
