"""The database engines that there are, by the names of their dialects."""

from collections.abc import Mapping

from bot.storage.engines.engine import Engine
from bot.storage.engines.postgresql import PostgreSQL
from bot.storage.engines.sqlite.engine import SQLite

ENGINES: Mapping[str, Engine] = {one.name: one for one in (SQLite(), PostgreSQL())}
