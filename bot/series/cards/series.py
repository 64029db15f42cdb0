"""A series in a list, and the card that shows one."""

from collections.abc import Sequence

from bot.chat.markdown import escape, plain_link, typed_link
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.meetings.cards.meetings import programme_entry
from bot.programme.model.change_previews import Overview
from bot.series.cards.clock_changes import clock_change_lines
from bot.series.model.clock_changes import ShiftedMeetings
from bot.series.model.series import Series, Visibility
from bot.sites.cards.time_text import moment, place_name
from bot.sites.model.sites import Site
from bot.times.recurrence_text import rule_text

SHOWN_TO = {Visibility.PUBLIC: _("everyone"), Visibility.MEMBERS: _("members only")}


def series_entry(overview: Overview, sites: Sequence[Site]) -> str:
    """Return a series for a list: its title, rule and next meeting."""
    series = overview.series
    head = f"**{escape(series.title)}** (`{series.slug}`)"
    if series.ended_at:
        head = _("{series} · ended", series=head)
    soon = [
        _("Next: {time}", time=moment(p.meeting.start, zone=series.zone, sites=sites))
        for p in overview.coming[:1]
    ]
    return "\n".join([head, rule_text(series.rule), *soon])


def series_card(
    overview: Overview,
    sites: Sequence[Site],
    runs: Sequence[ShiftedMeetings],
    *,
    links: Links,
    collaboration: str,
) -> Reply:
    """Return a series with its next meetings, its clock changes, its page and its feed."""
    series = overview.series
    title = escape(series.title)
    about = card(
        _("{title} (ended)", title=title) if series.ended_at else title,
        escape(series.description),
        fields=(*attributes(series, sites), (_("Links"), _addresses(series, links, collaboration))),
        footer=_("Short name: {slug}", slug=series.slug),
    )
    entries = [programme_entry(programme, sites, titled=False) for programme in overview.coming]
    dates = "\n\n".join(entries) or _("There are no upcoming meetings.")
    shown = [about, card(_("Next meetings"), dates)]
    if runs:
        shown.append(card(_("Clock changes: not at the usual hour"), clock_change_lines(runs)))
    return Reply(cards=shown)


def attributes(series: Series, sites: Sequence[Site]) -> tuple[tuple[str, str], ...]:
    """Return what a series is, as fields of a card."""
    host = next((escape(site.name) for site in sites if site.id == series.site_id), "")
    return (
        (_("When"), _rule_line(series, sites)),
        (_("Each meeting"), _length_line(series)),
        (_("Host"), host),
        (_("Room"), escape(series.room or "")),
        (_("Join"), typed_link(_("Join link, for members"), series.join_link)),
        (_("Channel"), f"<#{series.channel_id}>" if series.channel_id else ""),
        (_("Shown to"), SHOWN_TO[series.visibility]),
        (_("Places"), f"{series.capacity}" if series.capacity else ""),
    )


def _rule_line(series: Series, sites: Sequence[Site]) -> str:
    return _(
        "{rule}, {city} time ({zone})",
        rule=rule_text(series.rule),
        city=escape(place_name(series.zone, sites)),
        zone=series.zone,
    )


def _length_line(series: Series) -> str:
    return _(
        "{minutes} minutes, {count} slot",
        plural="{minutes} minutes, {count} slots",
        minutes=series.minutes,
        count=series.slots,
    )


def _addresses(series: Series, links: Links, collaboration: str) -> str:
    addresses = [plain_link(_("Page"), links.series(collaboration, series.slug))]
    if series.visibility is Visibility.PUBLIC:
        feed = links.feed_series(collaboration, series.slug)
        addresses.append(plain_link(_("Calendar feed"), feed))
    return " · ".join(addresses)
