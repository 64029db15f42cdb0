from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.deliveries import Delivery, Kind, State, number_in
from bot.outbox.retries import pause_after

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def delivery(**changes: object) -> Delivery:
    told: dict[str, object] = {
        "id": 1,
        "collaboration_id": 1,
        "kind": Kind.SOON,
        "what": "meeting:1",
        "target": "channel:1",
        "due": NOW,
        "try_at": NOW,
        "pointless_after": NOW,
        "state": State.WAITING,
    }
    return Delivery(**{**told, **changes})  # type: ignore[arg-type] # what is told is of the right types


def test_a_nonce_fits_and_follows_from_what_is_said_to_whom() -> None:
    one = delivery().nonce("abc")

    assert len(one) <= 25
    assert one == delivery(id=99, tries=3, state=State.CLAIMED).nonce("abc")
    assert one not in {
        delivery(target="channel:2").nonce("abc"),
        delivery(occurrence="x").nonce("abc"),
        delivery(kind=Kind.DAY_BEFORE).nonce("abc"),
        delivery(collaboration_id=2).nonce("abc"),
        delivery().nonce("other"),
    }


@given(st.integers(0, 10_000))
def test_pauses_grow_to_five_minutes(tries: int) -> None:
    assert pause_after(tries) <= pause_after(tries + 1) <= timedelta(minutes=5)


@given(st.text(max_size=30))
def test_a_name_holds_a_number_or_none(name: str) -> None:
    found = number_in(name, "talk")

    assert found is None or name.startswith("talk:")
