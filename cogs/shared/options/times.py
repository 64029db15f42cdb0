"""Options that are times: Discord shows their meaning while somebody types."""

from discord import app_commands

from bot.chat.interactions import Interaction, viewer_of
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.finding.service.typed_times import TypedTimeService
from bot.series.model.description import SeriesDescription
from bot.series.service.series import SeriesService
from bot.sites.cards.time_at_sites import moment_label
from bot.sites.service.sites import SiteService
from bot.times.recurrence_text import rule_text
from bot.times.typed_time import AmbiguousTime
from bot.times.typed_times.time_parser import MOST_TYPED
from bot.times.zoned_time import ZonedTime
from cogs.shared.options.choices import CHOICES, choice

Choices = list[app_commands.Choice[str]]
# What is shown before anything is typed.
FOR_EXAMPLE = (_("in 2 hours"), _("tomorrow 9am"), _("Thursday 17:00"))


async def time_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the meanings of a time on the clock of the person who types it.

    Each choice is a text that means just that moment. A time that is not understood is offered as
    it is typed, with what is wrong.
    """
    client, viewer = interaction.client, await viewer_of(interaction)
    sites = await client.services[SiteService].sites(viewer)
    offered: Choices = []
    for text in [typed] if typed.strip() else FOR_EXAMPLE:
        try:
            reading = await client.services[TypedTimeService].read(
                viewer, text, now=client.clock.now()
            )
            readings = (reading, *reading.others)
        except AmbiguousTime as asked:
            readings = asked.readings
        except Refusal as refusal:
            return [choice(f"… {refusal}", typed[:MOST_TYPED])]
        offered += [
            choice(moment_label(one.moment, sites, note=one.note), one.kept) for one in readings
        ]
    return offered[:CHOICES]


async def rule_choices(interaction: Interaction, typed: str) -> Choices:
    """Offer the meaning of a rule, with its first date at every site."""
    client, viewer = interaction.client, await viewer_of(interaction)
    before = interaction.namespace
    description = SeriesDescription(title="?", when=typed, zone=before.zone, first=before.first)
    try:
        preview = await client.services[SeriesService].preview(
            viewer, description, now=client.clock.now()
        )
    except Refusal as refusal:
        return [choice(f"… {refusal}", typed[:MOST_TYPED])] if typed.strip() else []
    sites = await client.services[SiteService].sites(viewer)
    first, rule = preview.coming[0], preview.series.rule
    at = ZonedTime(wall=first.wall, zone=first.zone, instant=first.start)
    return [choice(f"{rule_text(rule)}: {moment_label(at, sites)}", typed[:MOST_TYPED])]
