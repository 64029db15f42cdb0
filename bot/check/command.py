"""The command: prints the report, one result per line."""

from collections.abc import AsyncIterator

from bot.check.discord_access import discord_results
from bot.check.installation import address, copies, database, keys, zones
from bot.check.results import CheckResult, Severity
from bot.clock import Clock
from bot.core.translation import _
from bot.settings import Settings


async def run_check(settings: Settings) -> int:
    """Print what is found; return 1 if something is wrong, else 0."""
    wrong = False
    async for result in results(settings):
        print(result, flush=True)  # noqa: T201 - the report is what was asked for
        wrong = wrong or result.severity is Severity.WRONG
    return int(wrong)


async def results(settings: Settings) -> AsyncIterator[CheckResult]:
    """Yield what is found, in the order in which the program starts."""
    yield CheckResult(Severity.OK, _("The settings can be read."))
    for warning in settings.warnings:
        yield CheckResult(Severity.WARNING, warning)
    yield database(settings.database_url)
    yield copies(settings.database_url, now=Clock().now())
    yield keys(settings)
    yield zones()
    yield await address(settings.public_url)
    if settings.discord_token is None:
        yield CheckResult(
            Severity.WARNING, _("DISCORD_TOKEN is not set, so `run` starts the demo.")
        )
        return
    async for result in discord_results(settings.discord_token, settings.database_url):
        yield result
