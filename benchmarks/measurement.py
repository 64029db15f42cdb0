"""Measuring: interleaved rounds of ours and of the floor, medians of their CPU time, one ratio."""

import gc
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

SMALL = 0.1  # a ratio below is told by its first two digits
Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one row compares: floor and ours in seconds or in `unit`, and the ratio aimed at."""

    floor: float
    ours: float
    aim: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor ours takes."""
        return self.ours / self.floor

    def row(self, name: str) -> str:
        """Return it as a row of a Markdown table."""
        scale = 1e3 if self.unit == "ms" else 1
        verdict = "yes" if self.ratio <= self.aim else "**no**"
        figures = f"{self.floor * scale:.3g} {self.unit} | {self.ours * scale:.3g} {self.unit}"
        ratio = f"{self.ratio:.2f}" if self.ratio >= SMALL else f"{self.ratio:.2g}"
        return f"| {name} | {figures} | {ratio} | {self.aim:g} | {verdict} |"


async def compare(
    *,
    floor: Work,
    ours: Work,
    aim: float,
    prepare: Work | None = None,
    rounds: int = 15,
    calls: int = 20,
) -> Result:
    """Run both in turn, `rounds` times `calls` calls each, and compare the medians of a call.

    `prepare` comes before each call and is not counted.
    """
    await _seconds(floor, calls, prepare)
    await _seconds(ours, calls, prepare)
    floors, times = [], []
    for _ in range(rounds):
        floors.append(await _seconds(floor, calls, prepare))
        times.append(await _seconds(ours, calls, prepare))
    return Result(floor=median(floors), ours=median(times), aim=aim)


async def _seconds(work: Work, calls: int, prepare: Work | None) -> float:
    gc.collect()
    taken = 0.0
    for _ in range(calls):
        if prepare is not None:
            await prepare()
        begun = time.process_time()
        await work()
        taken += time.process_time() - begun
    return taken / calls
