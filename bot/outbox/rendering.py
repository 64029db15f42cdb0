"""Rendering of deliveries from the current state of what they are about."""

from dataclasses import replace
from datetime import datetime

from bot.chat.formula_pictures import Formulas
from bot.chat.illustrations import illustrated
from bot.core.web_addresses import Links
from bot.outbox.deliveries import Delivery
from bot.outbox.drawing import DrawRequest, Rendered
from bot.outbox.kinds import Kinds
from bot.storage.database import Store


class Renderer:
    """Draws deliveries of one store."""

    def __init__(self, store: Store, links: Links, formulas: Formulas, kinds: Kinds) -> None:
        """Draw these kinds, with links to these addresses; formulas are drawn where needed."""
        self._store, self._formulas = store, formulas
        self.links, self.kinds = links, kinds

    async def render(self, delivery: Delivery, *, now: datetime) -> Rendered | None:
        """Return what a delivery says now; None where there is nothing left to say."""
        draw = self.kinds[delivery.kind].draw
        assert draw is not None  # noqa: S101 - what is done instead of drawn does not come here
        request = DrawRequest(
            delivery=delivery,
            store=self._store,
            links=self.links,
            marker=delivery.nonce(self._store.instance_name),
            now=now,
        )
        if (rendered := await draw(request)) is None:
            return None
        return replace(rendered, reply=await illustrated(rendered.reply, self._formulas))
