"""What people do, in activities: each change is one transaction, with who asks and when."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.browsing import Browsing
    from bot.services.drafting import Drafting
    from bot.services.finding import Finding
    from bot.services.founding import Founding
    from bot.services.hosting import Hosting
    from bot.services.joining import Joining
    from bot.services.planning import Planning
    from bot.services.scheduling import Scheduling
    from bot.services.speaking import Speaking
    from bot.services.subscribing import Subscribing


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """One of each activity, as the cogs use them."""

    founding: "Founding"
    joining: "Joining"
    hosting: "Hosting"
    planning: "Planning"
    scheduling: "Scheduling"
    speaking: "Speaking"
    finding: "Finding"
    browsing: "Browsing"
    subscribing: "Subscribing"
    drafting: "Drafting"
