"""The speakers of a talk: the member who signs up, members by name, and guests."""

from collections import defaultdict
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people.model.viewers import Viewer
from bot.people.store import members
from bot.sites.store import sites
from bot.talks.model.submission import KnownSpeakers, Submission
from bot.talks.model.talks import Speaker


async def first_speakers(
    connection: AsyncConnection,
    viewer: Viewer,
    submission: Submission,
    speaker: Speaker | None = None,
) -> tuple[Speaker, ...]:
    """Return the speakers of a new talk: `speaker` or else the viewer, then the co-speakers."""
    member = viewer.require_member()
    if speaker is None and (name := submission.name()) and name != member.name:
        # The name becomes the public name of the member.
        await members.update(connection, member.id, public_name=name)
    known = await known_speakers(connection, viewer)
    first = speaker or known.by_id[member.discord_id]
    named = replace(first, name=submission.name() or first.name)
    return (named, *submission.others(known))


async def known_speakers(connection: AsyncConnection, viewer: Viewer) -> KnownSpeakers:
    """Return the members as speakers, by Discord id and by each name that only one of them has."""
    places = {site.id: site for site in await sites.of(connection, viewer.collaboration.id)}
    by_id: dict[int, Speaker] = {}
    by_name: dict[str, list[Speaker]] = defaultdict(list)
    for member in await members.of(connection, viewer.collaboration.id):
        site = places.get(member.site_id or 0)
        speaker = Speaker(
            name=member.name,
            affiliation=site.name if site else "",
            member_id=member.id,
            site_id=member.site_id,
        )
        by_id[member.discord_id] = speaker
        for name in {member.name.casefold(), member.display_name.casefold()}:
            by_name[name].append(speaker)
    unique = {name: called[0] for name, called in by_name.items() if len(called) == 1}
    return KnownSpeakers(by_id=by_id, by_name=unique)
