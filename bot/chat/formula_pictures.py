"""Formulas as pictures, drawn by another process and kept in memory."""

import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import tostring

from bot.core.latex import Piece
from bot.core.plain_mathematics import complex_formulas
from bot.core.recent_values import RecentValues

log = logging.getLogger(__name__)

DRAWING = Path(__file__).with_name("formula_drawing.py")
NAME = "formulas.png"
MOST_DRAWN = 12  # formulas in one picture
LARGEST = 1 << 20  # bytes of a picture
LONGEST_ALTERNATIVE = 1024  # characters Discord takes to describe a file
LONGEST_TIME = 5.0  # seconds until a drawing is given up
REMEMBERED = 128


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and what it shows in words: the formulas as typed."""

    data: bytes
    alternative: str


class Formulas:
    """The pictures of texts; a failed drawing is remembered too, and not tried again."""

    def __init__(self, *, longest_time: float = LONGEST_TIME) -> None:
        self._longest_time = longest_time
        self._known: RecentValues[str, Picture | None] = RecentValues(REMEMBERED)
        self._drawing = asyncio.Lock()  # one process at a time

    async def picture(self, *texts: str) -> Picture | None:
        """Return one picture of all formulas of texts that Unicode cannot show; None if none."""
        shown = [piece for text in texts for piece in complex_formulas(text)][:MOST_DRAWN]
        if not shown:
            return None
        async with self._drawing:
            name = "\n".join(piece.source for piece in shown)
            if name not in self._known:
                self._known.put(name, await self._drawn(shown))
            return self._known.get(name)

    async def _drawn(self, shown: Sequence[Piece]) -> Picture | None:
        trees = [tostring(p.tree, encoding="unicode") for p in shown if p.tree is not None]
        data = await draw(json.dumps(trees).encode(), longest_time=self._longest_time)
        if data is None or len(data) > LARGEST:
            return None
        sources = "\n".join(piece.source for piece in shown)
        return Picture(data, sources[:LONGEST_ALTERNATIVE])


async def draw(asked: bytes, *, longest_time: float) -> bytes | None:
    """Return what the drawing process makes of its input; None where it fails or takes too long."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(DRAWING)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(longest_time):
            made, complaint = await process.communicate(asked)
    except TimeoutError:
        log.warning("a formula took too long to draw")
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        log.warning("a formula could not be drawn: %s", complaint.decode(errors="replace")[-300:])
        return None
    return made
