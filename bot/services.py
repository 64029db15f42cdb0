"""One of each activity, built together over one store."""

from dataclasses import dataclass

from bot.announcements.service.announcements import Announcements
from bot.announcements.service.own_reminders import OwnReminders
from bot.announcements.service.receipts import Receipts
from bot.announcements.service.reminder_settings import ReminderSettings
from bot.announcements.service.templates import Templates
from bot.attendance.service.answers import Answering
from bot.busy.service import Access, Consulting
from bot.drafts.service import Drafting
from bot.fairness.service import Balancing
from bot.feeds.service import Subscribing
from bot.finding.service.find_time import Seeking
from bot.finding.service.overlap import Overlapping
from bot.finding.service.typed_times import Timing
from bot.meetings.service.changes import Scheduling
from bot.meetings.service.one_off_meetings import Convening
from bot.meetings.service.scheduled_events import Mirroring
from bot.people.service import Joining
from bot.polls.service.polls import Polling
from bot.programme.service.agenda import Agendas
from bot.programme.service.publication import Publisher
from bot.series.service.series import Planning
from bot.servers.service.departures import Departing
from bot.servers.service.setup import Founding
from bot.sites.service.closures import Closing
from bot.sites.service.sites import Hosting
from bot.storage.database import Store
from bot.talks.service.search import Finding
from bot.talks.service.talks import Speaking
from bot.waitlist.service.swaps import Trading


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
    agendas: Agendas
    subscribing: Subscribing
    drafting: Drafting
    answering: Answering
    reminder_settings: ReminderSettings
    own_reminders: OwnReminders
    announcements: Announcements
    receipts: Receipts
    templates: Templates
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
            agendas=Agendas(store),
            subscribing=Subscribing(store),
            drafting=Drafting(store),
            answering=Answering(store, publisher),
            reminder_settings=ReminderSettings(store, publisher),
            own_reminders=OwnReminders(store),
            announcements=Announcements(store),
            receipts=Receipts(store),
            templates=Templates(store),
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
