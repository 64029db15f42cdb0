"""One of each activity, built together over one store."""

from dataclasses import dataclass

from bot.announcements.service.announcements import Announcements
from bot.announcements.service.own_reminders import OwnReminders
from bot.announcements.service.receipts import Receipts
from bot.announcements.service.reminder_settings import ReminderSettings
from bot.announcements.service.templates import Templates
from bot.attendance.service.answers import AnswerService
from bot.busy.service import Access, BusyCalendarService
from bot.drafts.service import DraftService
from bot.fairness.service import FairnessService
from bot.feeds.service import SubscriptionService
from bot.finding.service.find_time import TimeFinder
from bot.finding.service.overlap import OverlapService
from bot.finding.service.typed_times import TypedTimeService
from bot.meetings.service.changes import MeetingService
from bot.meetings.service.one_off_meetings import OneOffMeetingService
from bot.meetings.service.scheduled_events import ScheduledEventService
from bot.people.service import MembershipService
from bot.polls.service.polls import PollService
from bot.programme.service.agenda import Agendas
from bot.programme.service.publication import Publisher
from bot.series.service.series import SeriesService
from bot.servers.service.departures import DepartureService
from bot.servers.service.setup import SetupService
from bot.sites.service.closures import ClosureService
from bot.sites.service.sites import SiteService
from bot.storage.database import Store
from bot.talks.service.search import TalkSearch
from bot.talks.service.talks import TalkService
from bot.waitlist.service.swaps import WaitlistService


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The activities, as the cogs use them."""

    founding: SetupService
    joining: MembershipService
    hosting: SiteService
    planning: SeriesService
    scheduling: MeetingService
    speaking: TalkService
    finding: TalkSearch
    agendas: Agendas
    subscribing: SubscriptionService
    drafting: DraftService
    answering: AnswerService
    reminder_settings: ReminderSettings
    own_reminders: OwnReminders
    announcements: Announcements
    receipts: Receipts
    templates: Templates
    closing: ClosureService
    timing: TypedTimeService
    trading: WaitlistService
    seeking: TimeFinder
    balancing: FairnessService
    convening: OneOffMeetingService
    mirroring: ScheduledEventService
    overlapping: OverlapService
    consulting: BusyCalendarService
    polling: PollService
    departing: DepartureService

    @classmethod
    def over(
        cls, store: Store, publisher: Publisher, *, access: Access | None = None
    ) -> "Services":
        """Return the activities of one store, whose changes this publisher shows in calendars.

        `access` leads to calendars elsewhere; without it none is read.
        """
        return cls(
            founding=SetupService(store, publisher),
            joining=MembershipService(store),
            hosting=SiteService(store, publisher),
            planning=SeriesService(store, publisher),
            scheduling=MeetingService(store, publisher),
            speaking=TalkService(store, publisher),
            finding=TalkSearch(store),
            agendas=Agendas(store),
            subscribing=SubscriptionService(store),
            drafting=DraftService(store),
            answering=AnswerService(store, publisher),
            reminder_settings=ReminderSettings(store, publisher),
            own_reminders=OwnReminders(store),
            announcements=Announcements(store),
            receipts=Receipts(store),
            templates=Templates(store),
            closing=ClosureService(store),
            timing=TypedTimeService(store),
            trading=WaitlistService(store, publisher),
            seeking=TimeFinder(store),
            balancing=FairnessService(store, publisher),
            convening=OneOffMeetingService(store, publisher),
            mirroring=ScheduledEventService(store),
            overlapping=OverlapService(store),
            consulting=BusyCalendarService(store, access),
            polling=PollService(store, OneOffMeetingService(store, publisher)),
            departing=DepartureService(store, publisher),
        )
