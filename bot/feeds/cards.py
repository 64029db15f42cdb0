"""Calendar links as Discord shows them: addresses, and how each program takes them."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.web_addresses import Links, webcal
from bot.feeds.model import Subscription
from bot.series.model.series import Series
from bot.servers.model.collaborations import Collaboration
from bot.sites.cards.time_text import stamp
from bot.sites.model.sites import Site

LAG = (
    "Calendars fetch when they like: a change may take up to a day to show "
    "(Google up to 24 hours, Outlook and Apple a few). Late changes are told here in Discord."
)

OWN = (
    "Whoever has it sees what members see, join links too. It is shown this once: "
    "/calendar links lists yours, /calendar revoke ends one."
)


class Program(StrEnum):
    """The calendar programs whose way of subscribing differs."""

    GOOGLE = "Google"
    APPLE = "Apple"
    OUTLOOK = "Outlook"
    THUNDERBIRD = "Thunderbird"
    GNOME = "GNOME"
    ANDROID = "Android"
    OTHER = "other"


class Extent(StrEnum):
    """Which meetings somebody wants in their calendar."""

    ALL = "all meetings"
    MINE = "mine"


def steps(program: Program, address: str) -> str:
    """Return how this program subscribes to an address."""
    opened = f"Open `{webcal(address)}` in the browser, or paste"
    by_program = {
        Program.GOOGLE: (
            "Copy the address, open https://calendar.google.com/calendar/u/0/r/settings/addbyurl "
            "on a computer, paste it, *Add calendar*."
        ),
        Program.APPLE: (
            f"{opened} it under *File > New Calendar Subscription* (iPhone: *Settings > "
            "Apps > Calendar > Calendar Accounts > Add Subscribed Calendar*)."
        ),
        Program.OUTLOOK: (
            "Copy the https address; in Outlook on the web or the new Outlook: "
            "*Add calendar > Subscribe from web*, paste, *Import*."
        ),
        Program.THUNDERBIRD: f"{opened} it under *New Calendar > On the Network*.",
        Program.GNOME: f"{opened} it under *Calendars > Add Calendar* in GNOME Calendar.",
        Program.ANDROID: (
            "Install ICSx5 or DAVx5, *Add subscription*, paste the https address. "
            "With Google Calendar do as for Google, on a computer."
        ),
        Program.OTHER: "Paste the https address where your program subscribes to a calendar.",
    }
    return by_program[program]


def private_feed_reply(address: str, *, program: Program) -> Reply:
    """Return a new private feed to its owner: the only time that its address is shown."""
    shown = card(
        f"Your calendar link for {program}",
        f"```\n{address}\n```\n{steps(program, address)}",
        fields=(
            ("Apple, Thunderbird, GNOME", f"```\n{webcal(address)}\n```"),
            ("How fresh it is", LAG),
            (
                "It is yours alone",
                OWN,
            ),
        ),
    )
    return Reply(cards=(shown,))


def public_feeds_reply(
    collaboration: Collaboration,
    series: Sequence[Series],
    sites: Sequence[Site],
    *,
    links: Links,
    program: Program,
) -> Reply:
    """Return the public feeds of a collaboration, for those who are not members of it."""
    slug = collaboration.slug
    everything = links.feed_all(slug)
    shown = card(
        f"Calendars of {escape(collaboration.name)}",
        f"Everything public:\n```\n{everything}\n```\n{steps(program, everything)}",
        fields=(
            ("Apple, Thunderbird, GNOME", f"```\n{webcal(everything)}\n```"),
            ("One series", _addresses((s.title, links.feed_series(slug, s.slug)) for s in series)),
            ("One site", _addresses((s.city, links.feed_site(slug, s.slug)) for s in sites)),
            ("How fresh they are", LAG),
        ),
    )
    return Reply(cards=(shown,))


def links_reply(subscriptions: Sequence[Subscription], *, done: str = "") -> Reply:
    """Return a member's calendar links with their last use, each with a button to revoke it."""
    lines = [
        f"**{number}. {escape(one.label)}** · made {stamp(one.created_at)} · "
        + (f"last fetched {stamp(one.used_at)}" if one.used_at else "never fetched yet")
        for number, one in enumerate(subscriptions, start=1)
    ]
    buttons = [
        Button(label=f"Revoke {number}. {one.label}", id=custom_id("feed-revoke", one.id))
        for number, one in enumerate(subscriptions, start=1)
    ]
    empty = "You have no calendar link: /calendar subscribe makes one."
    shown = card("Your calendar links", "\n".join(lines) or empty, footer=LAG if lines else "")
    return Reply(text=done, cards=(shown,), buttons=buttons)


def _addresses(named: Iterable[tuple[str, str]]) -> str:
    lines: list[str] = []
    for name, address in named:
        line = f"{escape(cut(name, 60))}: `{address}`"
        if len("\n".join([*lines, line])) > 950:  # noqa: PLR2004 - an embed's field holds 1,024
            lines.append("… and more on the page")
            break
        lines.append(line)
    return "\n".join(lines)
