"""Calendar programs, and how to subscribe in each."""

from enum import StrEnum

from bot.core.translation import _
from bot.core.web_addresses import webcal


class Program(StrEnum):
    """A calendar program, each with its own way to subscribe."""

    GOOGLE = "Google"
    APPLE = "Apple"
    OUTLOOK = "Outlook"
    THUNDERBIRD = "Thunderbird"
    GNOME = "GNOME"
    ANDROID = "Android"
    OTHER = "other"


def steps(program: Program, address: str) -> str:
    """Return how to subscribe to an address in a calendar program."""
    link = webcal(address)
    by_program = {
        Program.GOOGLE: _(
            "On a computer, copy the address and open "
            "https://calendar.google.com/calendar/u/0/r/settings/addbyurl. Paste it and click "
            "*Add calendar*."
        ),
        Program.APPLE: _(
            "Open `{link}` in the browser, or paste it under *File > New Calendar Subscription* "
            "(iPhone: *Settings > Apps > Calendar > Calendar Accounts > Add Subscribed Calendar*).",
            link=link,
        ),
        Program.OUTLOOK: _(
            "Copy the https address. In Outlook on the web or the new Outlook, open "
            "*Add calendar > Subscribe from web*, paste it and click *Import*."
        ),
        Program.THUNDERBIRD: _(
            "Open `{link}` in the browser, or paste it under *New Calendar > On the Network*.",
            link=link,
        ),
        Program.GNOME: _(
            "Open `{link}` in the browser, or paste it under *Calendars > Add Calendar* in "
            "GNOME Calendar.",
            link=link,
        ),
        Program.ANDROID: _(
            "Install ICSx5 or DAVx5, tap *Add subscription* and paste the https address. "
            "For Google Calendar, follow the steps for Google on a computer."
        ),
        Program.OTHER: _("Paste the https address where your program subscribes to a calendar."),
    }
    return by_program[program]
