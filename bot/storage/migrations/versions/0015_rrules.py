"""Rules of series as RFC 5545 writes them; until now they were kept in English words."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

DAYS = {
    "Monday": "MO",
    "Tuesday": "TU",
    "Wednesday": "WE",
    "Thursday": "TH",
    "Friday": "FR",
    "Saturday": "SA",
    "Sunday": "SU",
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
DAY, ORDINAL = "|".join(DAYS), "|".join(ORDINALS)
WORDS = re.compile(
    rf"(?:every (?P<weeks>[0-9]+) weeks on |every (?P<months>[0-9]+) months on the )?"
    rf"(?:(?P<ordinal>{ORDINAL}) )?(?P<days>(?:(?:, | and )?(?:{DAY})s?)+)(?: of the month)? "
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?: until (?P<until>[0-9]{4}-[0-9]{2}-[0-9]{2})| (?P<count>[0-9]+) times?)?"
)
series = sa.table("series", sa.column("id"), sa.column("rule"))


def upgrade() -> None:
    """Write each rule again."""
    connection = op.get_bind()
    found = connection.execute(sa.select(series.c.id, series.c.rule)).all()
    changed = [{"series_id": row.id, "text": rrule(row.id, row.rule)} for row in found]
    if changed:
        one = series.c.id == sa.bindparam("series_id")
        connection.execute(sa.update(series).where(one).values(rule=sa.bindparam("text")), changed)


def rrule(series_id: int, words: str) -> str:
    """Return the value of the RRULE property that means the same as the words."""
    match = WORDS.fullmatch(words)
    if match is None:
        message = f"series {series_id} meets “{words}”, which is no rule"
        raise ValueError(message)
    ordinal = ORDINALS.get(match["ordinal"], "")
    interval = int(match["weeks"] or match["months"] or 1)
    until = match["until"] and match["until"].replace("-", "")
    parts = {
        "FREQ": "MONTHLY" if match["ordinal"] else "WEEKLY",
        "INTERVAL": interval if interval > 1 else None,
        "BYDAY": ",".join(f"{ordinal}{DAYS[day]}" for day in re.findall(DAY, match["days"])),
        "BYHOUR": int(match["hour"]),
        "BYMINUTE": int(match["minute"]),
        "UNTIL": until and f"{until}T{match['hour']}{match['minute']}00",
        "COUNT": match["count"],
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value is not None)
