"""The status of Discord, the store and the outbox, as /status shows it."""

from collections.abc import Mapping
from datetime import timedelta

from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.outbox.deliveries import State
from bot.outbox.state_labels import MARKS

# A backup is made each day; if one fails, it is tried again an hour later.
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
    """Return the status of Meridian; `latency` is in seconds."""
    told = " · ".join(f"{MARKS[state]} {count}" for state, count in counts.items() if count)
    fields = (
        (
            _("Discord"),
            _("connected, answers in {milliseconds} ms", milliseconds=f"{latency * 1000:.0f}"),
        ),
        (
            _("Store"),
            _(
                "no faults, {size} MB · time zones of IANA release {release}",
                size=f"{megabytes:.1f}",
                release=release,
            ),
        ),
        (_("Backup"), _backup(since_copy)),
        (_("Outbox"), f"⚠️ {ailment}" if ailment else _("✅ sends messages on time")),
        (_("Servers"), f"⚠️ {concern}" if concern else ""),
        (_("Messages of this collaboration"), told or _("none yet")),
        (_("Longest delay"), _late(overdue)),
    )
    return Reply(cards=(card(_("Status of Meridian"), fields=fields),))


def _late(overdue: timedelta) -> str:
    if not overdue:
        return ""
    seconds = round(overdue.total_seconds())
    return _("{count} second late", plural="{count} seconds late", count=seconds)


def _backup(since_copy: timedelta | None) -> str:
    if since_copy is None:
        return _("⚠️ no backup yet. The first one is made within the hour.")
    hours = since_copy // timedelta(hours=1)
    if since_copy > COPY_IS_OLD:
        return _(
            "⚠️ the newest backup is {days} days old. The program's log says why.",
            days=hours // 24,
        )
    return _(
        "✅ the newest backup, checked row by row, is {count} hour old",
        plural="✅ the newest backup, checked row by row, is {count} hours old",
        count=hours,
    )
