"""Replies that show one talk, and the check of who may change it."""

from bot.chat.interactions import Interaction, viewer_of
from bot.chat.replies import Reply
from bot.people.model.viewers import Viewer
from bot.sites.service.sites import SiteService
from bot.talks.cards.talks import talk_card
from bot.talks.service.presentations import Presentation
from bot.talks.service.talks import TalkService
from cogs.shared.options.choices import picked
from cogs.shared.options.talks import own_talk_choices


async def talk_reply(interaction: Interaction, viewer: Viewer, found: Presentation) -> Reply:
    """Return the card of a talk as this viewer may see it."""
    client = interaction.client
    return talk_card(
        found.talk,
        found.booking,
        viewer,
        sites=await client.services[SiteService].sites(viewer),
        links=client.links,
        may_change=found.may_change,
        before=found.before,
    )


async def changeable_talk(interaction: Interaction, talk: str) -> Presentation:
    """Return a talk that this person may change; refuse any other."""
    viewer = await viewer_of(interaction)
    found = await interaction.client.services[TalkService].talk(
        viewer, await picked(interaction, talk, what="talk", offer=own_talk_choices)
    )
    viewer.require_change(found.talk)
    return found
