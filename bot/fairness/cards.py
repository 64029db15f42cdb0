"""Fairness as Discord shows it: what each site has paid, and a plan that shares it better."""

from collections.abc import Mapping, Sequence
from itertools import groupby

import discord

from bot.chat.markdown import cut, escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.fairness.model.fair_plan import FairPlan
from bot.fairness.model.ledger import Account, Ledger, Statement
from bot.fairness.model.rotation import Rotation
from bot.series.model.series import Series
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

MOVE = "fair-move"
NAMES, BAR = 26, 14  # characters of a row
FIELDS = 12
HOW = (
    "A meeting costs a site what its worst quarter of an hour does by the clock there: 0 points "
    "from 9 to 17, up to 12 at 22:00, 30 at night, when only a site pays from which somebody came."
)


def statement_card(
    statement: Statement, series: Sequence[Series], sites: Sequence[Site], *, title: str = ""
) -> Reply:
    """Return what each site has paid in a term, as bars, and by each series."""
    term = statement.term
    heading = f"What meeting has cost: {title or 'all series'}, {term.name}"
    span = f"{term.first:%-d %b %Y} to {term.last:%-d %b %Y}"
    total = statement.total
    if not total.meetings:
        return Reply(cards=(card(escape(heading), f"No meeting took place ({span}).", footer=HOW),))
    titles = {one.id: one.title for one in series}
    fields = [
        (f"{escape(titles[series_id])} ({_meetings(told)})", _in_a_line(told, sites))
        for series_id, told in statement.by_series.items()
        if series_id in titles
    ]
    bars = f"{_meetings(total).capitalize()} from {span}\n```\n{_bars(total.paid, sites)}\n```"
    shown = card(
        escape(heading), bars, fields=fields[:FIELDS] if len(fields) > 1 else (), footer=HOW
    )
    return Reply(cards=(shown,))


def _meetings(told: Account) -> str:
    return "1 meeting" if told.meetings == 1 else f"{told.meetings} meetings"


def _bars(paid: Ledger, sites: Sequence[Site]) -> str:
    """Return one row a group of sites that paid the same, those that paid most first."""
    most = max(paid.values(), default=0) or 1
    rows = sorted(_groups(paid, sites), key=lambda row: -row[1])
    wide = max((len(_name(names)) for names, _ in rows), default=0)
    return "\n".join(
        f"{_name(names):<{wide}} {'█' * round(BAR * points / most):<{BAR}} {points:>4}"
        for names, points in rows
    )


def _in_a_line(told: Account, sites: Sequence[Site]) -> str:
    rows = sorted(_groups(told.paid, sites), key=lambda row: -row[1])
    return " | ".join(f"{escape(' · '.join(names))} {points}" for names, points in rows)


def _groups(paid: Mapping[int, int], sites: Sequence[Site]) -> list[tuple[list[str], int]]:
    """Return cities with what they paid, those of one zone together where it is the same."""
    ordered = sorted(sites, key=lambda site: (site.zone, paid.get(site.id, 0), site.position))
    grouped = groupby(ordered, key=lambda site: (site.zone, paid.get(site.id, 0)))
    return [
        (list(dict.fromkeys(site.city for site in group)), points) for (_, points), group in grouped
    ]


def _name(names: Sequence[str]) -> str:
    """Return cities in the room that a row has, the first one with how many more there are."""
    whole = " · ".join(names)
    told = whole if len(whole) <= NAMES else f"{cut(names[0], NAMES - 4)} +{len(names) - 1}"
    return cut(told.replace("`", "'"), NAMES)  # a code block ends at three backticks


