"""Speaking in Discord: members sign up for slots and look after their talks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.client import visitor_from
from bot.chat.interactions import (
    Context,
    Interaction,
    answer,
    public_viewer_of,
    replace,
    say,
    viewer_of,
)
from bot.chat.member_limits import READS
from bot.chat.replies import Reply
from bot.chat.routes import OUTDATED, Field, Form, clicks, keep, kept, number, reopening, submits
from bot.core.refusals import NotFound, Refusal, SlotTaken
from bot.meetings.cards.meeting_changes import QUIETLY
from bot.people.model.viewers import Viewer
from bot.people.service import MembershipService
from bot.series.service.series import SeriesService
from bot.sites.service.sites import SiteService
from bot.talks.cards.exports import export
from bot.talks.cards.talks import (
    signed_up_reply,
    taken_reply,
    talk_card,
    talk_page,
    waiting_page,
    withdrawal_reply,
    withdrawn_reply,
)
from bot.talks.model.submission import Materials, Submission, consent_in_words, guest, typed_names
from bot.talks.model.talks import Speaker, Talk
from bot.talks.service.talks import Overtaken, Presentation, TalkService, When
from bot.waitlist.cards import line_reply, proposed_reply, swap_asked_reply, swapped_reply
from bot.waitlist.service.swaps import WaitlistService
from cogs.shared.options.choices import InWords, picked
from cogs.shared.options.series import bookable_choices, series_choices
from cogs.shared.options.talks import own_talk_choices, slot_choices, talk_choices

if TYPE_CHECKING:
    from bot.chat.client import Meridian

MATHEMATICS = "LaTeX between dollar signs is shown as mathematics: $x \\in \\mathbb{R}^d$"
WORDS = (
    Field(id="title", label="Title", placeholder="TBA is fine for now", most=200),
    Field(id="abstract", label="Abstract", placeholder=MATHEMATICS, paragraph=True, most=4000),
    Field(
        id="co_speakers",
        label="Co-speakers",
        placeholder="Ada Lovelace (EPFL), Alan Turing",
        most=1000,
    ),
    Field(id="paper", label="Paper", placeholder="2106.10165 or a link", most=500),
    Field(id="public_name", label="Speaker's name as shown in public", most=100),
)
ALOUD = "aloud"  # those concerned are told of a change
SIGN_UP = Form(kind="talk-signup", title="Sign up for a slot", fields=WORDS)
EDIT = Form(kind="talk-edit-form", title="Edit a talk", fields=WORDS)
MATERIALS = Form(
    kind="talk-materials-form",
    title="Slides, video, paper",
    fields=(
        Field(id="slides", label="Link to the slides", placeholder="https://", most=500),
        Field(id="video", label="Link to the video", placeholder="https://", most=500),
        Field(id="paper", label="Paper", placeholder="2106.10165 or a link", most=500),
        Field(id="recording", label="May it be recorded?", placeholder="yes or no", most=5),
    ),
)
PROPOSE = Form(kind="talk-propose", title="Propose a talk", fields=WORDS)
ONESELF = 0
PASSED = "Passed on. You keep your place in line for the next free slot."
DECLINED = "Both talks stay where they are; who asked is told."
NEXT_FREE = 3
EVERY = "-"


@app_commands.guild_only()
class Speaking(commands.GroupCog, group_name="talk", group_description="Talks and their slots"):
    """/talk: list and show for everybody, the rest for speakers and organizers."""

    def __init__(self, bot: "Meridian") -> None:
        self._bot = bot

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(series=bookable_choices, slot=slot_choices)
    @app_commands.describe(
        series="In which series, or meeting alone",
        slot="Which free slot, in your time and the series'",
        member="Who speaks, if it is not you (organizers)",
        guest="Name of a speaker without Discord (organizers)",
        affiliation="Where the guest works",
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
        """Sign up for a free slot with a talk; the title may come later."""
        viewer, slot_id = await viewer_of(interaction), picked(slot, what="slot")
        speaker = await self._speaker(viewer, member, guest, affiliation)
        now = self._bot.clock.now()
        await self._bot.services[TalkService].slot(viewer, slot_id, slug=series, now=now)
        for_whom = await self._for_whom(interaction, speaker)
        name = speaker.name if speaker else viewer.require_member().name
        form = SIGN_UP.modal(slot_id, for_whom, values={"public_name": name})
        await interaction.response.send_modal(form)

    async def _speaker(
        self,
        viewer: Viewer,
        member: discord.Member | None,
        name: str | None,
        affiliation: str | None,
    ) -> Speaker | None:
        """Return for whom an organizer signs up; None for the viewer."""
        if member is None and name is None:
            return None
        viewer.require_organizer()
        if member is None:
            return guest(name or "", affiliation or "")
        there = await self._bot.services[MembershipService].viewer(
            visitor_from(member), now=self._bot.clock.now()
        )
        known = there.require_member()
        return Speaker(name=known.name, member_id=known.id, site_id=known.site_id)

    async def _for_whom(self, interaction: Interaction, speaker: Speaker | None) -> int:
        """Keep whom an organizer signs up, for the form to find again; 0 is oneself."""
        if speaker is None:
            return ONESELF
        content = {
            "name": speaker.name,
            "affiliation": speaker.affiliation,
            "member_id": speaker.member_id,
            "site_id": speaker.site_id,
        }
        return await keep(interaction, kind="talk-speaker", content=content)

    @submits(SIGN_UP)
    async def signed_up(
        self, interaction: Interaction, values: Mapping[str, str], slot: str, for_whom: str
    ) -> None:
        """Save the talk; where somebody was faster, offer the next free slots."""
        viewer, speaking = await viewer_of(interaction), self._bot.services[TalkService]
        speaker = None
        if number(for_whom) != ONESELF:
            content = await kept(interaction, kind="talk-speaker", draft_id=for_whom)
            speaker = Speaker(**content)
        try:
            done = await speaking.sign_up(
                viewer,
                slot_id=number(slot),
                submission=Submission(**values),
                speaker=speaker,
                now=self._bot.clock.now(),
            )
        except SlotTaken as taken:
            await self._offer_others(interaction, viewer, values, (slot, for_whom), taken)
            return
        assert done.booking.talk is not None  # noqa: S101 - it was just put there
        shown = await self._card(viewer, await speaking.talk(viewer, done.booking.talk.id))
        sites = await self._bot.services[SiteService].sites(viewer)
        reply = signed_up_reply(shown, done.clashes, sites=sites, is_own=speaker is None)
        await answer(interaction, reply)

    async def _offer_others(
        self,
        interaction: Interaction,
        viewer: Viewer,
        values: Mapping[str, str],
        arguments: tuple[str, str],
        taken: Refusal,
    ) -> None:
        typed = {"form": SIGN_UP.kind, "values": dict(values), "arguments": list(arguments)}
        draft_id = await keep(interaction, kind="form", content=typed)
        others = await self._bot.services[TalkService].slots_instead(
            viewer, number(arguments[0]), now=self._bot.clock.now(), most=NEXT_FREE
        )
        sites = await self._bot.services[SiteService].sites(viewer)
        reply = taken_reply(str(taken), others, draft_id=draft_id, sites=sites)
        await answer(interaction, reply)

    @clicks("talk-retake", pace=READS)
    async def retake(self, interaction: Interaction, draft_id: str, slot: str) -> None:
        """Open the form again, filled in, for another slot."""
        content = await kept(interaction, kind="form", draft_id=draft_id)
        form = SIGN_UP.modal(number(slot), *content["arguments"][1:], values=content["values"])
        await interaction.response.send_modal(form)

    @app_commands.command()
    @app_commands.autocomplete(mine=own_talk_choices, other=talk_choices)
    @app_commands.describe(mine="Your talk", other="The talk whose slot you would like")
    async def swap(self, interaction: Interaction, mine: str, other: str) -> None:
        """Ask another speaker to exchange slots; they have a week to agree."""
        viewer = await viewer_of(interaction)
        wanted = picked(mine, what="talk"), picked(other, what="talk")
        trading = self._bot.services[WaitlistService]
        asked = await trading.ask_swap(viewer, *wanted, now=self._bot.clock.now())
        sites = await self._bot.services[SiteService].sites(viewer)
        await answer(interaction, swap_asked_reply(asked.swap, asked.mine, asked.other, sites))

    @app_commands.command()
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series="For a slot of which series", leave="Leave the line again")
    async def standby(
        self,
        interaction: Interaction,
        series: str,
        leave: bool = False,  # noqa: FBT001, FBT002 - Discord names each option
    ) -> None:
        """Wait in line for a slot: the next one that is freed is offered to you."""
        viewer, trading = await viewer_of(interaction), self._bot.services[WaitlistService]
        act = trading.leave if leave else trading.stand_by
        found = await act(viewer, series, now=self._bot.clock.now())
        await answer(interaction, line_reply(found.series, found.place))

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(series="For which series")
    async def propose(self, interaction: Interaction, series: str) -> None:
        """Propose a talk without a date; organizers give it a slot."""
        viewer = await viewer_of(interaction)
        await self._bot.services[SeriesService].series(viewer, series, now=self._bot.clock.now())
        form = PROPOSE.modal(series, values={"public_name": viewer.require_member().name})
        await interaction.response.send_modal(form)

    @submits(PROPOSE)
    async def proposed(
        self, interaction: Interaction, values: Mapping[str, str], series: str
    ) -> None:
        """Keep the talk."""
        viewer = await viewer_of(interaction)
        talk = await self._bot.services[WaitlistService].propose(
            viewer, series, submission=Submission(**values), now=self._bot.clock.now()
        )
        shown = await self._card(
            viewer, await self._bot.services[TalkService].talk(viewer, talk.id)
        )
        await answer(interaction, proposed_reply(shown))

    @clicks("offer-take", pace=READS)
    async def offer_taken(self, interaction: Interaction, offer: str, _: str) -> None:
        """Open the sign-up form for the slot that is kept for somebody."""
        viewer = await viewer_of(interaction)
        kept_slot = await self._bot.services[WaitlistService].offered(
            viewer, number(offer), now=self._bot.clock.now()
        )
        name = viewer.require_member().name
        form = SIGN_UP.modal(kept_slot.slot.id, ONESELF, values={"public_name": name})
        await interaction.response.send_modal(form)

    @clicks("offer-pass")
    async def offer_passed(self, interaction: Interaction, offer: str, _: str) -> None:
        """Offer a slot to the next in line."""
        viewer = await viewer_of(interaction)
        await self._bot.services[WaitlistService].pass_on(
            viewer, number(offer), now=self._bot.clock.now()
        )
        await answer(interaction, Reply(text=PASSED))

    @clicks("swap-agree")
    async def swap_agreed(self, interaction: Interaction, swap: str, _: str) -> None:
        """Exchange two talks' slots."""
        viewer = await viewer_of(interaction)
        done = await self._bot.services[WaitlistService].agree(
            viewer, number(swap), now=self._bot.clock.now()
        )
        sites = await self._bot.services[SiteService].sites(viewer)
        await answer(interaction, swapped_reply(done.mine, done.other, sites))

    @clicks("swap-decline")
    async def swap_declined(self, interaction: Interaction, swap: str, _: str) -> None:
        """Leave two talks where they are."""
        viewer = await viewer_of(interaction)
        await self._bot.services[WaitlistService].decline(
            viewer, number(swap), now=self._bot.clock.now()
        )
        await answer(interaction, Reply(text=DECLINED))

    @app_commands.command(name="list", extras={"pace": READS})
    @app_commands.autocomplete(series=series_choices)
    @app_commands.describe(
        when="Which talks", series="Only this series", speaker="Only by somebody of this name"
    )
    async def list_(
        self,
        interaction: Interaction,
        when: app_commands.Transform[When, InWords(When)] = When.COMING,
        series: str | None = None,
        speaker: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Show the talks to come, or past ones with their materials."""
        viewer, draft_id = await viewer_of(interaction), 0
        if speaker is not None:
            draft_id = await keep(interaction, kind="talk-list", content={"speaker": speaker})
        shown = await self._page(viewer, when, series, speaker, 1, draft_id=draft_id)
        await answer(interaction, shown)

    @clicks("talk-list", pace=READS)
    async def turn(
        self, interaction: Interaction, when: str, series: str, speaker_draft: str, page: str
    ) -> None:
        """Show another page of the list."""
        viewer, speaker = await viewer_of(interaction), None
        if number(speaker_draft):
            content = await kept(interaction, kind="talk-list", draft_id=speaker_draft)
            speaker = content["speaker"]
        slug = None if series == EVERY else series
        shown = await self._page(
            viewer, _when(when), slug, speaker, number(page), draft_id=number(speaker_draft)
        )
        await replace(interaction, shown)

    async def _page(
        self,
        viewer: Viewer,
        when: When,
        series: str | None,
        speaker: str | None,
        page: int,
        *,
        draft_id: int = 0,
    ) -> Reply:
        found = await self._bot.services[TalkService].listing(
            viewer, when=when, slug=series, speaker=speaker, page=page, now=self._bot.clock.now()
        )
        route = ("talk-list", when.name, series or EVERY, draft_id)
        if when is When.WAITING:
            return waiting_page(found.waiting, page=page, route=route)
        sites = await self._bot.services[SiteService].sites(viewer)
        return talk_page(
            "Talks to come" if when is When.COMING else "Past talks",
            found.bookings,
            sites=sites,
            page=found.page,
            is_last=found.is_last,
            route=route,
        )

    @commands.command(name="talks")
    @commands.guild_only()
    async def talks_in_chat(self, context: Context) -> None:
        """Show the channel the talks to come."""
        viewer = await public_viewer_of(context)
        await say(context, await self._page(viewer, When.COMING, None, None, 1))

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(talk=talk_choices)
    @app_commands.describe(talk="Title or speaker; typing errors do no harm")
    async def show(self, interaction: Interaction, talk: str) -> None:
        """Show one talk: its time everywhere, abstract, materials, calendar links."""
        viewer, talk_id = await viewer_of(interaction), picked(talk, what="talk")
        found = await self._bot.services[TalkService].talk(viewer, talk_id)
        await answer(interaction, await self._card(viewer, found))

    async def _card(self, viewer: Viewer, found: Presentation) -> Reply:
        return talk_card(
            found.talk,
            found.booking,
            viewer,
            sites=await self._bot.services[SiteService].sites(viewer),
            links=self._bot.links,
            may_change=found.may_change,
        )

    @clicks("talk-export", pace=READS)
    async def export_clicked(self, interaction: Interaction, talk: str) -> None:
        """Give a talk as text for the world outside: an e-mail, Markdown and a line of LaTeX."""
        viewer = await viewer_of(interaction)
        found = await self._bot.services[TalkService].talk(viewer, number(talk))
        sites = await self._bot.services[SiteService].sites(viewer)
        exported = export(
            found.talk, found.booking, viewer.collaboration, sites=sites, links=self._bot.links
        )
        await answer(interaction, exported)

    async def _own(self, interaction: Interaction, talk: str) -> Talk:
        """Return a talk that this person may change."""
        viewer = await viewer_of(interaction)
        found = await self._bot.services[TalkService].talk(viewer, picked(talk, what="talk"))
        viewer.require_change(found.talk)
        return found.talk

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(talk=own_talk_choices, slot=slot_choices)
    @app_commands.describe(
        talk="One of your talks",
        slot="Another slot to give it (organizers); no form opens then",
        quietly="Tell nobody of a new title; what is posted shows it all the same",
    )
    async def edit(
        self,
        interaction: Interaction,
        talk: str,
        slot: str | None = None,
        quietly: bool = False,  # noqa: FBT001, FBT002 - Discord names each option
    ) -> None:
        """Change title, abstract, co-speakers or paper of a talk."""
        if slot is None:
            await self._open_edit(interaction, talk, QUIETLY if quietly else ALOUD)
            return
        viewer = await viewer_of(interaction)
        placed = await self._bot.services[TalkService].place(
            viewer,
            picked(talk, what="talk"),
            slot_id=picked(slot, what="slot"),
            now=self._bot.clock.now(),
        )
        await answer(interaction, await self._card(viewer, placed))

    @clicks("talk-edit", pace=READS)
    async def edit_clicked(self, interaction: Interaction, talk: str) -> None:
        """Open the form with what is said of a talk."""
        await self._open_edit(interaction, talk, ALOUD)

    async def _open_edit(self, interaction: Interaction, talk: str, how: str) -> None:
        present = await self._own(interaction, talk)
        values = {
            "title": present.title or "TBA",
            "abstract": present.abstract,
            "co_speakers": typed_names(present.speakers[1:]),
            "paper": present.paper,
            "public_name": present.speakers[0].name,
        }
        form = EDIT.modal(present.id, present.revision, how, values=values)
        await interaction.response.send_modal(form)

    @submits(EDIT)
    async def edited(
        self,
        interaction: Interaction,
        values: Mapping[str, str],
        talk: str,
        revision: str,
        how: str = ALOUD,
    ) -> None:
        """Save what was changed; where somebody else was faster, show theirs and keep this."""
        viewer, speaking = await viewer_of(interaction), self._bot.services[TalkService]
        try:
            done = await speaking.edit(
                viewer,
                number(talk),
                submission=Submission(**values),
                revision=number(revision),
                quietly=how == QUIETLY,
                now=self._bot.clock.now(),
            )
        except Overtaken as overtaken:
            present = await speaking.talk(viewer, number(talk))
            typed = {
                "form": EDIT.kind,
                "values": dict(values),
                "arguments": [present.talk.id, present.talk.revision, how],
            }
            draft_id = await keep(interaction, kind="form", content=typed)
            shown = await self._card(viewer, present)
            await answer(interaction, reopening(str(overtaken), draft_id, cards=shown.cards))
            return
        await answer(interaction, await self._card(viewer, done))

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(talk=own_talk_choices)
    @app_commands.describe(talk="One of your talks")
    async def materials(self, interaction: Interaction, talk: str) -> None:
        """Give the links to slides, video and paper of a talk."""
        await self.materials_clicked(interaction, talk)

    @clicks("talk-materials", pace=READS)
    async def materials_clicked(self, interaction: Interaction, talk: str) -> None:
        """Open the form with a talk's links."""
        present = await self._own(interaction, talk)
        values = {
            "slides": present.slides,
            "video": present.video,
            "paper": present.paper,
            "recording": consent_in_words(present.recording),
        }
        await interaction.response.send_modal(MATERIALS.modal(present.id, values=values))

    @submits(MATERIALS)
    async def materials_given(
        self, interaction: Interaction, values: Mapping[str, str], talk: str
    ) -> None:
        """Save the links."""
        viewer = await viewer_of(interaction)
        done = await self._bot.services[TalkService].set_materials(
            viewer, number(talk), materials=Materials(**values), now=self._bot.clock.now()
        )
        await answer(interaction, await self._card(viewer, done))

    @app_commands.command(extras={"pace": READS})
    @app_commands.autocomplete(talk=own_talk_choices)
    @app_commands.describe(talk="One of your talks")
    async def withdraw(self, interaction: Interaction, talk: str) -> None:
        """Withdraw a talk; its slot is free for others then."""
        await self.ask_withdraw(interaction, talk)

    @clicks("talk-ask-withdraw", pace=READS)
    async def ask_withdraw(self, interaction: Interaction, talk: str) -> None:
        """Ask whether the talk shall really be withdrawn."""
        present = await self._own(interaction, talk)
        viewer = await viewer_of(interaction)
        found = await self._bot.services[TalkService].talk(viewer, present.id)
        sites = await self._bot.services[SiteService].sites(viewer)
        await answer(interaction, withdrawal_reply(found.talk, found.booking, sites=sites))

    @clicks("talk-withdraw")
    async def withdrawn(self, interaction: Interaction, talk: str, revision: str) -> None:
        """Withdraw the talk."""
        done = await self._bot.services[TalkService].withdraw(
            await viewer_of(interaction),
            number(talk),
            revision=number(revision),
            now=self._bot.clock.now(),
        )
        await replace(interaction, withdrawn_reply(done.talk))


def _when(name: str) -> When:
    if name not in When.__members__:
        raise NotFound(OUTDATED)
    return When[name]


async def setup(bot: "Meridian") -> None:
    """Add the cog."""
    await bot.add_cog(Speaking(bot))
