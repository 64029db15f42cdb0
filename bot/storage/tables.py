"""The tables, and the constraints that make wrong states impossible."""

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy import Enum as SQLEnum

from bot.attendance.model import Answer
from bot.meetings.model.meetings import MeetingStatus
from bot.outbox.deliveries import State
from bot.people.model.members import Role
from bot.polls.model import Vote
from bot.programme.model.reminders import About, Way
from bot.series.model.series import Venue, Visibility
from bot.sites.model.closures import Level, Origin
from bot.talks.model.talks import TalkStatus
from bot.waitlist.model import OfferState, SwapState

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive datetime is refused, not guessed at."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive value; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            message = f"naive datetime {value.isoformat()} for an instant"
            raise ValueError(message)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware."""
        return None if value is None else value.replace(tzinfo=UTC)


class Wall(TypeDecorator[datetime]):
    """A wall time whose zone stands beside it; an aware datetime is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse an aware value."""
        if value is not None and value.tzinfo is not None:
            message = f"aware datetime {value.isoformat()} for a wall time"
            raise ValueError(message)
        return value


class ClockTime(TypeDecorator[time]):
    """A time of day, kept as HH:MM."""

    impl = String(5)
    cache_ok = True

    def process_bind_param(self, value: time | None, dialect: Dialect) -> str | None:
        """Store HH:MM."""
        return None if value is None else f"{value:%H:%M}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> time | None:
        """Return the time of day."""
        return None if value is None else time.fromisoformat(value)


class Weekdays(TypeDecorator[frozenset[int]]):
    """Days of the week, Monday 0, kept as their digits."""

    impl = String(7)
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        """Store the digits in order."""
        return None if value is None else "".join(map(str, sorted(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        """Return the set of days."""
        return None if value is None else frozenset(map(int, value))


class Ids(TypeDecorator[frozenset[int]]):
    """Ids, kept in order with blanks between them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: frozenset[int] | None, dialect: Dialect) -> str | None:
        """Store the ids in order."""
        return None if value is None else " ".join(map(str, sorted(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[int] | None:
        """Return the set of ids."""
        return None if value is None else frozenset(map(int, value.split()))


def _choice(kind: type[Any], *, grows: bool = False) -> SQLEnum:
    """Return a column type that holds the value of one of an enumeration's members and no other.

    Where the enumeration `grows` with the program, the database itself does not check it.
    """
    return SQLEnum(
        kind,
        native_enum=False,
        length=40 if grows else None,
        create_constraint=not grows,
        values_callable=lambda choices: [choice.value for choice in choices],
        name=kind.__name__.lower(),
    )


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _reference(
    name: str, target: str, *, optional: bool = False, gone: str = "RESTRICT"
) -> Column[int]:
    return Column(name, ForeignKey(target, ondelete=gone), nullable=optional)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


# One row: what this database is called in calendars for ever, and what its bytes were made with.
instance = Table(
    "instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), nullable=False),
    Column("rendered_by", Text, nullable=False, server_default=""),
    Column("commands_digest", Text, nullable=False, server_default=""),
    # The Discord application that served these collaborations first.
    Column("application_id", BigInteger),
    # The highest id that a deleted meeting had: calendars know its UID, so none has it again.
    Column("last_meeting_id", Integer, nullable=False, server_default="0"),
    CheckConstraint("id = 1", name="single"),
)

collaborations = Table(
    "collaborations",
    metadata,
    _id(),
    Column("slug", String(40), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("guild_id", BigInteger, unique=True),
    Column("organizer_role_id", BigInteger),
    Column("member_role_id", BigInteger),
    Column("announcement_channel_id", BigInteger),
    Column("organizer_channel_id", BigInteger),
    Column("anchor_site_id", ForeignKey("sites.id", ondelete="SET NULL", use_alter=True)),
    Column("revision", Integer, nullable=False, server_default="0"),
    # When its server removed Meridian; NULL while it is there.
    Column("left_at", Instant),
    CheckConstraint("length(slug) > 0", name="slug"),
)

# SHA-256 digests of the short names and private links of collaborations that were deleted.
tombstones = Table(
    "tombstones",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("deleted_at", Instant, nullable=False),
)

sites = Table(
    "sites",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("slug", String(40), nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("zone", Text, nullable=False),
    Column("working_days", Weekdays, nullable=False),
    Column("opens", ClockTime, nullable=False),
    Column("closes", ClockTime, nullable=False),
    Column("position", Integer, nullable=False),
    Column("holiday_region", Text),
    UniqueConstraint("collaboration_id", "slug"),
    CheckConstraint("opens < closes", name="hours"),
    CheckConstraint("latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180", name="place"),
)

members = Table(
    "members",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("discord_id", BigInteger, nullable=False),
    Column("display_name", Text, nullable=False),
    Column("public_name", Text),
    _reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    Column("zone", Text),
    Column("opens", ClockTime),
    Column("closes", ClockTime),
    Column("role", _choice(Role)),
    Column("left_at", Instant),
    Column("is_organizer", Boolean, nullable=False, server_default="0"),
    Column("role_ids", Ids, nullable=False, server_default=""),
    UniqueConstraint("collaboration_id", "discord_id"),
    Index("ix_members_left", "left_at", sqlite_where=text("left_at IS NOT NULL")),
)

series = Table(
    "series",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("slug", String(40), nullable=False),
    Column("title", Text, nullable=False),
    _text("description"),
    Column("rule", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("slots", Integer, nullable=False),
    _reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    Column("join_link", Text),
    Column("room", Text),
    Column("channel_id", BigInteger),
    Column("visibility", _choice(Visibility), nullable=False),
    Column("ended_at", Instant),
    Column("single", Boolean, nullable=False, server_default="0"),
    Column("takes_talks", Boolean, nullable=False, server_default="1"),
    Column("venue", _choice(Venue, grows=True)),
    Column("invited", Ids),
    Column("capacity", Integer),
    UniqueConstraint("collaboration_id", "slug"),
    CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
    CheckConstraint("slots BETWEEN 1 AND 24", name="slots"),
)

meetings = Table(
    "meetings",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    _reference("series_id", "series.id"),
    Column("place", Date, nullable=False),
    Column("wall", Wall, nullable=False),
    Column("zone", Text, nullable=False),
    Column("start", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("status", _choice(MeetingStatus), nullable=False),
    _text("reason"),
    Column("moved_from", Wall),
    Column("tz_release", Text, nullable=False),
    Column("room", Text),
    Column("revision", Integer, nullable=False, server_default="0"),
    UniqueConstraint("series_id", "place"),
    CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
    Index(None, "collaboration_id", "start"),
    Index(None, "series_id", "start"),
)

slots = Table(
    "slots",
    metadata,
    _id(),
    _reference("meeting_id", "meetings.id"),
    Column("position", Integer, nullable=False),
    UniqueConstraint("meeting_id", "position"),
    CheckConstraint("position >= 0", name="position"),
)

talks = Table(
    "talks",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    _reference("series_id", "series.id"),
    # One talk a slot: the database decides who gets the last one.
    Column("slot_id", ForeignKey("slots.id", ondelete="RESTRICT"), unique=True),
    Column("title", Text),
    _text("abstract"),
    Column("paper", Text),
    Column("slides", Text),
    Column("video", Text),
    Column("recording", Boolean),
    Column("status", _choice(TalkStatus), nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    CheckConstraint("(slot_id IS NOT NULL) = (status = 'confirmed')", name="placed"),
    Index("ix_talks_withdrawn", "withdrawn_at", sqlite_where=text("withdrawn_at IS NOT NULL")),
    Index(None, "series_id"),
    Index(None, "collaboration_id", "status"),
)

speakers = Table(
    "speakers",
    metadata,
    _id(),
    Column("talk_id", ForeignKey("talks.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    _text("affiliation"),
    _reference("member_id", "members.id", optional=True, gone="SET NULL"),
    _reference("site_id", "sites.id", optional=True, gone="SET NULL"),
    UniqueConstraint("talk_id", "position"),
    CheckConstraint("length(name) > 0", name="name"),
    Index(None, "member_id"),
)

# What calendars are shown of a meeting: the bytes of its VEVENT for each audience, made in the
# transaction that changed it. `sequence` and `modified` rise with every change of those bytes.
# Collaboration, series and start stand here again so that a feed is one walk along an index.
entries = Table(
    "entries",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("audience", String(7), primary_key=True),
    Column("collaboration_id", Integer, nullable=False),
    Column("series_id", Integer, nullable=False),
    Column("start", Instant, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("modified", Instant, nullable=False),
    Column("cancelled", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    # The same without its abstracts, for a feed that would be too large; empty where it has none.
    Column("short_body", LargeBinary, nullable=False),
    CheckConstraint("audience IN ('public', 'members')", name="audience"),
    Index(None, "collaboration_id", "audience", "start", "meeting_id"),
    Index(None, "series_id", "audience", "start", "meeting_id"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    _id(),
    _reference("member_id", "members.id"),
    Column("label", Text, nullable=False),
    Column("token_digest", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("revoked_at", Instant),
    Index(None, "member_id"),
)

# What somebody typed and has not saved yet: a refused form, or a change to be confirmed.
drafts = Table(
    "drafts",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("discord_id", BigInteger, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index(None, "created_at"),
)

# What a series says before its meetings; one without a row says what is usual.
ladders = Table(
    "ladders",
    metadata,
    Column("series_id", ForeignKey("series.id", ondelete="CASCADE"), primary_key=True),
    Column("talk_days", Integer, nullable=False),
    Column("meeting_days", Integer, nullable=False),
    Column("morning_sites", Text),
    Column("minutes", Integer, nullable=False),
    Column("role_id", BigInteger),
    Column("nudges", Boolean, nullable=False),
    Column("threads", Boolean, nullable=False, server_default="0"),
)

# How a member wants to be reminded; one without a row wants what is usual.
preferences = Table(
    "preferences",
    metadata,
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("way", _choice(Way), nullable=False),
    Column("leads", Text, nullable=False),
    Column("about", _choice(About), nullable=False),
)

# Who comes to a meeting: one answer a member, whatever they click at the same time.
answers = Table(
    "answers",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    # The database takes what can be said; that somebody waits follows from their seat.
    Column("answer", _choice(Answer, grows=True), nullable=False),
    Column("answered_at", Instant, nullable=False),
    Index(None, "member_id"),
)

# What people know of a meeting: what it is compared with when it changes.
outlines = Table(
    "outlines",
    metadata,
    Column("meeting_id", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("content", Text, nullable=False),
)

# The outbox: what is to be said to whom and when, and what became of it.
deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("what", Text, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("target", Text, nullable=False),
    Column("occurrence", Text, nullable=False, server_default=""),
    Column("due", Instant, nullable=False),
    Column("pointless_after", Instant, nullable=False),
    Column("payload", Text, nullable=False, server_default="{}"),
    Column("state", _choice(State), nullable=False),
    Column("try_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("first_tried_at", Instant),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger),
    _text("digest"),
    Column("sent_at", Instant),
    Column("edited_at", Instant),
    Column("edit_due", Instant),
    _text("why"),
    UniqueConstraint("what", "kind", "target", "occurrence", "collaboration_id"),
    CheckConstraint("pointless_after >= due", name="pointful"),
    Index("ix_deliveries_waiting", "try_at", sqlite_where=text("state = 'waiting'")),
    Index("ix_deliveries_claimed", "lease_until", sqlite_where=text("state = 'claimed'")),
    Index("ix_deliveries_stale", "edit_due", sqlite_where=text("edit_due IS NOT NULL")),
    Index(
        "ix_deliveries_over",
        "pointless_after",
        sqlite_where=text("state IN ('sent', 'expired', 'withdrawn', 'dropped')"),
    ),
    Index(None, "message_id"),
    Index("ix_deliveries_parked", "target", sqlite_where=text("state = 'parked'")),
    Index(None, "collaboration_id", "state", "due"),
)

# What organizers post again and again, with placeholders.
templates = Table(
    "templates",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("collaboration_id", "name"),
)

# Two talks whose speakers may exchange their slots.
swaps = Table(
    "swaps",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    _reference("talk_id", "talks.id", gone="CASCADE"),
    _reference("slot_id", "slots.id", gone="CASCADE"),
    _reference("other_talk_id", "talks.id", gone="CASCADE"),
    _reference("other_slot_id", "slots.id", gone="CASCADE"),
    _reference("asked_by", "members.id", gone="CASCADE"),
    Column("until", Instant, nullable=False),
    Column("state", _choice(SwapState), nullable=False),
    Index(None, "talk_id"),
    Index(None, "other_talk_id"),
)

# Who waits for a slot of a series, first come first.
standbys = Table(
    "standbys",
    metadata,
    _id(),
    _reference("series_id", "series.id", gone="CASCADE"),
    _reference("member_id", "members.id", gone="CASCADE"),
    Column("since", Instant, nullable=False),
    UniqueConstraint("series_id", "member_id"),
)

# A free slot that is kept for one who waits: one open offer a slot.
offers = Table(
    "offers",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    _reference("slot_id", "slots.id", gone="CASCADE"),
    _reference("member_id", "members.id", gone="CASCADE"),
    Column("until", Instant, nullable=False),
    Column("state", _choice(OfferState), nullable=False),
    Index(None, "member_id"),
    Index("uq_offers_open", "slot_id", unique=True, sqlite_where=text("state = 'open'")),
)

# What a site or a member states to be closed, in wall time there. What organizers take back of
# Meridian's own is kept as withdrawn, so that it does not return with the next start.
closures = Table(
    "closures",
    metadata,
    _id(),
    _reference("site_id", "sites.id", optional=True, gone="CASCADE"),
    _reference("member_id", "members.id", optional=True, gone="CASCADE"),
    Column("begins", Wall, nullable=False),
    Column("ends", Wall, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", _choice(Level), nullable=False),
    Column("origin", _choice(Origin), nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default="0"),
    UniqueConstraint("site_id", "begins", "ends", "name"),
    CheckConstraint("(site_id IS NULL) <> (member_id IS NULL)", name="owner"),
    CheckConstraint("begins < ends", name="forward"),
    Index(None, "member_id"),
)

# What clocks of a zone were known to show under the release that meetings were derived under.
timelines = Table(
    "timelines",
    metadata,
    Column("zone", Text, primary_key=True),
    Column("release", Text, nullable=False),
    Column("spans", Text, nullable=False),
)

# Who comes to a meeting, each in a seat of their own: the database decides who gets the last one.
# Who waits has no position, and moves up in the order of the rows.
seats = Table(
    "seats",
    metadata,
    _id(),
    _reference("meeting_id", "meetings.id", gone="CASCADE"),
    _reference("member_id", "members.id", gone="CASCADE"),
    Column("position", Integer),
    UniqueConstraint("meeting_id", "member_id"),
    UniqueConstraint("meeting_id", "position"),
    Index(None, "member_id"),
)

# Members' own calendars elsewhere; the address is encrypted, and titles are nowhere.
diaries = Table(
    "diaries",
    metadata,
    _id(),
    _reference("member_id", "members.id", gone="CASCADE"),
    Column("label", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    _text("etag"),
    _text("modified"),
    Column("zone", Text, nullable=False),
    Column("read_at", Instant, nullable=False),
    Column("whole_at", Instant, nullable=False),
    Column("due", Instant, nullable=False),
    Column("faults", Integer, nullable=False, server_default="0"),
    _text("fault"),
    Index(None, "member_id"),
    Index(None, "due"),
)

# When the owner of a diary is busy; of one diary no two meet.
busy_times = Table(
    "busy_times",
    metadata,
    _reference("diary_id", "diaries.id", gone="CASCADE"),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    CheckConstraint('start < "end"', name="forward"),
    PrimaryKeyConstraint("diary_id", "start"),
)

# A question for a time, with its candidate times.
polls = Table(
    "polls",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id"),
    Column("title", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    _reference("made_by", "members.id", gone="CASCADE"),
    Column("deadline", Instant, nullable=False),
    Column("closed_at", Instant),
    # One meeting comes of a poll, whoever clicks at the same time.
    _reference("series_id", "series.id", optional=True, gone="SET NULL"),
    CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
)

candidates = Table(
    "candidates",
    metadata,
    _id(),
    _reference("poll_id", "polls.id", gone="CASCADE"),
    Column("start", Instant, nullable=False),
    UniqueConstraint("poll_id", "start"),
)

# Who is asked by name, and nudged.
invitations = Table(
    "invitations",
    metadata,
    Column("poll_id", ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "member_id"),
)

# One vote a member and time, whatever they click at the same moment.
votes = Table(
    "votes",
    metadata,
    Column("candidate_id", ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", ForeignKey("members.id", ondelete="CASCADE"), primary_key=True),
    Column("vote", _choice(Vote), nullable=False),
    Column("voted_at", Instant, nullable=False),
    Index(None, "member_id"),
)

# The code that hands an imported collaboration to a server; only a digest of the code is kept.
claim_codes = Table(
    "claim_codes",
    metadata,
    _id(),
    _reference("collaboration_id", "collaborations.id", gone="CASCADE"),
    Column("name", String(6), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("wrong_tries", Integer, nullable=False, server_default="0"),
    Column("used_at", Instant),
    UniqueConstraint("collaboration_id"),
    CheckConstraint("wrong_tries BETWEEN 0 AND 5", name="wrong_tries"),
)
