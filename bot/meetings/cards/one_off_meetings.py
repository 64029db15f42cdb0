"""A one-off meeting, shown to be confirmed and after it is scheduled."""

from collections.abc import Sequence

from bot.chat.markdown import cut, escape, typed_link
from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.meetings.cards.meetings import place_text, programme_card
from bot.meetings.model.one_off_meetings import Audience
from bot.programme.model.change_previews import OneOffPreview
from bot.sites.cards.closure_confirmation import despite_button
from bot.sites.cards.time_confirmation import ReadBack
from bot.sites.cards.time_text import stamp
from bot.sites.model.site_time_status import ClosurePolicy, TimeInClosure
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

SCHEDULE = "meeting-schedule"
SHOWN_TO = {
    Audience.PUBLIC: _("everyone, also on the page and in public calendars"),
    Audience.MEMBERS: _("members"),
    Audience.INVITED: _("the people invited, and organizers"),
}
INSTEAD = {
    Audience.PUBLIC: _("Make it public instead"),
    Audience.MEMBERS: _("For members instead"),
}


def one_off_shown(preview: OneOffPreview, sites: Sequence[Site], *, who: Audience) -> ReadBack:
    """Return the meeting that would be scheduled, to be confirmed."""
    series = preview.series
    return ReadBack(
        title=_("New meeting: {title}", title=escape(series.title)),
        to=preview.to,
        nothing_yet=_("Nothing is scheduled yet."),
        minutes=series.minutes,
        others=preview.others,
        fields=(
            (_("Length"), _length(preview)),
            (_("Where"), place_text(series, sites)),
            (_("Join link, shown to members"), typed_link(_("Join link"), series.join_link)),
            (_("Shown to"), SHOWN_TO[who]),
            (_("Invited ({number})", number=len(preview.invited)), _names(preview)),
            (_("Places"), _places(series.capacity)),
            (_("Agenda"), escape(series.description)),
        ),
        kept={"when": preview.when},
        more=((_("Edit"), "meeting-details", ()), *_other_audiences(who)),
        footer=_("For recurring meetings, use /series create."),
    )


def closure_buttons(closed: TimeInClosure, draft_id: str) -> tuple[Button, ...]:
    """Return the buttons that schedule a meeting despite closures, change it, or discard it."""
    return (
        despite_button(closed, SCHEDULE, draft_id, ClosurePolicy.DESPITE),
        Button(label=_("Edit"), id=custom_id("meeting-details", draft_id)),
        Button(label=_("Discard"), id=custom_id("gate-discard", SCHEDULE, draft_id)),
    )


def scheduled_reply(programme: Programme, sites: Sequence[Site], *, links: Links) -> Reply:
    """Return the meeting that was scheduled."""
    text = _(
        "Scheduled: {title}, {when}.",
        title=escape(programme.terms.title),
        when=stamp(programme.meeting.start, "R"),
    )
    return Reply(text=text, cards=programme_card(programme, sites, links=links).cards)


def _length(preview: OneOffPreview) -> str:
    series = preview.series
    if not series.takes_talks:
        return _("{minutes} minutes", minutes=series.minutes)
    return _(
        "{minutes} minutes, {count} talk",
        plural="{minutes} minutes, {count} talks",
        minutes=series.minutes,
        count=series.slots,
    )


def _places(capacity: int | None) -> str:
    return _("{capacity}; the others wait in line", capacity=capacity) if capacity else ""


def _names(preview: OneOffPreview) -> str:
    return cut(escape(", ".join(member.display_name for member in preview.invited)), 1000)


def _other_audiences(who: Audience) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the buttons that show the same meeting for another audience."""
    return [
        (label, "meeting-for", (other.value,)) for other, label in INSTEAD.items() if other != who
    ]
