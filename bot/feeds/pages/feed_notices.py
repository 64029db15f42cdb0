"""What a feed shows, and answers, instead of meetings."""

from datetime import UTC, datetime, timedelta

from aiohttp import web

from bot.core.translation import _
from bot.core.web_addresses import webcal
from bot.ics.feed_retention import TOMBSTONE_KEPT
from bot.ics.writer import Notice
from bot.series.model.series import Series
from bot.servers.model.collaborations import KEPT_AFTER_LEAVING, Collaboration
from bot.web import headers
from bot.web.conditional_requests import is_conditional


def link_replaced(
    collaboration: Collaboration, *, number: int, revoked_at: datetime, instance: str
) -> Notice:
    """Return the notice in a private feed after its link was revoked."""
    since = revoked_at.astimezone(UTC).date()
    return Notice(
        uid=f"replaced-{number}@{instance}",
        since=since,
        until=since + TOMBSTONE_KEPT,
        summary=_("{collaboration}: this link was replaced", collaboration=collaboration.name),
        description=_(
            "This private calendar was revoked. As a member, type /calendar subscribe "
            "in Discord for a new link, and remove this one."
        ),
        sequence=0,
        modified=revoked_at.replace(microsecond=0),
    )


def server_left(collaboration: Collaboration, left_at: datetime, *, instance: str) -> Notice:
    """Return the notice in feeds while the server of a collaboration has no Meridian."""
    since = left_at.astimezone(UTC).date()
    until = since + KEPT_AFTER_LEAVING
    return Notice(
        uid=f"left-{collaboration.id}@{instance}",
        since=since,
        until=until,
        summary=_(
            "{collaboration}: this calendar is no longer updated", collaboration=collaboration.name
        ),
        description=_(
            "The group's Discord server removed Meridian on {since}. "
            "Unless it invites Meridian again, this calendar ends on {until}.",
            since=f"{since:%-d %B %Y}",
            until=f"{until:%-d %B %Y}",
        ),
        sequence=since.toordinal(),
        modified=left_at.replace(microsecond=0),
    )


def nothing_yet(collaboration: Collaboration, *, page: str, instance: str, now: datetime) -> Notice:
    """Return the notice in an empty feed, which some programs would take for a failure.

    It is dated the first of the month, so that its bytes change only once a month.
    """
    month = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Notice(
        uid=f"nothing-yet-{collaboration.id}@{instance}",
        since=month.date(),
        until=month.date() + timedelta(days=1),
        summary=_("{collaboration}: nothing planned yet", collaboration=collaboration.name),
        description=_(
            "Meetings appear here by themselves once they are planned: {page}", page=page
        ),
        sequence=month.year * 12 + month.month,
        modified=month,
    )


def series_ended(series: Series, ended_at: datetime, *, page: str, instance: str) -> Notice:
    """Return the notice in the feed of a series that has ended and has no meetings to show."""
    day = ended_at.astimezone(UTC).date()
    return Notice(
        uid=f"ended-{series.id}@{instance}",
        since=day,
        until=day + timedelta(days=1),
        summary=_("{title} has ended", title=series.title),
        description=_(
            "This series has ended, so no more meetings appear here. Its past meetings: {page}",
            page=page,
        ),
        sequence=day.toordinal(),
        modified=ended_at.replace(microsecond=0),
    )


def harmless_answer(request: web.BaseRequest) -> web.Response:
    """Return an answer that does no harm when there is no calendar to give.

    A program with a copy keeps it; for others, 404 was harmless in every program tried.
    """
    if is_conditional(request.headers):
        return web.Response(status=304)
    text = _("This calendar is not available right now. Try again later.") + "\n"
    return web.Response(
        status=404, text=text, headers={**headers.PLAIN, "Cache-Control": "no-store"}
    )


def sent_to_program(address: str) -> web.Response:
    """Return what opens a feed in the calendar program of whoever clicked."""
    sent = {**headers.PLAIN, "Location": webcal(address)}
    return web.Response(status=302, text=_("Opening your calendar program.") + "\n", headers=sent)
