"""How a collaboration is set up, as Discord shows it to those who may change it."""

from collections.abc import Sequence

from bot.chat.markdown import escape, plain_link
from bot.chat.replies import Reply, card
from bot.core.web_addresses import Links
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site

FIRST_STEPS = (
    "Next: `/series create title: Theory seminar when: Thursdays 17:00 zone: EPFL minutes: 60`, "
    "then tell people of `/talk signup` and `/calendar subscribe`. `/help` shows everything."
)
NOT_YET = (
    "Meridian is not set up here yet. Give `/setup` a name and a short name, for example "
    "`/setup name: Foundations of Deep Learning slug: deep-learning-theory`; "
    "roles, channel and anchor site can come later: run it again. "
    "If your schedule was imported, give `/setup` its claim code instead."
)


def not_founded_reply() -> Reply:
    """Return what somebody who can set up a server is told before they did."""
    return Reply(text=NOT_YET)


def foundation_card(
    collaboration: Collaboration,
    sites: Sequence[Site],
    *,
    links: Links,
    is_new: bool,
    warnings: Sequence[str] = (),
) -> Reply:
    """Return how a collaboration is set up, what is wrong with it, and what to do next."""
    anchor = next((s for s in sites if s.id == collaboration.anchor_site_id), None)
    page = plain_link("page", links.collaboration(collaboration.slug))
    fields = (
        ("Short name", f"`{collaboration.slug}` · {page}"),
        ("Organizers", _role(collaboration.organizer_role_id) or "those who can manage the server"),
        ("Members", _role(collaboration.member_role_id) or "everybody in the server"),
        ("Announcements", _channel(collaboration.announcement_channel_id) or "no channel yet"),
        ("Told to organizers", _channel(collaboration.organizer_channel_id) or "each by message"),
        ("Anchor site", f"{escape(anchor.name)} ({anchor.zone})" if anchor else "none yet"),
        ("Sites", escape(", ".join(site.city for site in sites)) or "none: /site add"),
        ("To be mended", "\n".join(f"⚠️ {warning}" for warning in warnings)),
    )
    title = f"{escape(collaboration.name)} is {'set up' if is_new else 'set up like this'}"
    return Reply(text=FIRST_STEPS if is_new else "", cards=(card(title, fields=fields),))


def _role(role_id: int | None) -> str:
    return f"<@&{role_id}>" if role_id else ""


def _channel(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else ""
