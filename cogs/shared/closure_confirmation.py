"""The second question before something is scheduled while sites are closed."""

from collections.abc import Sequence

from bot.chat.interactions import Interaction, replace
from bot.chat.replies import Button
from bot.sites.cards.closure_confirmation import confirm_closure_reply
from bot.sites.model.site_time_status import TimeInClosure


async def ask_again(
    interaction: Interaction, closed: TimeInClosure, buttons: Sequence[Button]
) -> None:
    """Ask to confirm a time at which sites are closed; the cards shown so far stay."""
    cards = interaction.message.embeds if interaction.message else []
    await replace(interaction, confirm_closure_reply(closed, cards, buttons))
