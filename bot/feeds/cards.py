"""Calendar links, and how to add them to each calendar program."""

from collections.abc import Iterable, Sequence

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.core.web_addresses import Links, webcal
from bot.feeds.model.calendar_programs import Program, opened_by, steps
from bot.feeds.model.subscriptions import Subscription
from bot.series.model.series import Series
from bot.servers.model.collaborations import Collaboration
from bot.sites.cards.time_text import stamp
from bot.sites.model.sites import Site

LAG = _(
    "Calendar programs decide when to update: a change may take up to a day to show "
    "(Google up to 24 hours, Outlook and Apple a few). I post late changes here in Discord."
)

BUTTON_ADDRESS = 512  # characters of a button's address (Discord: Button Structure)
APPLE = _("Apple, Thunderbird, GNOME")
OWN = _(
    "Whoever has this link sees what members see, including join links. I show it only now. "
    "Use /calendar links to list your links and /calendar revoke to end one."
)


def private_feed_reply(address: str, *, program: Program, name: str) -> Reply:
    """Return a new private feed to its owner; its address is shown only now."""
    shown = card(
        _("Your calendar link for {program}", program=program)
        if program is not Program.OTHER
        else _("Your calendar link"),
        f"```\n{address}\n```\n{steps(program, address)}",
        fields=(
            (APPLE, f"```\n{webcal(address)}\n```"),
            (_("How soon it updates"), LAG),
            (_("Keep it to yourself"), OWN),
        ),
    )
    return Reply(cards=(shown,), buttons=_program_buttons(address, name))


def _program_buttons(address: str, name: str) -> list[Button]:
    return [
        Button(label=label, url=opened)
        for label, opened in opened_by(address, name=name).items()
        if len(opened) <= BUTTON_ADDRESS
    ]


def public_feeds_reply(
    collaboration: Collaboration,
    series: Sequence[Series],
    sites: Sequence[Site],
    *,
    links: Links,
    program: Program,
) -> Reply:
    """Return the public feeds of a collaboration, for people who are not its members."""
    slug = collaboration.slug
    everything = links.feed_all(slug)
    shown = card(
        _("Calendars of {collaboration}", collaboration=escape(collaboration.name)),
        f"{_('All public meetings:')}\n```\n{everything}\n```\n{steps(program, everything)}",
        fields=(
            (APPLE, f"```\n{webcal(everything)}\n```"),
            (
                _("One series"),
                _addresses((s.title, links.feed_series(slug, s.slug)) for s in series),
            ),
            (_("One site"), _addresses((s.city, links.feed_site(slug, s.slug)) for s in sites)),
            (_("How soon they update"), LAG),
        ),
    )
    return Reply(cards=(shown,), buttons=_program_buttons(everything, collaboration.name))


def links_reply(subscriptions: Sequence[Subscription], *, done: str = "") -> Reply:
    """Return a member's calendar links and when each was last used, with revoke buttons."""
    lines = [_link_line(number, one) for number, one in enumerate(subscriptions, start=1)]
    buttons = [
        Button(
            label=_("Revoke {number}. {link}", number=number, link=one.label),
            id=custom_id("feed-revoke", one.id),
        )
        for number, one in enumerate(subscriptions, start=1)
    ]
    empty = _("You have no calendar links. Use /calendar subscribe to make one.")
    shown = card(_("Your calendar links"), "\n".join(lines) or empty, footer=LAG if lines else "")
    return Reply(text=done, cards=(shown,), buttons=buttons)


def _link_line(number: int, one: Subscription) -> str:
    made = _("made {when}", when=stamp(one.created_at))
    used = _("last used {when}", when=stamp(one.used_at)) if one.used_at else _("never used so far")
    return f"**{number}. {escape(one.label)}** · {made} · {used}"


def _addresses(named: Iterable[tuple[str, str]]) -> str:
    lines: list[str] = []
    for name, address in named:
        line = f"{escape(cut(name, 60))}: `{address}`"
        if len("\n".join([*lines, line])) > 950:  # noqa: PLR2004 - an embed's field holds 1,024
            lines.append(_("… and more on the page"))
            break
        lines.append(line)
    return "\n".join(lines)
