"""The subjects of Meridian: a new one is added here, and nowhere else outside its own folder.

The order means something: cogs are loaded in it, and one that owns a group of commands comes
before those that join the group.
"""

from bot.announcements.subject import ANNOUNCEMENTS
from bot.attendance.subject import ATTENDANCE
from bot.busy.subject import BUSY
from bot.drafts.subject import DRAFTS
from bot.fairness.subject import FAIRNESS
from bot.feeds.subject import FEEDS
from bot.finding.subject import FINDING
from bot.meetings.subject import MEETINGS
from bot.outbox.kinds import Kinds
from bot.people.subject import PEOPLE
from bot.polls.subject import POLLS
from bot.privacy.subject import PRIVACY
from bot.programme.subject import PROGRAMME
from bot.series.subject import SERIES
from bot.servers.subject import SERVERS
from bot.sites.subject import SITES
from bot.subject import Subject
from bot.talks.subject import TALKS
from bot.waitlist.subject import WAITLIST

SUBJECTS: tuple[Subject, ...] = (
    SERVERS,
    PEOPLE,
    SITES,
    BUSY,
    DRAFTS,
    SERIES,
    MEETINGS,
    TALKS,
    WAITLIST,
    ATTENDANCE,
    PROGRAMME,
    FEEDS,
    ANNOUNCEMENTS,
    FAIRNESS,
    FINDING,
    POLLS,
    PRIVACY,
)
KINDS = Kinds(kind for subject in SUBJECTS for kind in subject.kinds)
