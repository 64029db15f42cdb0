"""Rate limits of members and servers, so that nobody floods a channel or the database."""

from datetime import datetime, timedelta
from enum import Enum
from math import ceil

from bot.core.rate_limits import NONE, Limit, Meter, Once
from bot.core.refusals import Refusal
from bot.core.translation import _

MINUTE = timedelta(minutes=1)
# Discord repeats what the bot may have missed when a connection is resumed.
REPLAYED_WITHIN = timedelta(minutes=15)


class Rate(Enum):
    """How a request counts; a command or button that does not say counts as a write.

    Requests that only read or open a form are not limited. ONE_ROW changes one row of a member: a
    whole summer school may answer in the same minute, and each of them a poll of ten times.
    """

    WRITES = "writes"
    READS = "reads"
    ONE_ROW = "one-row"


WRITES, READS, ONE_ROW = Rate.WRITES, Rate.READS, Rate.ONE_ROW
ONE_ROW_TIMES = 3


class TooFast(Refusal):
    """Refused before anything was read or stored; typed text is given back at once."""


class Limiter:
    """Counts the writes of the last minute, and remembers requests that Discord may repeat."""

    def __init__(self, *, per_member: int, per_server: int) -> None:
        self._members = Meter(Limit(per_member, MINUTE))
        self._servers = Meter(Limit(per_server, MINUTE))
        self._answers = Meter(Limit(ONE_ROW_TIMES * per_member, MINUTE))
        self._requests = Once(REPLAYED_WITHIN)

    def is_new(self, request_id: int, now: datetime) -> bool:
        """Return whether this is the first time a request comes (fault F38)."""
        return self._requests.first(request_id, now)

    def may_mention(self, member_id: int, now: datetime) -> bool:
        """Count a mention, which is answered in its channel; return whether to answer it."""
        if self._members.wait(member_id, now):
            return False
        self._members.take(member_id, now)
        return True

    def count(self, rate: Rate, *, member_id: int, guild_id: int | None, now: datetime) -> None:
        """Count a command, a button or a form; raise TooFast if it is one too many.

        In direct messages (`guild_id` None) there is no server to share the limit with.
        """
        if rate is READS:
            return
        if rate is ONE_ROW:
            _require_pace(self._answers.wait(member_id, now))
            self._answers.take(member_id, now)
            return
        _require_pace(self._members.wait(member_id, now))
        if guild_id:
            _require_pace(self._servers.wait(guild_id, now), of_server=True)
            self._servers.take(guild_id, now)
        self._members.take(member_id, now)


def _require_pace(wait: timedelta, *, of_server: bool = False) -> None:
    if wait <= NONE:
        return
    seconds = ceil(wait.total_seconds())
    if of_server:
        sentence = _(
            "Too many changes on this server in one minute. Try again in {seconds} seconds.",
            seconds=seconds,
        )
    else:
        sentence = _("You're going too fast. Try again in {seconds} seconds.", seconds=seconds)
    raise TooFast(sentence)
