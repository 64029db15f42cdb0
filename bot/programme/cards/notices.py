"""Failure notices and own reminders as Discord shows them."""

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.programme.cards.setting import Setting


def trouble(sentence: str, setting: Setting) -> Reply:
    """Return the notice to organizers about what keeps messages from going out."""
    return Reply(
        text=f"⚠️ {sentence}",
        buttons=(
            Button(label=_("Show receipts"), id=custom_id("receipts", "parked", 1, setting.marker)),
        ),
    )


def own_reminder(
    text: str, delivery_id: int, setting: Setting, *, asked_by: int | None = None
) -> Reply:
    """Return a reminder that a person set; in a channel it says who set it."""
    who = _("<@{user}> set this reminder.", user=asked_by) if asked_by else ""
    return Reply(
        text=f"⏰ {escape(text)}\n-# {who}" if who else f"⏰ {escape(text)}",
        buttons=(
            Button(
                label=_("Again in an hour"),
                id=custom_id("remind-again", delivery_id, setting.marker),
            ),
        ),
    )
