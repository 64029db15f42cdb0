"""The process that draws formulas: MathML in, one picture out.

It is a separate process, so that a formula that takes too long or too much memory can be stopped.
"""

import json
import resource
import sys
from xml.etree import ElementTree as ET

import resvg_py
from ziamath.zmath import Math

SIZE = 32  # pixels of an em
MARGIN = 24
GAP = 28
INK, PAPER = "#1e1f22", "#ffffff"
WIDEST, HIGHEST = 2000, 3000  # pixels; larger pictures are refused
MOST_MEMORY = 1 << 30
MOST_SECONDS = 5  # of the processor


def draw(formulas: list[str]) -> bytes:
    """Return a PNG with formulas (MathML) below each other; raise ValueError if too large."""
    drawn = [_set(formula) for formula in formulas]
    sizes = [formula.getsize() for formula in drawn]
    width = max(size[0] for size in sizes) + 2 * MARGIN
    height = sum(size[1] for size in sizes) + GAP * (len(drawn) - 1) + 2 * MARGIN
    if width > WIDEST or height > HIGHEST:
        message = f"The picture would be {width:.0f} by {height:.0f} pixels."
        raise ValueError(message)
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'width="{width:.0f}" height="{height:.0f}">{_stacked(drawn, sizes)}</svg>'
    )
    return bytes(resvg_py.svg_to_bytes(svg_string=whole, background=PAPER, skip_system_fonts=True))


def _set(formula: str) -> Math:
    tree = ET.fromstring(formula)  # noqa: S314 - our own tree, made in formulas.py
    tree.set("mathcolor", INK)
    for child in tree:
        child.set("displaystyle", "true")
    return Math(tree, size=SIZE)


def _stacked(drawn: list[Math], sizes: list[tuple[float, float]]) -> str:
    parts, top = [], float(MARGIN)
    for formula, (_, height) in zip(drawn, sizes, strict=True):
        parts.append(f'<g transform="translate({MARGIN} {top:.1f})">{formula.svg()}</g>')
        top += height + GAP
    return "".join(parts)


def main() -> None:
    """Draw what comes in as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sys.stdout.buffer.write(draw(json.load(sys.stdin)))


if __name__ == "__main__":
    main()
