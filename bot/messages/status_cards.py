"""How Discord, the store and the outbox are, as organizers see it."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.deliveries import State
from bot.messages.compositions import MARKS
from bot.messages.replies import Reply, card


def status_card(
    *,
    latency: float,
    ailment: str,
    counts: Mapping[State, int],
    overdue: timedelta,
    megabytes: float,
    release: str,
) -> Reply:
    """Return how Meridian is; `latency` is in seconds."""
    told = " · ".join(f"{MARKS[state]} {count}" for state, count in counts.items() if count)
    fields = (
        ("Discord", f"connected, answers in {latency * 1000:.0f} ms"),
        ("Store", f"sound, {megabytes:.1f} MB · time zones of IANA release {release}"),
        ("Outbox", f"⚠️ {ailment}" if ailment else "✅ sends what is due"),
        ("Messages of this collaboration", told or "none yet"),
        ("Waiting longest", f"{overdue.total_seconds():.0f} seconds late" if overdue else ""),
    )
    return Reply(cards=(card("How Meridian is", fields=fields),))
