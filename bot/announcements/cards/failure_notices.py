"""The notice to organizers about what keeps messages from going out, as Discord shows it."""

from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.programme.cards.setting import Setting


def failure_notice(sentence: str, setting: Setting) -> Reply:
    """Return the notice to organizers about what keeps messages from going out."""
    return Reply(
        text=f"⚠️ {sentence}",
        buttons=(
            Button(label=_("Show receipts"), id=custom_id("receipts", "parked", 1, setting.marker)),
        ),
    )
