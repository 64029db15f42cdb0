"""A fairer plan for a series, and the meetings that were moved by it."""

from collections.abc import Sequence
from itertools import groupby

import discord

from bot.chat.markdown import escape
from bot.chat.replies import Button, Reply, card, custom_id
from bot.core.translation import _
from bot.fairness.cards.points import HOW, NAME_WIDTH, cities_text
from bot.fairness.model.fair_plan import FairPlan
from bot.fairness.model.rotation import Rotation
from bot.sites.cards.time_text import moment
from bot.sites.model.sites import Site
from bot.talks.model.talks import Programme

MOVE = "fair-move"


def plan_reply(plan: FairPlan, *, best_id: int | None, single_id: int | None) -> Reply:
    """Return a fairer plan next to the best single hour, to be confirmed.

    `best_id` and `single_id` are the drafts of their moves, None where nothing would move.
    """
    hour = f"{plan.hours[plan.single.hours[0]]:%H:%M}"
    shown = card(
        _("Fair hours: {series}", series=escape(plan.series.title)),
        f"{_summary(plan)}\n{_table(plan, hour)}",
        fields=(
            (_("The fairest plan"), _blocks(plan)),
            (_("What it changes"), _effect(plan, hour)),
        ),
        footer=HOW,
    )
    buttons = [
        Button(label=label, id=custom_id(MOVE, draft_id), style=discord.ButtonStyle.success)
        for label, draft_id in (
            (_("Move to this plan"), best_id),
            (_("Always at {hour}", hour=hour), single_id),
        )
        if draft_id is not None
    ]
    if not buttons:
        return Reply(text=_("These meetings are already at their fairest hours."), cards=(shown,))
    drafts = [draft_id for draft_id in (best_id, single_id) if draft_id is not None]
    discard = Button(label=_("Discard"), id=custom_id("fair-discard", *drafts))
    return Reply(
        text=_("Nothing is moved yet. Check the hours at every site, then confirm."),
        cards=(shown,),
        buttons=(*buttons, discard),
    )


def _summary(plan: FairPlan) -> str:
    return _(
        "The next {number} meetings, {minutes} minutes each. Points that each site would pay:",
        number=len(plan.meetings),
        minutes=plan.meetings[0].minutes,
    )


def _blocks(plan: FairPlan) -> str:
    zone = plan.series.zone
    blocks = plan.blocks(plan.best)
    return "\n".join(
        _(
            "{count} meeting from {moment}",
            plural="{count} meetings from {moment}",
            count=length,
            moment=moment(first.instant, zone=zone, sites=plan.sites),
        )
        for first, length in blocks[:5]
    )


def _table(plan: FairPlan, hour: str) -> str:
    """Return the points of each group of sites: now, at one hour, and by the plan."""
    columns = (plan.present, plan.single.paid, plan.best.paid)
    paid = {site.id: row for site, row in zip(plan.sites, zip(*columns, strict=True), strict=True)}
    ordered = sorted(plan.sites, key=lambda site: (site.zone, paid[site.id], site.position))
    rows = [
        (cities_text(list(dict.fromkeys(site.city for site in group))), figures)
        for (_zone, figures), group in groupby(ordered, key=lambda site: (site.zone, paid[site.id]))
    ]
    rows.sort(key=lambda row: [-points for points in row[1]])
    now, single, best = columns
    rows.append((_("the most"), (max(now), max(single), max(best))))
    rows.append((_("all sites together"), (sum(now), sum(single), sum(best))))
    lines = [f"{'':<{NAME_WIDTH}} {_('now'):>5} {hour:>6} {_('plan'):>6}"]
    lines += [f"{name:<{NAME_WIDTH}} {a:>5} {b:>6} {c:>6}" for name, (a, b, c) in rows]
    return "```\n" + "\n".join(lines) + "\n```"


def _effect(plan: FairPlan, hour: str) -> str:
    """Return what a plan saves the site that pays most, and what it costs in all."""
    single, best = plan.single, plan.best
    if not best.changes:
        return _("No plan with two hours is fairer than always meeting at {hour}.", hour=hour)
    return " ".join(
        (
            _("Compared with always meeting at {hour}:", hour=hour),
            _saving(plan),
            _price(best.total - single.total),
            _(
                "The hour changes {count} time.",
                plural="The hour changes {count} times.",
                count=best.changes,
            ),
        )
    )


def _saving(plan: FairPlan) -> str:
    saved, most = plan.single.most - plan.best.most, plan.single.most
    return _(
        "The site that pays most ({site}) saves {saved} of {most} points ({share}).",
        site=_worst(plan, plan.single),
        saved=saved,
        most=most,
        share=f"{saved / most if most else 0:.0%}",
    )


def _price(dearer: int) -> str:
    if dearer > 0:
        return _("All sites together pay {points} points more.", points=dearer)
    return _("All sites together save {points} points.", points=-dearer)


def _worst(plan: FairPlan, rotation: Rotation) -> str:
    cities = [
        site.city
        for site, points in zip(plan.sites, rotation.paid, strict=True)
        if points == rotation.most
    ]
    return escape(" · ".join(dict.fromkeys(cities)))


def moved_reply(moved: Sequence[Programme], sites: Sequence[Site]) -> Reply:
    """Return how many meetings were moved, with the first and the last at every site."""
    terms = moved[0].terms
    ends = [moved[0], moved[-1]] if len(moved) > 1 else [moved[0]]
    shown = card(
        escape(terms.title),
        "\n".join(moment(one.meeting.start, zone=terms.zone, sites=sites) for one in ends),
        footer=_("Use /meeting restore to move a meeting back to its usual hour."),
    )
    saved = _(
        "Saved. {count} meeting was moved:",
        plural="Saved. {count} meetings were moved. The first and the last are now at:",
        count=len(moved),
    )
    return Reply(text=saved, cards=(shown,))
