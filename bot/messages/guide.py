"""The guide: what somebody can do here, each command with an example."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import discord

from bot.domain.viewers import Standing
from bot.messages.replies import EMBEDS, FIELD_VALUE, Reply, card

PUBLIC, MEMBER, ORGANIZER = Standing.PUBLIC, Standing.MEMBER, Standing.ORGANIZER

AT_ONCE = "At once"  # where commands of one word stand, before all others
# Every command with who may use it and what is typed behind it, for example; in the order of what
# most people do first.
EXAMPLES: Mapping[str, tuple[Standing, str]] = {
    "next": (PUBLIC, ""),
    "overlap": (PUBLIC, "sites: epfl, mit week: 2027-01-14"),
    "help": (PUBLIC, ""),
    "when": (PUBLIC, "time: Thu 5pm Zurich"),
    "setup": (ORGANIZER, "name: Foundations of Deep Learning slug: deep-learning-theory"),
    "talk signup": (MEMBER, "series: Theory seminar"),
    "talk list": (PUBLIC, "when: past"),
    "talk show": (PUBLIC, "talk: kernel"),
    "talk edit": (MEMBER, "talk: kernel"),
    "talk withdraw": (MEMBER, "talk: kernel"),
    "talk materials": (MEMBER, "talk: kernel"),
    "talk swap": (MEMBER, "mine: kernel other: rings"),
    "talk standby": (MEMBER, "series: Theory seminar"),
    "talk propose": (MEMBER, "series: Theory seminar"),
    "series list": (PUBLIC, ""),
    "series show": (PUBLIC, "series: Theory seminar"),
    "series create": (ORGANIZER, "title: Theory seminar when: Thursdays 17:00 zone: EPFL"),
    "series edit": (ORGANIZER, "series: Theory seminar when: Tuesdays 17:00"),
    "series skip": (ORGANIZER, "series: Theory seminar date: 2027-05-06 reason: Ascension Day"),
    "series unskip": (ORGANIZER, "series: Theory seminar date: 2027-05-06"),
    "series end": (ORGANIZER, "series: Theory seminar"),
    "series notify": (ORGANIZER, "series: Theory seminar mornings: epfl, mit"),
    "meeting list": (PUBLIC, ""),
    "meeting find": (MEMBER, "series: Theory seminar minutes: 90 within: 3 weeks"),
    "meeting poll": (MEMBER, "title: Grant meeting minutes: 90"),
    "meeting show": (PUBLIC, "meeting: 12 Mar"),
    "meeting schedule": (ORGANIZER, "title: Steering call when: 2027-03-12 17:00 Lausanne"),
    "meeting edit": (ORGANIZER, "meeting: Steering call people: Ada"),
    "meeting move": (ORGANIZER, "meeting: 12 Mar when: 2027-03-12 17:00 Lausanne"),
    "meeting cancel": (ORGANIZER, "meeting: 12 Mar reason: the speaker is ill"),
    "meeting mirror": (ORGANIZER, "meeting: 12 Mar"),
    "meeting restore": (ORGANIZER, "meeting: 12 Mar"),
    "fair show": (PUBLIC, "series: Theory seminar"),
    "fair plan": (ORGANIZER, "series: Theory seminar meetings: 26"),
    "calendar subscribe": (PUBLIC, "app: Google"),
    "calendar links": (MEMBER, ""),
    "calendar revoke": (MEMBER, "link: Google"),
    "me set": (MEMBER, "site: EPFL hours: 09:00-17:30"),
    "me show": (MEMBER, ""),
    "me busy add": (MEMBER, ""),
    "me busy list": (MEMBER, ""),
    "me busy remove": (MEMBER, "calendar: Work"),
    "me notify": (MEMBER, "way: dm leads: 1 day, 15 minutes"),
    "me closure list": (MEMBER, ""),
    "me closure add": (MEMBER, "first: 2027-03-08 last: 2027-03-19"),
    "me closure remove": (MEMBER, ""),
    "remind": (MEMBER, "what: send the slides when: 2 days"),
    "announce compose": (ORGANIZER, "channel: #announcements"),
    "announce list": (ORGANIZER, ""),
    "announce edit": (ORGANIZER, "announcement: Summer school"),
    "announce cancel": (ORGANIZER, "announcement: Summer school"),
    "announce board": (ORGANIZER, "channel: #announcements"),
    "announce talk": (ORGANIZER, "talk: kernel"),
    "announce receipts": (ORGANIZER, "state: parked"),
    "announce template": (ORGANIZER, "name: weekly"),
    "status": (ORGANIZER, ""),
    "site list": (PUBLIC, ""),
    "site show": (PUBLIC, "site: EPFL"),
    "site add": (ORGANIZER, "slug: ens name: ENS city: Paris country: France"),
    "site closure list": (PUBLIC, "site: EPFL"),
    "site closure add": (ORGANIZER, "site: EPFL name: Year-end closure first: 2026-12-24"),
    "site closure remove": (ORGANIZER, "site: EPFL"),
    "site closure import": (ORGANIZER, "site: EPFL only: holiday, closed"),
    "site edit": (ORGANIZER, "site: EPFL hours: 08:00-18:00"),
}
MENTIONS = (
    "In chat: `@Meridian next`, `@Meridian talks` and `@Meridian when Thu 5pm Zurich` answer in "
    "the channel, for everybody there."
)


def guide_reply(commands: Iterable[tuple[str, str]], standing: Standing) -> Reply:
    """Return the commands (name and purpose) that somebody of this standing may use."""
    allowed = sorted(
        ((name, purpose) for name, purpose in commands if EXAMPLES[name][0] <= standing),
        key=lambda command: (GROUPS.index(_group(command[0])), command[0]),
    )
    whole = _card([(name, f"{_line(name)}\n{purpose}") for name, purpose in allowed], MENTIONS)
    if _fits(whole):
        return Reply(cards=(whole,))
    brief = f"{MENTIONS} Discord shows what a command does as you type it."
    return Reply(cards=(_card([(name, _line(name)) for name, _ in allowed], brief),))


def _card(lines: Sequence[tuple[str, str]], said: str) -> discord.Embed:
    groups = groupby(lines, key=lambda line: _group(line[0]))
    fields = [(group, "\n".join(line for _, line in members)) for group, members in groups]
    return card("What you can do here", said, fields=fields)


def _fits(shown: discord.Embed) -> bool:
    """Say whether nothing is cut: neither a field nor the whole."""
    return len(shown) <= EMBEDS and all(len(f.value or "") < FIELD_VALUE for f in shown.fields)


def _group(name: str) -> str:
    noun, _, rest = name.partition(" ")
    return f"/{noun}" if rest else AT_ONCE


GROUPS = tuple(dict.fromkeys(map(_group, EXAMPLES)))


def _line(name: str) -> str:
    return f"`/{' '.join(filter(None, (name, EXAMPLES[name][1])))}`"
