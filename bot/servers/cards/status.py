"""How Discord, the store and the outbox are, as organizers see it."""

from collections.abc import Mapping
from datetime import timedelta

from bot.chat.replies import Reply, card
from bot.outbox.deliveries import State
from bot.outbox.state_labels import MARKS

# A copy is made each day; where one fails, the next hour tries again.
COPY_IS_OLD = timedelta(days=2)


def status_card(
    *,
    latency: float,
    ailment: str,
    concern: str,
    counts: Mapping[State, int],
    overdue: timedelta,
    megabytes: float,
    since_copy: timedelta | None,
    release: str,
) -> Reply:
    """Return how Meridian is; `latency` is in seconds."""
    told = " · ".join(f"{MARKS[state]} {count}" for state, count in counts.items() if count)
    fields = (
        ("Discord", f"connected, answers in {latency * 1000:.0f} ms"),
        ("Store", f"sound, {megabytes:.1f} MB · time zones of IANA release {release}"),
        ("Backup", _backup(since_copy)),
        ("Outbox", f"⚠️ {ailment}" if ailment else "✅ sends what is due"),
        ("Servers", f"⚠️ {concern}" if concern else ""),
        ("Messages of this collaboration", told or "none yet"),
        ("Waiting longest", f"{overdue.total_seconds():.0f} seconds late" if overdue else ""),
    )
    return Reply(cards=(card("How Meridian is", fields=fields),))


def _backup(since_copy: timedelta | None) -> str:
    if since_copy is None:
        return "⚠️ no copy of the store yet: one is made within the hour"
    hours = since_copy // timedelta(hours=1)
    if since_copy > COPY_IS_OLD:
        return f"⚠️ the newest copy is {hours // 24} days old: the program's log says why"
    return f"✅ the newest copy, proved row by row, is {hours} hours old"
