"""Rendering: what a delivery says, from things as they are at this moment."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.deliveries import Delivery, Kind
from bot.domain.links import Links
from bot.messages.announcements import Setting
from bot.outbox import clock_pages, market_pages, meeting_pages, notice_pages, poll_pages
from bot.outbox.pages import Draw, Page, Rendered
from bot.pictures.formulas import Formulas
from bot.pictures.illustrating import illustrated
from bot.services.directory import collaboration_of, sites_of
from bot.store.database import Store

DRAWN: Mapping[Kind, Draw] = {
    Kind.ANNOUNCEMENT: meeting_pages.announcement,
    Kind.DAY_BEFORE: meeting_pages.channel_reminder,
    Kind.SOON: meeting_pages.channel_reminder,
    Kind.REMINDER: meeting_pages.personal_reminder,
    Kind.NOTICE: meeting_pages.change_notice,
    Kind.SPEAKER_NEWS: meeting_pages.speaker_news,
    Kind.SPEAKER_NUDGE: meeting_pages.nudge,
    Kind.ORGANIZER_NUDGE: meeting_pages.nudge,
    Kind.DIGEST: notice_pages.digest,
    Kind.BOARD: notice_pages.board,
    Kind.COMPOSED: notice_pages.composition,
    Kind.TROUBLE: notice_pages.trouble_told,
    Kind.OWN: notice_pages.own_reminder,
    Kind.SWAP: market_pages.swap_request,
    Kind.OFFER: market_pages.slot_offer,
    Kind.LETTER: notice_pages.letter,
    Kind.CLOCKS: clock_pages.clock_notice,
    Kind.ZONES: clock_pages.zones_notice,
    Kind.POLL: poll_pages.poll_put,
    Kind.POLL_NUDGE: poll_pages.poll_nudge,
    Kind.POLL_RESULT: poll_pages.poll_result,
    Kind.INVITATION: meeting_pages.invitation,
    Kind.SEAT: meeting_pages.seat_taken,
}


class Renderer:
    """Draws deliveries of one store."""

    def __init__(self, store: Store, links: Links, formulas: Formulas) -> None:
        """Link to these addresses; what Unicode cannot write is drawn."""
        self._store, self._formulas = store, formulas
        self.links = links

    async def render(self, delivery: Delivery, *, now: datetime) -> Rendered | None:
        """Return what a delivery says now; None where there is nothing to say any more."""
        collaboration = await collaboration_of(self._store, delivery.collaboration_id)
        assert collaboration is not None  # noqa: S101 - the delivery's foreign key holds it
        setting = Setting(
            collaboration=collaboration,
            sites=await sites_of(self._store, collaboration.id),
            links=self.links,
            marker=delivery.nonce(self._store.instance_name),
        )
        async with self._store.read() as connection:
            page = Page(connection=connection, delivery=delivery, setting=setting, now=now)
            rendered = await DRAWN[delivery.kind](page)
        if rendered is None:
            return None
        return replace(rendered, reply=await illustrated(rendered.reply, self._formulas))
