"""The settings of a collaboration, as /setup shows them."""

from collections.abc import Sequence

from bot.chat.markdown import escape, plain_link
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site

FIRST_STEPS = _(
    "Next: `/series create title: Theory seminar when: Thursdays 17:00 zone: EPFL minutes: 60`, "
    "then tell people about `/talk signup` and `/calendar subscribe`. `/help` shows everything."
)
NOT_YET = _(
    "Meridian is not set up here yet. Give `/setup` a name and a short name, for example "
    "`/setup name: Foundations of Deep Learning slug: deep-learning-theory`. "
    "You can add roles, channels and the anchor site later: run it again. "
    "If your schedule was imported, give `/setup` its claim code instead."
)


def not_founded_reply() -> Reply:
    """Return how to set up a server that is not set up yet."""
    return Reply(text=NOT_YET)


def foundation_card(
    collaboration: Collaboration,
    sites: Sequence[Site],
    *,
    links: Links,
    is_new: bool,
    warnings: Sequence[str] = (),
) -> Reply:
    """Return the settings of a collaboration, their problems, and what to do next."""
    anchor = next((s for s in sites if s.id == collaboration.anchor_site_id), None)
    page = plain_link(_("page"), links.collaboration(collaboration.slug))
    fields = (
        (_("Short name"), f"`{collaboration.slug}` · {page}"),
        (
            _("Organizers"),
            _role(collaboration.organizer_role_id) or _("everybody who can manage the server"),
        ),
        (_("Members"), _role(collaboration.member_role_id) or _("everybody in the server")),
        (
            _("Announcements"),
            _channel(collaboration.announcement_channel_id) or _("no channel yet"),
        ),
        (
            _("Messages to organizers"),
            _channel(collaboration.organizer_channel_id) or _("by direct message to each"),
        ),
        (_("Anchor site"), f"{escape(anchor.name)} ({anchor.zone})" if anchor else _("none yet")),
        (
            _("Sites"),
            escape(", ".join(site.city for site in sites)) or _("none yet. Use /site add."),
        ),
        (_("To fix"), "\n".join(f"⚠️ {warning}" for warning in warnings)),
    )
    name = escape(collaboration.name)
    title = _("{name} is set up", name=name) if is_new else _("Settings of {name}", name=name)
    return Reply(text=FIRST_STEPS if is_new else "", cards=(card(title, fields=fields),))


def _role(role_id: int | None) -> str:
    return f"<@&{role_id}>" if role_id else ""


def _channel(channel_id: int | None) -> str:
    return f"<#{channel_id}>" if channel_id else ""
