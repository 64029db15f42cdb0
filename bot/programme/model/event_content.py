"""What calendars show of a meeting, before it is written as iCalendar."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.core.text import WEB_ADDRESS, clean
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.ics.event_content import Content
from bot.meetings.model.meetings import Meeting
from bot.people.model.viewers import Standing, Viewer
from bot.programme.model.calendar_entries import FeedAudience
from bot.series.model.series import Terms
from bot.sites.model.sites import Site, site_line
from bot.talks.model.talks import Booking, Programme, Talk
from bot.times.zones import wall_time

LINK_FOR_MEMBERS = _("The join link is for members: it is in their private calendar.")
NO_LONGER_PUBLIC = _("CANCELLED: no longer public")
MOST_OF_ABSTRACT = 600
MOST_OF_SUMMARY = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The calendar of one collaboration for a viewer; `instance` ends every UID."""

    viewer: Viewer
    sites: Sequence[Site]
    links: Links
    instance: str

    @property
    def audience(self) -> FeedAudience:
        """Whom the edition is for."""
        return FeedAudience.MEMBERS if self.viewer.is_member else FeedAudience.PUBLIC

    def uid(self, meeting: Meeting) -> str:
        """Return the UID of a meeting, which never changes."""
        return f"meeting-{meeting.id}@{self.instance}"

    def content(self, programme: Programme) -> Content:
        """Return what this viewer's calendars show of a meeting."""
        terms, meeting = self.viewer.shown(programme.terms), programme.meeting
        description = self._description(programme, abstracts=True)
        has_abstract = any(talk.abstract for talk in programme.talks)
        return Content(
            uid=self.uid(meeting),
            start=meeting.start,
            end=meeting.end,
            summary=_summary(programme),
            description=description,
            brief=self._description(programme, abstracts=False) if has_abstract else description,
            location=self._location(programme.terms, terms),
            url=uri(self._page(programme)),
            category=_line(terms.title),
            join_link=uri(terms.join_link),
            cancelled=not meeting.takes_place,
        )

    def withdrawn(self, programme: Programme, *, start: datetime) -> Content:
        """Return what the public still sees of a meeting that is no longer public.

        It keeps the `start` that was public: later changes are for members only.
        """
        told = _("This series is for members now. They find it in their private calendar.")
        return Content(
            uid=self.uid(programme.meeting),
            start=start,
            end=start + (programme.meeting.end - programme.meeting.start),
            summary=NO_LONGER_PUBLIC,
            description=told,
            brief=told,
            cancelled=True,
        )

    def _page(self, programme: Programme) -> str:
        slug, terms = self.viewer.collaboration.slug, programme.terms
        if not self._is_public(terms):
            return self.links.collaboration(slug)
        if len(programme.talks) == 1:
            return self.links.talk(slug, programme.talks[0].id)
        return self.links.series(slug, terms.slug)

    def _is_public(self, terms: Terms) -> bool:
        return Viewer(collaboration=self.viewer.collaboration, standing=Standing.PUBLIC).sees(terms)

    def _location(self, whole: Terms, shown: Terms) -> str:
        host = next((site.name for site in self.sites if site.id == shown.site_id), None)
        place = ", ".join(_line(part) for part in (shown.room, host) if part)
        online = _("Online") if whole.join_link else ""
        return " · ".join(part for part in (place, uri(shown.join_link) or online) if part)

    def _description(self, programme: Programme, *, abstracts: bool) -> str:
        paragraphs = [
            _news(programme.meeting),
            self._when(programme),
            self._agenda(programme.terms),
            *(
                self._talk(booking, booking.talk, abstracts=abstracts)
                for booking in programme.bookings
                if booking.talk is not None
            ),
            self._where(programme.terms),
        ]
        return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

    def _when(self, programme: Programme) -> str:
        meeting = programme.meeting
        wall = wall_time(meeting.start, meeting.zone)
        lines = [
            f"{wall:%A} {wall.day} {wall:%B %Y}",
            site_line(meeting.start, self.sites, day=wall.date()),
        ]
        if len(programme.bookings) > 1 and programme.talks:
            lines.append(_("Talks begin at these times in {city}:", city=self._place(meeting.zone)))
        return "\n".join(_line(line) for line in lines if line)

    def _place(self, zone: str) -> str:
        return next((site.city for site in self.sites if site.zone == zone), zone)

    def _talk(self, booking: Booking, talk: Talk, *, abstracts: bool) -> str:
        wall = wall_time(booking.start, booking.meeting.zone)
        speakers = ", ".join(
            f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in talk.speakers
        )
        lines = [f"{wall:%H:%M} {_line(speakers)}: {_line(talk.heading)}"]
        if abstract := clean(talk.readable_abstract):
            lines += self._abstract(
                talk, abstract, booking.terms, most=MOST_OF_ABSTRACT if abstracts else 0
            )
        for name, address in (
            (_("Paper"), talk.paper),
            (_("Slides"), talk.slides),
            (_("Video"), talk.video),
        ):
            lines += [f"{name}: {link}"] if (link := uri(address)) else []
        return "\n".join(lines)

    def _abstract(self, talk: Talk, abstract: str, terms: Terms, *, most: int) -> list[str]:
        shown = shortened(abstract, most)
        if shown == abstract:
            return [shown]
        whole = _("Whole abstract: /talk show in Discord")
        if self._is_public(terms):
            page = self.links.talk(self.viewer.collaboration.slug, talk.id)
            whole = _("Abstract: {address}", address=page)
        return [shown, whole] if shown else [whole]

    def _agenda(self, terms: Terms) -> str:
        return shortened(clean(terms.agenda), MOST_OF_ABSTRACT)

    def _where(self, whole: Terms) -> str:
        shown = self.viewer.shown(whole)
        lines = []
        if shown.room:
            lines.append(_("Room: {room}", room=_line(shown.room)))
        if join_link := uri(shown.join_link):
            lines.append(_("Join: {address}", address=join_link))
        elif whole.join_link and not shown.join_link:
            lines.append(LINK_FOR_MEMBERS)
        if self._is_public(whole):
            lines.append(self.links.series(self.viewer.collaboration.slug, whole.slug))
        return "\n".join(lines)


