"""Spreadsheets: the rows of a file as a spreadsheet program writes it, each with its line."""

import codecs
import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from bot.core.refusals import Refusal

# What stands for bytes that mean nothing in the file's coding.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def coding_of(body: bytes) -> str:
    """Return how a file's text is coded: UTF-8, or what Windows programs write."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def decoded(body: bytes) -> str:
    """Return a file's text, with or without a mark at its beginning."""
    return body.decode(coding_of(body), errors="replace")


class Spreadsheet:
    """The rows of a CSV file: separated by commas, or by what European spreadsheets write."""

    def __init__(self, body: str) -> None:
        heading = body.lstrip().partition("\n")[0]
        self._reader = csv.reader(
            StringIO(body, newline=""), delimiter=max(",;\t", key=heading.count), strict=True
        )
        _, first = next(self.rows(), (1, []))
        if isinstance(first, csv.Error):
            message = f"The file is not a CSV table (its first line: {first})."
            raise Refusal(message) from first
        self.names = [name.strip().casefold() for name in first]

    def rows(self) -> Iterator[tuple[int, list[str] | csv.Error]]:
        """Yield each row with the line on which it begins; a cell may span lines."""
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
        """Return a row's cells by their columns; refuse one that is torn."""
        if isinstance(row, csv.Error):
            message = (
                f"Its quotes are not closed as in a CSV file ({row}, "
                f"up to line {self._reader.line_num})."
            )
            raise Refusal(message)
        count = len(self.names)
        if any(cell.strip() for cell in row[count:]):
            message = (
                f"It has {len(row)} cells and the first line {count}: "
                "text with a comma in it must stand in quotes."
            )
            raise Refusal(message)
        if any(UNREADABLE in cell for cell in row):
            message = f"It holds what cannot be read ({UNREADABLE}): please save the file as UTF-8."
            raise Refusal(message)
        return dict.fromkeys(self.names, "") | dict(zip(self.names, row, strict=False))
