"""The buttons of announcements: answers, who comes, calendars and the join link."""

import discord

from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting
from bot.programme.cards.setting import Setting
from bot.series.model.series import Terms


def with_buttons(shown: discord.Embed, meeting: Meeting, terms: Terms, setting: Setting) -> Reply:
    """Return a card with the buttons to answer, to see who comes and to get the links."""
    marker = setting.marker
    buttons = [
        Button(label=label, id=custom_id("answer", meeting.id, word, marker), style=style, row=0)
        for label, word, style in (
            (_("Going"), "going", discord.ButtonStyle.success),
            (_("Maybe"), "maybe", discord.ButtonStyle.secondary),
            (_("Not"), "no", discord.ButtonStyle.secondary),
        )
    ]
    buttons += [
        Button(label=_("Who comes?"), id=custom_id("answers", meeting.id, marker), row=1),
        Button(
            label=_("Add to calendar"), id=custom_id("add-to-calendar", meeting.id, marker), row=1
        ),
    ]
    if terms.join_link:
        link = custom_id("join-link", meeting.id, marker)
        buttons.append(Button(label=_("Join link"), id=link, row=1))
    return Reply(
        cards=(shown,),
        buttons=buttons if meeting.takes_place else buttons[3:4],
        role_id=setting.schedule.role_id,
    )


def agenda_button(setting: Setting) -> Button:
    """Return the button that shows what is coming up in the reader's own time."""
    return Button(label=_("In my own time"), id=custom_id("agenda", setting.marker))
