"""Receipts as Discord shows them: what became of every message."""

from collections.abc import Mapping, Sequence

from bot.chat.lists import page_of
from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, custom_id
from bot.core.translation import _
from bot.outbox.deliveries import Delivery, State, number_in
from bot.outbox.state_labels import MARKS
from bot.sites.cards.time_text import stamp


def receipts_page(
    found: Sequence[Delivery],
    counts: Mapping[State, int],
    names: Mapping[str, str],
    *,
    state: str,
    page: int,
    is_last: bool,
) -> Reply:
    """Return deliveries with their states; parked ones can be retried, planned ones dropped."""
    entries = [_receipt(delivery, names) for delivery in found]
    summary = " · ".join(f"{MARKS[one]} {count}" for one, count in counts.items() if count)
    shown = page_of(
        _("Receipts"),
        entries,
        page=page,
        is_last=is_last,
        route=("receipts", state),
        empty=_("There are no messages in this state."),
    )
    acts = [
        Button(label=f"{label} {delivery.id}", id=custom_id(kind, delivery.id), row=1 + index // 2)
        for index, delivery in enumerate(found)
        if delivery.state in {State.PARKED, State.WAITING, State.EXPIRED}
        for label, kind in _acts(delivery)
    ]
    return Reply(text=summary, cards=shown.cards, buttons=[*shown.buttons, *acts])


def _acts(delivery: Delivery) -> tuple[tuple[str, str], ...]:
    if delivery.state is State.WAITING:
        return ((_("Drop"), "receipt-drop"),)
    if delivery.state is State.EXPIRED:
        return ()
    return ((_("Retry"), "receipt-retry"), (_("Drop"), "receipt-drop"))


def _receipt(delivery: Delivery, names: Mapping[str, str]) -> str:
    late = ""
    if delivery.sent_at is not None:
        late = _(", sent {time}", time=stamp(delivery.sent_at, "f"))
    if delivery.state is State.EXPIRED:
        late = _(", too late since {time}", time=stamp(delivery.pointless_after, "f"))
    why = f"\n{escape(delivery.why)}" if delivery.why else ""
    due = _("due {time}", time=stamp(delivery.due, "f"))
    return (
        f"`{delivery.id}` {MARKS[delivery.state]} · {delivery.kind}: "
        f"{escape(cut(names.get(delivery.what, delivery.what), 100))}\n"
        f"{place_of(delivery, names)} · {due}{late}{why}"
    )


def place_of(delivery: Delivery, names: Mapping[str, str] | None = None) -> str:
    """Return where a delivery goes, as organizers know it."""
    if (channel_id := number_in(delivery.target, "channel")) is not None:
        return f"<#{channel_id}>"
    if number_in(delivery.target, "server") is not None:
        return _("in the server's events")
    name = (names or {}).get(delivery.target, _("a member"))
    return _("to {name}", name=escape(name))