def shortened(text: str, most: int) -> str:
    """Return `text`, cut at a word with an ellipsis where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    kept = text[: max(most - 1, 0)]
    at_word = re.match(r"(.+)\s", kept, re.DOTALL)
    return f"{(at_word[1] if at_word else kept).rstrip()}…" if kept else ""


def uri(address: str | None) -> str | None:
    """Return a web address fit for a URI value, percent-encoded; None for anything else."""
    if not address or not WEB_ADDRESS.match(clean(address)):
        return None
    return quote(clean(address), safe=":/?#[]@!$&'()*+,;=%-._~")


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _summary(programme: Programme) -> str:
    talks = " | ".join(
        f"{_line(talk.speaker_names)} – {_line(talk.heading)}" for talk in programme.talks
    )
    title = _line(programme.terms.title)
    summary = shortened(f"{title}: {talks}" if talks else title, MOST_OF_SUMMARY)
    if programme.meeting.takes_place:
        return summary
    return _("CANCELLED: {summary}", summary=summary)


def _news(meeting: Meeting) -> str:
    """Return what is unusual about a meeting, with its reason."""
    if not meeting.takes_place:
        news = _("CANCELLED")
    elif meeting.moved_from is not None and meeting.was_moved:
        wall = meeting.moved_from
        news = _("Moved from {time}", time=f"{wall:%A} {wall.day} {wall:%B %Y, %H:%M}")
    else:
        return ""
    return f"{news}: {clean(meeting.reason)}" if clean(meeting.reason) else news
