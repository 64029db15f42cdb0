"""A spreadsheet file: its rows, each with its line number."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping
from io import StringIO

from bot.core.refusals import Refusal
from bot.core.translation import _

# Replaces bytes that are invalid in the file's encoding.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


# Blanks that programs leave in cells, besides those that strip() knows.
INVISIBLE = "\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}\N{NO-BREAK SPACE}"
# The first line of Excel's files, which says what is between cells.
STATED = re.compile(r'\s*"?sep=(?P<sign>[,;|\t])"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)


def coding_of(body: bytes) -> str:
    """Return the encoding of a file: UTF-8, or what Windows programs write."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if 0 in body[:2]:  # half of a letter: the byte order mark is missing
        return "utf-16-be" if body[0] == 0 else "utf-16-le"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def decoded(body: bytes) -> str:
    """Return a file's text, with or without a byte order mark."""
    return body.decode(coding_of(body), errors="replace")


class Spreadsheet:
    """The rows of a CSV file, with commas, semicolons, tabs or bars between cells.

    `names` are the columns, from the first row that is not blank.
    """

    def __init__(self, body: str) -> None:
        self.names: list[str] = []
        stated = STATED.match(body)
        self._skipped = len(stated[0].splitlines()) if stated else 0
        body = body[stated.end() :] if stated else body
        heading = next(iter(body.lstrip().splitlines()), "")
        between = stated["sign"] if stated else max(",;\t|", key=heading.count)
        self._reader = csv.reader(StringIO(body, newline=""), delimiter=between, strict=True)
        first = self._first()
        if isinstance(first, csv.Error):
            message = _("The file is not a CSV table (its first line: {fault}).", fault=first)
            raise Refusal(message) from first
        self.names = _names(first)

    def _first(self) -> list[str] | csv.Error:
        """Return the first row that names columns; a title above it has one cell."""
        title: list[str] = []
        for _line, row in self.rows():
            if isinstance(row, csv.Error) or sum(map(bool, map(_text, row))) > 1:
                return row
            title = title or row
        return title

    def rows(self) -> Iterator[tuple[int, list[str] | csv.Error]]:
        """Yield each row with the line where it begins; a cell may span lines.

        Blank rows are left out, and the names of the columns where they are repeated.
        """
        while True:
            line = self._skipped + self._reader.line_num + 1
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, error
                continue
            if any(map(_text, row)) and _names(row) != self.names:
                yield line, row

    def cells(self, row: list[str] | csv.Error) -> Mapping[str, str]:
        """Return a row's cells by their columns; refuse a malformed row."""
        if isinstance(row, csv.Error):
            message = _(
                "The quotes in this row are not closed properly ({fault}, up to line {last}).",
                fault=row,
                last=self._skipped + self._reader.line_num,
            )
            raise Refusal(message)
        count = len(self.names)
        filled = [_text(cell) for cell in row if _text(cell)]
        if len(filled) == 1 and count > 1:
            message = _(
                "Only one cell of this row is filled (“{text}”), like a heading. Give each talk "
                "a row of its own, with its start.",
                text=filled[0][:40],
            )
            raise Refusal(message)
        if any(map(_text, row[count:])):
            message = _(
                "The row has {cells} cells, but the first line has {columns}. "
                "Put text that contains a comma in quotes.",
                cells=len(row),
                columns=count,
            )
            raise Refusal(message)
        if any(UNREADABLE in cell for cell in row):
            message = _(
                "The row has characters that cannot be read ({sign}). Save the file as UTF-8.",
                sign=UNREADABLE,
            )
            raise Refusal(message)
        cells = (cell.strip(INVISIBLE) for cell in row)
        return dict.fromkeys(self.names, "") | dict(zip(self.names, cells, strict=False))


def _names(row: list[str]) -> list[str]:
    return [_text(name).casefold() for name in row]


def _text(cell: str) -> str:
    return cell.strip(INVISIBLE).strip()
