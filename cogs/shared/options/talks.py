"""Options that pick a free slot or a talk."""

from itertools import islice

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.refusals import NotFound
from bot.programme.service.agenda import home_zone
from bot.talks.cards.talks import slot_label
from bot.talks.service.search import Found
from cogs.shared.options.sites import CHOICES, choices, matches

Choices = list[app_commands.Choice[str]]
OFFERED = 100  # free slots that what is typed is looked for in


async def slot_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer free slots in the member's time and the series', of the series typed already."""
    client, viewer = interaction.client, await viewer_of(interaction)
    sites = await client.services.hosting.sites(viewer)
    slug = str(getattr(interaction.namespace, "series", None) or "") or None
    free = await client.services.speaking.free_slots(
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
    """Offer talks by title or speaker, in spite of typing errors."""
    return await _talks(interaction, typed, changeable=False)


async def own_talk_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the talks that this person may change."""
    return await _talks(interaction, typed, changeable=True)


def picked(typed: str, *, what: str) -> int:
    """Return the id that was picked; refuse what is none."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):  # noqa: PLR2004 - SQLite's ids
        message = f"Please pick the {what} from the list that Discord offers while you type."
        raise NotFound(message)
    return int(typed)


async def _talks(interaction: Interaction, typed: str, *, changeable: bool) -> Choices:
    client, viewer = interaction.client, await viewer_of(interaction)
    found = await client.services.finding.talks(
        viewer, typed, changeable=changeable, now=client.clock.now()
    )
    return choices((_label(one), str(one.talk.id)) for one in found)


def _label(found: Found) -> str:
    day = "no slot yet" if found.start is None else f"{found.start:%Y-%m-%d} UTC"
    return f"{found.talk.speaker_names}: {found.talk.heading} · {day}"
