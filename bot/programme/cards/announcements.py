"""Announcements and reminders as Discord shows them, true for as long as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import discord

from bot.attendance.model import Counts
from bot.chat.markdown import cut, escape, plain_link
from bot.chat.replies import DESCRIPTION, Button, Reply, card, custom_id
from bot.core.web_addresses import Links
from bot.meetings.cards.meetings import STATES, place_text, talk_line
from bot.meetings.model.meetings import Meeting
from bot.programme.model.outlines import Outline
from bot.programme.model.reminders import Ladder
from bot.series.model.series import Series, Visibility
from bot.servers.model.collaborations import Collaboration
from bot.sites.cards.time_text import moment, stamp, wall_text
from bot.sites.model.sites import Site, clocks, off_usual
from bot.talks.model.talks import Booking, Programme, Talk

CANCELLED, MOVED, PLAIN = 0xB3261E, 0xB26A00, 0x3B6EA5
BESIDE_ABSTRACT = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every announcement of a collaboration needs beside what it announces.

    `marker` names the delivery in the buttons, by which it is found in the channel after a crash.
    """

    collaboration: Collaboration
    sites: Sequence[Site]
    links: Links
    marker: str
    ladder: Ladder = field(default_factory=Ladder)

    @property
    def zone(self) -> str:
        """The anchor site's zone, in which what concerns all is told first."""
        wanted = self.collaboration.anchor_site_id
        return next((site.zone for site in self.sites if site.id == wanted), "UTC")


def talk_announcement(
    talk: Talk, booking: Booking, setting: Setting, *, counts: Counts, before: Outline | None
) -> Reply:
    """Return what announces a talk: what it is about, when, where, and who comes."""
    meeting, series = booking.meeting, booking.series
    public = series.visibility is Visibility.PUBLIC
    page = setting.links.talk(setting.collaboration.slug, talk.id)
    more = f" {plain_link('the whole abstract', page)}" if public else ""
    abstract = cut(escape(talk.readable_abstract), DESCRIPTION - BESIDE_ABSTRACT, more=more)
    named = [f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in talk.speakers]
    was = before.talks.get(talk.id, (None, ""))[0] if before else None
    shown = card(
        _titled(escape(talk.heading), meeting),
        _paragraphs(
            f"**{escape(', '.join(named))}**" if named else "",
            _when(booking.start, meeting, series, setting, was=was),
            abstract if talk.abstract else "",
        ),
        fields=(
            ("Series", escape(series.title)),
            ("Room", escape(series.room or "")),
            ("Paper", plain_link("Paper", talk.paper)),
            ("Slides", plain_link("Slides", talk.slides)),
            ("Coming", counted(counts, series)),
        ),
        url=page if public else None,
        colour=_colour(meeting, moved=was is not None and was != booking.start),
    )
    reply = _with_buttons(shown, meeting, series, setting)
    return replace(reply, formulas=(talk.title or "", talk.abstract))


def withdrawn_talk(talk: Talk, setting: Setting) -> Reply:
    """Return what replaces the announcement of a talk that was withdrawn."""
    return _not_given(
        f"Withdrawn: {escape(talk.heading)}", f"**{escape(talk.speaker_names)}**", setting
    )


def talk_off_its_date(heading: str | None, setting: Setting) -> Reply:
    """Return what replaces the announcement of a talk that waits for another slot.

    Nothing of the talk as it is now is shown: only the heading that was announced.
    """
    return _not_given(f"Off its date: {escape(heading or 'a talk')}", "", setting)


def _not_given(title: str, who: str, setting: Setting) -> Reply:
    why = "This talk is not given on the date announced."
    shown = card(f"❌ {title}", "\n".join(filter(None, (who, why))), colour=CANCELLED)
    return Reply(cards=(shown,), buttons=(agenda_button(setting),))


