"""The one-off meeting that would be scheduled, computed before anything is saved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.core.text import slug_from
from bot.core.translation import _
from bot.meetings.model.one_off_meetings import USUAL_MINUTES, OneOffMeeting
from bot.meetings.service.invitations import invited_members
from bot.meetings.store import meetings
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import OneOffPreview
from bot.series import store as series
from bot.series.model.series import Series
from bot.series.service.preview import free_slug
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.times.typed_time import TypedTime
from bot.times.typed_times.time_parser import read_time
from bot.times.zoned_time import ZonedTime, zoned_time_at

MOST_OF_TITLE = 29  # characters of it in an address that also holds the date


async def one_off_preview(
    connection: AsyncConnection, viewer: Viewer, typed: OneOffMeeting, *, now: datetime
) -> OneOffPreview:
    """Return the meeting that would be scheduled, with its time and its guests."""
    known = await sites.of(connection, viewer.collaboration.id)
    typed.venue()
    read = _read(viewer, typed, known, now=now)
    to, minutes = read.moment, _minutes(typed, read)
    invited = await invited_members(connection, viewer, typed)
    named = replace(typed, minutes=minutes, invited=[member.id for member in invited])
    kept_at = _on_hosts_clock(typed, to, viewer, known)
    made = named.series(kept_at, known, slug="", collaboration_id=viewer.collaboration.id)
    present = await series.of(connection, viewer.collaboration.id)
    await _require_new(connection, made, to, present)
    title = slug_from(made.title)[:MOST_OF_TITLE].strip("-")
    slug = free_slug(f"{title} {to.wall:%Y-%m-%d}", present)
    called = replace(made, slug=slug)
    return OneOffPreview(series=called, to=to, invited=invited, others=read.others, when=read.kept)


def _read(
    viewer: Viewer, typed: OneOffMeeting, known: Sequence[Site], *, now: datetime
) -> TypedTime:
    """Return the time that was typed, on the viewer's clock where no place is named."""
    return read_time(typed.when, now=now, zone=home_zone(viewer, known), sites=known)


def _minutes(typed: OneOffMeeting, read: TypedTime) -> int:
    """Return the length that was typed by itself, or as the end of the time."""
    if typed.minutes and read.minutes and typed.minutes != read.minutes:
        message = _(
            "From the beginning to the end that you typed it is {typed} minutes, but the length "
            "is {minutes}. Please type only one of them.",
            typed=read.minutes,
            minutes=typed.minutes,
        )
        raise Refusal(message)
    return typed.minutes or read.minutes or USUAL_MINUTES


def _on_hosts_clock(
    typed: OneOffMeeting, to: ZonedTime, viewer: Viewer, known: Sequence[Site]
) -> ZonedTime:
    """Return the clock by which the meeting is kept: the host's, if no place was typed."""
    host = typed.site(known)
    if host is None or to.zone != home_zone(viewer, known):
        return to
    return zoned_time_at(to.instant, host.zone)


async def _require_new(
    connection: AsyncConnection, made: Series, to: ZonedTime, present: Sequence[Series]
) -> None:
    """Refuse a second meeting with the same title at the same time."""
    same = [one for one in present if one.title.casefold() == made.title.casefold()]
    for one in same:
        held = await meetings.of_series(connection, one.id, since=None)
        if any(meeting.takes_place and meeting.start == to.instant for meeting in held):
            message = _(
                "“{title}” is already scheduled at that time. See /meeting show.", title=made.title
            )
            raise Refusal(message)
