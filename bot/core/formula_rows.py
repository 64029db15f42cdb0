"""Rows and columns of a formula, such as cases and lines of a calculation, in one line."""

from collections.abc import Sequence

from bot.core.mathematical_signs import BINARY, RELATIONS

GOES_ON = (*RELATIONS, *BINARY)


def cells_joined(cells: Sequence[str]) -> str:
    """Return the cells of a row: "a" and "= b" are "a = b", others have commas between them."""
    said = ""
    for cell in filter(None, cells):
        is_one = cell.startswith(tuple(RELATIONS)) or said.endswith((*GOES_ON, ",", ";"))
        said += f"{' ' if is_one else ', '}{cell}" if said else cell
    return said


def rows_joined(rows: Sequence[tuple[str, bool]]) -> str:
    """Return rows in one line, each with whether it may continue the one above it."""
    said = ""
    for row, may_go_on in rows:
        if not said:
            said = row
        elif row.startswith(tuple(RELATIONS)) or (may_go_on and _is_continued(said, row)):
            is_close = row[0] in BINARY and row[1:2] != " "
            said += f" {row[0]} {row[1:]}" if is_close else f" {row}"
        elif said.endswith("."):
            said += f" {row}"
        else:
            said = f"{said.rstrip(',; ')}; {row}"
    return said


def _is_continued(above: str, below: str) -> bool:
    return below.startswith(tuple(BINARY)) or above.endswith(GOES_ON)
