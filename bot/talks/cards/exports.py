"""A talk as text for use elsewhere: e-mail, Markdown and LaTeX, without the join link."""

import re
from collections.abc import Iterator, Sequence
from textwrap import fill

from bot.chat.replies import Attachment, Reply
from bot.core.latex import pieces
from bot.core.translation import _
from bot.core.web_addresses import Links
from bot.series.model.series import Visibility
from bot.servers.model.collaborations import Collaboration
from bot.sites.model.sites import Site, clocks, day_shift
from bot.talks.model.talks import Booking, Speaker, Talk
from bot.times.zones import wall_time

WIDTH = 72  # columns of an e-mail, as mailing lists like it
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&#%_"},
}
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~])")


def export(
    talk: Talk,
    booking: Booking | None,
    collaboration: Collaboration,
    *,
    sites: Sequence[Site],
    links: Links,
) -> Reply:
    """Return three files: the talk as an e-mail, as Markdown, and as a line of LaTeX."""
    public = booking is not None and booking.terms.visibility is Visibility.PUBLIC
    page = links.talk(collaboration.slug, talk.id) if public else ""
    text = _("Files for a mailing list, a web page and a poster, without the join link.")
    warning = _("⚠️ This talk is not public. Think before you share it.")
    texts = (
        ("e-mail.txt", _email(talk, booking, sites, page)),
        ("markdown.md", _markdown(talk, booking, sites, page)),
        ("poster.tex", _latex(talk, booking, sites)),
    )
    return Reply(
        text=text if public else f"{text}\n{warning}",
        files=[Attachment(name, text.encode()) for name, text in texts],
    )


def _email(talk: Talk, booking: Booking | None, sites: Sequence[Site], page: str) -> str:
    title = f"{_speakers(talk.speakers)}\n{fill(talk.heading, WIDTH)}"
    parts = (
        f"{_cancelled(booking)}{booking.terms.title}" if booking else "",
        title,
        "\n".join([_when(booking, sites), *(f"  {line}" for line in _elsewhere(booking, sites))]),
        _room(booking),
        "\n\n".join(fill(part, WIDTH) for part in talk.readable_abstract.split("\n\n") if part),
        "\n".join(
            f"{name}: {link}" for name, link in (*_materials(talk), (_("More"), page)) if link
        ),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(talk: Talk, booking: Booking | None, sites: Sequence[Site], page: str) -> str:
    when = f"**{_cancelled(booking)}{_when(booking, sites)}**"
    elsewhere = "\n".join(f"- {_plain(line)}" for line in _elsewhere(booking, sites))
    links = (*_materials(talk), (_("More"), page))
    parts = (
        f"## {_typed(talk.title or talk.heading)}",
        f"**{_plain(_speakers(talk.speakers))}**",
        when,
        elsewhere,
        _plain(_room(booking)),
        _typed(talk.abstract),
        " · ".join(f"[{name}](<{link}>)" for name, link in links if link),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _latex(talk: Talk, booking: Booking | None, sites: Sequence[Site]) -> str:
    title = "".join(
        _latex_text(piece.source) if piece.tree is None else f"${piece.source}$"
        for piece in pieces(talk.title or talk.heading)
    )
    when = _latex_text(f"{_cancelled(booking)}{_when(booking, sites)}")
    speakers = _latex_text(_speakers(talk.speakers))
    return f"\\textbf{{{when}}} --- {speakers}: \\emph{{{title}}}\n"


def _latex_text(text: str) -> str:
    return "".join(LATEX.get(sign, sign) for sign in text)


def _typed(text: str) -> str:
    """Return a text as Markdown: formulas as typed, the rest as it is read."""
    return "".join(
        _plain(piece.source)
        if piece.tree is None
        else f"$${piece.source}$$"
        if piece.is_display
        else f"${piece.source}$"
        for piece in pieces(text)
    )


def _plain(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", text)


def _speakers(speakers: Sequence[Speaker]) -> str:
    return ", ".join(f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in speakers)


def _room(booking: Booking | None) -> str:
    room = booking.terms.room if booking is not None else ""
    return _("Room: {room}", room=room) if room else ""


def _cancelled(booking: Booking | None) -> str:
    return _("CANCELLED:") + " " if booking is not None and not booking.meeting.takes_place else ""


def _when(booking: Booking | None, sites: Sequence[Site]) -> str:
    if booking is None:
        return _("The date is not fixed yet")
    wall = wall_time(booking.start, booking.terms.zone)
    zone = booking.terms.zone
    place = next((site.city for site in sites if site.zone == zone), zone)
    return f"{wall:%A} {wall.day} {wall:%B %Y}, {wall:%H:%M} {place}"


def _elsewhere(booking: Booking | None, sites: Sequence[Site]) -> Iterator[str]:
    """Return a line for each time at the sites, west to east."""
    if booking is None:
        return
    day = wall_time(booking.start, booking.terms.zone).date()
    for wall, group in clocks(booking.start, sites):
        cities = ", ".join(dict.fromkeys(site.city for site in group))
        yield f"{wall:%a %H:%M} {cities}{day_shift(wall, day)}"


def _materials(talk: Talk) -> tuple[tuple[str, str | None], ...]:
    return ((_("Paper"), talk.paper), (_("Slides"), talk.slides), (_("Video"), talk.video))
