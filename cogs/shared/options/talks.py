"""Options that pick a free slot or a talk."""

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.translation import _
from bot.people.model.home_zones import home_zone
from bot.sites.service.sites import SiteService
from bot.talks.cards.slots import slot_label
from bot.talks.service.search import Found, Purpose, TalkSearch
from bot.talks.service.talks import TalkService
from cogs.shared.options.choices import choices, fitting_choices

Choices = list[app_commands.Choice[str]]
OFFERED = 100  # free slots that are searched for what is typed


async def slot_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the free slots of the chosen series, in the member's time and the series'."""
    client, viewer = interaction.client, await viewer_of(interaction)
    sites = await client.services[SiteService].sites(viewer)
    slug = str(getattr(interaction.namespace, "series", None) or "") or None
    free = await client.services[TalkService].free_slots(
        viewer, slug=slug, now=client.clock.now(), most=OFFERED
    )
    zone = home_zone(viewer, sites)
    labelled = ((slot_label(one, zone=zone, sites=sites), one) for one in free)
    return fitting_choices(
        typed,
        ((label, str(one.slot.id), one.meeting.wall.date().isoformat()) for label, one in labelled),
    )


async def talk_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer talks by title or speaker, even with typing errors."""
    return await _talks(interaction, typed, Purpose.LOOK)


async def own_talk_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks that this person may change."""
    return await _talks(interaction, typed, Purpose.CHANGE)


async def withdrawable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks that this person may withdraw."""
    return await _talks(interaction, typed, Purpose.WITHDRAW)


async def announceable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks that can be announced."""
    return await _talks(interaction, typed, Purpose.ANNOUNCE)


async def swappable_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks whose slot this person may give for another."""
    return await _talks(interaction, typed, Purpose.SWAP)


async def swap_partner_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks of others with whom a slot can be swapped."""
    return await _talks(interaction, typed, Purpose.SWAP_WITH)


async def _talks(interaction: Interaction, typed: str, purpose: Purpose) -> Choices:
    client, viewer = interaction.client, await viewer_of(interaction)
    found = await client.services[TalkSearch].talks(
        viewer, typed, purpose=purpose, now=client.clock.now()
    )
    return choices((_label(one), str(one.talk.id)) for one in found)


def _label(found: Found) -> str:
    day = _("no slot yet") if found.start is None else f"{found.start:%Y-%m-%d} UTC"
    return f"{found.talk.speaker_names}: {found.talk.heading} · {day}"