def meeting_announcement(
    programme: Programme, setting: Setting, *, counts: Counts, before: Outline | None
) -> Reply:
    """Return what announces a meeting as a whole."""
    meeting, series = programme.meeting, programme.series
    was = before.start if before else None
    shown = card(
        _titled(escape(series.title), meeting),
        _paragraphs(
            _when(meeting.start, meeting, series, setting, was=was),
            "\n".join(cut(talk_line(talk), 200) for talk in programme.talks[:6]),
            cut(escape(series.description), 1000),
        ),
        fields=(("Where", place_text(series, setting.sites)), ("Coming", counted(counts, series))),
        colour=_colour(meeting, moved=was is not None and was != meeting.start),
    )
    return _with_buttons(shown, meeting, series, setting)


def invitation(
    programme: Programme, setting: Setting, *, counts: Counts, before: Outline | None
) -> Reply:
    """Return what invites a member to a meeting, in their direct messages."""
    title = escape(programme.series.title)
    reply = meeting_announcement(programme, setting, counts=counts, before=before)
    when = stamp(programme.meeting.start, "R")
    return Reply(
        text=f"You are invited: **{title}** {when}", cards=reply.cards, buttons=reply.buttons
    )


def seat_news(programme: Programme, setting: Setting, *, counts: Counts) -> Reply:
    """Return what tells somebody who waited that they have a seat."""
    title = escape(programme.series.title)
    reply = meeting_announcement(programme, setting, counts=counts, before=None)
    text = f"A place is free, and it is yours: **{title}** {stamp(programme.meeting.start, 'R')}"
    return Reply(
        text=f"{text}\nIf you cannot come, “Not” gives it to the next in line.",
        cards=reply.cards,
        buttons=reply.buttons,
    )


def reminder(programme: Programme, setting: Setting, *, heading: str, counts: Counts) -> Reply:
    """Return what reminds a channel of a meeting; the join link is behind a button, for members."""
    reply = meeting_announcement(programme, setting, counts=counts, before=None)
    return Reply(
        text=f"{heading} {stamp(programme.meeting.start, 'R')}",
        cards=reply.cards,
        buttons=reply.buttons,
        role_id=reply.role_id,
    )


def personal_reminder(programme: Programme, setting: Setting, *, counts: Counts) -> Reply:
    """Return what reminds a member in their direct messages, join link and all."""
    meeting, series = programme.meeting, programme.series
    reply = meeting_announcement(programme, setting, counts=counts, before=None)
    shown = reply.cards[0]
    if series.join_link and meeting.takes_place:
        shown.add_field(name="Join", value=plain_link("Join link", series.join_link), inline=False)
    return Reply(
        text=f"⏰ **{escape(series.title)}**: {stamp(meeting.start, 'R')}",
        cards=reply.cards,
        buttons=reply.buttons,
    )


def change_notice(
    programme: Programme, before: Outline, setting: Setting, *, counts: Counts
) -> Reply:
    """Return what tells those concerned that a meeting soon to come has changed."""
    meeting, series = programme.meeting, programme.series
    reply = meeting_announcement(programme, setting, counts=counts, before=before)
    text = f"{_what_changed(programme, before)}: **{escape(series.title)}**"
    if meeting.takes_place:
        text += f", {wall_text(meeting.start, zone=series.zone, sites=setting.sites)}"
    return Reply(text=text, cards=reply.cards, buttons=reply.buttons, role_id=reply.role_id)


def digest(programmes: Sequence[Programme], setting: Setting) -> Reply:
    """Return the meetings of the week to come."""
    entries = [_entry(programme, setting) for programme in programmes]
    shown = card(f"This week at {escape(setting.collaboration.name)}", _fitted(entries))
    return Reply(cards=(shown,), buttons=(agenda_button(setting),))


def board(programmes: Sequence[Programme], setting: Setting) -> Reply:
    """Return what is coming, as a message that stays up to date by itself."""
    entries = [_entry(programme, setting) for programme in programmes]
    shown = card(
        f"Coming at {escape(setting.collaboration.name)}",
        _fitted(entries) or "Nothing is to come yet.",
        footer="This message is kept up to date.",
        url=setting.links.collaboration(setting.collaboration.slug),
    )
    return Reply(cards=(shown,), buttons=(agenda_button(setting),))


def _entry(programme: Programme, setting: Setting) -> str:
    meeting, series = programme.meeting, programme.series
    lines = (
        _titled(f"**{escape(series.title)}**", meeting),
        _when(meeting.start, meeting, series, setting, was=None),
        *(cut(talk_line(talk), 160) for talk in programme.talks[:4]),
    )
    return "\n".join(line for line in lines if line)


