"""The public addresses of feeds and pages."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses under `public_url`, which has no slash at its end."""

    public_url: str

    def collaboration(self, slug: str) -> str:
        """Return the page of coming talks."""
        return f"{self.public_url}/c/{slug}/"

    def past(self, slug: str) -> str:
        """Return the page of past talks."""
        return f"{self.public_url}/c/{slug}/past"

    def series(self, slug: str, series_slug: str) -> str:
        """Return the page of a series."""
        return f"{self.public_url}/c/{slug}/series/{series_slug}"

    def talk(self, slug: str, talk_id: int) -> str:
        """Return the page of a talk."""
        return f"{self.public_url}/c/{slug}/talk/{talk_id}"

    def feed_all(self, slug: str) -> str:
        """Return the public feed of a collaboration."""
        return f"{self.public_url}/feeds/{slug}/all.ics"

    def feed_series(self, slug: str, series_slug: str) -> str:
        """Return the public feed of a series."""
        return f"{self.public_url}/feeds/{slug}/series/{series_slug}.ics"

    def feed_site(self, slug: str, site_slug: str) -> str:
        """Return the public feed of a site."""
        return f"{self.public_url}/feeds/{slug}/site/{site_slug}.ics"

    def feed_private(self, token: str, slug: str, *, mine: bool = False, alarm: int = 0) -> str:
        """Return a member's private feed, of all meetings or only of their own (`mine`).

        `alarm` is how many minutes before each meeting an alarm rings. Several programs name the
        calendar after the slug.
        """
        wishes = [*(["mine=1"] if mine else []), *([f"alarm={alarm}"] if alarm else [])]
        asked = f"?{'&'.join(wishes)}" if wishes else ""
        return f"{self.public_url}/feeds/me/{token}/{slug}.ics{asked}"

    def meeting_file(self, meeting_id: int) -> str:
        """Return one public meeting as a file to download."""
        return f"{self.public_url}/meeting/{meeting_id}.ics"


def google_event(title: str, *, start: datetime, end: datetime, place: str) -> str:
    """Return the address that opens Google Calendar with one event filled in."""
    times = f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}"
    typed = {"action": "TEMPLATE", "text": title, "dates": times, "location": place}
    return f"https://calendar.google.com/calendar/render?{urlencode(typed)}"


def opened_in_program(address: str) -> str:
    """Return the address that leads from a browser into a calendar program."""
    return f"{address}{'&' if '?' in address else '?'}open=1"


def webcal(address: str) -> str:
    """Return the address that Apple, Thunderbird and GNOME open as a subscription."""
    return f"webcal://{address.partition('://')[2]}"
