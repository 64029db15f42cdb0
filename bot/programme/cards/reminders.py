"""Invitations, reminders and notices of changes as Discord shows them."""

from bot.attendance.model import Counts
from bot.chat.markdown import escape, typed_link
from bot.chat.replies import Reply
from bot.core.translation import _
from bot.programme.cards.announcements import meeting_announcement
from bot.programme.cards.setting import Setting
from bot.programme.model.outlines import Outline
from bot.sites.cards.time_text import stamp, wall_text
from bot.talks.model.talks import Programme


def invitation(
    programme: Programme, setting: Setting, *, counts: Counts, before: Outline | None
) -> Reply:
    """Return the invitation to a meeting that a member gets by direct message."""
    title = escape(programme.terms.title)
    reply = meeting_announcement(programme, setting, counts=counts, before=before)
    when = stamp(programme.meeting.start, "R")
    text = _("You are invited: **{title}** {when}", title=title, when=when)
    return Reply(text=text, cards=reply.cards, buttons=reply.buttons)


def reminder(programme: Programme, setting: Setting, *, is_soon: bool, counts: Counts) -> Reply:
    """Return a channel's reminder of a meeting; members get the join link by a button."""
    reply = meeting_announcement(programme, setting, counts=counts, before=None)
    when = stamp(programme.meeting.start, "R")
    return Reply(
        text=_("⏰ Start: {when}", when=when) if is_soon else _("🔔 Reminder: {when}", when=when),
        cards=reply.cards,
        buttons=reply.buttons,
        role_id=reply.role_id,
    )


def personal_reminder(programme: Programme, setting: Setting, *, counts: Counts) -> Reply:
    """Return a member's reminder of a meeting by direct message, with the join link."""
    meeting, terms = programme.meeting, programme.terms
    reply = meeting_announcement(programme, setting, counts=counts, before=None)
    shown = reply.cards[0]
    if terms.join_link and meeting.takes_place:
        shown.add_field(
            name=_("Join"), value=typed_link(_("Join link"), terms.join_link), inline=False
        )
    return Reply(
        text=f"⏰ **{escape(terms.title)}**: {stamp(meeting.start, 'R')}",
        cards=reply.cards,
        buttons=reply.buttons,
    )


def change_notice(
    programme: Programme, before: Outline, setting: Setting, *, counts: Counts
) -> Reply:
    """Return the notice of a change in a meeting that starts soon."""
    meeting, terms = programme.meeting, programme.terms
    reply = meeting_announcement(programme, setting, counts=counts, before=before)
    text = f"{_what_changed(programme, before)}: **{escape(terms.title)}**"
    if meeting.takes_place:
        text += f", {wall_text(meeting.start, zone=terms.zone, sites=setting.sites)}"
    return Reply(text=text, cards=reply.cards, buttons=reply.buttons, role_id=reply.role_id)


def _what_changed(programme: Programme, before: Outline) -> str:
    if not programme.meeting.takes_place:
        return _("❌ Cancelled")
    if not before.takes_place:
        return _("✅ Takes place after all")
    if before.start != programme.meeting.start:
        return _("↪️ Moved")
    return _("✏️ Changed")
