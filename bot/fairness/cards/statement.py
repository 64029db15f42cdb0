"""The points that each site has paid in a term."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.chat.markdown import escape
from bot.chat.replies import Reply, card
from bot.core.translation import _
from bot.fairness.cards.points import HOW, cities_text
from bot.fairness.model.ledger import Account, Ledger, Statement
from bot.series.model.series import Series
from bot.sites.model.sites import Site

BAR = 14  # characters of a row
FIELDS = 12


def statement_card(
    statement: Statement, series: Sequence[Series], sites: Sequence[Site], *, title: str = ""
) -> Reply:
    """Return the points that each site has paid in a term, as bars and by series."""
    term = statement.term
    heading = _(
        "Points paid for meetings: {series}, {term}",
        series=title or _("all series"),
        term=term.name,
    )
    first, last = f"{term.first:%-d %b %Y}", f"{term.last:%-d %b %Y}"
    total = statement.total
    if not total.meetings:
        empty = _("No meetings took place from {first} to {last}.", first=first, last=last)
        return Reply(cards=(card(escape(heading), empty, footer=HOW),))
    titles = {one.id: one.title for one in series}
    fields = [
        (f"{escape(titles[series_id])} ({_meetings(told)})", _in_a_line(told, sites))
        for series_id, told in statement.by_series.items()
        if series_id in titles
    ]
    span = _(
        "{count} meeting from {first} to {last}",
        plural="{count} meetings from {first} to {last}",
        count=total.meetings,
        first=first,
        last=last,
    )
    bars = f"{span}\n```\n{_bars(total.paid, sites)}\n```"
    shown = card(
        escape(heading), bars, fields=fields[:FIELDS] if len(fields) > 1 else (), footer=HOW
    )
    return Reply(cards=(shown,))


def _meetings(told: Account) -> str:
    return _("{count} meeting", plural="{count} meetings", count=told.meetings)


def _bars(paid: Ledger, sites: Sequence[Site]) -> str:
    """Return one row for each group of sites with equal points, the most points first."""
    most = max(paid.values(), default=0) or 1
    rows = sorted(_groups(paid, sites), key=lambda row: -row[1])
    wide = max((len(cities_text(names)) for names, _points in rows), default=0)
    return "\n".join(
        f"{cities_text(names):<{wide}} {'█' * round(BAR * points / most):<{BAR}} {points:>4}"
        for names, points in rows
    )


def _in_a_line(told: Account, sites: Sequence[Site]) -> str:
    rows = sorted(_groups(told.paid, sites), key=lambda row: -row[1])
    return " | ".join(f"{escape(' · '.join(names))} {points}" for names, points in rows)


def _groups(paid: Mapping[int, int], sites: Sequence[Site]) -> list[tuple[list[str], int]]:
    """Return cities with their points; those of one zone with equal points are one group."""
    ordered = sorted(sites, key=lambda site: (site.zone, paid.get(site.id, 0), site.position))
    grouped = groupby(ordered, key=lambda site: (site.zone, paid.get(site.id, 0)))
    return [
        (list(dict.fromkeys(site.city for site in group)), points)
        for (_zone, points), group in grouped
    ]
