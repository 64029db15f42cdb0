"""The colours of the overlap picture, by theme."""

from dataclasses import dataclass
from enum import StrEnum

from bot.finding.model.overlap import Feeling

SHADES = 6  # steps from a background to the colour of its text

Colour = tuple[int, int, int]


class Theme(StrEnum):
    """The background that the picture is drawn for."""

    DARK = "dark"
    LIGHT = "light"


PAPER: dict[Theme, Colour] = {Theme.DARK: (43, 45, 49), Theme.LIGHT: (255, 255, 255)}
INK: dict[Theme, Colour] = {Theme.DARK: (242, 243, 245), Theme.LIGHT: (30, 31, 34)}
# Bright is good and dark is bad, like day and night. Brightness alone tells them apart, so that
# colour-blind people can read the picture too.
FEELS: dict[Feeling, Colour] = {
    Feeling.WORKING: (253, 231, 37),
    Feeling.FAIR: (122, 209, 81),
    Feeling.EDGE: (33, 144, 141),
    Feeling.POOR: (59, 82, 139),
    Feeling.NIGHT: (40, 20, 62),
}
CLOSED: Colour = (128, 128, 132)
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
FRAME: dict[Theme, Colour] = {Theme.DARK: (255, 255, 255), Theme.LIGHT: (0, 0, 0)}


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by number: each background with the shades from it to its text."""

    colours: tuple[Colour, ...]

    @classmethod
    def of(cls, theme: Theme) -> "Palette":
        """Return the palette of a theme: paper first, then the colours of cells."""
        grounds = [(PAPER[theme], INK[theme])]
        grounds += [(colour, legible(colour)) for colour in (*FEELS.values(), CLOSED)]
        ramps = [_between(back, ink) for back, ink in grounds]
        return cls((*(colour for ramp in ramps for colour in ramp), FRAME[theme]))

    @property
    def frame(self) -> int:
        """The number of the frame's colour."""
        return len(self.colours) - 1


GROUNDS = (*FEELS, None)  # None for closed hours


def ground(feeling: Feeling | None) -> int:
    """Return the number of a cell's colour; paper is 0."""
    return (GROUNDS.index(feeling) + 1) * SHADES


def legible(colour: Colour) -> Colour:
    """Return black or white, whichever is legible on a colour."""
    red, green, blue = colour
    return BLACK if 299 * red + 587 * green + 114 * blue > 128_000 else WHITE  # noqa: PLR2004 - half of 255, weighed as the eye does


def _between(back: Colour, ink: Colour) -> list[Colour]:
    steps = SHADES - 1
    return [
        (
            back[0] + (ink[0] - back[0]) * step // steps,
            back[1] + (ink[1] - back[1]) * step // steps,
            back[2] + (ink[2] - back[2]) * step // steps,
        )
        for step in range(SHADES)
    ]
