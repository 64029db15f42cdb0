"""Drafts of new or changed series: kept with their preview, then saved."""

from typing import Any

from bot.chat.custom_ids import word
from bot.chat.interactions import Interaction, viewer_of
from bot.chat.replies import Reply
from bot.programme.model.change_previews import SeriesPreview
from bot.series.cards.change_preview import preview_reply
from bot.series.service.series import SeriesService
from bot.sites.model.site_time_status import ClosurePolicy
from bot.sites.service.sites import SiteService
from cogs.series.forms import Typed, described, keep_series


async def keep_with_preview(
    interaction: Interaction, slug: str | None, typed: Typed, note: str = ""
) -> tuple[int, Reply]:
    """Keep what was typed; return the draft's id and the preview of what it would change."""
    client, viewer = interaction.client, await viewer_of(interaction)
    preview = await client.services[SeriesService].preview(
        viewer, described(typed), slug=slug, now=client.clock.now()
    )
    sites = await client.services[SiteService].sites(viewer)
    if slug is None:
        # "Today" must still mean the day that was shown when the draft is confirmed.
        typed = {"first": preview.series.first.isoformat(), **typed}
    draft_id = await keep_series(interaction, slug=slug, typed=typed, preview=preview, sites=sites)
    return draft_id, preview_reply(preview, sites, draft_id=draft_id, note=note)


async def save_draft(
    interaction: Interaction, content: dict[str, Any], draft_id: int, heed: str
) -> SeriesPreview:
    """Create or change the series of a draft."""
    client, viewer = interaction.client, await viewer_of(interaction)
    planning, typed = client.services[SeriesService], described(content["typed"])
    confirmed: dict[str, Any] = {
        "draft_id": draft_id,
        "heed": word(ClosurePolicy, heed),
        "now": client.clock.now(),
    }
    if content["slug"] is None:
        return await planning.create(viewer, typed, **confirmed)
    return await planning.edit(viewer, content["slug"], typed, seal=content["seal"], **confirmed)
