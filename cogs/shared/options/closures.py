"""Options that pick a closure of a site, or a person's own days away."""

from collections.abc import Iterable

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.translation import _
from bot.sites.cards.closures import closure_label
from bot.sites.model.closures import Origin, OwnClosure
from bot.sites.service.closures import ClosureService
from cogs.shared.options.choices import CHOICES, choices, fitting_choices

EVERY_IMPORTED = "imported"


async def closure_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Offer the closures of the chosen site, and all imported ones together."""
    slug = getattr(interaction.namespace, "site", None)
    closing, viewer = interaction.client.services[ClosureService], await viewer_of(interaction)
    if not slug or not viewer.is_organizer:
        return []
    stated = await closing.stated(viewer, str(slug), now=interaction.client.clock.now())
    imported = sum(one.origin is Origin.IMPORTED for one in stated)
    every = (
        [(_("All {count} imported closures", count=imported), EVERY_IMPORTED)] if imported else []
    )
    return [*choices(every), *_labelled(stated, typed)][:CHOICES]


async def own_closure_choices(
    interaction: Interaction, typed: str
) -> list[app_commands.Choice[str]]:
    """Offer the days on which this person is away."""
    viewer = await viewer_of(interaction)
    stated = await interaction.client.services[ClosureService].own(
        viewer, now=interaction.client.clock.now()
    )
    return _labelled(stated, typed)


def _labelled(stated: Iterable[OwnClosure], typed: str) -> list[app_commands.Choice[str]]:
    return fitting_choices(typed, ((closure_label(one), str(one.id)) for one in stated))