def _fitted(entries: Sequence[str]) -> str:
    """Return as many whole entries as a card holds, and say how many are left out."""
    kept: list[str] = []
    for entry in entries:
        if len("\n\n".join([*kept, entry])) > DESCRIPTION - 60:
            left_out = len(entries) - len(kept)
            return "\n\n".join([*kept, f"… and {left_out} more: /next shows them."])
        kept.append(entry)
    return "\n\n".join(kept)


def _titled(title: str, meeting: Meeting) -> str:
    return title if meeting.takes_place else f"❌ {STATES[meeting.status].upper()}: {title}"


def _when(
    start: datetime, meeting: Meeting, series: Series, setting: Setting, *, was: datetime | None
) -> str:
    """Return when something is; the time it is no longer at is struck through."""
    told = moment(start, zone=series.zone, sites=setting.sites)
    why = f" ({escape(meeting.reason)})" if meeting.reason else ""
    if not meeting.takes_place:
        old = wall_text(start, zone=series.zone, sites=setting.sites)
        return f"~~{old}~~ · {stamp(start)}{why}"
    lines = [told]
    if was is not None and was != start:
        old = wall_text(was, zone=series.zone, sites=setting.sites)
        lines.insert(0, f"↪️ Moved from ~~{old}~~{why}")
    if not series.single:  # whose one hour is the usual one
        lines.append(unusual_hour(start, series.zone, setting.sites))
    return "\n".join(line for line in lines if line)


def unusual_hour(start: datetime, zone: str, sites: Sequence[Site]) -> str:
    """Return at which sites the hour is not the usual one, in weeks when clocks disagree."""
    odd = off_usual(start, sites, anchor=zone)
    if not odd:
        return ""
    told = [
        f"{wall:%H:%M} {' · '.join(dict.fromkeys(escape(site.city) for site in group))}"
        for wall, group in clocks(start, odd)
    ]
    return f"⚠️ Clock-change week: not the usual hour at {', '.join(told)}."


def _what_changed(programme: Programme, before: Outline) -> str:
    if not programme.meeting.takes_place:
        return "❌ Cancelled"
    if not before.takes_place:
        return "✅ Takes place after all"
    if before.start != programme.meeting.start:
        return "↪️ Moved"
    return "✏️ Changed"


def _colour(meeting: Meeting, *, moved: bool) -> int:
    if not meeting.takes_place:
        return CANCELLED
    return MOVED if moved else PLAIN


def counted(counts: Counts, series: Series) -> str:
    """Return how many come, of how many places, and how many wait for one."""
    places = "" if series.capacity is None else f" of {series.capacity}"
    waiting = f" · ⏳ {counts.waiting} waiting" if counts.waiting else ""
    return f"✅ {counts.going}{places} going{waiting} · 🤔 {counts.maybe} maybe · ✖️ {counts.no} not"


def _with_buttons(
    shown: discord.Embed, meeting: Meeting, series: Series, setting: Setting
) -> Reply:
    marker = setting.marker
    buttons = [
        Button(label=label, id=custom_id("answer", meeting.id, word, marker), style=style, row=0)
        for label, word, style in (
            ("Going", "going", discord.ButtonStyle.success),
            ("Maybe", "maybe", discord.ButtonStyle.secondary),
            ("Not", "no", discord.ButtonStyle.secondary),
        )
    ]
    buttons += [
        Button(label="Who comes?", id=custom_id("answers", meeting.id, marker), row=1),
        Button(label="Add to calendar", id=custom_id("add-to-calendar", meeting.id, marker), row=1),
    ]
    if series.join_link:
        link = custom_id("join-link", meeting.id, marker)
        buttons.append(Button(label="Join link", id=link, row=1))
    return Reply(
        cards=(shown,),
        buttons=buttons if meeting.takes_place else buttons[3:4],
        role_id=setting.ladder.role_id,
    )


def agenda_button(setting: Setting) -> Button:
    """Return the button that shows what is coming in the reader's own time."""
    return Button(label="In my own time", id=custom_id("agenda", setting.marker))


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