def plan_reply(plan: FairPlan, *, best_id: int | None, single_id: int | None) -> Reply:
    """Return a fairer plan beside the best single hour, to be confirmed.

    `best_id` and `single_id` are drafts of the moves of each, None where nothing would move.
    """
    hour = f"{plan.hours[plan.single.hours[0]]:%H:%M}"
    shown = card(
        f"Fair hours: {escape(plan.series.title)}",
        f"The next {len(plan.meetings)} meetings, {plan.meetings[0].minutes} minutes each. "
        f"Points each site would pay:\n{_table(plan, hour)}",
        fields=(
            ("The fairest plan", _blocks(plan)),
            ("What it does", _effect(plan, hour)),
        ),
        footer=HOW,
    )
    buttons = [
        Button(label=label, id=custom_id(MOVE, draft_id), style=discord.ButtonStyle.success)
        for label, draft_id in (("Move to this plan", best_id), (f"{hour} throughout", single_id))
        if draft_id is not None
    ]
    if not buttons:
        return Reply(text="These meetings are at their fairest hours already.", cards=(shown,))
    drafts = [draft_id for draft_id in (best_id, single_id) if draft_id is not None]
    discard = Button(label="Discard", id=custom_id("fair-discard", *drafts))
    return Reply(
        text="Nothing is moved yet. Please look at the hours at every site and confirm.",
        cards=(shown,),
        buttons=(*buttons, discard),
    )


def _blocks(plan: FairPlan) -> str:
    zone = plan.series.zone
    blocks = plan.blocks(plan.best)
    return "\n".join(
        f"{length} meetings from {moment(first.instant, zone=zone, sites=plan.sites)}"
        for first, length in blocks[:5]
    )


def _table(plan: FairPlan, hour: str) -> str:
    """Return what each group of sites pays as it is, at one hour, and by the plan."""
    columns = (plan.present, plan.single.paid, plan.best.paid)
    paid = {site.id: row for site, row in zip(plan.sites, zip(*columns, strict=True), strict=True)}
    ordered = sorted(plan.sites, key=lambda site: (site.zone, paid[site.id], site.position))
    rows = [
        (_name(list(dict.fromkeys(site.city for site in group))), figures)
        for (_, figures), group in groupby(ordered, key=lambda site: (site.zone, paid[site.id]))
    ]
    rows.sort(key=lambda row: [-points for points in row[1]])
    now, single, best = columns
    rows.append(("the most", (max(now), max(single), max(best))))
    rows.append(("all sites together", (sum(now), sum(single), sum(best))))
    lines = [f"{'':<{NAMES}}   now  {hour}   plan"]
    lines += [f"{name:<{NAMES}} {a:>5} {b:>6} {c:>6}" for name, (a, b, c) in rows]
    return "```\n" + "\n".join(lines) + "\n```"


def _effect(plan: FairPlan, hour: str) -> str:
    """Say what a plan saves the worst-off site, and what it costs in all."""
    single, best = plan.single, plan.best
    if not best.changes:
        return f"No plan of two hours is fairer than {hour} throughout."
    saved, dearer = single.most - best.most, best.total - single.total
    share = f" ({saved / single.most:.0%})" if single.most else ""
    worst = _worst(plan, single)
    price = f"costs all together {dearer} more" if dearer > 0 else f"saves all together {-dearer}"
    changes = "once" if best.changes == 1 else f"{best.changes} times"
    return (
        f"Beside {hour} throughout it saves who pays most ({worst}) {saved} of {single.most} "
        f"points{share}, and {price}; the hour changes {changes}."
    )


def _worst(plan: FairPlan, rotation: Rotation) -> str:
    cities = [
        site.city
        for site, points in zip(plan.sites, rotation.paid, strict=True)
        if points == rotation.most
    ]
    return escape(" · ".join(dict.fromkeys(cities)))


def moved_reply(moved: Sequence[Programme], sites: Sequence[Site]) -> Reply:
    """Return which meetings were moved, the first and the last of them at every site."""
    series = moved[0].series
    ends = [moved[0], moved[-1]] if len(moved) > 1 else [moved[0]]
    shown = card(
        escape(series.title),
        "\n".join(moment(one.meeting.start, zone=series.zone, sites=sites) for one in ends),
        footer="/meeting restore puts a meeting back to the hour of its series",
    )
    count = "1 meeting was" if len(moved) == 1 else f"{len(moved)} meetings were"
    what = "" if len(moved) == 1 else ", the first and the last to"
    return Reply(text=f"Saved: {count} moved{what}:", cards=(shown,))
