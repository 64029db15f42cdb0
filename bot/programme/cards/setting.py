"""The setting of a post: its collaboration, sites and links."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.core.web_addresses import Links
from bot.programme.model.reminders import ReminderSchedule
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What every post of a collaboration needs apart from what it is about.

    `marker` names the delivery in the buttons, by which it is found in the channel after a crash.
    """

    collaboration: Collaboration
    sites: Sequence[Site]
    links: Links
    marker: str
    schedule: ReminderSchedule = field(default_factory=ReminderSchedule)

    @property
    def zone(self) -> str:
        """The anchor site's zone, in which times for everybody are shown first."""
        wanted = self.collaboration.anchor_site_id
        return next((site.zone for site in self.sites if site.id == wanted), "UTC")
