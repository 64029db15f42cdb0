"""A check of a feed that is fetched again: subscribers must notice every change."""

from datetime import UTC, datetime

from bot.ics.feed_retention import SHOWN_BEFORE, TOMBSTONE_KEPT
from bot.ics.validation import Checked, check_entry, parts


def check_republished(old: bytes, new: bytes, *, now: datetime) -> list[str]:
    """Return what a subscriber of `old` would miss or misread in `new`, fetched later at `now`."""
    before, after = _by_uid(old), _by_uid(new)
    faults = []
    for uid in before.keys() & after.keys():
        (was, was_bytes), (has, has_bytes) = before[uid], after[uid]
        name = uid.decode(errors="replace")
        if has.sequence < was.sequence or has.modified < was.modified:
            faults.append(f"{name}: SEQUENCE or LAST-MODIFIED has fallen")
        elif has_bytes != was_bytes and (
            has.sequence == was.sequence or has.modified == was.modified
        ):
            faults.append(f"{name}: changed without SEQUENCE and LAST-MODIFIED rising")
    for uid in before.keys() - after.keys():
        was = before[uid][0]
        kept = TOMBSTONE_KEPT if was.cancelled else SHOWN_BEFORE
        oldest = now.astimezone(UTC) - kept
        if uid.startswith(b"meeting-") and was.begins >= f"{oldest:%Y%m%dT000000Z}".encode():
            faults.append(f"{uid.decode(errors='replace')}: gone without a word")
    return faults


def _by_uid(body: bytes) -> dict[bytes, tuple[Checked, bytes]]:
    checked = ((check_entry(entry), entry) for entry in parts(body)[1])
    return {found.uid: (found, entry) for found, entry in checked}
