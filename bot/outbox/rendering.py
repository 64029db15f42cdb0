"""Rendering: what a delivery says, from things as they are at this moment."""

from dataclasses import replace
from datetime import datetime

from bot.chat.formula_pictures import Formulas
from bot.chat.illustrations import illustrated
from bot.core.web_addresses import Links
from bot.outbox.deliveries import Delivery
from bot.outbox.drawing import Page, Rendered
from bot.outbox.kinds import Kinds
from bot.programme.cards.announcements import Setting
from bot.servers.service.directory import collaboration_of, sites_of
from bot.storage.database import Store


class Renderer:
    """Draws deliveries of one store."""

    def __init__(self, store: Store, links: Links, formulas: Formulas, kinds: Kinds) -> None:
        """Draw these kinds, with links to these addresses; formulas are drawn where needed."""
        self._store, self._formulas = store, formulas
        self.links, self.kinds = links, kinds

    async def render(self, delivery: Delivery, *, now: datetime) -> Rendered | None:
        """Return what a delivery says now; None where there is nothing to say any more."""
        draw = self.kinds[delivery.kind].draw
        assert draw is not None  # noqa: S101 - what is done instead of drawn does not come here
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
            rendered = await draw(page)
        if rendered is None:
            return None
        return replace(rendered, reply=await illustrated(rendered.reply, self._formulas))
