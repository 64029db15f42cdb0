"""Signing up for a slot: the command, its form, and the slots offered after a lost race."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.client import visitor_from
from bot.chat.command_groups import join_group
from bot.chat.custom_ids import number
from bot.chat.drafts import keep, kept
from bot.chat.interactions import Interaction, answer, viewer_of
from bot.chat.member_limits import READS
from bot.chat.routes import clicks, submits
from bot.core.refusals import SlotTaken
from bot.core.translation import _
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.sites.service.sites import SiteService
from bot.talks.cards.signup import signed_up_reply, taken_reply
from bot.talks.model.submission import Submission, guest
from bot.talks.model.talks import Speaker
from bot.talks.service.talks import TalkService
from cogs.shared.options.choices import picked
from cogs.shared.options.series import bookable_choices
from cogs.shared.options.talks import slot_choices
from cogs.talks.forms import ONESELF, SIGN_UP, sign_up_form
from cogs.talks.talk_replies import talk_reply

if TYPE_CHECKING:
    from bot.chat.client import Meridian

NEXT_FREE = 3  # slots that are offered in place of one that is taken


class TalkSignupCog(commands.Cog):
    """/talk signup."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(
        description=_("Sign up for a free slot with a talk; the title may come later."),
        extras={"pace": READS},
    )
    @app_commands.autocomplete(series=bookable_choices, slot=slot_choices)
    @app_commands.describe(
        series=_("Which series, or which one-off meeting"),
        slot=_("Which free slot, in your time and in the series' time"),
        member=_("Who speaks, if it is not you (organizers)"),
        guest=_("Name of a speaker without Discord (organizers)"),
        affiliation=_("Where the guest works"),
    )
    async def signup(
        self,
        interaction: Interaction,
        series: str,
        slot: str,
        member: discord.Member | None = None,
        guest: str | None = None,
        affiliation: str | None = None,
    ) -> None:
        """Open the form for a free slot."""
        viewer = await viewer_of(interaction)
        slot_id = await picked(interaction, slot, what="slot", offer=slot_choices)
        speaker = await self._speaker(viewer, member, guest, affiliation)
        now = self._bot.clock.now()
        await self._bot.services[TalkService].slot(viewer, slot_id, slug=series, now=now)
        draft_id = await _speaker_draft(interaction, speaker)
        name = speaker.name if speaker else viewer.require_member().name
        form = sign_up_form(slot_id, name, speaker_draft=draft_id)
        await interaction.response.send_modal(form)

    async def _speaker(
        self,
        viewer: Viewer,
        member: discord.Member | None,
        name: str | None,
        affiliation: str | None,
    ) -> Speaker | None:
        """Return whom an organizer signs up; None for the viewer."""
        if member is None and name is None:
            return None
        viewer.require_organizer()
        if member is None:
            return guest(name or "", affiliation or "")
        now = self._bot.clock.now()
        there = await self._bot.services[MembershipService].viewer(visitor_from(member), now=now)
        known = there.require_member()
        return Speaker(name=known.name, member_id=known.id, site_id=known.site_id)

    @submits(SIGN_UP)
    async def signed_up(
        self, interaction: Interaction, values: Mapping[str, str], slot: str, for_whom: str
    ) -> None:
        """Save the talk; offer the next free slots if the slot was taken in the meantime."""
        viewer, speaking = await viewer_of(interaction), self._bot.services[TalkService]
        speaker = await _kept_speaker(interaction, for_whom)
        try:
            done = await speaking.sign_up(
                viewer,
                slot_id=number(slot),
                submission=Submission(**values),
                speaker=speaker,
                now=self._bot.clock.now(),
            )
        except SlotTaken as taken:
            await self._offer_others(interaction, values, (slot, for_whom), reason=str(taken))
            return
        shown = await talk_reply(interaction, viewer, done.presentation)
        sites = await self._bot.services[SiteService].sites(viewer)
        reply = signed_up_reply(shown, done.clashes, sites=sites, is_own=speaker is None)
        await answer(interaction, reply)

    async def _offer_others(
        self,
        interaction: Interaction,
        values: Mapping[str, str],
        arguments: tuple[str, str],
        *,
        reason: str,
    ) -> None:
        viewer, services = await viewer_of(interaction), self._bot.services
        typed = {"form": SIGN_UP.kind, "values": dict(values), "arguments": list(arguments)}
        draft_id = await keep(interaction, kind="form", content=typed)
        others = await services[TalkService].slots_instead(
            viewer, number(arguments[0]), now=self._bot.clock.now(), most=NEXT_FREE
        )
        sites = await services[SiteService].sites(viewer)
        await answer(interaction, taken_reply(reason, others, draft_id=draft_id, sites=sites))

    @clicks("talk-retake", pace=READS)
    async def retake(self, interaction: Interaction, draft_id: str, slot: str) -> None:
        """Open the form for another slot, with what was typed."""
        content = await kept(interaction, kind="form", draft_id=draft_id)
        form = SIGN_UP.modal(number(slot), *content["arguments"][1:], values=content["values"])
        await interaction.response.send_modal(form)


async def _speaker_draft(interaction: Interaction, speaker: Speaker | None) -> int:
    """Keep whom an organizer signs up until the form is sent; return the draft's id."""
    if speaker is None:
        return ONESELF
    content = {
        "name": speaker.name,
        "affiliation": speaker.affiliation,
        "member_id": speaker.member_id,
        "site_id": speaker.site_id,
    }
    return await keep(interaction, kind="talk-speaker", content=content)


async def _kept_speaker(interaction: Interaction, draft_id: str) -> Speaker | None:
    if number(draft_id) == ONESELF:
        return None
    return Speaker(**await kept(interaction, kind="talk-speaker", draft_id=draft_id))


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await join_group(bot, TalkSignupCog(bot), group="talk")
