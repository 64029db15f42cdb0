"""One of each activity, built together over one store."""

from dataclasses import dataclass

from bot.services.answering import Answering
from bot.services.balancing import Balancing
from bot.services.browsing import Browsing
from bot.services.closing import Closing
from bot.services.composing import Composing
from bot.services.consulting import Access, Consulting
from bot.services.convening import Convening
from bot.services.departing import Departing
from bot.services.drafting import Drafting
from bot.services.finding import Finding
from bot.services.founding import Founding
from bot.services.hosting import Hosting
from bot.services.joining import Joining
from bot.services.mirroring import Mirroring
from bot.services.notifying import Notifying
from bot.services.overlapping import Overlapping
from bot.services.planning import Planning
from bot.services.polling import Polling
from bot.services.publishing import Publisher
from bot.services.scheduling import Scheduling
from bot.services.seeking import Seeking
from bot.services.speaking import Speaking
from bot.services.subscribing import Subscribing
from bot.services.timing import Timing
from bot.services.trading import Trading
from bot.store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The activities, as the cogs use them."""

    founding: Founding
    joining: Joining
    hosting: Hosting
    planning: Planning
    scheduling: Scheduling
    speaking: Speaking
    finding: Finding
    browsing: Browsing
    subscribing: Subscribing
    drafting: Drafting
    answering: Answering
    notifying: Notifying
    composing: Composing
    closing: Closing
    timing: Timing
    trading: Trading
    seeking: Seeking
    balancing: Balancing
    convening: Convening
    mirroring: Mirroring
    overlapping: Overlapping
    consulting: Consulting
    polling: Polling
    departing: Departing

    @classmethod
    def over(
        cls, store: Store, publisher: Publisher, *, access: Access | None = None
    ) -> "Services":
        """Return the activities of one store, whose changes this publisher shows in calendars.

        `access` leads to calendars elsewhere; without it none is read.
        """
        return cls(
            founding=Founding(store, publisher),
            joining=Joining(store),
            hosting=Hosting(store, publisher),
            planning=Planning(store, publisher),
            scheduling=Scheduling(store, publisher),
            speaking=Speaking(store, publisher),
            finding=Finding(store),
            browsing=Browsing(store),
            subscribing=Subscribing(store),
            drafting=Drafting(store),
            answering=Answering(store, publisher),
            notifying=Notifying(store, publisher),
            composing=Composing(store, publisher),
            closing=Closing(store),
            timing=Timing(store),
            trading=Trading(store, publisher),
            seeking=Seeking(store),
            balancing=Balancing(store, publisher),
            convening=Convening(store, publisher),
            mirroring=Mirroring(store),
            overlapping=Overlapping(store),
            consulting=Consulting(store, access),
            polling=Polling(store, Convening(store, publisher)),
            departing=Departing(store, publisher),
        )
