"""What tests over the gateway stand on: a seminar in the loopback's server, and people in it."""

from pathlib import Path

import pytest

from tests.gateway.program import ADA, AHEAD, BEN, CLEO, found_seminar
from tests.loopback.handle import Discord


@pytest.fixture
async def discord(loopback: Discord) -> Discord:
    """A loopback Discord with an organizer and two members in its server."""
    await loopback.let(ahead=AHEAD.total_seconds())
    await loopback.join((ADA, "Ada"), organizes=True)
    await loopback.join((BEN, "Ben"), (CLEO, "Cleo"))
    return loopback


@pytest.fixture
async def seminar(database: Path) -> Path:
    """The file of a database with a weekly seminar that begins in a week."""
    await found_seminar(database)
    return database
