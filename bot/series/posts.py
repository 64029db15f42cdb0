"""Notices of clock changes, and of time-zone releases that retime meetings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.meetings.store import meetings
from bot.outbox.drawing import Rendered
from bot.programme.posts.post import Post, draws_post
from bot.programme.posts.post_contents import around, programme_of
from bot.series import store as series
from bot.series.cards.clock_changes import clock_notice as clock_notice_card
from bot.series.cards.clock_changes import void_notice
from bot.series.cards.time_zone_release import RetimedGroup, release_notice
from bot.series.service.clock_change_notices import run_from
from bot.sites.model.sites import Site


@draws_post
async def clock_notice(post: Post) -> Rendered | None:
    """Draw the notice that clocks will disagree."""
    programme = await programme_of(post)
    if programme is None:
        return None
    run = await run_from(post.connection, programme.meeting, post.setting.sites)
    if run is None:
        return Rendered(reply=void_notice(programme.terms)) if post.is_sent else None
    setting, _ = await around(post, programme.bookings[0])
    return Rendered(reply=clock_notice_card(programme.terms, run, setting))


@draws_post
async def zones_notice(post: Post) -> Rendered | None:
    """Draw the notice to organizers that a time-zone release has retimed meetings."""
    payload = post.delivery.payload
    known = {site.id: site for site in post.setting.sites}
    moved = [await _moved(post, told, known) for told in payload["moved"]]
    reply = release_notice(
        [one for one in moved if one is not None],
        count=payload["count"],
        release=payload["release"],
        setting=post.setting,
    )
    return Rendered(reply=reply)


async def _moved(
    post: Post, told: Mapping[str, Any], known: Mapping[int, Site]
) -> RetimedGroup | None:
    ends = (told["meeting"], told["last"])
    first, last = [await meetings.by_id(post.connection, meeting_id) for meeting_id in ends]
    found = await series.by_id(post.connection, first.series_id) if first else None
    if first is None or last is None or found is None:
        return None
    return RetimedGroup(
        first=first,
        last=last,
        count=told["count"],
        series=found,
        was=datetime.fromisoformat(told["was"]),
        elsewhere=[
            (known[site_id], datetime.fromisoformat(was), datetime.fromisoformat(now))
            for site_id, was, now in told["elsewhere"]
            if site_id in known
        ],
    )
