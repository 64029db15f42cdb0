"""Rendering of calendar entries, where what they show has changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ics.event_content import Content
from bot.ics.validation import check_entry
from bot.ics.writer import RENDERER, render
from bot.programme.model.calendar_entries import Entry, FeedAudience
from bot.programme.model.event_content import Edition
from bot.programme.service.calendar_retention import gone_at
from bot.talks.model.talks import Programme

SECOND = timedelta(seconds=1)
Editions = Mapping[FeedAudience, Edition]
Kept = Mapping[tuple[int, FeedAudience], Entry]


def renewed(
    programme: Programme,
    editions: Editions,
    kept: Kept,
    *,
    is_known: bool = True,
    now: datetime,
) -> list[Entry]:
    """Return a meeting's new entries; none where nothing they show has changed.

    `is_known` is whether people may know of it other than by calendars. A meeting that was
    cancelled before any calendar had it gets no entry.

    The audiences share one sequence, so that it never decreases for a member who moves from the
    public feed to a private one.
    """
    former = former_of(programme, kept)
    if not former and not programme.meeting.takes_place:
        return []
    contents = _contents(programme, editions, former.get(FeedAudience.PUBLIC))
    digests = {audience: content.digest(RENDERER) for audience, content in contents.items()}
    if digests == {audience: entry.digest for audience, entry in former.items()}:
        return []
    sequence = max((entry.sequence + 1 for entry in former.values()), default=0)
    earliest = max((entry.modified + SECOND for entry in former.values()), default=now)
    modified = max(now, earliest).replace(microsecond=0)
    made = [
        replace(
            _entry(programme, audience, content, digests[audience], sequence, modified),
            gone_at=gone_at(
                programme.meeting, content, former.get(audience), is_known=is_known, now=now
            ),
        )
        for audience, content in contents.items()
    ]
    for entry in made:
        _require_sound(entry)
    return made


def former_of(programme: Programme, kept: Kept) -> dict[FeedAudience, Entry]:
    """Return the present entries of a meeting."""
    number = programme.meeting.id
    return {a: kept[number, a] for a in FeedAudience if (number, a) in kept}


def _require_sound(entry: Entry) -> None:
    for body in filter(None, (entry.body, entry.short_body)):
        if faults := check_entry(body).faults:
            message = f"{entry.audience} entry: {', '.join(faults)}"
            raise ValueError(message)


def _contents(
    programme: Programme, editions: Editions, public: Entry | None
) -> dict[FeedAudience, Content]:
    contents = {FeedAudience.MEMBERS: editions[FeedAudience.MEMBERS].content(programme)}
    if editions[FeedAudience.PUBLIC].viewer.sees(programme.terms):
        contents[FeedAudience.PUBLIC] = editions[FeedAudience.PUBLIC].content(programme)
    elif public is not None:
        contents[FeedAudience.PUBLIC] = editions[FeedAudience.PUBLIC].withdrawn(
            programme, start=public.start
        )
    return contents


def _entry(
    programme: Programme,
    audience: FeedAudience,
    content: Content,
    digest: str,
    sequence: int,
    modified: datetime,
) -> Entry:
    whole = render(content, sequence=sequence, modified=modified)
    has_abstract = content.brief != content.description
    return Entry(
        meeting_id=programme.meeting.id,
        audience=audience,
        collaboration_id=programme.meeting.collaboration_id,
        series_id=programme.meeting.series_id,
        start=content.start,
        digest=digest,
        sequence=sequence,
        modified=modified,
        cancelled=content.cancelled,
        body=whole,
        short_body=render(content, sequence=sequence, modified=modified, brief=True)
        if has_abstract
        else b"",
    )
