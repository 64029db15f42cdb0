"""A cache of what was read since the last change of the database."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable
from typing import Any


class ReadCache:
    """The values read so far, and a lock for each key so that each value is read only once."""

    def __init__(self) -> None:
        self.values: dict[Hashable, Any] = {}
        self.reading: defaultdict[Hashable, asyncio.Lock] = defaultdict(asyncio.Lock)
