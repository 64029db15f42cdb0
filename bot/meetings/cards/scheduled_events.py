"""A meeting as a server's scheduled event: within Discord's limits, without the join link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.chat.markdown import cut, escape
from bot.chat.replies import Reply
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.meetings.cards.meetings import plain_place, talk_line
from bot.series.model.series import Visibility
from bot.sites.cards.time_text import wall_text
from bot.sites.model.sites import Site, site_line
from bot.talks.model.talks import Programme
from bot.times.zones import wall_time

# Discord's limits (Create Guild Scheduled Event).
NAME, DESCRIPTION, PLACE = 100, 1000, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduledEvent:
    """A scheduled event; the last line of its description is the marker by which it is found."""

    name: str
    description: str
    place: str
    start: datetime
    end: datetime

    @property
    def digest(self) -> str:
        """A short text that differs where two events do."""
        return sha256(repr(self).encode("utf-8", "replace")).hexdigest()[:32]

    @property
    def mark(self) -> str:
        """The line by which the event is found again."""
        return self.description.rpartition("\n")[2]


def scheduled_event_of(
    programme: Programme, sites: Sequence[Site], *, links: Links, slug: str, marker: str
) -> ScheduledEvent:
    """Return a meeting as a scheduled event of its server."""
    terms, meeting = programme.terms, programme.meeting
    # Events in Discord hold this line: it is never translated or reworded.
    mark = f"Meeting {meeting.id} · {marker[:8]}"
    tail = f"\n\n{mark}"
    return ScheduledEvent(
        name=cut(_name(programme), NAME),
        description=cut(_about(programme, sites, links, slug), DESCRIPTION - len(tail)) + tail,
        place=cut(plain_place(terms, sites) or _("Online"), PLACE),
        start=meeting.start,
        end=meeting.end,
    )


def put_back_reply(programme: Programme, *, is_allowed: bool) -> Reply:
    """Return that a meeting will appear among the server's events, or what prevents it."""
    title = escape(programme.terms.title)
    if not is_allowed:
        missing = _(
            "I can't add “{title}” to the server's events: Meridian lacks the permission "
            "Create Events. Please grant it, then try again.",
            title=title,
        )
        return Reply(text=missing)
    done = _("“{title}” will appear among the server's events in a moment.", title=title)
    return Reply(text=done)


def _name(programme: Programme) -> str:
    title, talks = programme.terms.title, programme.talks
    if len(talks) != 1:
        return title
    return f"{title}: {talks[0].speaker_names} – {talks[0].heading}"


def _about(programme: Programme, sites: Sequence[Site], links: Links, slug: str) -> str:
    terms, meeting = programme.terms, programme.meeting
    day = wall_time(meeting.start, terms.zone).date()
    page = links.series(slug, terms.slug) if terms.visibility is Visibility.PUBLIC else ""
    when = wall_text(meeting.start, zone=terms.zone, sites=sites)
    parts = (
        f"{when}\n{escape(site_line(meeting.start, sites, day=day))}",
        "\n".join(cut(talk_line(talk), 200) for talk in programme.talks[:3]),
        page,
        escape(terms.agenda),
    )
    return "\n\n".join(part for part in parts if part)
