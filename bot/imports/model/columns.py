"""The columns of a schedule kept in a spreadsheet, by the names in its first line."""

from collections.abc import Sequence

from bot.core.refusals import Refusal
from bot.core.translation import _

COLUMNS = (
    "start",
    "minutes",
    "timezone",
    "speaker",
    "affiliation",
    "title",
    "abstract",
    "location",
    "slides",
    "video",
)
REQUIRED = frozenset({"start", "minutes", "timezone", "speaker"})


def require_columns(names: Sequence[str]) -> None:
    """Refuse a file whose first line lacks a required column, or names a column twice."""
    if missing := sorted(REQUIRED - set(names)):
        message = _(
            "The file lacks these columns: {missing}. Its first line must name the columns: "
            "{required}. It can also name: {optional}.",
            missing=", ".join(missing),
            required=", ".join(name for name in COLUMNS if name in REQUIRED),
            optional=", ".join(name for name in COLUMNS if name not in REQUIRED),
        )
        raise Refusal(message)
    if twice := sorted({name for name in names if name in COLUMNS and names.count(name) > 1}):
        message = _(
            "The file has more than one column called {names}. Remove one.",
            names=", ".join(twice),
        )
        raise Refusal(message)
