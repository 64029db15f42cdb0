"""The values of placeholders in announcements, like {title} and {when}."""

from bot.chat.markdown import escape
from bot.core.translation import _
from bot.programme.cards.setting import Setting
from bot.sites.cards.time_text import moment
from bot.talks.model.talks import Booking, Programme


def values_of(about: Booking | Programme | None, setting: Setting, *, slug: str) -> dict[str, str]:
    """Return the values of placeholders for a talk in its slot or a meeting with its talks."""
    if about is None:
        return {}
    terms, meeting = about.terms, about.meeting
    talks = [about.talk] if isinstance(about, Booking) else list(about.talks)
    start = about.start if isinstance(about, Booking) else meeting.start
    told = moment(start, zone=terms.zone, sites=setting.sites)
    first, _newline, line = told.partition("\n")
    known = [talk for talk in talks if talk is not None]
    link = (
        setting.links.talk(slug, known[0].id)
        if len(known) == 1
        else setting.links.series(slug, terms.slug)
    )
    return {
        "title": escape(", ".join(talk.heading for talk in known)),
        "speaker": escape(", ".join(talk.speaker_names for talk in known)),
        "abstract": escape("\n\n".join(talk.readable_abstract for talk in known if talk.abstract)),
        "series": escape(terms.title),
        "when": first if meeting.takes_place else _("~~{when}~~ (cancelled)", when=first),
        "sites": line,
        "room": escape(terms.room or ""),
        "link": f"<{link}>",
    }
