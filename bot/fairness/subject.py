"""What fairness add to Meridian."""

from bot.messages.guide import ORGANIZER, PUBLIC, Help
from bot.subject import Subject

FAIRNESS = Subject(
    name="fairness",
    cogs=("cogs.balancing",),
    guide=(
        Help("fair show", PUBLIC, "series: Theory seminar"),
        Help("fair plan", ORGANIZER, "series: Theory seminar meetings: 26"),
    ),
)
