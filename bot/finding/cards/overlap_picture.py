"""The picture of an overlap: hours down, sites across, drawn in a thread and cached by content.

A picture is a plane of palette indexes. Text is drawn as a mask and looked up in a row of shades
between its colour and the one beneath, so that it is smooth and the file small.
"""

import asyncio
import io
from collections import OrderedDict
from datetime import time

from PIL import Image, ImageDraw

from bot.core.translation import _
from bot.finding.cards.overlap_colours import Palette, Theme, ground
from bot.finding.cards.overlap_tiles import hatch_tile, label_tile
from bot.finding.model.overlap import HOURS, Cell, Feeling, Overlap, Panel, stretches
from bot.sites.model.closures import Level

REMEMBERED = 64
LEGEND = (
    (Feeling.WORKING, _("9-17")),
    (Feeling.FAIR, _("8-9, 17-20")),
    (Feeling.EDGE, _("7-8, 20-22")),
    (Feeling.POOR, _("6-7, 22-23, day off")),
    (Feeling.NIGHT, _("night")),
)

WIDEST, NARROWEST = 164, 36  # pixels of a column
ROW, AXIS, MARGIN, GAP = 30, 84, 20, 18
TITLE, LABELS, FOOT = 46, 38, 120
ROOM = 1150  # pixels for all columns together, until each is at its narrowest
DIGITS, NUMBER, TEXT, HEADING = 18, 22, 26, 28  # sizes of type
SMALLEST = 14
NOON = time(12)
TILTED = 300  # the most pixels of the height of upright labels


class Charts:
    """The pictures of overlaps; the latest are cached."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Overlap, Theme], bytes] = OrderedDict()

    async def picture(self, shown: Overlap, theme: Theme = Theme.DARK) -> bytes:
        """Return the PNG of an overlap."""
        key = (shown, theme)
        if key not in self._known:
            self._known[key] = await asyncio.to_thread(draw, shown, theme)
        self._known.move_to_end(key)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return self._known[key]


def draw(shown: Overlap, theme: Theme = Theme.DARK) -> bytes:
    """Return the PNG of an overlap, drawn for a theme."""
    plane = _Plane(shown, theme)
    left = MARGIN + AXIS
    plane.axis(shown.place)
    for panel in shown.panels:
        plane.panel(panel, left)
        left += plane.column * len(shown.columns) + GAP
    plane.legend()
    return plane.png()


class _Plane:
    """A plane of palette indexes, and the places of things on it."""

    def __init__(self, shown: Overlap, theme: Theme) -> None:
        self._palette = Palette.of(theme)
        count = sum(len(shown.columns) for _ in shown.panels)
        self.column = max(NARROWEST, min(WIDEST, ROOM // max(count, 1)))
        self._labels = [column.label for column in shown.columns]
        widths = [label_tile(label, TEXT, 0).width for label in self._labels]
        self._upright = max(widths) > self.column - 6
        self.top = MARGIN + TITLE + (min(max(widths), TILTED) + 12 if self._upright else LABELS)
        gaps = GAP * (len(shown.panels) - 1)
        width = max(2 * MARGIN + AXIS + count * self.column + gaps, 960)
        self._image = Image.new("L", (width, self.top + len(HOURS) * ROW + FOOT))
        self._draw = ImageDraw.Draw(self._image)

    def axis(self, place: str) -> None:
        """Write the hours at the left, under the place that they belong to."""
        self._fitting(place, MARGIN, AXIS - 6, self.top - ROW)
        for hour in HOURS:
            self._write(f"{hour:02}:00", NUMBER, MARGIN, self.top + hour * ROW + 2)

    def panel(self, panel: Panel, left: int) -> None:
        """Draw some days: their name, the sites, the cells, the window and the marks."""
        right = left + self.column * len(self._labels)
        self._fitting(panel.name, left, right - left, MARGIN)
        for number, label in enumerate(self._labels):
            self._heading(label, left + number * self.column)
        for hour in HOURS:
            for number, cell in enumerate(panel.rows[hour]):
                self._cell(cell, left + number * self.column, self.top + hour * ROW)
        for hour in panel.marked:
            self._point_at(hour, left, right)
        for begins, ends in stretches(panel.window):
            box = (left - 3, self.top + begins * ROW - 2, right + 1, self.top + ends * ROW)
            self._draw.rectangle(box, outline=self._palette.frame, width=4)

    def legend(self) -> None:
        """Explain the colours below the table."""
        top = self._image.height - FOOT + 18
        left = MARGIN
        for feeling, words in LEGEND:
            left = self._sample(Cell(wall=NOON, feeling=feeling), words, left, top)
        left = MARGIN
        for level, words in ((Level.HARD, _("closed")), (Level.SOFT, _("eve or half a day off"))):
            cell = Cell(wall=NOON, feeling=Feeling.FAIR, level=level)
            left = self._sample(cell, words, left, top + 44)
        box = (left, top + 44, left + 32, top + 44 + ROW - 2)
        self._draw.rectangle(box, outline=self._palette.frame, width=4)
        self._write(_("suits everyone"), NUMBER, left + 44, top + 46)

    def png(self) -> bytes:
        """Return the whole as a PNG with a palette."""
        image = Image.frombytes("P", self._image.size, self._image.tobytes())
        image.putpalette([part for colour in self._palette.colours for part in colour])
        stream = io.BytesIO()
        image.save(stream, "PNG")
        return stream.getvalue()

    def _write(self, text: str, size: int, left: int, top: int, back: int = 0) -> int:
        tile = label_tile(text, size, back)
        self._image.paste(tile, (left, top))
        return tile.width

    def _fitting(self, name: str, left: int, room: int, top: int) -> None:
        sizes = (HEADING, TEXT, NUMBER, DIGITS)
        size = next((s for s in sizes if label_tile(name, s, 0).width <= room), SMALLEST)
        self._write(name, size, left, top)

    def _heading(self, label: str, left: int) -> None:
        tile = label_tile(label, TEXT, 0, upright=self._upright)
        if tile.height > TILTED:
            tile = tile.crop((0, tile.height - TILTED, tile.width, tile.height))
        shift = (self.column - tile.width) // 2
        self._image.paste(tile, (left + shift, self.top - 6 - tile.height))

    def _cell(self, cell: Cell, left: int, top: int) -> None:
        back = ground(None if cell.level is Level.HARD else cell.feeling)
        right, bottom = left + self.column - 2, top + ROW - 2
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=back)
        if cell.level is not None:
            self._image.paste(hatch_tile(right - left, bottom - top, back, cell.level), (left, top))
            return
        tile = label_tile(
            f"{cell.wall:%H}" if not cell.wall.minute else f"{cell.wall:%H:%M}", DIGITS, back
        )
        if tile.width <= self.column - 4:
            self._image.paste(tile, (left + (self.column - 2 - tile.width) // 2, top + 3))

    def _point_at(self, hour: int, left: int, right: int) -> None:
        middle = self.top + hour * ROW + ROW // 2
        for tip, away in ((left - 3, -10), (right + 1, 10)):
            corners = [(tip, middle), (tip + away, middle - 9), (tip + away, middle + 9)]
            self._draw.polygon(corners, fill=self._palette.frame)

    def _sample(self, cell: Cell, words: str, left: int, top: int) -> int:
        back = ground(None if cell.level is Level.HARD else cell.feeling)
        self._draw.rectangle((left, top, left + 32, top + ROW - 2), fill=back)
        if cell.level is not None:
            self._image.paste(hatch_tile(33, ROW - 1, back, cell.level), (left, top))
        return left + 44 + self._write(words, NUMBER, left + 44, top + 2) + 24
