"""A spreadsheet file: its rows, each with its line number."""

import codecs
import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from bot.core.refusals import Refusal
from bot.core.translation import _

# Replaces bytes that are invalid in the file's encoding.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def coding_of(body: bytes) -> str:
    """Return the encoding of a file: UTF-8, or what Windows programs write."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def decoded(body: bytes) -> str:
    """Return a file's text, with or without a byte order mark."""
    return body.decode(coding_of(body), errors="replace")


class Spreadsheet:
    """The rows of a CSV file, with commas, semicolons or tabs between cells."""

    def __init__(self, body: str) -> None:
        heading = body.lstrip().partition("\n")[0]
        self._reader = csv.reader(
            StringIO(body, newline=""), delimiter=max(",;\t", key=heading.count), strict=True
        )
        first = next(self.rows(), (1, []))[1]
        if isinstance(first, csv.Error):
            message = _("The file is not a CSV table (its first line: {fault}).", fault=first)
            raise Refusal(message) from first
        self.names = [name.strip().casefold() for name in first]

    def rows(self) -> Iterator[tuple[int, list[str] | csv.Error]]:
        """Yield each row with the line where it begins; a cell may span lines."""
        while True:
            line = self._reader.line_num + 1
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, error
                continue
            if any(cell.strip() for cell in row):
                yield line, row

    def cells(self, row: list[str] | csv.Error) -> Mapping[str, str]:
        """Return a row's cells by their columns; refuse a malformed row."""
        if isinstance(row, csv.Error):
            message = _(
                "The quotes in this row are not closed properly ({fault}, up to line {last}).",
                fault=row,
                last=self._reader.line_num,
            )
            raise Refusal(message)
        count = len(self.names)
        if any(cell.strip() for cell in row[count:]):
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
        return dict.fromkeys(self.names, "") | dict(zip(self.names, row, strict=False))
