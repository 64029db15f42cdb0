"""Options that pick a free slot or a talk."""

from itertools import islice

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.translation import _
from bot.people.model.home_zones import home_zone
from bot.sites.service.sites import SiteService
from bot.talks.cards.slots import slot_label
from bot.talks.service.search import Found, TalkSearch
from bot.talks.service.talks import TalkService
from cogs.shared.options.choices import CHOICES, choices, matches

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
    fitting = (
        (label, str(one.slot.id))
        for label, one in labelled
        if matches(typed, label, one.meeting.wall.date().isoformat())
    )
    return choices(islice(fitting, CHOICES))


async def talk_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer talks by title or speaker, even with typing errors."""
    return await _talks(interaction, typed, changeable=False)


async def own_talk_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks that this person may change."""
    return await _talks(interaction, typed, changeable=True)


async def _talks(interaction: Interaction, typed: str, *, changeable: bool) -> Choices:
    client, viewer = interaction.client, await viewer_of(interaction)
    found = await client.services[TalkSearch].talks(
        viewer, typed, changeable=changeable, now=client.clock.now()
    )
    return choices((_label(one), str(one.talk.id)) for one in found)


def _label(found: Found) -> str:
    day = _("no slot yet") if found.start is None else f"{found.start:%Y-%m-%d} UTC"
    return f"{found.talk.speaker_names}: {found.talk.heading} · {day}"
