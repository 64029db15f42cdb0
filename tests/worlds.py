"""What tests are set in: the eight sites, and collaborations made by the real services."""

from bot.domain.sites import Site
from bot.services.founding import first_sites as site_columns


def first_sites() -> list[Site]:
    """Return the eight sites that a collaboration starts with."""
    return [
        Site(id=number, collaboration_id=1, **columns)
        for number, columns in enumerate(site_columns(), start=1)
    ]
