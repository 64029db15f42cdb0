"""The labels under which people see the states of deliveries."""

from bot.core.translation import _
from bot.outbox.deliveries import State

MARKS = {
    State.WAITING: _("🕓 planned"),
    State.CLAIMED: _("📤 going out"),
    State.SENT: _("✅ sent"),
    State.PARKED: _("⏸️ parked"),
    State.EXPIRED: _("⌛ expired"),
    State.WITHDRAWN: _("↩️ withdrawn"),
    State.DROPPED: _("🗑️ dropped"),
}
