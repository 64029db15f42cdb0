"""Calendar programs, and how to subscribe in each."""

from enum import StrEnum
from urllib.parse import urlencode

from bot.core.translation import _
from bot.core.web_addresses import opened_in_program, webcal

GOOGLE = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb"
OFFICE = "https://outlook.office.com/calendar/0/addfromweb"


class Program(StrEnum):
    """A calendar program, each with its own way to subscribe."""

    GOOGLE = "Google"
    APPLE = "Apple"
    OUTLOOK = "Outlook"
    OFFICE = "Office 365"
    THUNDERBIRD = "Thunderbird"
    GNOME = "GNOME"
    ANDROID = "Android"
    OTHER = "other"


def opened_by(address: str, *, name: str) -> dict[str, str]:
    """Return what a button opens for each program with one, by its label.

    Google has a page to paste the address in. Outlook's pages take the address and its name. Other
    programs are opened by the webcal address, to which a browser is sent.
    """
    filled_in = urlencode({"url": address, "name": name})
    return {
        "Google": GOOGLE,
        "Outlook.com": f"{OUTLOOK}?{filled_in}",
        "Office 365": f"{OFFICE}?{filled_in}",
        "Apple": opened_in_program(address),
        "Thunderbird": opened_in_program(address),
    }


def steps(program: Program, address: str) -> str:
    """Return how to subscribe to an address in a calendar program."""
    link = webcal(address)
    by_program = {
        Program.GOOGLE: _(
            "On a computer, copy the address and open {page}. Paste it and click *Add calendar*.",
            page=GOOGLE,
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
        Program.OFFICE: _(
            "Click “Office 365” below, or copy the https address and paste it in Outlook under "
            "*Add calendar > Subscribe from web*."
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
        Program.OTHER: _(
            "Click your program. For Google and others, copy the address and paste it where the "
            "program subscribes to a calendar."
        ),
    }
    return by_program[program]
