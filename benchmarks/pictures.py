"""The overlap picture, over the same cells drawn by bare Pillow."""

import io
import tomllib
from datetime import date, time

from PIL import Image, ImageDraw, ImageFont

from benchmarks.measurement import compare
from benchmarks.printed_table import PrintedTable
from bot.core.folders import DATA
from bot.finding.cards.overlap_colours import FEELS
from bot.finding.cards.overlap_picture import DIGITS, NARROWEST, ROW, draw
from bot.finding.model.overlap import HOURS, Overlap, overlap, week_of
from bot.sites.model.sites import Site

FILE = DATA / "sites.toml"
COLOURS = [part for colour in ((0, 0, 0), (255, 255, 255), *FEELS.values()) for part in colour]
NUMBERS = {feeling: number for number, feeling in enumerate(FEELS, start=2)}


def _week() -> Overlap:
    stated = tomllib.loads(FILE.read_text(encoding="utf-8"))["site"]
    sites = [
        Site(
            id=number,
            collaboration_id=1,
            position=number,
            opens=time.fromisoformat(one.pop("opens")),
            closes=time.fromisoformat(one.pop("closes")),
            working_days=frozenset(one.pop("working_days")),
            **one,
        )
        for number, one in enumerate(stated, start=1)
    ]
    days = week_of(date(2026, 11, 25))
    return overlap(sites, days, zone="Europe/Zurich", place="Lausanne")


def _bare(shown: Overlap, size: tuple[int, int]) -> bytes:
    """Draw the cells with their numbers, palette mode, nothing else."""
    image = Image.new("P", size)
    image.putpalette(COLOURS)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(DIGITS)
    left = 0
    for panel in shown.panels:
        for hour in HOURS:
            for number, cell in enumerate(panel.rows[hour]):
                x, y = left + number * NARROWEST, hour * ROW
                pen.rectangle((x, y, x + NARROWEST - 2, y + ROW - 2), fill=NUMBERS[cell.feeling])
                pen.text((x + 8, y + 3), f"{cell.wall:%H}", fill=1, font=font)
        left += NARROWEST * len(shown.columns)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


async def measure(table: PrintedTable) -> None:
    """Measure the picture of a week of eight sites."""
    shown = _week()
    size = Image.open(io.BytesIO(draw(shown))).size

    async def ours() -> object:
        return draw(shown)

    async def floor() -> object:
        return _bare(shown, size)

    name = "the overlap picture, over the same cells by bare Pillow"
    await table.row(name, compare(floor=floor, ours=ours, aim=1.5, calls=3))
