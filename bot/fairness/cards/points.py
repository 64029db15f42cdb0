"""How points are explained, and cities in the width of a table's row."""

from collections.abc import Sequence

from bot.chat.markdown import cut
from bot.core.translation import _

NAME_WIDTH = 26  # characters
HOW = _(
    "A meeting costs each site the points of its worst quarter of an hour there: 0 from 9 to 17, "
    "up to 12 at 22:00, and 30 at night. Night points only count for sites that took part."
)


def cities_text(names: Sequence[str]) -> str:
    """Return cities in the width of a row: all, or the first and how many more there are."""
    whole = " · ".join(names)
    if len(whole) > NAME_WIDTH:
        whole = f"{cut(names[0], NAME_WIDTH - 4)} +{len(names) - 1}"
    return cut(whole.replace("`", "'"), NAME_WIDTH)  # a code block ends at three backticks
