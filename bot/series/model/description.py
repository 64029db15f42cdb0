"""What an organizer types about a series, turned into the columns that it changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.core import text
from bot.core.refusals import Refusal
from bot.core.translation import _
from bot.series.model.meeting_length import require_length
from bot.series.model.series import Series, Visibility
from bot.sites.model.sites import Site
from bot.times.recurrence import Rule
from bot.times.typed_times.typed_day import read_day
from bot.times.typed_times.typed_recurrence import TypedRule, read_typed_rule
from bot.times.zones import wall_time, zone_called

EARLIEST_FIRST = timedelta(days=366 * 10)
LATEST_FIRST = timedelta(days=366 * 2)
USUAL_MINUTES = 60
NEVER = re.compile(r"never|no end|none|-", re.IGNORECASE)
_COUNT = re.compile(r"(?:for )?([0-9]{1,4})(?: ?(?:times?|meetings?))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesDescription:
    """What was typed about a series. None changes nothing, an empty text removes the value.

    `zone` is a time zone, or a site, which then hosts the series. `until` is a date, a number of
    meetings or "never". `channel_id` 0 removes the channel, `capacity` 0 removes the limit. `ended`
    ends the series now.
    """

    title: str | None = None
    when: str | None = None
    zone: str | None = None
    minutes: int | None = None
    slots: int | None = None
    first: str | None = None
    until: str | None = None
    description: str | None = None
    join_link: str | None = None
    room: str | None = None
    channel_id: int | None = None
    visibility: str | None = None
    capacity: int | None = None
    ended: bool = False

    def of_new(
        self, sites: Sequence[Site], *, home: Site | None, zone: str, now: datetime
    ) -> dict[str, Any]:
        """Return the columns of a new series; refuse one without title or rule.

        `home` and `zone` are those of whoever types: a bare hour is on their clock.
        """
        title = text.required_line(self.title, most=100, what=_("The title"))
        if not self.when:
            message = _("When does the series meet? Please type it like “Thursdays 17:00”.")
            raise Refusal(message)
        read = read_typed_rule(self.when, today=wall_time(now, zone).date(), sites=sites)
        own: dict[str, Any] = (
            _at(home) if home and home.zone == zone else {"site_id": None, "zone": zone}
        )
        where = self._place(read, sites) or own
        today = wall_time(now, where["zone"]).date()
        columns = {
            **self._texts(),
            **where,
            "title": title,
            "rule": self._rule(read.rule, kept=None, today=today),
            "first": today if not self.first else _first(self.first, today=today),
            "minutes": self._minutes(read) or USUAL_MINUTES,
            "slots": 1 if self.slots is None else self.slots,
        }
        require_length(columns["minutes"], columns["slots"])
        defaults = {"description": "", "visibility": Visibility.PUBLIC}
        absent = dict.fromkeys(("join_link", "room", "channel_id", "ended_at"))
        return {**defaults, **absent, **columns}

    def of_present(self, series: Series, sites: Sequence[Site], *, now: datetime) -> dict[str, Any]:
        """Return the columns of an existing series that change."""
        today = wall_time(now, series.zone).date()
        read = read_typed_rule(self.when, today=today, sites=sites) if self.when else None
        columns = {**self._texts(), **(self._place(read, sites) or {})}
        if self.title is not None:
            columns["title"] = text.required_line(self.title, most=100, what=_("The title"))
        today = wall_time(now, columns.get("zone", series.zone)).date()
        rule = self._rule(read.rule if read else series.rule, kept=series.rule, today=today)
        first = _first(self.first, today=today) if self.first else None
        columns["rule"] = rule
        columns["first"] = first or rule.in_step(series.rule, series.first)
        columns["minutes"] = self._minutes(read) or series.minutes
        columns["slots"] = series.slots if self.slots is None else self.slots
        require_length(columns["minutes"], columns["slots"])
        if self.ended:
            columns["ended_at"] = now
        elif self.when or self.until or self.first:
            columns["ended_at"] = None
        return {name: v for name, v in columns.items() if v != getattr(series, name)}

    def _place(self, read: TypedRule | None, sites: Sequence[Site]) -> dict[str, Any] | None:
        """Return where it meets: what was typed as the zone, or behind the hour; not two zones."""
        where, zone = self._where(sites), read.zone if read else None
        if zone is None:
            return where
        if where and where["zone"] != zone:
            message = _(
                "The rule names the clock of {typed}, but the zone is {zone}. "
                "Please type only one of them.",
                typed=zone,
                zone=where["zone"],
            )
            raise Refusal(message)
        return where or {"site_id": None, "zone": zone}

    def _minutes(self, read: TypedRule | None) -> int | None:
        """Return how long it lasts: the length that was typed, or up to the end behind the hour."""
        ends = read.minutes if read else None
        if self.minutes is not None and ends not in {None, self.minutes}:
            message = _(
                "From the beginning to the end that you typed it is {typed} minutes, but the "
                "length is {minutes}. Please type only one of them.",
                typed=ends,
                minutes=self.minutes,
            )
            raise Refusal(message)
        return ends if self.minutes is None else self.minutes

    def _rule(self, rule: Rule, *, kept: Rule | None, today: date) -> Rule:
        """Return the rule with the end that was typed, or else with its former end."""
        if self.until:
            return _with_end(rule, text.clean(self.until), today=today)
        if kept is not None and not (rule.until or rule.count):
            return rule.with_end(until=kept.until, count=kept.count)
        return rule

    def _where(self, sites: Sequence[Site]) -> dict[str, Any] | None:
        if not self.zone:
            return None
        typed = text.line(self.zone, most=100, what=_("The time zone")).casefold()
        for site in sites:
            if typed in {site.slug, site.name.casefold(), site.city.casefold()}:
                return _at(site)
        if zone := zone_called(typed):
            return {"site_id": None, "zone": zone}
        message = _(
            "“{typed}” is neither a site nor a time zone. "
            "Please pick one from the list, or type one like Europe/Zurich.",
            typed=typed[:60],
        )
        raise Refusal(message)

    def _texts(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        if self.description is not None:
            changed["description"] = text.paragraph(
                self.description, most=2000, what=_("The description")
            )
        if self.join_link is not None:
            changed["join_link"] = text.web_address(self.join_link, what=_("The join link"))
        if self.room is not None:
            changed["room"] = text.line(self.room, most=100, what=_("The room")) or None
        if self.channel_id is not None:
            changed["channel_id"] = self.channel_id or None
        if self.capacity is not None:
            changed["capacity"] = self.capacity or None
        if self.visibility is not None:
            changed["visibility"] = _visibility(self.visibility)
        return changed


def _at(site: Site) -> dict[str, Any]:
    return {"site_id": site.id, "zone": site.zone}


def _visibility(typed: str) -> Visibility:
    try:
        return Visibility(text.clean(typed).casefold() or Visibility.PUBLIC)
    except ValueError:
        message = _("A series is shown to “public” or to “members”. Please type one of the two.")
        raise Refusal(message) from None


def _with_end(rule: Rule, typed: str, *, today: date) -> Rule:
    if NEVER.fullmatch(typed):
        return rule.with_end()
    if match := _COUNT.fullmatch(typed):
        return rule.with_end(count=int(match[1]))
    return rule.with_end(until=read_day(typed, today=today))


def _first(typed: str, *, today: date) -> date:
    first = read_day(typed, today=today)
    if not today - EARLIEST_FIRST <= first <= today + LATEST_FIRST:
        message = _(
            "The first date can be at most ten years ago or two years ahead, not {date}.",
            date=first,
        )
        raise Refusal(message)
    return first
