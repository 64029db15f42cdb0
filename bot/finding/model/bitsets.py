"""Arithmetic on quarters of an hour as the bits of whole numbers, the first in the lowest bit."""

from collections.abc import Iterator, Sequence


def lasting(bits: int, cells: int) -> int:
    """Return the quarters that start a run of this many set ones."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        bits &= bits >> step
        done += step
    return bits


def reaching(bits: int, cells: int) -> int:
    """Return the quarters from which at least one of the next `cells` is set."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        bits |= bits >> step
        done += step
    return bits


def worst(points: bytes, cells: int) -> bytes:
    """Return for each quarter the highest points of the next `cells`."""
    done = 1
    while done < cells:
        step = min(done, cells - done)
        points = bytes(map(max, points, points[step:]))
        done += step
    return points


class BitCounter:
    """Counts for all quarters at once: one whole number for each binary digit of the counts.

    Bits are added digit by digit with a carry, as on paper.
    """

    def __init__(self) -> None:
        self._digits: list[int] = []

    def add(self, bits: int, times: int) -> None:
        """Count each quarter that is set, this many times."""
        for place in range(times.bit_length()):
            if times >> place & 1:
                self._add(bits, place)

    def _add(self, carry: int, place: int) -> None:
        digits = self._digits
        while carry:
            if place >= len(digits):
                digits.extend([0] * (place + 1 - len(digits)))
            digits[place], carry = digits[place] ^ carry, digits[place] & carry
            place += 1

    def counts(self, cells: int) -> Sequence[int]:
        """Return the counts of the first quarters, in order."""
        counts = [0] * cells
        for place, digit in enumerate(self._digits):
            worth = 1 << place
            for cell in set_in(digit):
                if cell < cells:
                    counts[cell] += worth
        return counts


def set_in(bits: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, in order."""
    written = f"{bits:b}"[::-1]
    cell = written.find("1")
    while cell >= 0:
        yield cell
        cell = written.find("1", cell + 1)
