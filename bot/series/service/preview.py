"""What creating or changing a series would do, computed before anything is saved."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.refusals import Refusal
from bot.core.text import slug_from
from bot.core.translation import _
from bot.meetings.model.meetings import Meeting
from bot.meetings.store import meetings
from bot.people.model.home_zones import home_zone
from bot.people.model.viewers import Viewer
from bot.programme.model.change_previews import SeriesPreview
from bot.series import store as series
from bot.series.model.description import SeriesDescription
from bot.series.model.occurrences import occurrences
from bot.series.model.rule_change import plan_rule_change
from bot.series.model.series import Series
from bot.series.model.series_plan import SeriesPlan, plan_series_end
from bot.series.service.lookup import series_called
from bot.series.service.rearrangement import future_bookings, talks_without_slot
from bot.sites.model.site_time_status import ClosedTime, ClosurePolicy, closed_times, require_open
from bot.sites.model.sites import Site
from bot.sites.store import sites
from bot.times.zones import wall_time

AHEAD = timedelta(days=550)  # meetings are created 18 months ahead
UNSAVED = 0  # the id of a series that is only previewed


async def new_series(
    connection: AsyncConnection, viewer: Viewer, description: SeriesDescription, *, now: datetime
) -> SeriesPreview:
    """Return the series that would be created, with its meetings."""
    known = await sites.of(connection, viewer.collaboration.id)
    columns = description.of_new(
        known, home=_home(viewer, known), zone=home_zone(viewer, known), now=now
    )
    present = await series.of(connection, viewer.collaboration.id)
    _require_free_title(columns["title"], present)
    slug = free_slug(columns["title"], present)
    made = Series(id=UNSAVED, collaboration_id=viewer.collaboration.id, slug=slug, **columns)
    wanted = occurrences(
        made.rule, first=made.first, zone=made.zone, after=now, until=_horizon(made, now=now)
    )
    plan = SeriesPlan(keep=(), add=tuple(wanted))
    if not plan.add:
        message = _("This series would have no meetings. Please change its first date or its end.")
        raise Refusal(message)
    return SeriesPreview(series=made, was=None, plan=plan)


async def changed_series(
    connection: AsyncConnection,
    viewer: Viewer,
    slug: str,
    description: SeriesDescription,
    *,
    now: datetime,
) -> SeriesPreview:
    """Return a series as it would be after a change, with the plan for its meetings."""
    was = await series_called(connection, viewer, slug)
    known = await sites.of(connection, viewer.collaboration.id)
    edited = replace(was, **description.of_present(was, known, now=now))
    if edited.title != was.title:
        others = await series.of(connection, was.collaboration_id)
        _require_free_title(edited.title, [other for other in others if other.id != was.id])
    existing = await meetings.of_series(connection, was.id)
    plan = meeting_plan(edited, was=was, existing=existing, now=now)
    booked = await future_bookings(connection, was.id, now=now)
    return SeriesPreview(
        series=edited,
        was=was,
        plan=plan,
        homeless=talks_without_slot(plan, booked, slots=edited.slots),
    )


async def dates_in_closures(
    connection: AsyncConnection, preview: SeriesPreview, heed: ClosurePolicy
) -> tuple[ClosedTime, ...]:
    """Return the new dates in hard closures; refuse them where `heed` is to ask first."""
    if heed is ClosurePolicy.DESPITE:
        return ()
    known = await sites.of(connection, preview.series.collaboration_id)
    length = timedelta(minutes=preview.series.minutes)
    if heed is ClosurePolicy.ASK:
        require_open(known, preview.new_starts, length=length)
    return closed_times(known, preview.new_starts, length)


def meeting_plan(
    edited: Series, *, was: Series, existing: Sequence[Meeting], now: datetime
) -> SeriesPlan:
    """Return what happens to the existing meetings of a series that is changed."""
    if edited.ended_at is not None:
        return plan_series_end(existing, last=date.min, now=now)
    return plan_rule_change(
        edited.rule,
        was=was.rule,
        first=edited.first,
        zone=edited.zone,
        minutes=edited.minutes,
        existing=existing,
        now=now,
        horizon=_horizon(edited, now=now),
    )


def _horizon(of: Series, *, now: datetime) -> date:
    return max(wall_time(now, of.zone).date(), of.first) + AHEAD


def _home(viewer: Viewer, known: Sequence[Site]) -> Site | None:
    """Return the viewer's own site, or else the anchor site."""
    own = viewer.member.site_id if viewer.member else None
    anchor = viewer.collaboration.anchor_site_id
    first = known[0] if known else None
    return next((site for site in known if site.id == (own or anchor)), first)


def _require_free_title(title: str, others: Sequence[Series]) -> None:
    """Refuse the title of another active series: people could not tell them apart."""
    going_on = [o for o in others if o.ended_at is None and not o.single]
    if any(o.title.casefold() == title.casefold() for o in going_on):
        message = _(
            "There is already a series called “{title}”. Please choose another title.", title=title
        )
        raise Refusal(message)


def free_slug(title: str, present: Sequence[Series]) -> str:
    """Return a slug for a title, with a number added where another series has it."""
    taken = {one.slug for one in present}
    slug = slug_from(title)
    numbered = (f"{slug[:36].rstrip('-')}-{number}" for number in range(2, len(taken) + 3))
    return next(name for name in (slug, *numbered) if name not in taken)
